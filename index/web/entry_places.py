"""Remembers where each entry of a feed is kept, so that one whose link changes stays one article.

A feed names each of its entries (guid, id), but some name all the same or use a name again. So an
entry counts as one that is known only if its title or its time is the same too. And an address that
is another entry's own is never shared, for one would overwrite the other. Fetches nothing.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Set
from contextlib import suppress
from pathlib import Path

from index.atomic import atomic_write
from index.web.feeds import Entry

# A time of day, but not midnight, which stands for a date alone, nor the offset of its zone.
_TIME = re.compile(r"(?<![\d:+−-])(?!00:00(?!:\d*[1-9]))\d\d:\d\d")
_MOST = 5_000  # entries remembered of a feed: more than any shows at a time


class EntryPlaces:
    """The places of one feed's entries, kept in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._places: dict[str, tuple[str, str, str]] = {}  # id: place, title, date
        # It can be made again from the feed, so a file that cannot be read is no fault.
        with suppress(OSError, ValueError, TypeError, AttributeError):
            found = json.loads(file.read_bytes())
            self._places = {name: _three(*map(str, each)) for name, each in found.items()}
        self._kept = dict(self._places)

    @property
    def is_new(self) -> bool:
        """Whether no entry was ever noted."""
        return not self._places

    def place(self, entry: Entry, usual: str, own: Set[str] = frozenset()) -> str:
        """Return the address under which the entry is kept: `usual`, or the one noted for its id.

        `own` are the usual addresses of all entries of the feed.
        """
        place, title, published = (
            self._places.get(entry.id, ("", "", "")) if entry.id else ("",) * 3
        )
        timed = bool(_TIME.search(published))  # many entries can be of one day
        same = (title and title == entry.title) or (timed and published == entry.published)
        return place if same and place not in own else usual

    def note(self, entry: Entry, place: str) -> None:
        """Remember where the entry is kept."""
        if entry.id:
            self._places.pop(entry.id, None)  # the last are those that are forgotten last
            self._places[entry.id] = (place, entry.title, entry.published)

    def save(self) -> None:
        """Write what has changed. Raises OSError."""
        if list(self._places.items()) != list(self._kept.items()):
            newest = dict(list(self._places.items())[-_MOST:])
            self._file.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(self._file, json.dumps(newest, ensure_ascii=False))
            self._kept = dict(self._places)


def named_once(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, without the names that several of them share, which name nothing."""
    found = list(entries)
    names = Counter(entry.id for entry in found)
    return [entry if names[entry.id] == 1 else entry.without_id() for entry in found]


def _three(place: str, title: str, published: str) -> tuple[str, str, str]:
    return place, title, published
