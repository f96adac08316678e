"""Reports: one screening, many forms."""
