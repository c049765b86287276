"""Reads the articles in a ZIP archive, in memory: nothing is ever written to disk.

Refuses archives that unpack to far more than their size. A name in an archive is used as a label,
never as a path. The caller says how a member is read.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from index.errors import UnreadableSourceError
from index.readers.article_from_fields import BadRecord
from index.types import RawArticle

# News text packs to about a third, markup to a tenth, a zip bomb to a thousandth or less.
_HIGHEST_RATIO = 100
_FREE_BYTES = 1_000_000  # below this a high ratio is harmless
_LARGEST_TOTAL = 256_000_000
_MOST_MEMBERS = 20_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

Record = RawArticle | BadRecord


def read_zip(
    data: bytes,
    name: str,
    read_member: Callable[[bytes, str], Iterator[Record]],
    suffixes: frozenset[str],
) -> Iterator[Record]:
    """Read the members that end in one of `suffixes` with `read_member`.

    A BadRecord takes the place of each unreadable member; other files and hidden files are ignored.
    Raises UnreadableSourceError as `opened` does, or if the archive holds no article file.
    """
    archive = opened(data, name)
    members = [member for member in archive.infolist() if _is_article(member, suffixes)]
    if not members:
        raise UnreadableSourceError(
            f"{name} holds no articles: put files ending in {', '.join(sorted(suffixes))} in it."
        )
    return _read(archive, members, read_member)


def count_members(
    data: bytes,
    name: str,
    count: Callable[[str, int, Callable[[], bytes]], int],
    suffixes: frozenset[str],
) -> int:
    """Add up what `count` says of each member that ends in one of `suffixes`.

    `count` is given a member's name, the size in bytes that it declares, and a function that
    unpacks it: most kinds of files hold one article, which need not be unpacked to be counted.
    Raises UnreadableSourceError as `opened` does.
    """
    total = 0
    with opened(data, name) as archive:
        for member in archive.infolist():
            if _is_article(member, suffixes):
                try:
                    total += count(member.filename, member.file_size, partial(archive.read, member))
                except (*_BROKEN, NotImplementedError):
                    total += 1
    return total


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Open the archive in `data` if it can be unpacked safely.

    Raises UnreadableSourceError, which calls it `name`, if it is damaged or would unpack to far
    more than its size. The sizes are those it declares; no more than that is ever unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableSourceError(
            f"{name} is damaged or not an archive: save it again, or bring in its files unpacked."
        ) from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or total > _LARGEST_TOTAL:
        raise UnreadableSourceError(
            f"{name} would unpack to {len(members):,} files and {total / 1e6:,.0f} MB, more than "
            f"{_MOST_MEMBERS:,} or {_LARGEST_TOTAL / 1e6:.0f} MB: split it."
        )
    if total > max(_FREE_BYTES, _HIGHEST_RATIO * len(data)):
        raise UnreadableSourceError(
            f"{name} would unpack to {total // len(data):,} times its size, as no article does: "
            "delete it unless you know who made it; else bring in its files unpacked."
        )
    return archive


def _is_article(member: zipfile.ZipInfo, suffixes: frozenset[str]) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    # ZipInfo.is_dir fails on a member without a name.
    folder = member.filename.endswith("/")
    return not folder and not hidden and path.suffix.lower() in suffixes


def _read(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    read_member: Callable[[bytes, str], Iterator[Record]],
) -> Iterator[Record]:
    with archive:
        for member in members:
            label = member.filename
            if member.flag_bits & 1:
                yield BadRecord(label, "has a password: bring it in unpacked")
                continue
            try:
                yield from read_member(archive.read(member), label)
            except (*_BROKEN, NotImplementedError):
                yield BadRecord(label, "is damaged or packed in an unknown way: pack it again")
