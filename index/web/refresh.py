"""Fetches what the sources list into a folder of files: new pages, changed pages, feed entries.

Pages are kept as they were sent (`index.readers.saved_page`), so that the index can be rebuilt
without the network. Nothing is deleted, because a feed drops after days what a library keeps.
"""

import asyncio
import contextlib
import logging
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from courlan import normalize_url

from index.errors import FetchError, WallError
from index.readers import formats, saved_page
from index.readers.refused_pages import SHOWS, refusal
from index.readers.saved_page import Note, Page
from index.readers.warc import suffix_of
from index.types import Failure, Progress, Report, quiet
from index.web.connection import parsed
from index.web.entry_places import EntryPlaces, named_once
from index.web.feeds import Entry, Feed, NotAFeedError, read_feed
from index.web.fetch import Fetched, Fetcher
from index.web.sources import Sources

_LOG = logging.getLogger(__name__)

_AT_ONCE = 4  # sources fetched at once; those of one host still wait for each other
_ENTRIES = 100  # new and changed entries of a feed that are fetched at a time
_NUMBER = re.compile(
    r"(?!(?:utm|mc|ga|pk|mtm|hsa)_|\w*cl(?:k|ick)?id=|igsh)[\w-]+=\d+", re.IGNORECASE
)
_FEEDS = ".feeds"  # hidden, so that feeds are not read as articles
_IS_FEED = ("rss", "atom", "feed+json")


