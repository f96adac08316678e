"""Benchmarks: figures to read, not tests to pass. Each module is run by hand and prints a Markdown table."""
