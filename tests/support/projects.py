"""Hypothesis strategies for native project records: plain JSON data that the model accepts.

Every field of :class:`riskscreen.model.project.Project` can occur and can be absent. Identifiers, dates and categories
come from small pools, so that joins, ties and coincidences happen often. An absent value is the simplest one, so a
failing example shrinks to the values that matter.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias, get_args

from hypothesis import strategies as st

from riskscreen.model import project as model

Json: TypeAlias = dict[str, Any]
Strategy: TypeAlias = st.SearchStrategy[Any]

ORGANISATIONS = tuple(f"org-{number}" for number in range(1, 6))
PERSONS = tuple(f"person-{number}" for number in range(1, 5))
CATEGORIES = (
    "社区老人居家养老服务",
    "社区社会工作服务",
    "社会组织孵化基地运营服务",
    "购买服务评估验收服务",
    "home care for elders",
    "road works",
)
NAMES = (
    "阳光社会工作服务中心",
    "某街道便民服务中心",
    "家政服务中心",
    "Hand in Hand Social Work Agency",
    "第三方评估院",
)
SERVICES = ("保洁", "助餐", "个案管理", "心理慰藉", "crisis intervention", "nanny service")
NEEDS = ("精神慰藉", "日间照料", "day care", "Day  Care", "就业支持")
ADDRESSES = ("建设路1号2层", "建设路 1号2层", "人民大道 88 号", "88 People's Avenue")
TELEPHONES = ("010-6655 1234", "+86 10 66551234", "0931-8888888", "ext.")


_present = st.sampled_from((False, True, True, True))


@st.composite
def part(draw: st.DrawFn, /, **fields: Strategy) -> Json:
    """An object with any of these fields; each is present three times in four."""
    return {key: draw(field) for key, field in fields.items() if draw(_present)}


def _word(of: Any) -> Strategy:
    """A word of one of the model's closed lists."""
    return st.sampled_from(get_args(of))


def _some(item: Strategy, most: int = 3) -> Strategy:
    return st.lists(item, max_size=most)


def _in_order(low: str, high: str) -> Any:
    """Swaps two values where the record must hold the smaller one in ``low``."""

    def ordered(record: Json) -> Json:
        if low in record and high in record and record[low] > record[high]:
            record[low], record[high] = record[high], record[low]
        return record

    return ordered


flags = st.booleans()
counts = st.integers(0, 12)
texts = st.sampled_from(("说明", "note", ""))
names = st.sampled_from(NAMES)


def _days(first: date, last: date) -> st.SearchStrategy[str]:
    """ISO dates of a span, drawn as one number: much faster than year, month and day."""
    return st.integers(first.toordinal(), last.toordinal()).map(lambda day: date.fromordinal(day).isoformat())


days = st.one_of(
    _days(date(2017, 1, 1), date(2018, 12, 31)),
    _days(date(2016, 11, 1), date(2019, 3, 31)),
    _days(date(1900, 1, 1), date(2200, 12, 31)),
)
amounts = st.one_of(
    st.sampled_from((0, 1, 100_000, 200_000, "33333.33", 0.005)), st.decimals(0, 10**6, places=2).map(str)
)
quantities = st.one_of(st.integers(0, 4), st.sampled_from((0.5, "2.0", 1000)))
shares = st.sampled_from((0, 0.1, 0.25, "0.3", 0.5, 1))

values = part(amount=amounts, currency=st.sampled_from(("CNY", "CNY", "USD")))
periods = part(startDate=days, endDate=days).map(_in_order("startDate", "endDate"))
organisations = part(id=st.sampled_from(ORGANISATIONS), name=names)
persons = part(id=st.sampled_from(PERSONS), name=st.sampled_from(("张三", "李四", "Li Si")))
transactions = part(date=days, value=values)
revenues = part(source=organisations, sourceType=_word(model.RevenueSource), amount=amounts)

regions = part(
    id=st.sampled_from(("region-1", "region-2")),
    name=st.sampled_from(("甲区", "乙县")),
    needRank=st.integers(1, 12),
    rankedRegions=st.integers(1, 12),
    needShare=shares,
).map(_in_order("needRank", "rankedRegions"))

needs_assessments = part(
    conducted=flags,
    date=days,
    participants=_some(
        part(
            side=_word(model.ParticipantSide),
            organisation=organisations,
            person=persons,
            comments=counts,
            changeRequests=counts,
        )
    ),
    needs=_some(part(category=st.sampled_from(NEEDS), description=texts)),
)

targets = part(
    id=texts,
    description=texts,
    kind=_word(model.TargetKind),
    unit=texts,
    planned=quantities,
    achieved=quantities,
)

contracts = part(
    id=texts,
    dateSigned=days,
    dateClosed=days,
    period=periods,
    frameworkPeriod=periods,
    value=values,
    renewalClause=flags,
    planAdjustable=flags,
    approvals=_some(part(decision=texts, buyerApprovalRequired=flags)),
)

