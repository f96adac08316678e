"""The native form: one JSON object a project, with the keys of :class:`riskscreen.model.project.Project`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from riskscreen.intake.messages import Message
from riskscreen.intake.problems import IN_CELLS, explained
from riskscreen.model.project import Project

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells

_KIND_OF_VALUE = {
    list: ("a list", "列表"),
    str: ("text", "文本"),
    bool: ("true or false", "布尔值"),
    int: ("a number", "数字"),
    float: ("a number", "数字"),
    type(None): ("null", "null"),
}
_OWN_REPORT = Message(
    "this is a line of a riskscreen report, not a project: give the project file itself",
    "这是riskscreen报告中的一行，不是项目：请提供项目文件",
)


class InvalidRecordError(ValueError):
    """A value that is no project. ``problems`` tells all that is wrong."""

    def __init__(self, problems: list[Message]) -> None:
        super().__init__("; ".join(problem.en for problem in problems))
        self.problems = problems


def read_project(raw: Any, cells: Cells | None = None) -> Project:
    """The project that a JSON value describes. Raises ``InvalidRecordError``.

    ``cells``: where the values stand, if they come from a workbook; problems are then told by cell.

    Only the keys of the schema are read (``startDate``, not ``start_date``), so that every value keeps the
    JSON Pointer it has in the record.
    """
    if not isinstance(raw, Mapping):
        en, zh = _KIND_OF_VALUE.get(type(raw), ("another value", "其他值"))
        raise InvalidRecordError(
            [Message(f"a project is a JSON object; this is {en}", f"项目应为JSON对象，此处为{zh}")]
        )
    try:
        return Project.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        if cells is None:
            raise InvalidRecordError(explained(error)) from None
        raise InvalidRecordError(explained(error, cells.at, IN_CELLS)) from None


def foreign_form(raw: Any) -> Message | None:
    """What a value is, if it is plainly something else than a project."""
    if not isinstance(raw, Mapping):
        return None
    if "score_range" in raw and "decided" in raw:
        return _OWN_REPORT
    return None
