"""OCDS: from release packages, record packages, releases and compiled releases to one compiled release a process."""
