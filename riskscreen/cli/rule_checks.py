"""How the commands that check rules end: files that show what was found, rules that do not load, and the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.errors import Fault


def write_files(directory: Path | None, files: Iterable[tuple[str, str]]) -> None:
    """Write files, given by name and content, into a directory that is made if need be; without one, nothing."""
    if directory is None:
        return
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        with destination(directory / name) as stream:
            stream.write(content)


def exit_code(broken: Sequence[Fault], found: bool) -> ExitCode:
    """Whether something was found; raises :class:`RuleFaults` if some rules did not load."""
    from riskscreen.errors import RuleFaults

    if broken:
        raise RuleFaults(broken)
    return ExitCode.FOUND if found else ExitCode.DONE
