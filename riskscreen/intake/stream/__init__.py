"""JSON Lines of any length, read part by part, in one process or in several.

- ``parts``: files cut into parts that end where a line ends; packed files and standard input are cut as they are read;
- ``lines``: the lines of a part, each with its number;
- ``releases``: the OCDS releases of a part, what is none, and what is rejected;
- ``workers``: processes that take one part after another.

What comes of a file does not depend on how it is cut, nor on how many processes take part.
"""
