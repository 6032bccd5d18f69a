"""Values that cannot be are flagged with the reason, and kept as they stand."""

from __future__ import annotations

from pathlib import Path

from made_tables import at, workbook

from gongxing.tables import check_together, read_table

CITIES = ("石家庄市", "唐山市", "秦皇岛市", "邯郸市", "邢台市", "保定市", "张家口市", "承德市", "沧州市", "廊坊市")


def _sheet(path: Path, title: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    return workbook(path, {"Sheet1": (((title,), ("城市", *header), *rows), ())})


def test_shares_parts_and_negative_values(tmp_path: Path) -> None:
    header = ("生活垃圾无害化处理率（%）", "一般公共预算支出（万元）", "教育支出（万元）", "普通高等学校数（所）")
    header = (*header, "利润总额（万元）")
    rows = [("石家庄市", 130.0, 100000, 20000, 40, -5), ("唐山市", 99.0, 10000, 20000, -3, 7)]
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2020年主要指标", header, rows))
    assert {getattr(o.source, "cell", ""): o.flags for o in reading.observations if o.flags} == {
        "B3": ("share above 100 %",),
        "C4": ("part exceeds its whole",),
        "D4": ("part exceeds its whole",),
        "E4": ("negative value",),
    }
    assert at(reading, "B3").value == 130
    assert [column.flagged for column in reading.columns] == [1, 1, 1, 1, 0]


def test_three_shares_that_do_not_make_a_hundred(tmp_path: Path) -> None:
    header = tuple(f"第{n}产业占GDP的比重（%）" for n in "一二三")
    rows = [("石家庄市", 10.0, 40.0, 50.02), ("唐山市", 137.0, 48.33, 50.3)]
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2020年", header, rows))
    assert {getattr(o.source, "cell", "") for o in reading.observations if "shares do not add to 100 %" in o.flags} == {
        "B4",
        "C4",
        "D4",
    }


def test_districts_that_exceed_the_whole_city(tmp_path: Path) -> None:
    rows = (
        ("2020年",),
        ("城市", "地区生产总值（亿元）", None),
        (None, "全市", "市辖区"),
        ("石家庄市", 5935, 3581),
        ("唐山市", 350, 7211),
    )
    reading = read_table(workbook(tmp_path / "a.xlsx", {"Sheet1": (rows, ("B2:C2",))}))
    assert [bool(o.flags) for o in reading.observations] == [False, False, True, True]


def test_a_product_a_thousand_times_off_its_value_per_head(tmp_path: Path) -> None:
    header = ("地区生产总值（亿元）", "人均地区生产总值（元）", "常住人口（万人）")
    rows: list[tuple[object, ...]] = [(city, 1000.0 + n, 50000, 200 + n / 5) for n, city in enumerate(CITIES)]
    rows[3] = ("邯郸市", 1003000.0, 50000, 200.6)
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2020年", header, rows))
    flagged = {getattr(o.source, "cell", ""): o.flags for o in reading.observations if o.flags}
    # 50 000 yuan a head times 2 006 000 people are 1003 hundred million, not a thousand times that.
    assert flagged["C6"] == ("values that follow from one another disagree",)
    assert set(flagged) == {"B6", "C6", "D6"}  # which of the three is wrong, nobody can tell


def test_a_whole_column_ten_times_off_is_said_once(tmp_path: Path) -> None:
    header = ("年平均人口（万人）", "出生人口（人）", "死亡人口（人）", "自然增长率（%）")
    # (8000 - 3000) / 1 000 000 is 0.5 %, printed as 5 (per mille) under a header that says per cent.
    rows: list[tuple[object, ...]] = [(city, 100, 8000, 3000, 5.0) for city in CITIES]
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2018年", header, rows))
    assert sum("power of ten" in flag for o in reading.observations for flag in o.flags) == 10
    assert sum("10 times too large" in note and "cell E3" in note for note in reading.notes) == 1
    assert at(reading, "E3").value == 5.0


def test_a_header_whose_unit_makes_every_value_implausible(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(city, 40 + n) for n, city in enumerate(CITIES)]
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2018年", ("普通小学在校学生数（人）",), rows))
    assert all(o.flags == ("implausible size",) for o in reading.observations)
    assert any("the unit in the header is likely wrong" in note for note in reading.notes)


def test_a_missing_unit_is_taken_only_where_one_scale_fits(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(city, 700 + n, 30 + n) for n, city in enumerate(CITIES)]
    reading = read_table(_sheet(tmp_path / "a.xlsx", "2020年", ("常住人口", "粮食产量"), rows))
    assert (at(reading, "B3").value, at(reading, "B3").unit, at(reading, "B3").flags) == (7_000_000, "people", ())
    assert (at(reading, "C3").value, at(reading, "C3").unit, at(reading, "C3").flags) == (30, "", ("unit unknown",))
    assert any("cell B3: 常住人口: unit not stated; only 万人" in note for note in reading.notes)


def test_a_population_that_jumps_tenfold(tmp_path: Path) -> None:
    files = []
    for year, sizes in ((2018, (900, 700)), (2019, (905, 7500)), (2020, (910, 705))):
        rows = [("石家庄市", sizes[0]), ("唐山市", sizes[1])]
        files.append(_sheet(tmp_path / f"{year}.xlsx", f"{year}年", ("年末总人口（万人）",), rows))
    readings = check_together([read_table(path) for path in files])
    flagged = [(o.period, o.region) for r in readings for o in r.observations if o.flags]
    assert flagged == [("2019", "唐山市")]
    assert [r.columns[0].flagged for r in readings] == [0, 1, 0]


def test_a_column_printed_under_another_header_of_another_year(tmp_path: Path) -> None:
    from gongxing.regions import divisions

    cities = [d.name for d in divisions(2020) if d.level == "prefecture" and d.code.startswith(("41", "42", "43"))]
    rows: list[tuple[object, ...]] = [(city, 12345 + 7919 * n) for n, city in enumerate(cities)]
    first = _sheet(tmp_path / "a.xlsx", "2020年", ("供气总量（万立方米）",), rows)
    second = _sheet(tmp_path / "b.xlsx", "2021年", ("邮政业务收入（万元）",), rows)
    readings = check_together([read_table(first), read_table(second)])
    assert all("same numbers as another column" in o.flags for r in readings for o in r.observations)
    assert any("column B: 邮政业务收入 (2021) has the same digits as 供气总量" in note for note in readings[1].notes)


def test_every_flag_has_words_in_both_languages() -> None:
    from gongxing.listing.words import words
    from gongxing.tables import flags, numbers

    names = {value for name, value in vars(flags).items() if name.isupper()}
    names |= {numbers.DAMAGED, numbers.NOTED, numbers.BRACKETED}
    assert set(words("zh")["table"]["flags"]) == set(words("en")["table"]["flags"]) == names
