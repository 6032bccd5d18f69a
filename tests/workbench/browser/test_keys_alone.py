"""No mouse: Tab reaches all that a page has, in order, visibly, and leads from a file to a brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from furnishing import OF_PEOPLE, Furnished, addresses, is_paper
from test_every_page import in_language
from test_whole_path import NAME, RIGHT, TEXT, TITLE, WRONG

# What can have the focus on a page, and then how each that Tab comes to looks.
WATCHING = """() => {
    const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const look = (one) => { const style = getComputedStyle(one); return style.boxShadow + style.backgroundColor; };
    const taken = (one) => document.querySelector(`[name="${one.name}"]:checked`);
    const radio = (one) => one.type === "radio" && !one.checked && taken(one);
    globalThis.all = [...document.querySelectorAll(kinds)].filter((one) =>
        !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !radio(one));
    const plain = new Map(all.map((one) => [one, look(one)]));
    globalThis.met = [];
    document.addEventListener("focusin", (event) => {
        const one = event.target, style = getComputedStyle(one), box = one.getBoundingClientRect();
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        met.push([one, (ring || look(one) !== plain.get(one)) && box.width * box.height > 0]);
    });
    return all.length;
}"""
TOLD = """() => {
    const name = (one) => one.outerHTML.slice(0, 100), found = met.map(([one]) => one);
    return {
        missed: all.filter((one) => !found.includes(one)).map(name),
        unseen: met.filter(([one, seen]) => !seen).map(([one]) => name(one)),
        disordered: found.filter((one, at) => at && found[at - 1] !== one  // told twice by who leaves a frame
            && !(found[at - 1].compareDocumentPosition(one) & 4)).map(name),
    };
}"""
AT = "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)"


def walk(tab: Any, path: str) -> None:
    """Go by Tab through a page from its top: every stop once, in the order of the document, each seen."""
    stops = tab.evaluate(WATCHING)
    for _ in range(stops):
        tab.keyboard.press("Tab")
    for _ in range(40):  # a frame within the page has stops of its own
        if tab.evaluate("all.every((one) => met.some(([seen]) => seen === one))"):
            break
        tab.keyboard.press("Tab")
    assert tab.evaluate(TOLD) == {"missed": [], "unseen": [], "disordered": []}, path


def test_tab_goes_through_all_of_every_page(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, furnished_address: str
) -> None:
    tab = watched(furnished_address, reduced_motion="reduce")
    seen = set()
    for path in addresses(furnished, furnished_app):
        page = path if "fact=" in path else path.split("?")[0]
        if is_paper(path) or page in seen:
            continue
        seen.add(page)
        tab.goto(furnished_address + in_language(path, "zh"))
        walk(tab, path)
        tab.keyboard.press("/")
        assert tab.evaluate("document.activeElement.id") == "find", path
        tab.keyboard.press("Escape")
        assert tab.evaluate(AT), path
        tab.keyboard.press("?")
        assert tab.locator("#keys").is_visible(), path
        tab.keyboard.press("Escape")
        assert not tab.locator("#keys").is_visible() and tab.evaluate(AT), path
    assert len(seen) >= 25
    assert tab.strays == []


def test_tab_goes_through_the_pages_of_people(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, people_address: str,
    as_owner: Callable[[Any, str], None],
) -> None:  # fmt: skip
    tab = watched(people_address, reduced_motion="reduce")
    as_owner(tab, people_address)
    for path in addresses(furnished, furnished_app, of_people=True):
        assert path.startswith(OF_PEOPLE)
        if path != "/login":
            tab.goto(people_address + in_language(path, "zh"))
            walk(tab, path)
    assert tab.strays == []


def reach(tab: Any, selector: str, words: str = "") -> None:
    """Press Tab until the focus is on what a selector names, with some words in it."""
    there = """([selector, words]) => document.activeElement.matches(selector)
        && document.activeElement.textContent.includes(words)"""
    for _ in range(250):
        if tab.evaluate(there, [selector, words]):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {selector} {words} on {tab.url}: {tab.evaluate(AT)}")


def go(tab: Any, selector: str, words: str = "", key: str = "Enter") -> None:
    """Go to a control by Tab and use it: another page opens."""
    reach(tab, selector, words)
    with tab.expect_navigation():
        tab.keyboard.press(key)


def write(tab: Any, selector: str, text: str) -> None:
    reach(tab, selector)
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(text)


def test_from_a_file_to_a_brief(watched: Callable[..., Any], own_address: str) -> None:
    tab = watched(own_address, locale="zh-CN", reduced_motion="reduce")
    tab.goto(f"{own_address}/")
    go(tab, "nav a", "资料库")
    reach(tab, "#files")
    with tab.expect_file_chooser() as chooser:
        tab.keyboard.press("Space")
    chooser.value.set_files({"name": NAME, "mimeType": "text/plain", "buffer": TEXT.encode()})
    go(tab, "#drop button")
    wait_over(tab)
    go(tab, ".job a")
    assert tab.get_by_role("heading", level=1).inner_text() == TITLE

    go(tab, "article a.fact", WRONG)
    reach(tab, "#note summary", "更正")
    tab.keyboard.press("Space")
    write(tab, "#field-value", RIGHT)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")  # in the field: what was typed is kept, not what the document said
    assert "已更正" in tab.inner_text("#note") and "表格证实" in tab.inner_text("#note")
    assert tab.evaluate(AT)
    go(tab, "button.finding", "留作简报的发现")

    go(tab, "nav a", "情景")
    go(tab, "main a.card", "地图")
    kind = tab.locator("input[name=kind]:checked").get_attribute("value")
    reach(tab, "input[name=kind]")
    with tab.expect_navigation():
        tab.keyboard.press("ArrowDown")
    now = tab.evaluate("document.activeElement.value")
    assert now != kind and now == tab.locator("input[name=kind]:checked").get_attribute("value")
    with tab.expect_navigation():
        tab.keyboard.press("ArrowUp")
    reach(tab, "#a")
    tab.keyboard.press("ArrowDown")
    reach(tab, "#b")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#a").input_value() != tab.locator("#b").input_value() != ""
    write(tab, "#project", "一条线")
    go(tab, "#draw button", "起草")
    write(tab, "input[name^=change-]", "-30%")
    write(tab, "input[name^=by-]", "测试者")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")  # in a field: the plan is saved, nothing of it removed
    assert tab.locator("input[name^=change-]").input_value() == "-30%"
    go(tab, "button[value=run]")
    wait_over(tab)
    go(tab, ".job a")
    assert "误差有上界" in tab.inner_text("main")

    go(tab, "nav a", "简报")
    write(tab, "#region", "绵阳")
    go(tab, "main form button", "起草")
    reach(tab, "a[href='#findings']")  # past the links of the preview
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    reach(tab, ".finding button")
    cited = tab.evaluate("document.activeElement.closest('.finding').dataset.cite")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "outline" and cited in tab.locator("#outline").input_value()
    go(tab, "button[value=keep]")
    assert tab.locator("main [role=status]").is_visible() and tab.evaluate(AT)
    assert tab.strays == []


def wait_over(tab: Any) -> None:
    """Wait for a job; its page comes anew and gives the focus to the way to what came out."""
    tab.locator('[data-over="1"]').wait_for(timeout=120_000)
    tab.wait_for_function("() => document.activeElement.matches('#job a.button')")


def test_a_choice_keeps_the_focus_and_keys_pass_through_many(
    watched: Callable[..., Any], furnished: Furnished, furnished_address: str
) -> None:
    tab = watched(furnished_address, locale="zh-CN", reduced_motion="reduce")
    tab.goto(f"{furnished_address}/atlas?indicator=gdp")
    third = tab.locator("#classing option").nth(2).get_attribute("value")
    reach(tab, "#classing")
    with tab.expect_navigation():  # one page for two steps
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("ArrowDown")
    tab.wait_for_function("() => document.activeElement.id === 'classing'")
    assert f"classing={third}" in tab.url
    for way in (True, False):
        go(tab, "a.chip", "成都都市圈")
        tab.wait_for_function("() => document.activeElement.matches('a.chip')")
        assert "成都都市圈" in tab.evaluate("document.activeElement.textContent")
        assert ("group=" in tab.url) == way
    reach(tab, "#year-slider")
    with tab.expect_navigation():
        tab.keyboard.press("ArrowLeft")
    tab.wait_for_function("() => document.activeElement.id === 'year-slider'")

    tab.goto(f"{furnished_address}/scenarios/chengmei")
    reach(tab, "#what")
    with tab.expect_navigation():
        tab.keyboard.press("ArrowDown")
    tab.wait_for_function("() => document.activeElement.id === 'what'")
    reach(tab, "button.finding")
    with tab.expect_navigation():
        tab.keyboard.press("Space")
    tab.wait_for_function("() => document.activeElement.matches('.said')")
    assert tab.strays == []
