"""The row types of relations about persons and organisations around a project.

Every column names the inputs it comes from. What a derived column means is documented at the function that
computes it, in :mod:`riskscreen.facts.derive_dates`, :mod:`riskscreen.facts.derive_quantities`,
:mod:`riskscreen.facts.derive_matches` and :mod:`riskscreen.facts.calendar`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, get_args

from riskscreen.facts.columns import Bool, Int, Str, column, identity
from riskscreen.lang.vocabulary import Kind
from riskscreen.model import project as model


class RoleRow(NamedTuple):
    """A person's office on one side of the project."""

    person: Annotated[Str, identity(Kind.PERSON, "/person", en="person", zh="人员")]
    side: Annotated[Str, column(Kind.CODE, "/side", en="side", zh="所属方", values=get_args(model.Side))]
    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="任职机构")]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]


class TieRow(NamedTuple):
    """A tie as seen from one end; every tie gives two rows."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "/organisations/*/id", en="organisation", zh="机构")]
    other: Annotated[Str, column(Kind.ORGANISATION, "/organisations/*/id", en="other organisation", zh="关联机构")]
    type: Annotated[Str, column(Kind.CODE, "/type", en="kind of tie", zh="关系类型", values=get_args(model.TieType))]


class PartyRow(NamedTuple):
    """Details of an organisation. Address and telephone are normalised for comparison and never printed."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="organisation", zh="机构")]
    address: Annotated[Str, column(Kind.TEXT, "/address/streetAddress", en="address", zh="地址", private=True)]
    telephone: Annotated[Str, column(Kind.TEXT, "/contactPoint/telephone", en="telephone", zh="电话", private=True)]


class OwnerRow(NamedTuple):
    """An owner of an organisation; ``owner`` is the identifier of a person or an organisation."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "@1/id", en="owned organisation", zh="被持有机构")]
    owner: Annotated[Str, identity(Kind.ORGANISATION, "", en="owner", zh="所有者")]


class OriginRow(NamedTuple):
    """Who founded or incubated the contractor."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="founder or incubator", zh="发起或孵化方")]
    kind: Annotated[Str, column(Kind.CODE, en="founded or incubated", zh="发起或孵化", values=("founded", "incubated"))]


class BidRow(NamedTuple):
    """A bid. ``valid`` is false for invited, withdrawn and disqualified ones, unknown for pending ones.

    ``amount`` is in the currency it was stated in, as are all amounts of money.
    """

    valid: Annotated[Bool, column(Kind.BOOL, "/status", en="valid bid", zh="有效投标")]
    status: Annotated[Str, column(Kind.CODE, "/status", en="status", zh="投标状态", values=get_args(model.BidStatus))]
    amount: Annotated[Int, column(Kind.MONEY, "/value/amount", en="amount", zh="报价", lowest=0)]


class TendererRow(NamedTuple):
    """A tenderer of a bid, with the details of the organisation where the parties list has them.

    ``bid`` is the place of its bid in the list of bids: tenderers of one bid have the same.

    The details are unknown while any party lacks an identifier: it might be the same organisation. ``position`` rises
    from tenderer to tenderer through all bids; only its order means something.
    """

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="tenderer", zh="投标人")]
    address: Annotated[
        Str,
        column(Kind.TEXT, "/id", "//parties/*/id", "@1/address/streetAddress", en="address", zh="地址", private=True),
    ]
    telephone: Annotated[
        Str,
        column(
            Kind.TEXT, "/id", "//parties/*/id", "@1/contactPoint/telephone", en="telephone", zh="电话", private=True
        ),
    ]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid in the list", zh="投标序号", lowest=0)]


class EarlierAwardRow(NamedTuple):
    """A contract the contractor won before. ``months_before`` counts started months up to this award.

    It is negative for a contract that was won later.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer of the earlier contract", zh="此前购买方")]
    months_before: Annotated[
        Int,
        column(Kind.INT, "/date", "//award/date", en="months before this award", zh="早于本次授予的月数", unit="month"),
    ]


class HonourRow(NamedTuple):
    """A title or prize of the contractor."""

    level: Annotated[Str, column(Kind.CODE, "/level", en="level", zh="级别", values=get_args(model.HonourLevel))]


class ParticipantRow(NamedTuple):
    """Someone who took part in the needs assessment."""

    side: Annotated[Str, column(Kind.CODE, "/side", en="side", zh="参与方", values=get_args(model.ParticipantSide))]
    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="机构")]
    comments: Annotated[Int, column(Kind.INT, "/comments", en="comments", zh="意见数", lowest=0)]
    change_requests: Annotated[
        Int, column(Kind.INT, "/changeRequests", en="change requests", zh="修改要求数", lowest=0)
    ]


class LocalOrganisationRow(NamedTuple):
    """A local organisation with a part of its own in delivery."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="本地组织")]
    has_function: Annotated[Bool, column(Kind.BOOL, "/function", en="has a function of its own", zh="承担具体职能")]
