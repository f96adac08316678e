"""The statistics of a market, kept in a file, so that a single project can be judged as one of many.

``rows`` says what is kept of each project, ``build`` reads projects and writes the file, ``file`` reads it.
"""
