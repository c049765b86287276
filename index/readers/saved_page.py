"""Wraps FastWARC: keeps a web page in a file, as the server sent it, with what a feed says of it.

Each page is one file in the format of web archives (WARC, ISO 28500), so that other programs can
open it. Archives with many pages can be read as well.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from index.atomic import atomic_write
from index.errors import UnreadableSourceError

SUFFIX = ".warc"
_NOTE = "application/json; profile=byline"
_LONGEST_HEADER = 64_000


@dataclass(frozen=True, slots=True)
class Note:
    """What a feed says of a page; "" where it says nothing. `content` is HTML."""

    title: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    content: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent, decompressed; `data` is empty if only a feed's note is kept.

    `kind` is the media type. Fields are "" where the server did not say.
    """

    url: str
    data: bytes = b""
    kind: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    note: Note = Note()


def file_of(folder: Path, url: str) -> Path:
    """The file in `folder` for the page at `url`: a folder for its site, then name and hash."""
    site = re.sub(r"[^a-z0-9.-]", "-", (urlsplit(url).hostname or "").lower()).strip(".-")[:80]
    name = re.sub(r"[^a-z0-9]+", "-", urlsplit(url).path.lower()).strip("-")[-60:].strip("-")
    number = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return folder / (site or "site") / f"{f'{name}-' if name else ''}{number}{SUFFIX}"


def write(path: Path, page: Page) -> None:
    """Write `page` to `path` atomically. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    if page.data:
        answer = WarcRecord()
        answer.init_headers(record_type=WarcRecordType.response)
        answer.headers["WARC-Target-URI"] = _line(page.url)
        answer.headers["Content-Type"] = "application/http; msgtype=response"
        charset = f"; charset={page.charset}" if page.charset else ""
        head = {
            "Content-Type": page.kind + charset if page.kind else "",
            "ETag": page.etag,
            "Last-Modified": page.last_modified,
        }
        lines = [f"{name}: {_line(value)}" for name, value in head.items() if value]
        top = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode("utf-8", "replace")
        answer.set_bytes_content(top + page.data)
        answer.write(buffer)
    note = WarcRecord()
    note.init_headers(record_type=WarcRecordType.metadata)
    note.headers["WARC-Target-URI"] = _line(page.url)
    note.headers["Content-Type"] = _NOTE
    note.set_bytes_content(json.dumps(asdict(page.note)).encode())
    note.write(buffer)
    atomic_write(path, buffer.getvalue())


def load(path: Path) -> Page | None:
    """Read the page that `write` kept at `path`; None if there is none or it cannot be read."""
    try:
        return next(pages(path.read_bytes(), path.name), None)
    except (OSError, UnreadableSourceError):
        return None


def pages(data: bytes, name: str) -> Iterator[Page]:
    """Read the pages in an archive, in order: replies with status 200, and notes without reply.

    Raises UnreadableSourceError, which calls the archive `name`, if it is damaged.
    """
    last: Page | None = None
    try:
        for page in _records(data):
            if last and page.note != Note() and not page.data and page.url == last.url:
                yield Page(
                    *(last.url, last.data, last.kind, last.charset, last.etag, last.last_modified),
                    note=page.note,
                )
                last = None
                continue
            if last:
                yield last
            last = page
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(f"{name} is damaged: delete it, or fetch it again.") from error
    if last:
        yield last


def _records(data: bytes) -> Iterator[Page]:
    wanted = WarcRecordType.response | WarcRecordType.metadata
    archive = ArchiveIterator(
        io.BytesIO(data),
        record_types=wanted,
        parse_http=True,
        stream_detect=False,  # nothing is decompressed, so that a bomb stays small
        max_header_len=_LONGEST_HEADER,
        fsspec_args=False,
    )
    for record in archive:
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        if record.record_type == WarcRecordType.metadata:
            if record.headers.get("Content-Type") == _NOTE:
                yield Page(url, note=_note(record.reader.read()))
            continue
        head = record.http_headers
        if head is None or head.status_code != 200 or head.get("Content-Encoding"):
            continue
        yield Page(
            url,
            record.reader.read(),
            (record.http_content_type or "").lower(),
            record.http_charset or "",
            head.get("ETag") or "",
            head.get("Last-Modified") or "",
        )


def _note(data: bytes) -> Note:
    fields = json.loads(data)
    items = fields.items() if isinstance(fields, dict) else ()
    known = Note.__dataclass_fields__
    return Note(
        **{name: value for name, value in items if name in known and isinstance(value, str)}
    )


def _line(value: str) -> str:
    return re.sub(r"[\r\n]+", " ", value).encode("utf-8", "replace").decode()
