"""The closed code lists of OCDS 1.1 that rules go by, and the lists of a release that may be complete."""

from __future__ import annotations

CODE_LISTS = {
    "/tender/status": ("planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"),
    "/tender/procurementMethod": ("open", "selective", "limited", "direct"),
    "/tender/mainProcurementCategory": ("goods", "works", "services"),
    "/bids/details/status": ("invited", "pending", "valid", "disqualified", "withdrawn"),
    "/awards/status": ("pending", "active", "cancelled", "unsuccessful"),
    "/contracts/status": ("pending", "active", "cancelled", "terminated"),
}
"""The words of each code list, by path; the status of a bid is that of the extension bids."""

COMPLETE_LISTS = (
    "/bids/details",
    "/parties",
    "/parties/shareholders",
    "/parties/persones",
    "/contracts",
    "/contracts/items",
    "/contracts/implementation/transactions",
)
"""The lists, by path, that rules on projects count."""
