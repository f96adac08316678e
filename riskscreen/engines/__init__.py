"""Engines: each turns checked queries and cases into verdicts, on its own."""
