"""The bytes of regular files, plain or packed; what stands before a damage is never lost."""

import bz2
import gzip
import lzma
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from zstandard import ZstdDecompressor, ZstdError

BLOCK_BYTES = 64 << 10
PIECE_BYTES = 64 << 10
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, ZstdError)
_ZSTD_BYTES = 1 << 10  # packed bytes at a time: they may swell to 32 MiB


class _Zstd:
    """A file packed with zstd; the library's own reader says nothing where it breaks off."""

    def __init__(self, packed: BinaryIO):
        self._packed, self._frame = packed, None
        self._ready, self._at = b"", 0

    def read1(self, size: int) -> bytes:
        while not self._ready and (packed := self._packed.read(_ZSTD_BYTES)):
            self._ready = b"".join(self._unpack(packed))
        if not self._ready and self._frame:
            raise EOFError("the file ends within a frame")
        part, self._ready = self._ready[:size], self._ready[size:]
        self._at += len(part)
        return part

    def _unpack(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            self._frame = self._frame or ZstdDecompressor().decompressobj()
            yield self._frame.decompress(packed)
            if not self._frame.eof:
                return
            packed, self._frame = self._frame.unused_data, None

    def seek(self, offset: int) -> None:
        """Forwards, as all that is asked for here."""
        while self._at < offset and self.read1(offset - self._at):
            pass


_PACKED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open,
           b"\x28\xb5\x2f\xfd": _Zstd}  # fmt: skip
_UNREADABLE = {b"\x04\x22\x4d\x18": "lz4", b"\x89LZO": "lzop"}



def open_regular(path: Path) -> BinaryIO:
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "is no regular file", str(path))
    stream = os.fdopen(handle, "rb")
    packer = _UNREADABLE.get(stream.read(4))
    if packer:
        stream.close()
        advice = f"is packed with {packer}; let it be packed with gzip, xz or zstd"
        raise OSError(0, advice, str(path))
    stream.seek(0)
    return stream


def is_packed(stream: BinaryIO) -> bool:
    return _opener(stream) is not None


def unpacked(stream: BinaryIO) -> BinaryIO:
    opener = _opener(stream)
    return cast(BinaryIO, opener(stream)) if opener else stream


def first_bytes(stream: BinaryIO, size: int) -> bytes:
    """As many as there are, unpacked, up to `size`; nothing is said of a damage here."""
    plain, head = unpacked(stream), b""
    try:
        while len(head) < size and (part := _some(plain, size - len(head))):
            head += part
    except DAMAGED:
        pass
    return head


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Pieces of about BLOCK_BYTES; what stands before a damage is given before it is raised."""
    parts: list[bytes] = []
    size = 0
    try:
        while part := _some(stream, PIECE_BYTES):
            parts.append(part)
            size += len(part)
            if size >= BLOCK_BYTES:
                yield b"".join(parts)
                parts, size = [], 0
    except DAMAGED:
        yield b"".join(parts)
        raise
    yield b"".join(parts)


def _opener(stream: BinaryIO):
    stream.seek(0)
    magic = stream.read(6)
    stream.seek(0)
    return next((opener for sign, opener in _PACKED.items() if magic.startswith(sign)), None)


def _some(stream: BinaryIO, size: int) -> bytes:
    # read() of a packed stream loses what it unpacked before the damage; read1() does not.
    return stream.read1(size)  # type: ignore[attr-defined]
