"""Whom a finding concerns: the organisations that a rule on a project names besides the project itself.

An entry is a field of a variable (``g.winner``), or a field of the rows of a relation that a condition selects for each
true binding (``bidder.organisation where bid == a.position``). It decides nothing: engines never see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from riskscreen.errors import suggestion
from riskscreen.lang import syntax
from riskscreen.lang.check import CheckProblem, Context, Params, check, resolve
from riskscreen.lang.tree import TRUE, FieldRef, Formula
from riskscreen.lang.vocabulary import Kind, Relation


@dataclass(frozen=True, slots=True)
class Concern:
    """The organisation in a field of a bound row; with ``where``, of every row of the field's relation it selects.

    In ``where`` the row goes by the relation's name.
    """

    field: FieldRef
    where: Formula | None = None


def compile_concern(
    text: str, variables: Mapping[str, Relation], relations: Mapping[str, Relation], params: Params
) -> Concern:
    """The checked entry; ``variables`` are those that every true binding has.

    Raises ``CheckProblem`` and ``syntax.SyntaxProblem``.
    """
    parsed = syntax.parse_concern(text)
    selects = parsed.of not in variables
    if selects and parsed.of not in relations:
        known = [*variables, *relations]
        message = f"{parsed.of!r} is no variable of every alternative and no relation{suggestion(parsed.of, known)}"
        raise CheckProblem("unknown-variable", message, parsed.column)
    if not selects and parsed.where is not None:
        wanted = f"{parsed.of!r} is one row already; where selects rows of a relation: relation.field where …"
        raise CheckProblem("form", wanted, parsed.column)
    relation = relations[parsed.of] if selects else variables[parsed.of]
    context = Context({**variables, parsed.of: relation}, params, own=parsed.of)
    ref, _ = resolve(syntax.Name((parsed.of, parsed.field), parsed.column), context)
    if ref.kind is not Kind.ORGANISATION:
        message = f"{parsed.of}.{parsed.field} is of kind {ref.kind}; a finding concerns organisations only"
        raise CheckProblem("type", message, parsed.column)
    if not selects:
        return Concern(ref)
    return Concern(ref, TRUE if parsed.where is None else check(parsed.where, context))
