"""The boundary: what goes into and comes out of a screening, as pydantic models."""
