"""One SELECT over the rows of a case: which tables are in sight, and what has to be joined to see more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from riskscreen.engines.sql.terms import CASE, ROW, column, name, table


@dataclass(frozen=True, slots=True)
class Source:
    """A relation under an alias."""

    alias: str
    relation: str


@dataclass(slots=True)
class Block:
    """The FROM of one SELECT: tables of relations, the subject's, and parts of the same query joined by key.

    Conditions are written first; the block notes what they look at. The subject's own table stands in it only where
    something looks at it, or where there is no other.
    """

    subject: str
    sources: tuple[Source, ...] = ()
    reads: dict[str, dict[str, None]] = field(default_factory=dict)
    joins: dict[str, Mapping[str, exp.Expr]] = field(default_factory=dict)

    def column(self, alias: str, field: str) -> exp.Column:
        """A column of one of the tables."""
        self.reads.setdefault(alias, {})[field] = None
        return column(alias, field)

    def case(self) -> exp.Column:
        """The number of the case."""
        return column(self.sources[0].alias if self.sources else self.subject, CASE)

    def join(self, part: str, keys: Mapping[str, exp.Expr]) -> None:
        """Join a part of the query by its case and by further ``keys``; what has no match is NULL."""
        self.joins.setdefault(part, keys)

    def select(self, *columns: exp.Expr, distinct_rows: bool = False) -> exp.Select:
        """The SELECT of these columns.

        ``distinct_rows``: rows that look the same to the conditions are taken for one, so that a join over many rows
        of which nothing is known does not multiply them.
        """
        tables = [self._rows(source, distinct_rows) for source in self.sources]
        aliases = [source.alias for source in self.sources]
        if not tables or self.subject in self.reads:
            tables.append(table(self.subject, self.subject))
            aliases.append(self.subject)
        select = exp.select(*columns, copy=False).from_(tables[0], copy=False)
        for alias, each in zip(aliases[1:], tables[1:], strict=True):
            same = exp.EQ(this=column(alias, CASE), expression=self.case())
            select = select.join(each, on=same, copy=False)
        for part, keys in self.joins.items():
            same_keys = [
                exp.EQ(this=column(part, key), expression=value.copy())
                for key, value in {CASE: self.case(), **keys}.items()
            ]
            select = select.join(table(part, part), on=exp.and_(*same_keys, copy=False), join_type="LEFT", copy=False)
        return select

    def _rows(self, source: Source, distinct: bool) -> exp.Expr:
        reads = self.reads.get(source.alias, {})
        if not distinct or ROW in reads:
            return table(source.relation, source.alias)
        fields = [column(source.relation, field) for field in (CASE, *reads)]
        rows = exp.select(*fields, copy=False).from_(table(source.relation, source.relation), copy=False)
        return exp.Subquery(this=rows.distinct(copy=False), alias=exp.TableAlias(this=name(source.alias)))
