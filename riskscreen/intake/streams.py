"""The bytes of a file, unpacked on the way; gzip and Zstandard are known by their first bytes, not by name."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from riskscreen.intake.files import InputFile
from riskscreen.intake.messages import Message

_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
PACKED = (_GZIP, _ZSTANDARD)
"""How packed data begins."""

_PLAIN_BLOCK = 1 << 18
# Small, because one block can unpack to thousands of times its size.
_PACKED_BLOCK = 1 << 12


class ReadError(Exception):
    """A file that cannot be read (further); says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


class DamagedError(ReadError):
    """Packed data that is broken or ends too early: what came before it was read."""


def blocks(file: InputFile) -> Iterator[bytes]:
    """The unpacked content of a file, block by block. Raises ``ReadError``, also halfway through."""
    if file.unlisted is not None:
        raise ReadError(Message(f"the directory cannot be read: {file.unlisted}", f"无法读取该目录：{file.unlisted}"))
    try:
        if file.opened is not None:
            yield from file.opened
        elif file.path is None:
            yield from _unpacked(sys.stdin.buffer)
        else:
            with file.path.open("rb") as stream:
                yield from _unpacked(stream)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ReadError(Message(f"the file cannot be read: {reason}", f"无法读取该文件：{reason}")) from None


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    head = stream.read(_PACKED_BLOCK)
    if head.startswith(_GZIP):
        yield from _members(_packed_blocks(head, stream), _gzip_decoder, zlib.error, "gzip")
    elif head.startswith(_ZSTANDARD):
        import zstandard

        unpacker = zstandard.ZstdDecompressor()
        yield from _members(_packed_blocks(head, stream), unpacker.decompressobj, zstandard.ZstdError, "Zstandard")
    else:
        yield head
        while block := stream.read(_PLAIN_BLOCK):
            yield block


def _packed_blocks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield head
    while block := stream.read(_PACKED_BLOCK):
        yield block


def _gzip_decoder() -> Any:
    return zlib.decompressobj(wbits=31)


def _members(
    packed: Iterator[bytes], new_decoder: Callable[[], Any], error: type[Exception], kind: str
) -> Iterator[bytes]:
    """The content of all members (gzip) or frames (Zstandard) that follow one another in a file."""
    decoder = None
    for block in packed:
        while block:
            if decoder is None:
                block = block.lstrip(b"\0")  # tapes and some tools pad with zeros between members
                if not block:
                    break
                decoder = new_decoder()
            try:
                content = decoder.decompress(block)
            except error:
                raise DamagedError(_damaged(kind)) from None
            if content:
                yield content
            block = decoder.unused_data if decoder.eof else b""
            decoder = None if decoder.eof else decoder
    if decoder is not None:
        raise DamagedError(_cut_short(kind))


def _damaged(kind: str) -> Message:
    return Message(
        f"the {kind} data is damaged from here on: copy or download the file again",
        f"{kind}压缩数据自此处起已损坏：请重新复制或下载该文件",
    )


def _cut_short(kind: str) -> Message:
    return Message(
        f"the {kind} data ends too early: the file was not copied completely, fetch it again",
        f"{kind}压缩数据不完整：文件可能未完整复制，请重新获取",
    )
