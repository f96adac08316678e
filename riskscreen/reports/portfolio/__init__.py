"""Counts, amounts and shares of a batch, in every form."""
