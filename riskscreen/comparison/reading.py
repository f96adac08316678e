"""Reports read back from files, as ``screen --format json`` and ``--format jsonl`` wrote them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from riskscreen.errors import UsageError
from riskscreen.intake.files import STANDARD_INPUT, InputFile
from riskscreen.intake.streams import ReadError, blocks
from riskscreen.intake.strict_json import BrokenJsonError, StrictJson, skip_blank
from riskscreen.model.report import Accounting, Report

_WRITE_ONE = "write one with: riskscreen screen … --format json"
_LISTS = {"project": "projects", "organisation": "organisations", "reject": "rejects"}


def read_report(path: str) -> Report:
    """The report in a file, plain or compressed; ``-`` is standard input. Raises :class:`UsageError` in one line."""
    name = "standard input" if path == STANDARD_INPUT else path
    values = _values(_text(path, name), name)
    whole = values[0] if len(values) == 1 else _from_lines(values)
    if isinstance(whole, dict) and whole.get("type") == "accounting":
        whole = _from_lines(values)  # the lines of a batch without records
    if not isinstance(whole, dict) or "projects" not in whole or "ruleset" not in whole:
        _refuse(name, f"this is no report; {_WRITE_ONE}")
    version = whole.get("schema_version", "1")
    if version != "1":
        _refuse(name, f"the report has schema_version {version!r}, and this riskscreen reads '1': screen the data anew")
    try:
        return Report.model_validate(whole)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(map(str, first["loc"]))
        _refuse(name, f"this is no whole report: /{place}: {first['msg'].lower()}; {_WRITE_ONE}")


def _text(path: str, name: str) -> str:
    file = InputFile(name, None if path == STANDARD_INPUT else Path(path), direct=True)
    if file.path is not None and not file.path.exists():
        _refuse(name, "no such file")
    try:
        return b"".join(blocks(file)).decode("utf-8-sig")
    except ReadError as error:
        _refuse(name, error.message.en)
    except UnicodeDecodeError as error:
        _refuse(name, f"this is no text in UTF-8 (byte {error.start}); {_WRITE_ONE}")


def _values(text: str, name: str) -> list[Any]:
    """All JSON values of the text: one for a report as JSON, one a line as JSON Lines."""
    decoder = StrictJson()
    values: list[Any] = []
    position = skip_blank(text, 0)
    if position == len(text):
        _refuse(name, f"the file is empty; {_WRITE_ONE}")
    while position < len(text):
        try:
            value, end, flaws = decoder.value(text, position)
        except BrokenJsonError as error:
            _refuse(name, error.message.en, text, error.position)
        if flaws:
            _refuse(name, flaws[0].en, text, position)
        values.append(value)
        position = skip_blank(text, end)
    return values


def _from_lines(values: list[Any]) -> dict[str, Any] | None:
    """The report that stands in typed lines; None if they are something else."""
    last = values[-1]
    if not isinstance(last, dict) or last.get("type") != "accounting":
        return None
    counted = Accounting.model_fields
    whole: dict[str, Any] = {key: value for key, value in last.items() if key not in counted}
    whole |= {"accounting": {key: last[key] for key in counted if key in last}}
    whole |= {name: [] for name in _LISTS.values()}
    for value in values[:-1]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "market":
            whole["market"] = value
        elif kind in _LISTS:
            whole[_LISTS[kind]].append(value)
        else:
            return None
    return whole


def _refuse(name: str, message: str, text: str = "", position: int | None = None) -> NoReturn:
    place = name
    if position is not None:
        line = text.count("\n", 0, position) + 1
        place = f"{name}:{line}:{position - text.rfind(chr(10), 0, position)}"
    raise UsageError(f"{place}: {message}") from None
