"""Whether z3 can be used here."""

from __future__ import annotations

from importlib import import_module

from riskscreen.errors import UsageError


def require_solver() -> None:
    """Raise :class:`UsageError`, with what to do, unless z3 can be imported."""
    try:
        import_module("z3")
    except ImportError:
        raise UsageError(
            'proving rules needs the solver z3, which is not installed: pip install "riskscreen[verify]"'
        ) from None
