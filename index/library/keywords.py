"""Plans a keyword search: which words it uses, and which passages it scores (pure).

BM25 scores every passage that has any of the words, so the most frequent words, which say least,
cost most. Here the rarer words select the passages, the others only help to rank them, and very
frequent words are left out: the cost does not grow with the library.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

# A word in this many passages is frequent and is not counted further. Over 29,000 passages of news
# even 1,500 found the article asked about as often as no limit did (see bench/LOG.md).
FREQUENT = 20_000
# Passages that are ranked, beyond those with the rarest word: about 1.5 microseconds each.
_RANKED = 8_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A search for passages with all words of any group of `needed`, scored by `ranked`."""

    needed: tuple[tuple[str, ...], ...]
    ranked: tuple[str, ...]


def plan(counts: Mapping[str, int], ranked: int = _RANKED, frequent: int = FREQUENT) -> Plan:
    """Choose the words that are worth searching for.

    `counts` holds the number of passages with each word, cut at `frequent`. At most `ranked`
    passages are scored, or those with the rarest word. If every word is frequent, a passage must
    have two of them.
    """
    known = tuple(word for word in counts if counts[word])
    rare = tuple(word for word in known if counts[word] < frequent)
    if not rare:
        return Plan(tuple(combinations(known, min(2, len(known)))) if known else (), known)
    needed: list[str] = []
    total = 0
    for word in sorted(rare, key=counts.__getitem__):
        if needed and total + counts[word] > ranked:
            break
        needed.append(word)
        total += counts[word]
    return Plan(tuple((word,) for word in needed), rare)


def anywhere(found: Plan) -> Plan:
    """Change the plan so that any one of its words is enough."""
    return Plan(tuple((word,) for word in found.ranked), found.ranked)


def expression(found: Plan, quoted: Mapping[str, str]) -> str:
    """The plan as an FTS5 query of the `quoted` words; "" when there is nothing to search for."""
    groups = [" AND ".join(quoted[word] for word in group) for group in found.needed]
    if {word for group in found.needed for word in group} == set(found.ranked):
        return " OR ".join(f"({group})" for group in groups)
    ranked = " OR ".join(quoted[word] for word in found.ranked)
    return f"({' OR '.join(groups)}) AND ({ranked})"
