"""Wraps datasketch: finds near-duplicates, such as an agency's report in many papers (pure).

Passages are compared, not articles: an update repeats most of a report and adds the paragraph that
is asked about, which a group of whole articles would hide. Two passages are duplicates when they
share most runs of three words and all words that make a report a different one: numbers, days, a
"not". Each member of a group is a duplicate of the group's first one, so that no chain of small
changes leads to another text. A passage that was cut to half is not a duplicate: over 28,761
passages of real news and 234 questions, including those found nothing more.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from index.language_data.de import date_words as de
from index.language_data.en import date_words as en
from index.language_data.en.numbers import CARDINALS, MAGNITUDES, ORDINALS, UNCOUNTED
from index.language_data.es import date_words as es
from index.language_data.fr import date_words as fr
from index.language_data.negations import NEGATIONS
from index.language_data.ru import date_words as ru
from index.language_data.uk import date_words as uk
from index.splitting.languages_without_spaces import separated

if TYPE_CHECKING:
    from datasketch import MinHash

# A library remembers it: raise it whenever signatures or groups of the same texts would differ.
DUPLICATES_VERSION = 2

_OTHERS = (de, es, fr, ru, uk)

Signatures = npt.NDArray[np.uint32]  # shape (texts, bands)

_SAME = 0.7  # share of their runs of words that duplicates have in common at least
_RUN = 3  # words in a run
# Any odd numbers, one for each word of a run.
_ORDER = np.array([1, 0x9E3779B1, 0x85EBCA77], dtype=np.uint32)
# 16 bands of 4 values: of pairs with 70 % of their runs in common 99 % share a band, of those with
# 80 % all but one in five thousand. Of pairs with 30 % one in eight does, which the exact check
# rejects.
_BANDS, _ROWS = 16, 4
# Most groups that a text is compared with. More share a band only in texts made to cause that.
_TRIED = 32

# Words that make a report another one, besides all with a digit. "May" and the Spanish eleven are
# English words as well.
_TELLING = frozenset(
    NEGATIONS
    | CARDINALS.keys() - {"zero", "one"}
    | ORDINALS.keys()
    | MAGNITUDES.keys() - {"trillion"}
    | set(UNCOUNTED)
    | {word for each in _OTHERS for word, value in each.NUMBERS.items() if value > 1} - {"once"}
)
_DAYS = re.compile(
    "|".join(name for each in (en, *_OTHERS) for name in (*each.MONTHS, *each.WEEKDAYS)),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The parts of a text that are compared: its runs of words, and its telling words.

    `runs` are sorted hashes without repetition, shape (runs,).
    """

    runs: npt.NDArray[np.uint32]
    telling: frozenset[str]


def shape(text: str) -> Shape:
    """The shape of `text`, ignoring case, punctuation and blanks."""
    words = re.findall(r"\w+", separated(text.lower()))
    hashes = np.array(
        [zlib.crc32(word.encode("utf-8", "replace")) for word in words] or [0], dtype=np.uint32
    )
    # A polynomial, so that the order of words counts; that it overflows does no harm.
    runs = sliding_window_view(hashes, min(_RUN, len(hashes))) @ _ORDER[: len(hashes)]
    different = frozenset(words)
    return Shape(np.unique(runs), frozenset(filter(_is_telling, different)))


@lru_cache(maxsize=100_000)
def _is_telling(word: str) -> bool:
    """Whether a lower-case word makes a report another one; all with a digit do."""
    is_day = _DAYS.fullmatch(word) is not None and word != "may"
    return not word.isalpha() or word in _TELLING or is_day


def duplicates(one: Shape, other: Shape) -> bool:
    """Whether two texts say the same in nearly the same words."""
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    both = len(one.runs) + len(other.runs) - shared
    return shared >= _SAME * both > 0 and one.telling == other.telling


def signature(shape: Shape) -> bytes:
    """MinHash bands of a text, 64 bytes: duplicates nearly always have a band in common."""
    sketch = _empty().copy()
    sketch.update_batch(shape.runs.tolist())
    telling = " ".join(sorted(shape.telling)).encode("utf-8", "replace")
    bands = sketch.hashvalues.reshape(_BANDS, _ROWS)
    keys = [zlib.crc32(band.tobytes(), zlib.crc32(telling)) for band in bands]
    return np.array(keys, dtype=np.uint32).tobytes()


def signatures(kept: Sequence[bytes]) -> Signatures:
    """Turn results of `signature` into an array, shape (len(kept), bands)."""
    return np.frombuffer(b"".join(kept), dtype=np.uint32).reshape(-1, _BANDS)


def sharing(rows: Signatures) -> list[int]:
    """Indices of the rows that have a band in common with another row."""
    likely = np.zeros(len(rows), dtype=bool)
    for band in range(_BANDS):
        order = np.argsort(rows[:, band], kind="stable")
        same = np.diff(rows[order, band]) == 0
        likely[order[1:][same]] = True
        likely[order[:-1][same]] = True
    return [int(row) for row in np.flatnonzero(likely)]


def groups(rows: Signatures, shapes: Iterable[Shape]) -> list[list[int]]:
    """Group duplicates: indices of rows, two or more a group, each row in one group at most.

    `shapes` are those of all rows. The order of the rows decides which text is first in its group.
    """
    groups: list[list[int]] = []
    firsts: list[Shape] = []
    # For each band: key -> groups whose first text has that key.
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


@cache
def _empty() -> "MinHash":
    """A sketch of no runs. Imports datasketch here: it loads SciPy, which only indexing needs."""
    from datasketch import MinHash

    permutations = MinHash(num_perm=_BANDS * _ROWS).permutations
    return MinHash(
        num_perm=_BANDS * _ROWS, hashfunc=int, permutations=permutations, scheme="affine32"
    )
