"""The comparison as a page: one file that needs nothing else and runs nothing, to read and to print.

Everything that a report says goes through ``text``, which makes it plain and escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from riskscreen.model.comparison import BatchChange, Cause, Comparison, ProjectChange, RuleChange
from riskscreen.model.report import Language
from riskscreen.reports.comparison.cause_words import CauseWords, difference, other_values, weightless, weighty
from riskscreen.reports.static_page import FOOT, cell, head, table, text


def write_html(comparison: Comparison, stream: TextIO, *, lang: Language) -> None:
    """Writes the page, with every project that moved."""
    words = CauseWords(comparison, lang)
    moved = [project for project in comparison.projects if project.status == "moved"]
    stream.write(head(words.tell("title"), words.tell("notice"), lang))
    stream.writelines(_overview(words, comparison))
    stream.writelines(_settings(words, comparison.settings))
    if moved:
        stream.writelines(_ranking(words, moved))
        stream.write(f"<section><h2>{text(words.tell('reasons'))}</h2>\n")
        for number, project in enumerate(moved, 1):
            stream.writelines(_project(words, number, project))
        stream.write("</section>\n")
    for status in ("new", "gone"):
        stream.writelines(_alone(words, status, [each for each in comparison.projects if each.status == status]))
    stream.writelines(_unpaired(words, comparison))
    stream.writelines(_batch(words, comparison))
    stream.write(FOOT)


def _overview(words: CauseWords, comparison: Comparison) -> Iterator[str]:
    yield '<section>\n<dl class="sides">'
    for key, side in (("old", comparison.was), ("new_report", comparison.now)):
        yield f"<dt>{text(words.tell(key))}</dt><dd>{text(words.side(side))}</dd>"
    yield "</dl>\n"
    for line in words.summary(comparison):
        yield f'<p class="summary">{text(line)}</p>\n'
    for line in words.cautions(comparison):
        yield f'<p class="caution">{text(line)}</p>\n'
    yield "</section>\n"


def _settings(words: CauseWords, settings: Sequence[Cause]) -> Iterator[str]:
    yield f"<section><h2>{text(words.tell('settings'))}</h2>\n"
    yield _list(map(words.cause, settings)) if settings else f"<p>{text(words.tell('no_settings'))}</p>"
    yield "</section>\n"


def _ranking(words: CauseWords, moved: Sequence[ProjectChange]) -> Iterator[str]:
    numbers = (("project", ""), ("was", "n"), ("now", "n"), ("difference", "n"), ("cause", ""))
    yield f"<section><h2>{text(words.tell('moved_projects'))}</h2>\n"
    yield table(
        ((words.tell(key), style) for key, style in numbers),
        (_ranked(words, number, project) for number, project in enumerate(moved, 1)),
        caption=words.tell("count", count=len(moved)),
    )
    yield "</section>\n"


def _ranked(words: CauseWords, number: int, project: ProjectChange) -> str:
    figures = (words.state(project.was), words.state(project.now), difference(project))
    return (
        f'<tr><th scope="row"><a href="#p{number}">{text(_called(project))}</a></th>'
        f"{''.join(cell(figure, 'n') for figure in figures)}{cell(words.kinds(project.kinds))}</tr>\n"
    )


def _project(words: CauseWords, number: int, project: ProjectChange) -> Iterator[str]:
    yield f'<article id="p{number}"><h3>{text(_called(project))}</h3>\n'
    yield f"<p>{text(words.state(project.was))} → {text(words.state(project.now))}"
    if movement := words.movement(project):
        yield f' <span class="meta">{text(movement)}</span>'
    yield "</p>\n"
    changes = weighty(project)
    if changes:
        headings = ((words.tell(key), "") for key in ("finding", "standing", "cause"))
        yield table(headings, (_change(words, change) for change in changes))
    yield _list(f"{words.tell('score_moved')} · {words.cause(cause)}" for cause in project.score_causes)
    for line in words.other_verdicts(weightless(project)):
        yield f'<p class="meta">{text(words.tell("other_verdicts") + line)}</p>\n'
    if values := other_values(project):
        yield f'<p class="meta">{text(words.tell("values") + words.values(values))}</p>\n'
    yield "</article>\n"


def _change(words: CauseWords, change: RuleChange) -> str:
    share = words.share(change)
    told = f'<br><span class="share">{text(share)}</span>' if share else ""
    return (
        f'<tr><th scope="row"><span class="code">{text(change.code)}</span> {text(change.title or "")}</th>'
        f"<td>{text(words.standings(change))}{told}</td><td>{_causes(words, change.causes)}</td></tr>\n"
    )


def _causes(words: CauseWords, causes: Sequence[Cause]) -> str:
    if len(causes) == 1:
        return text(words.cause(causes[0]))
    return text(words.tell("several")) + _list(map(words.cause, causes))


def _alone(words: CauseWords, status: str, projects: Sequence[ProjectChange]) -> Iterator[str]:
    if not projects:
        return
    yield f"<section><h2>{text(words.tell(status))}</h2>\n"
    lines = []
    for project in projects:
        parts = [_called(project), words.state(project.now or project.was)]
        for key, error in (("rejected_was", project.rejected_was), ("rejected_now", project.rejected_now)):
            if error is not None:
                parts.append(words.tell(key, error=error))
        lines.append(" · ".join(parts))
    yield f"{_list(lines)}</section>\n"


def _unpaired(words: CauseWords, comparison: Comparison) -> Iterator[str]:
    sides = {"old": comparison.unpaired_was, "new_report": comparison.unpaired_now}
    if not any(sides.values()):
        return
    yield f"<section><h2>{text(words.tell('unpaired'))}</h2>\n<p>{text(words.tell('unpaired_lead'))}</p>\n"
    for key, names in sides.items():
        if names:
            yield f"<h3>{text(words.tell(key))}</h3>{_list(names)}"
    yield "</section>\n"


def _batch(words: CauseWords, comparison: Comparison) -> Iterator[str]:
    if not comparison.batch:
        return
    headings = ((words.tell(key), "") for key in ("whom", "finding", "standing", "cause"))
    yield f"<section><h2>{text(words.tell('batch'))}</h2>\n"
    yield table(headings, (_batch_change(words, change) for change in comparison.batch))
    yield "</section>\n"


def _batch_change(words: CauseWords, change: BatchChange) -> str:
    whom = words.tell("market") if change.subject == "market" else change.name or change.id or "–"
    group = ", ".join(f"{key} {value}" for key, value in change.by.items())
    return (
        f'<tr><th scope="row">{text(whom)}</th><td><span class="code">{text(change.code)}</span> '
        f'{text(change.title)} <span class="meta">{text(group)}</span></td>'
        f"{cell(words.standings(change))}<td>{_causes(words, change.causes)}</td></tr>\n"
    )


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>\n" if items else ""


def _called(project: ProjectChange) -> str:
    return f"{project.id} · {project.title}" if project.title else project.id
