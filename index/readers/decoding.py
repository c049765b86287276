"""Wraps charset-normalizer: decodes the bytes of a file to text.

Does not remove unwelcome characters.
"""

import codecs
import contextlib

from charset_normalizer import from_bytes

from index.errors import UnreadableSourceError

# UTF-32 first, because its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control bytes that text in encodings other than UTF-16 and UTF-32 does not use. A few prove
# nothing, because pages contain form feeds and worse.
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
# Python's codecs that are not charsets of text: some produce what no text may contain, some take
# hours for a long text.
_NO_CHARSETS = frozenset("utf_7 unicode_escape raw_unicode_escape punycode idna undefined".split())
# Detection reads this much; more makes it slower but not better.
_SAMPLE_BYTES = 64_000
_LAST_ASCII = 0x7F
_ASCII = bytes(range(_LAST_ASCII + 1))
# So few other bytes tell nothing of their encoding; browsers then take Western European too.
_TOO_FEW = 10
# In other encodings hardly any letter is by chance one of UTF-8 too.
_GOOD_FOR_ONE_BAD = 2


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Decode `data` by byte-order mark, as UTF-8, as `declared`, or as the likeliest charset.

    Raises UnreadableSourceError, which calls the file `name`, if it is empty, binary or in an
    unknown encoding.
    """
    if not data.strip():
        raise UnreadableSourceError(f"{name} is empty: remove it or save the article into it.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    if _is_binary(data):
        raise UnreadableSourceError(
            f"{name} is not text but binary: save it in a type that Byline reads."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared and _is_charset(declared):
        try:
            return data.decode(declared)
        except (UnicodeError, LookupError):
            pass  # Some pages name a wrong charset: look at the bytes.
    text = data.decode("utf-8-sig", "replace")
    damaged = text.count("\ufffd")
    if _GOOD_FOR_ONE_BAD * damaged <= sum(not char.isascii() for char in text) - damaged:
        return text  # a few bytes are broken, or a file was cut within a character
    if len(data.translate(None, _ASCII)) <= _TOO_FEW:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("cp1252")
    begin = next(at for at, byte in enumerate(data) if byte > _LAST_ASCII)
    likeliest = from_bytes(data[max(begin - _SAMPLE_BYTES // 2, 0) :][:_SAMPLE_BYTES]).best()
    if likeliest is None:
        raise _undecodable(name)
    return _decoded(data, likeliest.encoding, name)


def _is_binary(data: bytes) -> bool:
    start = data[:_SAMPLE_BYTES]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > len(start) // 50 or data.count(0) > len(data) // 50


def _is_charset(name: str) -> bool:
    try:
        return codecs.lookup(name).name.replace("-", "_") not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _undecodable(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(f"{name} has an unknown text encoding: save it as UTF-8.")
