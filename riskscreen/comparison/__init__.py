"""Two reports compared: which projects moved, and what did it.

The reports carry what was in force and the digest of every record, so that nothing but them is needed:

- Record, rule, thresholds and reading are the same: the verdict cannot differ. If it does, the version or the engine
  did it.
- A rule that only one report has in force explains its verdict by itself.
- Otherwise all that differs is a possible cause, and all of it is listed: one cause alone is certain.
"""

from riskscreen.comparison.compare import compare
from riskscreen.comparison.reading import read_report

__all__ = ["compare", "read_report"]
