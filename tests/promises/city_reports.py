"""Work reports of two successive years of one city, and a communiqué, shaped like real ones; all numbers are ours."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongxing import extract_facts
from gongxing.promises import SourceDocument
from gongxing.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

REPORT_2024 = """2024年绵阳市人民政府工作报告
2024年01月20日 08时00分
来源：绵阳日报
2024年1月16日在绵阳市第八届人民代表大会第四次会议上
绵阳市人民政府市长 李云
各位代表：
现在，我代表市人民政府向大会报告工作，请予审议。
一、2023年工作回顾
2023年，全市地区生产总值增长8%，城镇新增就业5.1万人，城镇调查失业率5.4%。
二、2024年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长7%左右，规模以上工业增加值增长9%，固定资产投资增长8%以上，社会消费品零售总额增长7%左右，
一般公共预算收入增长6%，城镇新增就业5万人以上，城镇调查失业率控制在5.5%以内，居民消费价格涨幅控制在3%以内，粮食产量46亿斤以上，单位地区生产总值能耗下降2%。
新建高标准农田30万亩。新增基础教育学位8000个。外贸进出口总额达到260亿元。招引亿元以上项目150个。新增技能人才2万人。
到2025年，研发经费投入强度达到7.5%。到2027年，地区生产总值突破5000亿元。
建成绵阳先进制造中试平台。加快绵遂内铁路建设。开工建设涪江右岸快速通道。
"""

REPORT_2025 = """2025年绵阳市人民政府工作报告
2025年01月18日 08时00分
来源：绵阳日报
2025年1月14日在绵阳市第八届人民代表大会第五次会议上
绵阳市人民政府市长 李云
各位代表：
现在，我代表市人民政府向大会报告工作，请予审议。
一、2024年工作回顾
2024年，全市GDP增长6.8%，规上工业增加值增长8.5%，全社会固定资产投资增长8.2%，社会消费品零售总额增长6.2%，地方一般公共预算收入增长6%，
新增城镇就业5.3万人，城镇调查失业率5.6%，居民消费价格涨幅0.3%，粮食总产量46.2亿斤，单位GDP能耗下降2.6%。
建成高标准农田28万亩。外贸进出口总额271.5亿元。招引亿元以上项目超过140个。
绵阳先进制造中试平台建成投用。绵遂内铁路全线开工建设。
二、2025年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长7%左右，城镇新增就业5万人以上。
到2027年，地区生产总值突破5000亿元。确保绵遂内铁路2026年底前建成通车。
"""

BULLETIN_2024 = """绵阳市2024年国民经济和社会发展统计公报
发布时间：2025-03-20
来源：绵阳市统计局
2024年，全市地区生产总值4321.12亿元，比上年增长6.8%。全年进出口总额2715000万元，比上年增长4.1%。
全年研究与试验发展（R&D）经费投入强度7.1%。
"""

REVISION_2024 = """绵阳市人民政府关于调整2024年国民经济和社会发展计划部分指标的通知
发布时间：2024-08-02
2024年，绵阳市将规模以上工业增加值增长预期目标调整为8%。
"""


def document(text: str, name: str = "report.txt") -> SourceDocument:
    """Return a text as the library would keep it."""
    data = text.encode()
    article = read_bytes(data, name)
    return SourceDocument(
        hashlib.sha256(data).hexdigest(), article.title or name, article.published, article.text, extract_facts(article)
    )


def documents(texts: Iterable[str]) -> list[SourceDocument]:
    """Return several texts."""
    return [document(text) for text in texts]
