"""Brings what the sources list into a folder of files: new pages, changed ones, entries of feeds.

What was fetched is kept as it came (`index.readers.page_file`), so that the index can be made anew
without the network. Nothing is deleted: a feed forgets after days what a library is to remember.
"""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from courlan import normalize_url

from index.errors import FetchError
from index.readers import page_file
from index.readers.page_file import Note, Page
from index.readers.warc import suffix_of
from index.types import Failure, Progress, Report, quiet
from index.web.connection import parsed
from index.web.feeds import Entry, Feed, NotAFeedError, read_feed
from index.web.fetch import Fetched, Fetcher
from index.web.sources import Sources

_LOG = logging.getLogger(__name__)

_AT_ONCE = 4  # sources; those of one host still wait for each other
_ENTRIES = 100  # of one feed at a time, the newest by its own order
_FEEDS = ".feeds"  # hidden from whoever looks for articles
_IS_FEED = ("rss", "atom", "feed+json")


async def refresh(
    sources: Sources, folder: Path, fetcher: Fetcher, report: Report, progress: Progress = quiet
) -> None:
    """Fetch what is new or changed into `folder`; what fails is a line in `report` each source.

    `progress` counts sources. Raises OSError when `folder` cannot be written.
    """
    gate, done = asyncio.Semaphore(_AT_ONCE), 0
    everything = [*((url, True) for url in sources.feeds), *((url, False) for url in sources.pages)]

    async def one(url: str, is_feed: bool) -> None:
        nonlocal done
        async with gate:
            progress(done, len(everything), url)
            try:
                if is_feed:
                    await _refresh_feed(url, folder, fetcher, report)
                else:
                    await fetch_page(url, folder, fetcher)
            except FetchError as error:
                report.failed.append(Failure(url, error.reason))
            except OSError:
                raise  # the disk is at fault, for all of them
            except Exception:
                _LOG.exception("%s failed", url)
                report.failed.append(Failure(url, "failed as nobody foresaw: the log says how."))
            done += 1

    if everything:
        await asyncio.gather(*(one(url, is_feed) for url, is_feed in everything))


async def fetch_page(url: str, folder: Path, fetcher: Fetcher) -> Path:
    """Fetch one page, unless what is kept is still the newest; gives the file it is kept in.

    Raises FetchError, also when it is of a kind that is not read.
    """
    parsed(url)
    address = canonical(url)
    place = page_file.file_of(folder, address)
    before = page_file.load(place)
    found = await _get(fetcher, address, before)
    if found is not None:
        _keep(place, address, found, before, before.note if before else Note())
    return place


def canonical(url: str) -> str:
    """`url` without what only says where a reader came from."""
    try:
        return str(normalize_url(url.strip())).partition("#")[0]
    except (ValueError, TypeError, AttributeError):
        return url.strip()


async def _get(fetcher: Fetcher, url: str, before: Page | None, via: str = "") -> Fetched | None:
    known = before if before and before.data else Page(url)
    found = await fetcher.get(url, etag=known.etag, last_modified=known.last_modified, via=via)
    if found and not suffix_of(found.kind, found.url):
        if any(mark in found.kind for mark in _IS_FEED):
            raise FetchError(url, "is a feed: put it under feeds in sources.toml.")
        raise FetchError(url, f"is of a kind that Byline does not read ({found.kind[:60]}).")
    return found


def _keep(place: Path, url: str, found: Fetched, before: Page | None, note: Note) -> None:
    page = Page(
        url=found.url,
        data=found.data,
        kind=found.kind,
        charset=found.charset,
        etag=found.etag,
        last_modified=found.last_modified,
        note=note,
    )
    if page != before:  # a file that is not written need not be read again
        page_file.write(place, page)


async def _refresh_feed(url: str, folder: Path, fetcher: Fetcher, report: Report) -> None:
    place = page_file.file_of(folder / _FEEDS, url)
    before = page_file.load(place)
    known = before or Page(url)
    found = await fetcher.get(url, etag=known.etag, last_modified=known.last_modified)
    newest = found or known
    data, base = newest.data, newest.url
    try:
        # Reading a large one takes a second, in which other sources can go on.
        feed = await asyncio.to_thread(read_feed, data, base, newest.charset)
    except NotAFeedError as error:
        raise FetchError(url, f"{error}: check the address.") from error
    if feed.remark:
        report.remarks.append(Failure(url, feed.remark))
    faults = [
        fault
        for entry in feed.entries[:_ENTRIES]
        if (fault := await _refresh_entry(entry, feed, base, folder, fetcher))
    ]
    if found:
        _keep(place, url, found, before, Note())
    if faults:
        first, reason = faults[0]
        many = f"{len(faults)} of its pages could not be fetched; the first, {first}, {reason}"
        report.failed.append(Failure(url, many if len(faults) > 1 else f"{first} {reason}"))


async def _refresh_entry(
    entry: Entry, feed: Feed, base: str, folder: Path, fetcher: Fetcher
) -> tuple[str, str] | None:
    """Fetch an entry's page if it is new or the feed says otherwise of it; gives what failed."""
    # An entry without a page of its own has its text in the feed.
    address = canonical(entry.url) if entry.url else f"{base}#{entry.mark}"
    place = page_file.file_of(folder, address)
    before = page_file.load(place)
    if before and before.note.mark == entry.mark:
        return None
    note = Note(entry.title, feed.title, entry.published, feed.language, entry.content, entry.mark)
    if not entry.url:
        page_file.write(place, Page(address, note=note))
        return None
    try:
        found = await _get(fetcher, address, before, via=base)
    except FetchError as error:
        if not entry.content:
            return address, error.reason
        # The feed's own text will do, be it whole or only the beginning.
        page_file.write(place, replace(before or Page(address), note=note))
        return None
    if found is not None:
        _keep(place, address, found, before, note)
    elif before is not None:
        page_file.write(place, replace(before, note=note))
    return None
