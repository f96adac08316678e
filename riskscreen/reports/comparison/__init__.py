"""A comparison of two reports as text, JSON and a page (``riskscreen compare``)."""
