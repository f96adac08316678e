"""The command line: one file a command. Commands say what is wanted; everything is done by the library."""

from riskscreen.cli.main import main

__all__ = ["main"]
