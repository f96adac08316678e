"""Input files for tests: written to a folder, read back as records and rejects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from riskscreen.intake.read import Intake, Record, read_inputs
from riskscreen.model.report import Reject


def json_line(**members: Any) -> bytes:
    """One record as a line of JSON, without its line feed."""
    return json.dumps(members, ensure_ascii=False).encode()


def write_lines(path: Path, lines: Sequence[bytes]) -> Path:
    """A file of these lines."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def read_all(*paths: Path | str, form: str | None = None) -> tuple[list[Record], list[Reject], Intake]:
    """Everything read, in English, and the intake with its counts. The counts must balance."""
    intake = read_inputs([str(path) for path in paths], form, lang="en")
    results = list(intake)
    records = [result for result in results if isinstance(result, Record)]
    rejects = [result for result in results if isinstance(result, Reject)]
    accounting = intake.accounting
    assert accounting.screened == len(records)
    assert accounting.rejected == len(rejects)
    assert accounting.read == accounting.screened + accounting.rejected + accounting.duplicates
    return records, rejects, intake


def ids(records: Sequence[Record]) -> list[str]:
    """The ids of records, in order."""
    return [record.project.id for record in records]
