"""Where reports go: files appear whole or not at all, pipes may close, signals and full disks end cleanly."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.command_line import FIXTURES, command_line, environment, process, start
from tests.support.inputs import json_line, write_lines

SCREEN = ("screen", "--engine", "reference")


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "batch.jsonl", [json_line(id="a", title="社区服务"), json_line(id="b")])


LARGE = FIXTURES / "wang2019.jsonl"


def test_file_gets_what_standard_output_would(monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    arguments = (*SCREEN, batch, "--format", "json", "--as-of", "2026-11-01")
    printed = command_line(monkeypatch, *arguments)
    written = command_line(monkeypatch, *arguments, "-o", target)
    assert (written.code, written.out, written.err) == (0, "", "")
    assert target.read_text(encoding="utf-8") == printed.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch.jsonl", "report.json"]


def test_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path
) -> None:
    for name, mode in (("new.txt", None), ("old.txt", 0o600)):
        target = tmp_path / name
        if mode:
            target.write_text("old")
            target.chmod(mode)
        assert command_line(monkeypatch, *SCREEN, batch, "-o", target).code == 0
        umask = os.umask(0)
        os.umask(umask)
        assert target.stat().st_mode & 0o777 == (mode or 0o666 & ~umask)


def test_link_is_written_through(monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert command_line(monkeypatch, *SCREEN, batch, "-o", tmp_path / "link.txt").code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert "社区服务" in (tmp_path / "real.txt").read_text(encoding="utf-8")


def test_failed_run_leaves_the_old_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    empty = write_lines(tmp_path / "empty.jsonl", [])
    assert command_line(monkeypatch, *SCREEN, empty, "-o", target).code == 2
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.jsonl", "report.txt"]


def test_special_files_are_written_to(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    assert command_line(monkeypatch, *SCREEN, batch, "-o", "/dev/null").code == 0


def test_full_disk_ends_with_4(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    outcome = command_line(monkeypatch, *SCREEN, batch, "-o", "/dev/full")
    assert outcome.code == 4
    assert outcome.err == "Error: the run did not complete: No space left on device\n"


def test_full_disk_behind_standard_output_ends_with_4(batch: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = process(*SCREEN, batch, stdout=full)
    assert (done.code, done.err) == (4, "Error: the run did not complete: No space left on device\n")


@pytest.mark.parametrize(("form_of_output", "unbuffered"), [("json", ""), ("json", "1"), ("table", "")])
def test_closed_pipe_is_no_error_message(form_of_output: str, unbuffered: str) -> None:
    everything = ("--top", "0", "--explain", "0") if form_of_output == "table" else ()
    surroundings = environment(PYTHONUNBUFFERED=unbuffered)
    running = start(*SCREEN, LARGE, "--format", form_of_output, *everything, env=surroundings)
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.read(1)
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(60) == 4


@pytest.mark.parametrize("engine", ["reference", "checked"])
def test_interrupt_leaves_nothing_half_written(tmp_path: Path, engine: str) -> None:
    target = tmp_path / "out" / "report.json"
    target.parent.mkdir()
    running = start("screen", LARGE, "--engine", engine, "--format", "json", "-o", target)
    deadline = time.monotonic() + 60
    while not list(target.parent.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert (out, err.strip()) == (b"", b"Interrupted: no report was written.")
    assert list(target.parent.iterdir()) == []


def test_pipes_get_utf8_whatever_the_locale(batch: Path) -> None:
    surroundings = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    for form_of_output in ("table", "json"):
        done = process(*SCREEN, batch, "--format", form_of_output, env=surroundings)
        assert (done.code, done.err) == (0, "")
        assert "社区服务" in done.out


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.jsonl"
    with open(name, "wb") as stream:
        stream.write(json_line(id="a"))
    done = process(*SCREEN, tmp_path, "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["projects"][0]["source"].endswith("/\\xff.jsonl")


def test_file_names_that_act_on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\n.jsonl"
    path.write_bytes(b"\n")
    outcome = command_line(monkeypatch, *SCREEN, path)
    assert outcome.code == 2
    assert "␛[31mred .jsonl: it holds no record" in outcome.err
    assert outcome.err.count("\n") == 1


def test_width_of_a_pipe_follows_columns(batch: Path) -> None:
    widths = []
    for columns in ("60", "120"):
        done = process(*SCREEN, batch, "--lang", "en", env=environment(COLUMNS=columns))
        widths.append(max(len(line.rstrip()) for line in done.out.splitlines()))
    assert 40 < widths[0] <= 60 < widths[1] <= 120


def test_defect_is_one_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("riskscreen.screening.Screener.screen_intake", broken)
    outcome = command_line(monkeypatch, *SCREEN, batch)
    assert outcome.code == 4
    assert outcome.err.startswith(
        "Error: the run did not complete: ZeroDivisionError: division by zero (this is a defect"
    )
    assert "Traceback" not in outcome.err
    monkeypatch.setenv("RISKSCREEN_TRACEBACK", "1")
    assert "Traceback" in command_line(monkeypatch, *SCREEN, batch).err


def test_progress_bar_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    done = process(*SCREEN, batch)
    assert done.err == ""


def test_progress_bar_on_a_terminal(batch: Path) -> None:
    import pty

    control, terminal = pty.openpty()
    surroundings = environment(TERM="xterm-256color", COLUMNS="80")
    running = start(*SCREEN, batch, "--format", "json", stderr=terminal, env=surroundings)
    os.close(terminal)
    assert running.stdout is not None
    assert json.loads(running.stdout.read())["accounting"]["screened"] == 2
    assert running.wait(60) == 0
    shown = os.read(control, 100_000).decode()
    os.close(control)
    assert "Screening" in shown
    assert "\x1b[" in shown
