"""Running the command line as a user does, in this process or as one of its own."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from riskscreen.cli.exit_codes import run
from riskscreen.cli.main import commands


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def command_line(patch: pytest.MonkeyPatch, *arguments: object, stdin: bytes = b"") -> Outcome:
    """Runs ``riskscreen`` with these arguments in this process, standard streams and exit code as they would be."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with patch.context() as streams:
        streams.setattr(sys, "argv", ["riskscreen", *map(str, arguments)])
        streams.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        streams.setattr(sys, "stdout", out)
        streams.setattr(sys, "stderr", err)
        code = run(commands)
    return Outcome(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def start(*arguments: object, stdout: Any = PIPE, stderr: Any = PIPE, **options: Any) -> Popen[bytes]:
    """Starts ``riskscreen`` in a process of its own."""
    words = [sys.executable, "-c", "from riskscreen.cli import main; main()", *map(str, arguments)]
    return Popen(words, stdout=stdout, stderr=stderr, **options)  # noqa: S603 -- our own program, our own words


def process(*arguments: object, **options: Any) -> Outcome:
    """Runs ``riskscreen`` in a process of its own and waits for it."""
    out, err = (running := start(*arguments, **options)).communicate(timeout=120)
    return Outcome(running.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8"))


def environment(**changes: str) -> dict[str, str]:
    """The environment with these variables set; an empty value removes one."""
    merged = {**os.environ, **changes}
    return {name: value for name, value in merged.items() if value}


FIXTURES = Path(__file__).parents[2] / "fixtures"
