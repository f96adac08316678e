"""What a project is, in the few values that reports name and group it by."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class Named(BaseModel):
    """A region, a category or an organisation: ``id`` tells it from others, ``name`` is for people to read."""

    model_config = ConfigDict(frozen=True)

    id: str | None = None
    name: str | None = None

    @property
    def key(self) -> str:
        """What groups are told apart by: the identifier, or the name where there is none."""
        return self.id or self.name or ""

    @property
    def label(self) -> str:
        """What to call it: its name, or its identifier where it has none."""
        return self.name or self.id or ""


class Profile(BaseModel):
    """Whose project this is, what for, where and when. Every value may be unknown.

    ``category`` has the taxonomy's code and title where the record's words are known to it, else those words alone.
    ``year`` is the budget year as stated. ``amount`` is the contract value in units of ``currency``. ``supplier`` is
    the contractor. A natural person is named by no identifier, and ``natural_person`` says so.
    """

    model_config = ConfigDict(frozen=True)

    region: Named | None = None
    category: Named | None = None
    buyer: Named | None = None
    supplier: Named | None = None
    natural_person: bool = False
    year: int | None = None
    amount: float | None = None
    currency: str | None = None
    signed: date | None = None
    start: date | None = None
    end: date | None = None
