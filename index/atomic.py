"""Replaces a file as a whole: whoever reads it sees the old content or the new, never a part."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def atomic_write(path: Path, data: bytes | str, *, durable: bool = False) -> None:
    """Write `data` (text as UTF-8) to `path`, replacing what was there.

    With `durable` it is on the disk, and survives a power cut, before this returns. Raises OSError;
    then `path` is as it was and nothing else is left.
    """
    with replacing(path, durable=durable) as draft:
        draft.write_bytes(data.encode() if isinstance(data, str) else data)


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Give a new path to write to, and rename that file to `path` at the end of the block.

    When the block raises, the draft is deleted and `path` stays as it was.
    """
    # Hidden, so that it is not taken for an article; short, so that any name can be replaced.
    draft = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        yield draft
        if durable:
            with draft.open("rb") as file:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