contractors = part(
    id=st.sampled_from(ORGANISATIONS),
    name=names,
    type=_word(model.ContractorType),
    registeredScope=st.sampled_from(("养老服务、社会工作服务", "家政服务", "elder care")),
    foundedBy=_some(organisations),
    incubatedBy=_some(organisations),
    sponsorUnit=organisations,
    revenueBySource=_some(revenues),
    staff=part(total=counts, licensedSocialWorkers=counts).map(_in_order("licensedSocialWorkers", "total")),
    honours=_some(part(name=texts, level=_word(model.HonourLevel), date=days)),
    rating=st.integers(1, 5),
    earlierAwards=_some(part(id=texts, buyer=organisations, date=days, value=values)),
)

bids = part(id=texts, date=days, status=_word(model.BidStatus), tenderers=_some(organisations), value=values)

parties = part(
    id=st.sampled_from(ORGANISATIONS),
    name=names,
    address=part(streetAddress=st.sampled_from(ADDRESSES), locality=texts, region=texts),
    contactPoint=part(telephone=st.sampled_from(TELEPHONES), email=st.just("office@example.org")),
    owners=_some(st.one_of(organisations, persons)),
)

roles = part(person=persons, side=_word(model.Side), title=texts, organisation=organisations)

ties = part(
    type=_word(model.TieType),
    organisations=st.lists(organisations, min_size=2, max_size=2),
    description=texts,
)

activities = part(id=texts, date=days, kind=_word(model.ActivityKind), ledBy=_word(model.Lead), description=texts)

service_items = part(
    name=st.sampled_from(SERVICES),
    needCategory=st.sampled_from(NEEDS),
    planned=quantities,
    delivered=quantities,
    unit=texts,
)

evaluations = part(
    evaluator=part(id=st.sampled_from(ORGANISATIONS), name=names, revenueBySource=_some(revenues)),
    selection=_word(model.EvaluatorSelection),
    paidBy=organisations,
    rotated=flags,
    date=days,
    methods=_some(_word(model.EvaluationMethod)),
    criteria=_some(part(name=texts, kind=_word(model.CriterionKind), weight=shares)),
    satisfactionMeasured=flags,
    score=st.one_of(st.integers(0, 100), st.sampled_from((59.5, "88.25"))),
    passed=flags,
    uses=_some(_word(model.EvaluationUse)),
    requests=part(made=counts, accepted=counts).map(_in_order("accepted", "made")),
    contractorObjections=counts,
    contractorObservations=counts,
)

cooperations = part(
    stablePolicy=flags,
    knowledgeSharing=_some(_word(model.KnowledgeDirection)),
    support=_some(_word(model.SupportKind)),
    localOrganisations=_some(part(organisation=organisations, function=texts)),
    recipientStages=_some(_word(model.Stage), most=4),
    outcomeMeasurements=_some(
        part(period=st.sampled_from(("2017", "2018", "2018-H1")), indicator=texts, value=st.sampled_from((-1, 0, 2.5)))
    ),
)

_bodies = part(
    title=texts,
    description=texts,
    budgetYear=st.integers(2016, 2019),
    region=regions,
    site=part(id=st.sampled_from(("site-1", "site-2")), name=texts),
    buyer=organisations,
    category=st.sampled_from(CATEGORIES),
    showcase=flags,
    procedure=part(projectSetUp=flags, assessment=flags, contracting=flags, supervision=flags, evaluation=flags),
    tender=part(
        procurementMethod=_word(model.ProcurementMethod),
        procurementMethodDetails=texts,
        datePublished=days,
        tenderPeriod=periods,
    ),
    award=part(date=days),
    needsAssessment=needs_assessments,
    targets=_some(targets),
    contract=contracts,
    contractor=contractors,
    bids=_some(bids),
    parties=_some(parties),
    roles=_some(roles),
    ties=_some(ties, most=2),
    activities=_some(activities),
    serviceItems=_some(service_items),
    payments=_some(transactions),
    expenditures=_some(transactions),
    planChanges=_some(part(date=days, towardsAcceptance=flags, description=texts), most=2),
    standardDeviations=_some(part(date=days, description=texts), most=2),
    beneficiaries=part(planned=counts, served=counts, targetPopulation=counts),
    supervision=part(supervisor=organisations),
    evaluation=evaluations,
    oversight=part(channels=_some(_word(model.OversightChannel))),
    continuity=part(plan=flags, previousContractEnd=days, nextContractStart=days),
    cooperation=cooperations,
    incomplete=st.lists(st.sampled_from(sorted(model.LIST_PATHS)), max_size=2, unique=True),
)


def projects(ids: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Json]:
    """A valid native project record. ``ids`` gives its ``id``; by default every record is ``p1``."""
    return st.builds(lambda id, body: {"id": id, **body}, st.just("p1") if ids is None else ids, _bodies)


@st.composite
def batches(draw: st.DrawFn, min_size: int = 0, max_size: int = 5) -> list[Json]:
    """Valid native project records with different ids: ``p1``, ``p2``, …"""
    size = draw(st.integers(min_size, max_size))
    return [draw(projects(st.just(f"p{number}"))) for number in range(1, size + 1)]
