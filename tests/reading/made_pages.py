"""Pages that the page tests read, put together from parts; every place, name and figure in them is made up."""

from __future__ import annotations

PARAGRAPHS = (
    "今年以来，云山市坚持把项目建设作为稳增长的主抓手，全市固定资产投资比上年增长6.2%，其中工业投资增长11.4%。",
    "云山市发展和改革委员会主任林晓东介绍，全市在建重点项目186个，总投资1320亿元，已完成年度计划的72%。",
    "“我们将继续做好要素保障，推动项目早开工、早建成、早见效。”林晓东说，下半年还将开工建设36个项目。",
    "在云山高新区，总投资50亿元的新能源电池项目正加紧安装设备，预计今年11月投产，可带动就业2000人。",
)
TITLE = "云山市重点项目建设提速"
TEXT = "\n".join(PARAGRAPHS)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
MENU = "".join(f'<li><a href="/{number}">栏目{number}</a></li>' for number in range(60))
LINKS = "".join(
    f'<li><a href="/n{number}">邻市第{number}个重大项目集中开工，总投资再创新高</a></li>' for number in range(8)
)


def page(body: str, window: str = f"{TITLE}_新闻频道_云山网", head: str = "") -> str:
    """Return a whole page around a body."""
    return f"<!DOCTYPE html><html><head><title>{window}</title>{head}</head><body>{body}</body></html>"
