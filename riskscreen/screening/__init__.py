"""The one orchestrator: records in, report out.

``screener`` has the two entries, :class:`Screener` and :func:`screen`; ``arguments`` checks what callers say,
``batch`` reads records, ``running`` goes through them, ``project_report`` puts together what is said of one project,
and ``whole`` what is said of all of them.
"""

from riskscreen.screening.arguments import Number
from riskscreen.screening.batch import Inputs
from riskscreen.screening.running import Progress, Running, Standings, standings_of
from riskscreen.screening.screener import ENGINES, Edition, Screener, screen
from riskscreen.screening.whole import NOTICE, shown_note, shown_reject

__all__ = [
    "ENGINES",
    "NOTICE",
    "Edition",
    "Inputs",
    "Number",
    "Progress",
    "Running",
    "Screener",
    "Standings",
    "screen",
    "shown_note",
    "shown_reject",
    "standings_of",
]
