"""Rule-based risk screening of procurement projects: three-valued verdicts, every statement with a cited reason.

A flag is a reason to look, never a finding of wrongdoing. ::

    report = riskscreen.screen("projects.jsonl", lang="en")    # a batch
    screener = riskscreen.Screener(lang="en")                  # compiled once,
    screener.screen_one({"id": "2018-017"}).band               # for one project after the other

All errors are :class:`RiskscreenError`: :class:`InvalidProjectError` for what is no project, :class:`RuleFaults` for
rules or a policy that do not load, :class:`UsageError` for a call that cannot be carried out.

The names below are imported when they are first used, so that ``import riskscreen`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riskscreen.errors import InvalidProjectError, RiskscreenError, RuleFaults, UsageError
    from riskscreen.model.policy import Policy
    from riskscreen.model.project import Project
    from riskscreen.model.report import ProjectReport, Report
    from riskscreen.screening import Screener, screen

__version__ = "0.1.0"
__all__ = [
    "InvalidProjectError",
    "Policy",
    "Project",
    "ProjectReport",
    "Report",
    "RiskscreenError",
    "RuleFaults",
    "Screener",
    "UsageError",
    "__version__",
    "screen",
]

_HOMES = {
    "InvalidProjectError": "riskscreen.errors",
    "Policy": "riskscreen.model.policy",
    "Project": "riskscreen.model.project",
    "ProjectReport": "riskscreen.model.report",
    "Report": "riskscreen.model.report",
    "RiskscreenError": "riskscreen.errors",
    "RuleFaults": "riskscreen.errors",
    "Screener": "riskscreen.screening",
    "UsageError": "riskscreen.errors",
    "screen": "riskscreen.screening",
}

if not TYPE_CHECKING:  # a type checker that saw this would take any misspelt name for a public one

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
