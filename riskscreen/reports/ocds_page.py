"""The page that tells how OCDS data is read: field by field, from the table that the reading itself goes by."""

from __future__ import annotations

from riskscreen.intake.ocds.correspondence import TABLE
from riskscreen.model.codes import CODE_LISTS, COMPLETE_LISTS

_HEAD = """# How OCDS is read

Written by `python -m riskscreen.reports.ocds_page > rules/OCDS.md`; a test compares.

Releases of one process are merged by date into its compiled release. Rules on contracting processes (pack `ocp`) read
that release itself. Rules on projects (pack `social-services`) read its native view, which is filled as below; evidence
and missing values are named by their places in the release. A native field that is not listed cannot be carried by
OCDS, and a rule that could never be flagged without it is listed as unsupported, with what it needs.

Each native field has one source, and no other field stands in for it: a missing value makes a verdict unknown and never
decides it. Lists are partial unless a policy's `completeness` says that they are all there is.

Statements of the Beneficial Ownership Data Standard (BODS, 0.1 to 0.4) may stand in the input beside the releases. They
are no records, but are counted among the notes on the data. A party is the entity that has one of its identifiers,
register and number; those whom a statement in force links to it directly join its `beneficialOwners` (persons) or
`shareholders` (entities), unless all their interests have ended.

| native field | in OCDS | how |
|---|---|---|
"""


def ocds_markdown() -> str:
    """The page as Markdown."""
    rows = [
        f"| `{each.native}` | {', '.join(f'`{field}`' for field in each.ocds)} | {each.how or 'as it is'} |"
        for each in TABLE
    ]
    codes = [f"| `{path}` | {', '.join(words)} |" for path, words in CODE_LISTS.items()]
    lists = ", ".join(f"`{path}`" for path in COMPLETE_LISTS)
    parts = [_HEAD + "\n".join(rows)]
    parts.append("## Code lists\n\nA policy's `codes` maps other words to these.\n\n| path | words |\n|---|---|")
    parts[-1] += "\n" + "\n".join(codes)
    parts.append(f"## Lists\n\nA policy's `completeness` may name: {lists}.")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(ocds_markdown(), end="")
