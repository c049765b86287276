"""Judges the header of a GGUF file before C code, llama.cpp, reads the file.

The header counts values and tensors, and says where in the file each tensor is. Only lengths and
places are read here, not what they mean. See the specification of GGUF in the repository of ggml.
"""

import mmap
import struct
from math import prod
from pathlib import Path

from bot.errors import ModelError

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)  # llama.cpp reads no other
_MOST_VALUES, _MOST_TENSORS = 100_000, 1_000_000
_LONGEST_NAME = 1 << 16
_MOST_DIMENSIONS = 4
_USUAL_ALIGNMENT = 32
_ALIGNMENT = b"general.alignment"

# Bytes of a value, by the number of its type.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_U32, _STRING, _ARRAY = 4, 8, 9

# Numbers in a block of a tensor and bytes of it, by the number of its type. Of others, which newer
# versions of ggml have, only the beginning is judged.
_BLOCKS = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    30: (1, 2),
}

Buffer = bytes | mmap.mmap


class _Broken(Exception):
    """The header cannot be right; the message is a phrase that says why."""


def expect_whole(path: Path) -> None:
    """Raise ModelError, which names the remedy, unless `path` can be a whole GGUF file."""
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                found: str | None = "it is empty"
            else:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    found = fault(data)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}): make it readable, or choose another model "
            "with BYLINE_MODEL."
        ) from error
    if found:
        raise ModelError(
            f"{path} is not a model that llama.cpp can load ({found}): fetch a model with "
            "`byline models fetch NAME`, or set BYLINE_MODEL to a whole GGUF file."
        )


def fault(data: Buffer) -> str | None:
    """What is wrong with the GGUF file `data`, as a phrase for people; None if nothing is.

    Reads the header only: some milliseconds for each 100,000 words of the model's vocabulary.
    """
    try:
        _Header(data).read()
    except _Broken as error:
        return str(error)
    return None


class _Header:
    """Reads a header from its beginning, and never beyond the end of the file."""

    def __init__(self, data: Buffer) -> None:
        self._data = data
        self._size = len(data)
        self._at = 0
        self._alignment = _USUAL_ALIGNMENT

    def read(self) -> None:
        """Read it all. Raises _Broken."""
        if self._data[:4] != _MAGIC:
            raise _Broken("it does not begin as a GGUF file does")
        self._at = 4
        version = self._number("<I")
        if version not in _VERSIONS:
            swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
            why = "is for other processors" if swapped in _VERSIONS else f"has version {version}"
            raise _Broken(f"it {why}; versions 2 and 3 can be read")
        tensors, values = self._number("<Q"), self._number("<Q")
        if not 0 < tensors <= _MOST_TENSORS or values > _MOST_VALUES:
            raise _Broken(f"it counts {tensors:,} tensors and {values:,} values")
        for _ in range(values):
            self._value()
        places = [self._tensor() for _ in range(tensors)]
        start = -(-self._at // self._alignment) * self._alignment
        end = max(start + offset + size for offset, size in places)
        if any(offset % self._alignment for offset, _ in places):
            raise _Broken("a tensor begins where none can")
        if end > self._size:
            raise _Broken(f"it is {self._size:,} bytes long and should be {end:,} at least")

    def _value(self) -> None:
        key = self._string(_LONGEST_NAME)
        kind = self._number("<I")
        if key == _ALIGNMENT:
            if kind != _U32:
                raise _Broken("its alignment is no number")
            self._alignment = self._number("<I")
            if not 0 < self._alignment <= 1 << 20 or self._alignment & (self._alignment - 1):
                raise _Broken(f"its alignment is {self._alignment}")
        elif kind == _ARRAY:
            self._array(self._number("<I"), self._number("<Q"))
        elif kind == _STRING:
            self._string()
        else:
            self._skip(self._size_of(kind))

    def _array(self, kind: int, count: int) -> None:
        if kind != _STRING:
            self._skip(self._size_of(kind) * count)
            return
        if count > self._size:  # each takes eight bytes at least
            raise _Broken(f"a list in it counts {count:,} words")
        # Not by `_string`: there are hundreds of thousands.
        read, data, at, last = struct.Struct("<Q").unpack_from, self._data, self._at, self._size - 8
        for _ in range(count):
            if at > last:
                raise _Broken("it ends within its header")
            at += 8 + read(data, at)[0]
        self._at = at
        self._skip(0)

    def _tensor(self) -> tuple[int, int]:
        """Where a tensor begins behind the header, and its size in bytes (0: unknown)."""
        if not self._string(_LONGEST_NAME):
            raise _Broken("a tensor has no name")
        dimensions = self._number("<I")
        if dimensions > _MOST_DIMENSIONS:
            raise _Broken(f"a tensor has {dimensions:,} dimensions")
        shape = [self._number("<Q") for _ in range(dimensions)]
        kind, offset = self._number("<I"), self._number("<Q")
        numbers, size = _BLOCKS.get(kind, (1, 0))
        if shape and shape[0] % numbers:
            raise _Broken("a tensor's row is no whole number of blocks")
        return offset, prod(shape) // numbers * size

    def _size_of(self, kind: int) -> int:
        if kind not in _SIZES:
            raise _Broken(f"a value has the type {kind}, which there is not")
        return _SIZES[kind]

    def _string(self, longest: int = 1 << 62) -> bytes:
        length = self._number("<Q")
        if length > longest:
            raise _Broken(f"a name in it is {length:,} bytes long")
        start = self._at
        self._skip(length)
        return self._data[start : self._at] if length <= _LONGEST_NAME else b""

    def _number(self, form: str) -> int:
        start = self._at
        self._skip(struct.calcsize(form))
        return int(struct.unpack_from(form, self._data, start)[0])

    def _skip(self, length: int) -> None:
        self._at += length
        if self._at > self._size:
            raise _Broken("it ends within its header")
