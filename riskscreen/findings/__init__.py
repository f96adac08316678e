"""Findings: the cited reasons behind verdicts."""
