"""Functional regions: members as codes of a year, files of one's own, proposals from what documents say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.regions import RegionError
from gongxing.regions.functional import (
    english_area,
    functional_regions,
    known_regions,
    member_codes,
    propose,
    read_regions,
    tiers,
)

OWN = """[[region]]
name = "沿江组团"
names = ["沿江城市带"]
members = ["泸州", "511500"]
source = "规划"
year = 2024
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_members_are_codes_of_the_year() -> None:
    regions = functional_regions()
    assert member_codes(regions["成都都市圈"]) == ("510100", "510600", "511400", "512000")
    assert member_codes(regions["武汉城市圈"])[-3:] == (
        "429004",
        "429006",
        "429005",
    )  # 仙桃 天门 潜江: of no prefecture
    assert member_codes(regions["成都都市圈"], 2010) == ("510100", "510600", "511400", "512000")
    assert "420600" in member_codes(regions["长江中游城市群"], 2005)  # 襄阳 under its former name
    with pytest.raises(RegionError, match=r"眉山市 of 2021 is no division of 1990, .* \(it lies in 乐山市\)"):
        member_codes(regions["成都都市圈"], 1990)


def test_members_are_followed_where_the_link_is_exact() -> None:
    from gongxing.regions import FunctionalRegion

    assert member_codes(FunctionalRegion("made", (), ("简阳", "德阳"), "a source", 2015), 2023) == ("510185", "510600")
    with pytest.raises(RegionError, match=r"莱芜市 of 2015 is no division of 2023, .* \(it lies in 济南市\)"):
        member_codes(FunctionalRegion("made", (), ("莱芜",), "a source", 2015), 2023)
    assert member_codes(FunctionalRegion("made", (), ("广元",), "a source", 2020), 1990) == ("510800",)
    assert member_codes(FunctionalRegion("made", (), ("两江新区",), "a source", 2025), 2025) == ("500157",)


def test_the_members_of_every_region_that_comes_along_are_divisions_of_its_year_and_now() -> None:
    for region in {**functional_regions(), **tiers()}.values():
        if region.members:
            assert len(set(member_codes(region))) == len(region.members)
            assert len(set(member_codes(region, region.year))) == len(region.members)


def test_the_five_zones_of_sichuan_are_its_21_prefectures() -> None:
    zones = ["成都平原经济区", "川南经济区", "川东北经济区", "攀西经济区", "川西北生态示范区"]
    codes = [code for zone in zones for code in member_codes(functional_regions()[zone])]
    assert len(codes) == len(set(codes)) == 21
    assert all(code.startswith("51") for code in codes)


def test_a_region_whose_source_lists_no_divisions_has_no_codes() -> None:
    with pytest.raises(RegionError, match="lists no whole divisions"):
        member_codes(functional_regions()["雄安新区"])


def test_tiers_keep_the_groups_of_their_source() -> None:
    centres = known_regions()["省域经济副中心"]
    assert centres.kind == "tier"
    assert centres.parts == (("绵阳",), ("宜宾", "泸州"), ("南充", "达州"))
    assert member_codes(centres) == ("510700", "511500", "510500", "511300", "511700")
    assert "省域经济副中心" not in functional_regions()  # a rank is no area that a text is about


def test_a_file_of_ones_own_stands_before_what_comes_along(own, monkeypatch) -> None:
    assert member_codes(read_regions(own)[0]) == ("510500", "511500")
    assert known_regions(own)["沿江城市带"].source == "规划"
    monkeypatch.setenv("GONGXING_REGIONS", str(own))
    assert "沿江组团" in known_regions()
    assert "成都都市圈" in known_regions()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("region = 3", "one or more tables [[region]]"),
        ('title = "x"\n' + OWN, "nothing else"),
        ("[[region]\n", "is not TOML"),
        ('[[region]]\nmembers = ["成都"]\n', "needs a name"),
        ('[[region]]\nname = "a"\nmember = ["成都"]\n', "unknown member; a region has name, names, members"),
        ('[[region]]\nname = "a"\nmembers = "成都"\nsource = "b"\n', "members is a list of words"),
        ('[[region]]\nname = "a"\nmembers = ["成都"]\nsource = "b"\nyear = "2024"\n', "year is a year; '2024' came"),
        ('[[region]]\nname = "a"\nmembers = ["成都"]\n', "say where the members are from"),
        ('[[region]]\nname = "a"\nsource = "b"\n', "it has no members"),
        ('[[region]]\nname = "a"\nmembers = ["成都", "火星"]\nsource = "b"\n', "1 (火星); correct the names"),
        ('[[region]]\nname = "a"\nmembers = ["鼓楼区"]\nsource = "b"\n', 'within = "…"'),
        (
            '[[region]]\nname = "a"\nmembers = ["鼓楼区"]\nwithin = "火星"\nsource = "b"\n',
            "within = '火星' is no division",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path, text, words) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(RegionError) as error:
        read_regions(path)
    assert words in str(error.value)
    assert "own.toml" in str(error.value)


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(RegionError, match="cannot be read"):
        read_regions(tmp_path / "nowhere.toml")


def test_members_within_a_province(tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[region]]\nname = "a"\nmembers = ["鼓楼区"]\nwithin = "南京"\nsource = "b"\n', "utf-8")
    assert member_codes(read_regions(path)[0]) == ("320106",)


def test_what_documents_say_becomes_a_proposal(tmp_path) -> None:
    said = [
        ("成德眉资", "成都", "公报"), ("成德眉资", "德阳", "公报"), ("成德眉资", "成都", "规划"),
        ("成德眉资", "天府新区", "公报"), ("双圈", "火星", "公报"),
    ]  # fmt: skip
    text = propose(said)
    assert text == (
        '# 成德眉资: not one division, left out: 天府新区\n[[region]]\nname = "成德眉资"\n'
        'members = ["成都", "德阳"]\nsource = "公报; 规划"\n\n# 双圈: not one division, left out: 火星\n'
    )
    path = tmp_path / "proposal.toml"
    path.write_text(text, "utf-8")
    assert read_regions(path)[0].members == ("成都", "德阳")


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from(["成都", "德阳", "x\ny"]), st.text(min_size=1))))
def test_any_words_make_a_proposal_that_reads(tmp_path_factory, said) -> None:
    said = [(g, m, s) for g, m, s in said if g.strip() and s.strip() and (g + s).isprintable()]
    text = propose([*said, ("a", "成都", 'b"\\')])
    path = tmp_path_factory.mktemp("proposal") / "a.toml"
    path.write_text(text, "utf-8")
    found = {region.name: region for region in read_regions(path)}
    assert set(found) == {group for group, member, _ in [*said, ("a", "成都", "b")] if member != "x\ny"}


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("成都都市圈", "Chengdu metropolitan area"),
        ("昆明都市圈", "Kunming metropolitan area"),  # no entry: a division and a word
        ("成渝", "Chengdu-Chongqing economic circle"),
        ("川南经济区", "Southern Sichuan economic zone"),
        ("国家中心城市", "national central cities"),
        ("滨海城市带", None),
        ("某某都市圈", None),
        ("都市圈", None),
    ],
)
def test_an_area_has_an_english_name_where_nothing_is_invented(name, english):
    assert english_area(name) == english
