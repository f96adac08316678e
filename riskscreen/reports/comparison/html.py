"""The comparison as a page: one file that needs nothing else and runs nothing, to read and to print.

Everything that a report says goes through ``_text``, which makes it plain and escapes it. The page has no script, and
its Content-Security-Policy allows nothing but its own style, named by its digest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import TextIO

from riskscreen.model.comparison import Cause, Comparison, ProjectChange, RuleChange
from riskscreen.model.report import Language
from riskscreen.reports.comparison.cause_words import CauseWords, difference, other_values, weightless, weighty
from riskscreen.reports.plain_text import plain

_HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


def write_html(comparison: Comparison, stream: TextIO, *, lang: Language) -> None:
    """Writes the page, with every project that moved."""
    words = CauseWords(comparison, lang)
    moved = [project for project in comparison.projects if project.status == "moved"]
    stream.writelines(_head(words))
    stream.writelines(_overview(words, comparison))
    stream.writelines(_settings(words, comparison.settings))
    if moved:
        stream.writelines(_ranking(words, moved))
        stream.write(f"<section><h2>{_text(words.tell('reasons'))}</h2>\n")
        for number, project in enumerate(moved, 1):
            stream.writelines(_project(words, number, project))
        stream.write("</section>\n")
    for status in ("new", "gone"):
        stream.writelines(_alone(words, status, [each for each in comparison.projects if each.status == status]))
    stream.writelines(_unpaired(words, comparison))
    stream.writelines(_batch(words, comparison))
    stream.write("</main>\n</body>\n</html>\n")


def _head(words: CauseWords) -> Iterator[str]:
    style = files("riskscreen.reports.comparison").joinpath("compare.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    title = _text(words.tell("title"))
    yield f'<!DOCTYPE html>\n<html lang="{_HTML_LANGUAGE[words.lang]}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
    yield f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    yield f'<header><h1>{title}</h1>\n<p class="notice">{_text(words.tell("notice"))}</p></header>\n<main>\n'


def _overview(words: CauseWords, comparison: Comparison) -> Iterator[str]:
    yield '<section>\n<dl class="sides">'
    for key, side in (("old", comparison.was), ("new_report", comparison.now)):
        yield f"<dt>{_text(words.tell(key))}</dt><dd>{_text(words.side(side))}</dd>"
    yield "</dl>\n"
    for line in words.summary(comparison):
        yield f'<p class="summary">{_text(line)}</p>\n'
    for line in words.cautions(comparison):
        yield f'<p class="caution">{_text(line)}</p>\n'
    yield "</section>\n"


def _settings(words: CauseWords, settings: Sequence[Cause]) -> Iterator[str]:
    yield f"<section><h2>{_text(words.tell('settings'))}</h2>\n"
    yield _list(map(words.cause, settings)) if settings else f"<p>{_text(words.tell('no_settings'))}</p>"
    yield "</section>\n"


def _ranking(words: CauseWords, moved: Sequence[ProjectChange]) -> Iterator[str]:
    title = _text(words.tell("moved_projects"))
    yield f"<section><h2>{title}</h2>\n<table><caption>{_text(words.tell('count', count=len(moved)))}</caption>"
    numbers = (("project", ""), ("was", "n"), ("now", "n"), ("difference", "n"), ("cause", ""))
    yield f"<thead>{_row(((words.tell(key), style) for key, style in numbers), 'col')}</thead>\n<tbody>\n"
    for number, project in enumerate(moved, 1):
        cells = ((words.state(project.was), "n"), (words.state(project.now), "n"), (difference(project), "n"))
        data = "".join(f'<td class="{style}">{_text(text)}</td>' for text, style in cells)
        yield f'<tr><th scope="row"><a href="#p{number}">{_text(_called(project))}</a></th>{data}'
        yield f"<td>{_text(words.kinds(project.kinds))}</td></tr>\n"
    yield "</tbody></table></section>\n"


def _project(words: CauseWords, number: int, project: ProjectChange) -> Iterator[str]:
    yield f'<article id="p{number}"><h3>{_text(_called(project))}</h3>\n'
    yield f"<p>{_text(words.state(project.was))} → {_text(words.state(project.now))}"
    if movement := words.movement(project):
        yield f' <span class="meta">{_text(movement)}</span>'
    yield "</p>\n"
    changes = weighty(project)
    if changes:
        headings = ((words.tell(key), "") for key in ("finding", "standing", "cause"))
        yield f"<table><thead>{_row(headings, 'col')}</thead><tbody>\n"
        yield from (_change(words, change) for change in changes)
        yield "</tbody></table>\n"
    yield _list(f"{words.tell('score_moved')} · {words.cause(cause)}" for cause in project.score_causes)
    for line in words.other_verdicts(weightless(project)):
        yield f'<p class="meta">{_text(words.tell("other_verdicts") + line)}</p>\n'
    if values := other_values(project):
        yield f'<p class="meta">{_text(words.tell("values") + words.values(values))}</p>\n'
    yield "</article>\n"


def _change(words: CauseWords, change: RuleChange) -> str:
    share = words.share(change)
    told = f'<br><span class="share">{_text(share)}</span>' if share else ""
    return (
        f'<tr><th scope="row"><span class="code">{_text(change.code)}</span> {_text(change.title or "")}</th>'
        f"<td>{_text(words.standings(change))}{told}</td><td>{_causes(words, change.causes)}</td></tr>\n"
    )


def _causes(words: CauseWords, causes: Sequence[Cause]) -> str:
    if len(causes) == 1:
        return _text(words.cause(causes[0]))
    return _text(words.tell("several")) + _list(map(words.cause, causes))


def _alone(words: CauseWords, status: str, projects: Sequence[ProjectChange]) -> Iterator[str]:
    if not projects:
        return
    yield f"<section><h2>{_text(words.tell(status))}</h2>\n"
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
    yield f"<section><h2>{_text(words.tell('unpaired'))}</h2>\n<p>{_text(words.tell('unpaired_lead'))}</p>\n"
    for key, names in sides.items():
        if names:
            yield f"<h3>{_text(words.tell(key))}</h3>{_list(names)}"
    yield "</section>\n"


def _batch(words: CauseWords, comparison: Comparison) -> Iterator[str]:
    if not comparison.batch:
        return
    yield f"<section><h2>{_text(words.tell('batch'))}</h2>\n<table><thead>"
    yield _row(((words.tell(key), "") for key in ("whom", "finding", "standing", "cause")), "col")
    yield "</thead><tbody>\n"
    for change in comparison.batch:
        whom = words.tell("market") if change.subject == "market" else change.name or change.id or "–"
        group = ", ".join(f"{key} {value}" for key, value in change.by.items())
        yield f'<tr><th scope="row">{_text(whom)}</th><td><span class="code">{_text(change.code)}</span> '
        yield f'{_text(change.title)} <span class="meta">{_text(group)}</span></td>'
        yield f"<td>{_text(words.standings(change))}</td><td>{_causes(words, change.causes)}</td></tr>\n"
    yield "</tbody></table></section>\n"


def _row(cells: Iterable[tuple[str, str]], scope: str) -> str:
    made = (f'<th scope="{scope}"{f" class={style}" if style else ""}>{_text(text)}</th>' for text, style in cells)
    return f"<tr>{''.join(made)}</tr>"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>\n" if items else ""


def _called(project: ProjectChange) -> str:
    return f"{project.id} · {project.title}" if project.title else project.id


def _text(text: str) -> str:
    """Text for the page: on one line, nothing in it acts on the reader's screen, and escaped."""
    return escape(plain(text))
