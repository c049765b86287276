"""Room: datasketch. Which texts are near-duplicates: one agency's report in many papers (pure).

Compared are passages and not articles: an update repeats most of a report and adds the paragraph
that is asked for, and a group of whole articles would hide it. Two passages are duplicates when
they share most runs of three words and all that makes a report another one: numbers, days, a "not".
Each member of a group is a duplicate of its first one, so that no chain of small changes leads to
another text. One that was cut to half is none: over 28,761 passages of real news and 234 questions
folding those in too, when a question is asked, found nothing more.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from datasketch import MinHash
from numpy.lib.stride_tricks import sliding_window_view

from index.lang.en.calendar import MONTHS, WEEKDAYS
from index.lang.en.numbers import CARDINALS, MAGNITUDES, ORDINALS, UNCOUNTED
from index.splitting.unspaced import separated

# A library remembers it: raise it whenever signatures or groups of the same texts would differ.
DUPLICATES_VERSION = 1

Signatures = npt.NDArray[np.uint32]  # a row a text, a column a band

_SAME = 0.7  # share of all runs of words that two texts have in common
_RUN = 3  # words
_ORDER = np.array([1, 0x9E3779B1, 0x85EBCA77], dtype=np.uint32)  # any odd numbers, one a word
# 16 bands of 4 values: of texts that are 70 % alike 99 % share a band, of those 80 % alike all but
# one in five thousand; of those 30 % alike every eighth does, which the exact check then sorts out.
_BANDS, _ROWS = 16, 4
_PERMUTATIONS = MinHash(num_perm=_BANDS * _ROWS).permutations
_TRIED = (
    32  # groups that a text is compared with: more share a band only where someone plays tricks
)

# Words that make a report another one, besides all with a digit.
_TELLING = frozenset(
    {"no", "not", "never"}
    | {day.lower() for day in WEEKDAYS}
    | {month.lower() for month in MONTHS} - {"may"}
    | CARDINALS.keys() - {"zero", "one"}
    | ORDINALS.keys()
    | MAGNITUDES.keys() - {"trillion"}
    | set(UNCOUNTED)
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a text is compared: its runs of words as sorted hashes, and the telling words."""

    runs: npt.NDArray[np.uint32]
    telling: frozenset[str]


def shape(text: str) -> Shape:
    """Of `text`, without regard to case, punctuation and blanks."""
    words = re.findall(r"\w+", separated(text.lower()))
    hashes = np.array(
        [zlib.crc32(word.encode("utf-8", "replace")) for word in words] or [0], dtype=np.uint32
    )
    # A polynomial of neighbours, so that their order counts; it wraps around, which is no harm.
    runs = sliding_window_view(hashes, min(_RUN, len(hashes))) @ _ORDER[: len(hashes)]
    different = frozenset(words)
    telling = {word for word in different if not word.isalpha()}  # what has a digit
    return Shape(np.unique(runs), different & _TELLING | telling)


def duplicates(one: Shape, other: Shape) -> bool:
    """Whether the texts say the same in nearly the same words."""
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    both = len(one.runs) + len(other.runs) - shared
    return shared >= _SAME * both > 0 and one.telling == other.telling


def signature(shape: Shape) -> bytes:
    """64 bytes, in bands of four: those of duplicates have nearly always a band in common."""
    sketch = MinHash(
        num_perm=_BANDS * _ROWS, hashfunc=int, permutations=_PERMUTATIONS, scheme="affine32"
    )
    sketch.update_batch(shape.runs.tolist())
    telling = " ".join(sorted(shape.telling)).encode("utf-8", "replace")
    bands = sketch.hashvalues.reshape(_BANDS, _ROWS)
    keys = [zlib.crc32(band.tobytes(), zlib.crc32(telling)) for band in bands]
    return np.array(keys, dtype=np.uint32).tobytes()


def signatures(kept: Sequence[bytes]) -> Signatures:
    """What `signature` gave, as rows."""
    return np.frombuffer(b"".join(kept), dtype=np.uint32).reshape(-1, _BANDS)


def sharing(rows: Signatures) -> list[int]:
    """Numbers of the rows that have a band in common with another one."""
    likely = np.zeros(len(rows), dtype=bool)
    for band in range(_BANDS):
        order = np.argsort(rows[:, band], kind="stable")
        same = np.diff(rows[order, band]) == 0
        likely[order[1:][same]] = True
        likely[order[:-1][same]] = True
    return [int(row) for row in np.flatnonzero(likely)]


def groups(rows: Signatures, shapes: Iterable[Shape]) -> list[list[int]]:
    """Row numbers of the texts that are duplicates, two or more a group, each in one at most.

    `shapes` are those of all rows. The order of the rows decides which text is first in its group.
    """
    groups: list[list[int]] = []
    firsts: list[Shape] = []
    # Of each band, which groups have a first text with this key.
    found: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in range(_BANDS)]
    for row, (keys, own) in enumerate(zip(rows.tolist(), shapes, strict=True)):
        alike = [keyed[key] for keyed, key in zip(found, keys, strict=True)]
        near = list(dict.fromkeys(chain.from_iterable(alike)))[:_TRIED]
        group = next((number for number in near if duplicates(own, firsts[number])), None)
        if group is not None:
            groups[group].append(row)
            continue
        for numbers in alike:
            if len(numbers) < _TRIED:
                numbers.append(len(groups))
        groups.append([row])
        firsts.append(own)
    return [group for group in groups if len(group) > 1]
