"""``python -m riskscreen`` is the command ``riskscreen``."""

from riskscreen.cli import main

main()
