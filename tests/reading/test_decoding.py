"""Encodings are judged by the bytes, whatever a page declares."""

from __future__ import annotations

import random

import pytest

from gongxing.language.saying import said_of
from gongxing.reading import UnreadableDocumentError
from gongxing.reading.decoding import decode

SIMPLIFIED = "清河市2025年国民经济和社会发展统计公报：全年实现地区生产总值512.3亿元，比上年增长5.2%。"
TRADITIONAL = "臺灣經濟發展與區域合作：全年實現產值五千億元，較上年增長5.2%。香港與廣東的聯繫更為緊密。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("times", [1, 400])
def test_simplified_text(encoding: str, times: int) -> None:
    text = (SIMPLIFIED + "\n") * times
    assert decode(text.encode(encoding), "page.html") == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030", "utf-16"])
@pytest.mark.parametrize("times", [1, 400])
def test_traditional_text(encoding: str, times: int) -> None:
    text = (TRADITIONAL + "\n") * times
    assert decode(text.encode(encoding), "page.html") == text


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", "windows-1251", ""])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_what_a_page_declares_is_not_believed(declared: str, actual: str) -> None:
    page = f'<html><head><meta charset="{declared}"><script>{"var a=1;" * 500}</script></head><body>{SIMPLIFIED}</body>'
    assert decode(page.encode(actual), "page.html") == page


def test_chinese_after_a_long_stretch_of_ascii() -> None:
    text = "<div class='menu'></div>\n" * 20_000 + SIMPLIFIED
    assert decode(text.encode("gb18030"), "page.html") == text


def test_characters_of_hong_kong() -> None:
    text = "香港嘅經濟喺今年有啲起色，佢哋話地產同埋旅遊都好咗。" * 5
    assert decode(text.encode("big5hkscs"), "page.html") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_marked(encoding: str) -> None:
    data = bytearray((SIMPLIFIED * 40).encode(encoding))
    for place in (701, 1402):
        data[place] = 0xFF
    text = decode(bytes(data), "page.html")
    assert "\ufffd" in text
    assert text.count("国民经济和社会发展") >= 36


def test_a_file_cut_inside_a_character_is_read() -> None:
    assert decode(SIMPLIFIED[:-1].encode("utf-8")[:-1], "page.html").startswith("清河市2025年")


def test_western_text_with_few_accents() -> None:
    text = "The café on the quay – a “résumé” of the year’s trade in goods and services.\n" * 3
    assert decode(text.encode("cp1252"), "page.html") == text


def test_many_broken_bytes_are_refused() -> None:
    chance = random.Random(5)
    data = bytearray((SIMPLIFIED * 40).encode("utf-8"))
    for _ in range(len(data) // 8):
        data[chance.randrange(len(data))] = 0xFF
    with pytest.raises(UnreadableDocumentError, match=r"page\.html: "):
        decode(bytes(data), "page.html")


@pytest.mark.parametrize(("encoding", "called"), [("utf-8", "UTF-8"), ("gb18030", "GB18030")])
def test_what_is_broken_names_the_encoding_and_what_to_do(encoding: str, called: str) -> None:
    stray = (SIMPLIFIED * 3).encode(encoding).replace("年".encode(encoding), b"\xff\xff", 2)
    with pytest.raises(UnreadableDocumentError) as refused:
        decode(stray, "要点.txt")
    assert f"read as {called}" in str(refused.value) and "as UTF-8" in str(refused.value)
    said = said_of(refused.value, "zh")
    assert said.startswith(f"要点.txt: 按 {called} 读，有 ") and said.endswith(
        "请从来源重新保存为 UTF-8，再读那个文件。"
    )


def test_text_in_an_encoding_that_is_not_known_says_which_were_tried() -> None:
    with pytest.raises(UnreadableDocumentError, match="UTF-8, GB18030, Big5, Windows-1252"):
        decode("Привет, мир".encode("koi8-r") * 30, "page.txt")


@pytest.mark.parametrize("size", [16, 300, 50_000])
def test_noise_is_refused(size: int) -> None:
    with pytest.raises(UnreadableDocumentError, match="not text"):
        decode(bytes(random.Random(size).randbytes(size)), "page.html")


def test_a_large_file_is_judged_by_samples() -> None:
    import time

    data = (SIMPLIFIED + "\n").encode("gb18030") * 200_000
    start = time.process_time()
    text = decode(data, "page.html")
    assert text.startswith(SIMPLIFIED)
    assert time.process_time() - start < 2
