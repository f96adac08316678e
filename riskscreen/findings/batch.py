"""What a batch as a whole shows: findings on organisations and on the market, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from riskscreen.engines.base import Dispute, Evaluation, Verdict
from riskscreen.facts.case import Case
from riskscreen.facts.market.cohorts import INPUTS, USUAL, Cohorts
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.findings.background import Background, Material
from riskscreen.findings.concerned import ConcernedOrganisations
from riskscreen.findings.doubts import Doubts
from riskscreen.findings.explain import Dossier, Explainer
from riskscreen.findings.organisations import Organisations
from riskscreen.findings.pointers import ABSENT, look, natural
from riskscreen.findings.privacy import Privacy
from riskscreen.intake.ocds.correspondence import ANYWHERE
from riskscreen.lang.parts import fields_read
from riskscreen.lang.tree import Query
from riskscreen.lang.vocabulary import Field
from riskscreen.model.report import BatchUnknown, Disputed, Finding, Language, MarketReport, OrganisationReport


@dataclass(slots=True)
class _Undecided:
    """A batch rule that is undecided for one reason, over all cases."""

    explainer: Explainer
    cases: int = 0
    sample: tuple[int, int] | None = None
    inputs: set[str] = field(default_factory=set)


class BatchReport:
    """Collects what is said of a batch, case by case.

    ``explainers`` are those of each subject, in the order of an evaluation's outcomes; ``materials`` all records
    screened, as the cases' members count them; ``labels`` the titles of categories; ``left_out`` the full names of
    rules of which nothing is told; ``cohorts`` by what the cases group projects.
    """

    def __init__(
        self,
        explainers: Mapping[str, Sequence[Explainer]],
        materials: Sequence[Material],
        organisations: Organisations,
        labels: Mapping[str, str],
        privacy: Privacy,
        lang: Language,
        left_out: Set[str] = frozenset(),
        cohorts: Cohorts = USUAL,
    ) -> None:
        self._cohorts = cohorts
        self._left_out = left_out
        self._explainers = explainers
        self._materials = materials
        self._who = organisations
        self._labels = labels
        self._privacy = privacy
        self._lang = lang
        self._on_organisations: dict[str, list[Finding]] = {}
        self._market: list[Finding] = []
        self._undecided: dict[tuple[str, str], _Undecided] = {}
        self._disputed: list[Disputed] = []
        self._looked: dict[tuple[str, str, bool], frozenset[str]] = {}
        self._organisations_judged = 0

    def cases_to_judge(self, cases: Iterable[Case]) -> list[Case]:
        """The cases without those on natural persons, who are never judged."""
        return [case for case in cases if case.subject != "organisation" or not self._who.is_person(case.id)]

    def add(self, case: Case, evaluation: Evaluation) -> None:
        """Take in what an engine says of an organisation or of the market."""
        self._organisations_judged += case.subject == "organisation"
        background = Background(VOCABULARY[case.subject], case, self._materials, self._labels, self._who.names)
        dossier = Dossier(background, self._lang)
        found: list[Finding] = []
        for explainer, outcome in zip(self._explainers[case.subject], evaluation.outcomes, strict=True):
            if explainer.rule.full_name in self._left_out:
                continue
            if outcome.verdict is Verdict.FLAGGED:
                found += explainer.batch_findings(dossier, outcome)
            elif outcome.verdict is Verdict.UNKNOWN:
                self._note_undecided(explainer, background)
        for dispute in evaluation.disputed:
            self._disputed.append(Disputed(code=dispute.code or None, reason=self._reason(case, dispute)))
        if case.subject == "market":
            self._market += found
        elif found:
            self._on_organisations.setdefault(case.id, []).extend(found)

    def add_concerned(self, concerned: ConcernedOrganisations) -> None:
        """Take in the findings on projects that concern organisations, natural persons left out."""
        for identifier, found in concerned.findings():
            if not self._who.is_person(identifier):
                self._on_organisations.setdefault(identifier, []).extend(found)

    def organisations(self) -> list[OrganisationReport]:
        """The organisations with findings, by identifier."""
        found = [self._organisation(identifier, found) for identifier, found in self._on_organisations.items()]
        return sorted(found, key=lambda organisation: organisation.id)

    def market(self) -> MarketReport:
        """The market's findings, and every batch rule that was undecided somewhere."""
        unknown = [self._unknown(reason, self._undecided[name, reason]) for name, reason in sorted(self._undecided)]
        return MarketReport(
            findings=self._market,
            unknown=unknown,
            disputed=self._disputed,
            organisations_judged=self._organisations_judged,
        )

    def _reason(self, case: Case, dispute: Dispute) -> str:
        """What is disputed, with whom it is about."""
        reason = dispute.in_language(self._lang)
        if self._lang == "en":
            return f"{self._privacy.identifier(case.id)}: {reason}"
        return f"{self._privacy.identifier(case.id) if case.subject == 'organisation' else '市场整体'}：{reason}"

    def _organisation(self, identifier: str, found: list[Finding]) -> OrganisationReport:
        name = self._who.names.get(identifier)
        return OrganisationReport(
            id=self._privacy.identifier(identifier),
            name=None if name is None else self._privacy.text(name),
            roles=self._who.roles(identifier),
            findings=sorted(found, key=lambda finding: (finding.pack, finding.code)),
        )

    def _note_undecided(self, explainer: Explainer, background: Background) -> None:
        """Too small a sample is the reason as long as there is one: what else is missing may not matter then."""
        found = explainer.doubter.doubts(background.case)
        reason = "sample" if found.samples else "missing"
        noted = self._undecided.setdefault((explainer.rule.full_name, reason), _Undecided(explainer))
        noted.cases += 1
        if found.samples:
            noted.sample = max(found.samples | ({noted.sample} if noted.sample else set()))
        else:
            noted.inputs |= self._missing_inputs(found, background, explainer.rule.query)

    def _missing_inputs(self, found: Doubts, background: Background, query: Query) -> set[str]:
        """The inputs of undecided values that some project lacks, and those that may keep rows from being seen."""
        references = list(fields_read(query))
        fields: list[tuple[str, Field]] = [
            (background.relation(cell.relation).form, background.field(cell)) for cell in found.cells
        ]
        for name in found.lists:
            relation, named = background.relation(name), {ref.index for ref in references if ref.relation == name}
            read = [field for index, field in enumerate(relation.fields) if field.cohort or index in named]
            fields += [(relation.form, declared) for declared in read]
        wanted = {(form, pointer) for form, declared in fields for pointer in declared.inputs}
        related = {*found.lists, *(cell.relation for cell in found.cells)}
        wanted |= {("native", INPUTS[key]) for name in related for key in self._cohorts.added(name)}
        lacking = {place for form, pointer in wanted for place in self._places(form, pointer, lacking=True)}
        return lacking or {place for form, pointer in wanted for place in self._places(form, pointer, lacking=False)}

    def _places(self, form: str, pointer: str, *, lacking: bool) -> frozenset[str]:
        """Where an input that is declared in one form stands in the records, as the form of each calls it.

        ``lacking``: only if some record of that form has no value there.
        """
        if (form, pointer, lacking) not in self._looked:
            found: set[str] = set()
            for material in self._materials:
                in_ocds = material.places is not None
                for place in ANYWHERE.of(pointer) if in_ocds and form == "native" else (pointer,):
                    if place not in found and (not lacking or _lacks(material, place)):
                        found.add(place)
            self._looked[form, pointer, lacking] = frozenset(found)
        return self._looked[form, pointer, lacking]

    def _unknown(self, reason: str, noted: _Undecided) -> BatchUnknown:
        rule, sample = noted.explainer.rule, noted.sample
        return BatchUnknown(
            code=rule.code,
            pack=rule.pack,
            title=noted.explainer.head["title"],
            subject=rule.query.subject,
            reason=reason,
            n=sample[0] if sample else None,
            needs=sample[1] if sample else None,
            missing=sorted(noted.inputs, key=natural),
            organisations=noted.cases if rule.query.subject == "organisation" else None,
        )


def _lacks(material: Material, pointer: str) -> bool:
    """Whether a record has no value at a pointer, or at one of the places it stands for."""
    return any(value is ABSENT for _, value in look(material.record, pointer))
