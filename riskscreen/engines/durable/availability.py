"""Whether durable-rules can be used here."""

from __future__ import annotations

import sys
from importlib import import_module

MODULE = "durable_rules_engine"
BROKEN_SINCE = (3, 13)


def durable_available() -> str | None:
    """None if durable-rules can be imported, else why not and what to do, in one line."""
    try:
        import_module(MODULE)
    except ImportError:
        if sys.version_info >= BROKEN_SINCE:
            return (
                "durable-rules cannot be imported on Python 3.13 and later; "
                'use Python 3.11 or 3.12 with pip install "riskscreen[durable]", or --engine reference'
            )
        return 'durable-rules is not installed: pip install "riskscreen[durable]" (it needs a C compiler)'
    return None