async def refresh(
    sources: Sources, folder: Path, fetcher: Fetcher, report: Report, progress: Progress = quiet
) -> None:
    """Fetch what is new or changed into `folder`; add a failure to `report` for each bad source.

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
                raise  # the disk is at fault, so every source would fail
            except Exception:
                _LOG.exception("%s failed", url)
                report.failed.append(Failure(url, "failed unexpectedly: the log says how."))
            done += 1

    if everything:
        await asyncio.gather(*(one(url, is_feed) for url, is_feed in everything))


async def fetch_page(url: str, folder: Path, fetcher: Fetcher) -> Path:
    """Fetch one page, unless the kept one is unchanged; give the file in which it is kept.

    Raises FetchError, also when the page is of a kind that is not read, and WallError when it is a
    wall: nothing is kept then, and what was kept before stays.
    """
    parsed(url)
    address = canonical(url)
    file = saved_page.file_of(folder, address)
    before = saved_page.load(file)
    found = await _get(fetcher, address, before)
    if found is not None:
        if kind := await _wall(found):
            raise WallError(url, refusal(kind), kind)
        _keep(file, found, before, before.note if before else Note())
    return file


def canonical(url: str) -> str:
    """Normalise `url`: without fragment and tracking parameters.

    A number may name the article, as in "?cid=5", and stays; "?ref=rss" does not.
    """
    try:
        plain = str(normalize_url(url.strip())).partition("#")[0]
        kept = plain.partition("?")[2].split("&")
        parts = urlsplit(url.strip()).query.split("&")
        named = sorted(part for part in parts if _NUMBER.fullmatch(part) and part not in kept)
        return f"{plain}{'&' if '?' in plain else '?'}{'&'.join(named)}" if named else plain
    except (ValueError, TypeError, AttributeError):
        return url.strip()


async def _get(fetcher: Fetcher, url: str, before: Page | None, via: str = "") -> Fetched | None:
    known = before if before and before.data else Page(url)
    found = await fetcher.get(url, etag=known.etag, last_modified=known.last_modified, via=via)
    if found and not suffix_of(found.kind, found.url):
        if any(mark in found.kind for mark in _IS_FEED):
            raise FetchError(url, "is a feed: put it under feeds in sources.toml.")
        reason = f"is of a kind that Byline does not read ({found.kind[:60]})."
        raise FetchError(url, reason, for_good=True)
    return found


async def _wall(found: Fetched) -> str:
    """The kind of wall that was fetched, or "". In a thread, because a page takes a while."""
    return await asyncio.to_thread(formats.wall, _page(found, Note()))


def _page(found: Fetched, note: Note) -> Page:
    return Page(
        url=found.url,
        data=found.data,
        kind=found.kind,
        charset=found.charset,
        etag=found.etag,
        last_modified=found.last_modified,
        note=note,
    )


def _keep(file: Path, found: Fetched, before: Page | None, note: Note) -> None:
    page = _page(found, note)
    if page != before:  # an unchanged file is not read again
        saved_page.write(file, page)


async def _refresh_feed(url: str, folder: Path, fetcher: Fetcher, report: Report) -> None:
    file = saved_page.file_of(folder / _FEEDS, url)
    before = saved_page.load(file)
    known = before or Page(url)
    found = await fetcher.get(url, etag=known.etag, last_modified=known.last_modified)
    newest = found or known
    data, base = newest.data, newest.url
    try:
        # In a thread, because a large feed takes a second.
        feed = await asyncio.to_thread(read_feed, data, base, newest.charset)
    except NotAFeedError as error:
        raise FetchError(url, f"{error}: check the address.") from error
    if feed.remark:
        report.remarks.append(Failure(url, feed.remark))
    places = EntryPlaces(file.with_suffix(".json"))
    if places.is_new and before and found:
        await asyncio.to_thread(_remember, places, before)
    entries = named_once(feed.entries)
    own = {_usual_place(entry, base) for entry in entries}
    faults: list[tuple[str, str]] = []
    left = _ENTRIES
    for entry in entries:
        place = places.place(entry, _usual_place(entry, base), own)
        places.note(entry, place)
        kept = saved_page.load(saved_page.file_of(folder, place))
        if left and not (kept and kept.note.mark == entry.mark):
            left -= 1
            fault = await _fetch_entry(
                entry, feed, base, folder, fetcher, report=report, place=place, before=kept
            )
            faults += [fault] if fault else []
    places.save()
    if found:
        _keep(file, found, before, Note())
    if faults:
        first, reason = faults[0]
        many = f"{len(faults)} of its pages could not be fetched; the first, {first}, {reason}"
        report.failed.append(Failure(url, many if len(faults) > 1 else f"{first} {reason}"))


def _remember(places: EntryPlaces, feed: Page) -> None:
    """Note where entries of the feed are kept that was fetched before places were noted."""
    with contextlib.suppress(NotAFeedError):
        for entry in named_once(read_feed(feed.data, feed.url, feed.charset).entries):
            places.note(entry, _usual_place(entry, feed.url))


def _usual_place(entry: Entry, base: str) -> str:
    # An entry without a page has its text in the feed.
    return canonical(entry.url) if entry.url else f"{base}#{entry.mark}"


async def _fetch_entry(
    entry: Entry,
    feed: Feed,
    base: str,
    folder: Path,
    fetcher: Fetcher,
    *,
    report: Report,
    place: str,
    before: Page | None,
) -> tuple[str, str] | None:
    """Fetch the page of an entry that is new or changed; `before` is what is kept at its `place`.

    Gives address and reason if that failed, else None.
    """
    address = _usual_place(entry, base)
    file = saved_page.file_of(folder, place)
    note = Note(entry.title, feed.title, entry.published, feed.language, entry.content, entry.mark)
    if not entry.url:
        saved_page.write(file, Page(address, note=note))
        return None
    try:
        # What is known of the page at another address says nothing of this one.
        found = await _get(fetcher, address, before if place == address else None, via=base)
    except FetchError as error:
        if not entry.content:
            return address, error.reason
        # Use the feed's own text, whether it is complete or only the beginning; without a mark, so
        # that the page is tried again, unless that is in vain.
        unread = note if error.for_good else replace(note, mark="")
        saved_page.write(file, replace(before or Page(address), note=unread))
        return None
    if found is not None:
        if before and before.data and (kind := await _wall(found)):
            # What was read before is better; a wall where nothing was is judged when it is read.
            saved_page.write(file, replace(before, note=note))
            reason = f"now {SHOWS[kind]}: what was read there before is kept"
            report.remarks.append(Failure(address, reason))
        else:
            _keep(file, found, before, note)
    elif before is not None:
        saved_page.write(file, replace(before, note=note))
    return None
