"""Whether hypothesis can be used here."""

from __future__ import annotations

from importlib.util import find_spec

from riskscreen.errors import UsageError


def require_hypothesis() -> None:
    """Raise :class:`UsageError`, with what to do, unless hypothesis can be imported."""
    if find_spec("hypothesis") is None:
        raise UsageError(
            'trying properties of rules needs hypothesis, which is not installed: pip install "riskscreen[verify]"'
        )
