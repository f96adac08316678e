"""The report as one Parquet file: a row for each project, with all that is said of it in lists.

The file's metadata holds the rest: under ``riskscreen.report`` the report without its projects, as in JSON, and under
``riskscreen.rules`` the texts that findings refer to by the name of their rule.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from riskscreen.model.tables.arrow import nested_schema, nested_table
from riskscreen.reports.chunks import chunks
from riskscreen.reports.rule_texts import rule_rows
from riskscreen.rulebook.book import Rulebook
from riskscreen.screening import Running

REPORT, RULES = "riskscreen.report", "riskscreen.rules"


def write_parquet(running: Running, stream: BinaryIO, book: Rulebook) -> None:
    """Writes the file; no more than some projects are in memory at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(stream, nested_schema(), compression="zstd") as writer:
        for first, projects in chunks(running.projects()):
            writer.write_table(nested_table(projects, first))
        whole = running.whole().model_dump_json(exclude={"projects"})
        rules = json.dumps(list(rule_rows(book)), ensure_ascii=False)
        writer.add_key_value_metadata({REPORT: whole, RULES: rules})
