"""Adds articles from files, feeds, web pages and chats to a library.

What comes from outside is first kept as a file in the library folder and then read like any other
file, so that there is one way into the index.
"""

import asyncio
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from os.path import normpath
from pathlib import Path

from bot.adding import post_files, remote_places
from bot.adding.adding_result import Added, AddedArticle
from bot.adding.posts import Outcome, Post
from bot.settings import Settings
from index.atomic import atomic_write
from index.errors import FetchError, LibraryError, SourcesError, UnreadableSourceError
from index.folder.library_folder import LibraryFolder
from index.folder.lock import Say, silent
from index.readers import formats, saved_page
from index.syncing.work import Work
from index.types import Failure, Progress, Report, quiet
from index.web import refresh
from index.web.connection import Connector
from index.web.fetch import Fetcher, FetchLimits
from index.web.sources import Sources, read_sources

FETCHED = "fetched"
RECEIVED = "received"
_NAME_CHARS = 80
_SIGN_S = 5.0  # between two signs that a re-index waits for its turn
_NAME_BYTES = 200  # file systems take 255, with number and suffix

_Digests = dict[str, tuple[str, str]]


class Gatherer:
    """Adds articles to one open library, one request at a time; others wait."""

    def __init__(
        self, settings: Settings, library_folder: LibraryFolder, limits: FetchLimits | None = None
    ) -> None:
        self._settings = settings
        self._library_folder = library_folder
        self._limits = limits or FetchLimits()
        self._one_at_a_time = threading.Lock()
        self._fetched = settings.library / FETCHED
        self._received = settings.library / RECEIVED
        self._copied = settings.library / remote_places.COPIED

    @property
    def sources_file(self) -> Path:
        """Path of the list of sources, which need not exist."""
        return sources_file(self._settings)

    def reindex(
        self, progress: Progress = quiet, say: Say = silent, work: Work | None = None
    ) -> Report:
        """Fetch what the sources list and copy remote places again, then index all known files.

        A broken list is a failure in the report, and the files are still indexed. `work` reads
        and prepares in place of this process. Raises what
        `LibraryFolder.index` raises.
        """
        with self._in_turn(progress):
            report = Report()
            try:
                sources = read_sources(self.sources_file)
            except SourcesError as error:
                sources = Sources()
                report.failed.append(Failure(self.sources_file.name, str(error)))
            with self._writing():
                asyncio.run(self._refresh(sources, report, progress))
                report.failed += remote_places.copy_again(self._copied, progress)
            self._forget_empty_folders()
            self._straighten()
            self._library_folder.library.add_roots(
                [*self._folders(sources, report), *self._own_roots()]
            )
            found = self._library_folder.index([], progress, say, work)
            return replace(
                found,
                failed=[*report.failed, *found.failed],
                remarks=[*report.remarks, *found.remarks],
            )

    def add_url(self, url: str, progress: Progress = quiet) -> Added:
        """Fetch a page and add it. Raises FetchError, UnreadableSourceError or LibraryError."""
        with self._one_at_a_time:
            with self._writing():
                file = asyncio.run(self._fetch(url))
            return self._add(file, self._fetched, progress)

    def add_file(self, name: str, data: bytes, progress: Progress = quiet) -> Added:
        """Add a file. `name` is only a label, whose suffix says what kind of file it is.

        Raises UnreadableSourceError when nothing in it can be read, or LibraryError.
        """
        suffix = self.expect_kind(name)
        with self._one_at_a_time:
            with self._writing():
                file = self._keep(name, suffix, data)
            return self._add(file, self._received, progress)

    def add_posts(
        self,
        posts: Sequence[Post],
        documents: Mapping[str, bytes],
        progress: Progress = quiet,
    ) -> list[Outcome]:
        """Add posts, their documents and the pages that they point to, all in one go.

        A post that was added before is replaced; one that says nothing any more is taken out.
        `documents` are bytes by the posts' keys. Raises LibraryError; what could not be read is
        told in the outcomes, one a post.
        """
        with self._one_at_a_time:
            gone: list[Path] = []
            held: list[list[Path]] = []
            with self._writing():
                for post in posts:
                    kept, left = post_files.keep(self._received, post, documents.get(post.key))
                    held.append(kept)
                    gone += left
                fetched = asyncio.run(self._fetch_links(posts)) if any(_links(posts)) else {}
            if gone:
                self._take_out(*gone)
            pages = [file for file in fetched.values() if isinstance(file, Path)]
            known = self._indexed([*(file for files in held for file in files), *pages], progress)
            return [
                self._outcome(post, files, fetched, known)
                for post, files in zip(posts, held, strict=True)
            ]

    def holds_document(self, post: Post) -> bool:
        """Whether the document of a post is kept already and need not be downloaded."""
        return post_files.holds_document(self._received, post)

    def remove_post(self, key: str) -> bool:
        """Remove a post with its document; False if there is none. Raises LibraryError."""
        with self._one_at_a_time:
            found = post_files.files(self._received, key)
            if found:
                self._take_out(*found)
            return bool(found)

    @staticmethod
    def expect_kind(name: str) -> str:
        """The suffix of a file's name. Raises UnreadableSourceError when that kind is not read."""
        suffix = Path(name).suffix.lower()
        if suffix not in formats.SUFFIXES:
            raise UnreadableSourceError(
                f"{name} is of an unknown type: Byline reads {', '.join(sorted(formats.SUFFIXES))}."
            )
        return suffix

    def remove(self, token: str) -> bool:
        """Remove what was added under `token`; False if it is already gone."""
        with self._one_at_a_time:
            file = next((f for f in self._own_files() if self._token(f) == token), None)
            if file is None:
                return False
            self._take_out(file)
            return True

    # -- shared by all ways of adding

    @contextmanager
    def _in_turn(self, progress: Progress) -> Iterator[None]:
        """Wait for requests that came before; `progress` is called meanwhile, so one can stop.

        Who watches over a re-index must not take one that waits for hours for one that hangs.
        """
        while not self._one_at_a_time.acquire(timeout=_SIGN_S):
            progress(0, 0, "")
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def _add(self, file: Path, folder: Path, progress: Progress) -> Added:
        library = self._library_folder.library
        before = library.digests(str(file))
        try:
            report = self._library_folder.index([folder], progress)
        except LibraryError:
            if not before:
                file.unlink(missing_ok=True)  # else the next indexing would add it
            raise
        return self._judged(file, before, report)

    def _judged(self, file: Path, before: _Digests, report: Report) -> Added:
        """What an indexing made of a file. Raises UnreadableSourceError, and takes it out."""
        after = self._library_folder.library.digests(str(file))
        mine = [f for f in report.failed if f.file == str(file)]
        if not after:
            self._take_out(file)
            reason = mine[0].reason if mine else "no article was found in it."
            raise UnreadableSourceError(reason)
        state = "known" if after == before else "changed" if before else "new"
        odd = [f for f in report.remarks if f.file == str(file)]
        problems = [f"{f.record} {f.reason}".strip() for f in (*mine, *odd)]
        ids = [article_id for article_id, _ in after.values()]
        return Added(self._token(file), state, list(self._articles(ids)), problems)

    def _indexed(self, files: Sequence[Path], progress: Progress) -> dict[Path, Added | str]:
        """Index `files`, which are ours, and tell of each what was added, or why nothing was."""
        library, found = self._library_folder.library, dict[Path, Added | str]()
        before = {file: library.digests(str(file)) for file in files}
        folders = [
            folder
            for folder in (self._received, self._fetched)
            if any(file.is_relative_to(folder) for file in files)
        ]
        report = self._library_folder.index(folders, progress) if folders else Report()
        for file, digests in before.items():
            try:
                found[file] = self._judged(file, digests, report)
            except UnreadableSourceError as error:
                found[file] = str(error)
        return found

    @staticmethod
    def _outcome(
        post: Post,
        files: Sequence[Path],
        fetched: Mapping[str, Path | FetchError],
        known: Mapping[Path, Added | str],
    ) -> Outcome:
        results = [known[file] for file in files]
        unread = []
        for link in post.links:
            place = fetched.get(link)
            if place is None:
                continue
            if isinstance(place, FetchError):
                results.append(str(place))
                # What fails in passing is fetched again with the next post that links to it.
                is_final = place.for_good
            else:
                results.append(known[place])
                is_final = isinstance(known[place], str)
            if is_final:
                unread.append(link)
        added = tuple(each for each in results if isinstance(each, Added))
        reasons = tuple(each for each in results if isinstance(each, str))
        return Outcome(post, added, reasons, tuple(unread))

    def _articles(self, ids: list[str]) -> Iterator[AddedArticle]:
        library = self._library_folder.library
        for article_id in ids:
            with library.snapshot():
                article = library.article(article_id)
                sentences = library.sentences(article) if article else []
            if article:
                first, last = (sentences[0], sentences[-1]) if sentences else (None, None)
                yield AddedArticle(article, len(sentences), first, last)

    def _take_out(self, *files: Path) -> None:
        with self._writing():
            for file in files:
                file.unlink(missing_ok=True)
        self._library_folder.remove(files)
        self._forget_empty_folders()

    def _forget_empty_folders(self) -> None:
        """Forget our own folders once they are empty, and the articles that came from them.

        Other empty folders may be unplugged disks; ours are on the disk of the index.
        """
        own = self._own_roots()
        self._forget([each for each in self._own_folders() if each not in own])

    def _straighten(self) -> None:
        """Take ".." out of the names of recorded folders, and articles that are there twice by it.

        Byline 0.2.0 took "../news" in the list for another folder than "news".
        """
        library = self._library_folder.library
        winding = [root for root in library.roots() if ".." in root.parts]
        for root in winding:
            straight = Path(normpath(root))
            if any(straight.is_relative_to(other) for other in set(library.roots()) - {*winding}):
                self._forget([root])
            else:  # its articles keep their ids, and stay though the disk may be unplugged
                library.relocate(root, straight)
                library.add_roots([straight])
                library.forget_roots([root])

    def _forget(self, folders: list[Path]) -> None:
        """Forget folders and the articles that came from them."""
        library = self._library_folder.library
        for folder in folders:
            left = [file for file in library.article_files() if Path(file).is_relative_to(folder)]
            if left:
                self._library_folder.remove(map(Path, left))
        library.forget_roots(folders)

    def _folders(self, sources: Sources, report: Report) -> list[Path]:
        """The listed folders that exist. One that never existed is reported as a typing error."""
        known = self._library_folder.library.roots()
        for folder in sources.folders:
            if not folder.exists() and folder not in known:
                reason = "does not exist: mend its name in the list of sources."
                report.failed.append(Failure(str(folder), reason))
        return [folder for folder in sources.folders if folder.exists()]

    def _own_roots(self) -> list[Path]:
        """Our own folders that hold files; an empty root would be reported as a failure."""
        return [folder for folder in self._own_folders() if next(_files(folder), None)]

    def _own_folders(self) -> tuple[Path, ...]:
        return self._fetched, self._received, self._copied

    def _own_files(self) -> Iterator[Path]:
        for folder in (self._fetched, self._received):
            yield from _files(folder)

    def _token(self, file: Path) -> str:
        name = file.relative_to(self._settings.library).as_posix()
        return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def _keep(self, name: str, suffix: str, data: bytes) -> Path:
        """Write `data` to a file named like `name`, unless a file with this content exists."""
        stem = re.sub(r"[^\w.-]+", "-", Path(name).stem).strip(".-")[:_NAME_CHARS]
        stem = stem.encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore") or "article"
        self._received.mkdir(parents=True, exist_ok=True)
        for known in self._received.iterdir():
            same_size = known.suffix == suffix and known.stat().st_size == len(data)
            if same_size and known.read_bytes() == data:
                return known
        number, path = 1, self._received / f"{stem}{suffix}"
        while path.exists():
            number += 1
            path = self._received / f"{stem}-{number}{suffix}"
        atomic_write(path, data)
        return path

    # -- the web

    async def _refresh(self, sources: Sources, report: Report, progress: Progress) -> None:
        async with self._fetcher() as fetcher:
            await refresh.refresh(sources, self._fetched, fetcher, report, progress)

    async def _fetch(self, url: str) -> Path:
        async with self._fetcher() as fetcher:
            return await refresh.fetch_page(url, self._fetched, fetcher)

    async def _fetch_links(self, posts: Sequence[Post]) -> dict[str, Path | FetchError]:
        """Fetch the pages that posts point to and that are not kept yet; files or reasons."""
        found: dict[str, Path | FetchError] = {}
        async with self._fetcher() as fetcher:
            for link in dict.fromkeys(_links(posts)):
                if saved_page.file_of(self._fetched, refresh.canonical(link)).exists():
                    continue
                try:
                    found[link] = await refresh.fetch_page(link, self._fetched, fetcher)
                except FetchError as error:
                    found[link] = error
        return found

    def _fetcher(self) -> Fetcher:
        return Fetcher(Connector(self._settings.allow_hosts), self._limits)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LibraryError(
                f"The folder {self._settings.library} cannot be written "
                f"({error.strerror or error}): check that the disk is there and not full."
            ) from error


def _links(posts: Sequence[Post]) -> Iterator[str]:
    for post in posts:
        yield from post.links


def sources_file(settings: Settings) -> Path:
    """Path of the list of sources, which need not exist."""
    return settings.sources or settings.library / "sources.toml"


def _files(folder: Path) -> Iterator[Path]:
    """The files in `folder` that are not hidden."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
