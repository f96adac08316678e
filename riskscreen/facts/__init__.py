"""Facts: a project, an organisation or the market as typed relations."""
