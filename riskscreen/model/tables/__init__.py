"""A report as tables: for programs that count and join rather than read.

``columns`` says what the tables hold, ``rows`` makes their rows from a report, ``rule_rows`` those of the rules' texts,
and ``arrow`` turns them into Arrow tables.
"""
