"""What some tests need of the Python they run on."""

import sys

import pytest

needs_durable = pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="durable-rules cannot be imported on Python 3.13 and later"
)
