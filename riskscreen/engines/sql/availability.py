"""Whether batches can be judged in columns here."""

from __future__ import annotations

from importlib import import_module

MODULES = ("duckdb", "pyarrow", "sqlglot")


def columnar_available() -> str | None:
    """None if everything that the engine ``duckdb`` needs can be imported, else why not and what to do, in one line."""
    missing = [module for module in MODULES if not _importable(module)]
    if not missing:
        return None
    verb = "is" if len(missing) == 1 else "are"
    return f'{" and ".join(missing)} {verb} not installed: pip install "riskscreen[columnar]"'


def _importable(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True
