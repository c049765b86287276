"""Keeps posts as files: the text as a line of JSON, a document as it was sent, with its post.

A post's files are named by its key, so an edited post replaces what was kept of it, and its article
keeps its id. The number in the name is padded: files are read in the order of their names.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.adding.posts import Post
from index.atomic import atomic_write
from index.readers import saved_page
from index.readers.saved_page import Note, Page

_DOCUMENT = "-document"
_DIGITS = 10
# Documents that are one article. It is kept with the outlet, day and address of its post.
_KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".eml": "message/rfc822",
}


def keep(folder: Path, post: Post, document: bytes | None) -> tuple[list[Path], list[Path]]:
    """Write what is in the post. Returns the files it has now, and those that it has no more.

    A post has its document only where the bytes are given or are kept already. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before, kept = files(folder, post.key), []
    if post.copy and before:
        return before, []
    if post.text:
        file = next(_texts(folder, post.key), folder / f"{_stem(post.key)}.jsonl")
        _write(file, json.dumps(_record(post)).encode())
        kept.append(file)
    if post.attached is not None:
        file = document_file(folder, post)
        if document is not None:
            _write_document(file, post, document)
        if file.exists():
            kept.append(file)
    return kept, [file for file in before if file not in kept]


def files(folder: Path, key: str) -> list[Path]:
    """The files that are kept of the post with this key."""
    return [*_texts(folder, key), *sorted(folder.glob(f"{_stem(key)}{_DOCUMENT}.*"))]


def document_file(folder: Path, post: Post) -> Path:
    """The file for the post's document, whose kind its name shows; the post must have one."""
    assert post.attached is not None
    suffix = Path(post.attached.name).suffix.lower()
    return (
        folder / f"{_stem(post.key)}{_DOCUMENT}{saved_page.SUFFIX if suffix in _KINDS else suffix}"
    )


def holds_document(folder: Path, post: Post) -> bool:
    """Whether this very document of the post is kept already."""
    page = saved_page.load(document_file(folder, post)) if post.attached else None
    return page is not None and post.attached is not None and page.etag == post.attached.mark


def outlet(post: Post) -> str:
    """Who published it, with the name of who signed it."""
    return f"{post.outlet} ({post.author})" if post.author else post.outlet


def _texts(folder: Path, key: str) -> Iterator[Path]:
    """The file of its text, if there is one; Byline 0.2 padded no number."""
    yield from (file for name in (_stem(key), key) if (file := folder / f"{name}.jsonl").exists())


def _stem(key: str) -> str:
    chat, _, number = key.rpartition("-")
    return f"{chat}-{number.zfill(_DIGITS)}"


def _record(post: Post) -> dict[str, str]:
    found = {
        "id": post.key,
        "title": post.title,
        "text": post.text,
        "outlet": outlet(post),
        "published": post.published.isoformat(),
        "url": post.url,
    }
    return {name: value for name, value in found.items() if value}


def _write_document(file: Path, post: Post, data: bytes) -> None:
    assert post.attached is not None
    kind = _KINDS.get(Path(post.attached.name).suffix.lower())
    if kind is None:  # a table or an archive: its articles say themselves where they are from
        _write(file, data)
        return
    note = Note(outlet=outlet(post), published=post.published.isoformat())
    address = post.url or f"telegram:{post.key}"
    saved_page.write(file, Page(address, data, kind, etag=post.attached.mark, note=note))


def _write(file: Path, data: bytes) -> None:
    if not file.exists() or file.read_bytes() != data:  # what has not changed is not read again
        atomic_write(file, data)
