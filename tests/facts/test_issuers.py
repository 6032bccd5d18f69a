"""Documents of other issuers, written by us: a plan of a functional region, an open call, reports of the press."""

from gongxing.facts.extraction import extract_facts
from gongxing.reading import read_bytes

PLAN = """\
长株潭都市圈发展规划（2024—2035年）

长株潭都市圈包括长沙、株洲、湘潭3市和醴陵市，面积约2.8万平方公里，2023年末常住人口1700万人。

到2027年，经济总量力争突破2.4万亿元，年均增长6%以上；常住人口城镇化率达到84%左右。2028年、2030年经济总量分别达到2.6万亿元、3万亿元。

2023年，研发投入强度3.3%，单位地区生产总值能耗五年累计下降16.8%。

长沙至邵阳高速铁路全长126公里，设计时速350公里，总投资约189亿元，由中铁某局负责建设，2028年建成通车。完成时限：2028年12月。

壮大工程机械产业，支持中联重科、三一重工等龙头企业扩大产能；以时代电气、中车株机为龙头，做强轨道交通装备产业链。
"""

CALL = """\
关于开展2025年度“揭榜挂帅”项目申报的通知
各设区市科技局：
为深入实施创新驱动发展战略，省科技厅面向全国公开征集合成生物、低空经济、商业航天等领域揭榜单位。
一、榜单任务
本批次共发布榜单任务18项，每项资助500万元至2000万元。申报截止时间为2025年6月30日17时。
福建省科学技术厅
2025年5月20日
"""

QUARTER = """\
全省一季度经济实现“开门红”
2025-04-22
一季度，江西全省地区生产总值7867亿元，同比增长5.7%。其中，南昌、赣州两市生产总值分别为1805亿元和1120亿元。
“工业投资增长12.4%。”省统计局副局长周文海说。
远景时代、孚能科技等企业在赣州布局锂电项目，章贡区规上工业企业达312户。
"""

MEETING = """\
金华市召开现代化都市区建设推进会
2025年7月8日，金华市委召开会议。会议指出，上半年金义都市区完成生产总值2154亿元。
今年1至5月，新能源汽车产量16.8万台。
"""


def facts(document, kind):
    return [fact for fact in extract_facts(read_bytes(document.encode(), "document.txt")) if fact.kind == kind]


def figure(document, quote):
    return next(fact for fact in facts(document, "figure") if fact.quote == quote)


def test_a_plan_of_a_functional_region_speaks_of_that_region_and_tells_its_past_apart():
    assert {fact.region for fact in facts(PLAN, "figure")} == {"长株潭都市圈"}
    then, goal = figure(PLAN, "1700万人"), figure(PLAN, "84%")
    assert (then.period, then.modality) == ("2023", "actual")
    assert (goal.indicator, goal.period, goal.modality) == ("常住人口城镇化率", "2027", "target")
    fell = figure(PLAN, "16.8%")
    assert (fell.value, fell.period, fell.modality) == (-16.8, "2019/2023", "actual")
    assert figure(PLAN, "2.8万平方公里").indicator == "面积"


def test_years_that_stand_together_share_out_what_follows():
    assert [figure(PLAN, quote).period for quote in ("2.6万亿元", "3万亿元")] == ["2028", "2030"]


def test_a_line_has_length_speed_and_cost_of_its_own():
    found = [figure(PLAN, quote).indicator for quote in ("126公里", "350公里", "189亿元")]
    line = "长沙至邵阳高速铁路"
    assert found == [f"{line}全长", f"{line}设计时速", f"{line}总投资"]


def test_members_go_on_behind_a_count_of_some():
    assert [fact.member for fact in facts(PLAN, "member")] == ["长沙", "株洲", "湘潭", "醴陵市"]


def test_deadlines_actors_and_labels_of_a_plan():
    promised = {fact.quote: (fact.actor, fact.deadline) for fact in facts(PLAN, "commitment")}
    assert promised["2028年建成通车"] == ("中铁某局", "2028")
    assert promised["由中铁某局负责建设"][0] == "中铁某局"
    assert not any(quote.startswith(("完成时限", "设计时速")) for quote in promised)


def test_leaders_named_in_the_clause_beside():
    leaders = {fact.quote: fact.leaders for fact in facts(PLAN, "industry")}
    assert leaders["工程机械"] == ("中联重科", "三一重工")
    assert leaders["轨道交通装备"] == ("时代电气", "中车株机")


def test_an_open_call_is_of_the_body_that_signs_it_and_purposes_promise_nothing():
    assert {fact.region for fact in facts(CALL, "figure")} == {"福建"}
    assert [fact.quote for fact in facts(CALL, "industry")] == ["合成生物", "低空经济", "商业航天"]
    assert facts(CALL, "commitment") == []
    lower, upper = figure(CALL, "500万元"), figure(CALL, "2000万元")
    assert (lower.bound, upper.bound) == ("gt", "lt")


def test_a_title_that_announces_results_dates_what_follows():
    assert {fact.period for fact in facts(QUARTER, "figure")} == {"2025-Q1"}
    assert figure(QUARTER, "12.4%").region == "江西"
    assert figure(QUARTER, "1120亿元").region == "赣州"
    assert figure(QUARTER, "312户").region == "章贡区"


def test_the_date_that_opens_a_report_gives_its_year():
    assert figure(MEETING, "2154亿元").period == "2025-H1"
    assert figure(MEETING, "16.8万台").period == "2025-01/2025-05"
