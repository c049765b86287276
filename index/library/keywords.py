"""Which words of a question a keyword search looks for, and in which of the passages (pure).

BM25 scores every passage that has any of the words, so its cost is that of the most frequent ones,
which say least. Here the rarer words choose the passages, the others only help to rank them, and
what stands in a great many is not looked for: the cost stays the same however large a library is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

# Passages up to which a word is counted; from there on it is frequent. Over 29,000 passages of news
# even 1,500 found the article asked about as often as no limit did (see bench/LOG.md).
FREQUENT = 20_000
# Passages that are ranked, at least those with the rarest word: about 1.5 microseconds each.
_RANKED = 8_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Passages with all words of any group of `needed` are ranked, by how they match `ranked`."""

    needed: tuple[tuple[str, ...], ...]
    ranked: tuple[str, ...]


def plan(counts: Mapping[str, int], ranked: int = _RANKED, frequent: int = FREQUENT) -> Plan:
    """The words that are worth looking for. `counts` tells in how many passages each word is,
    `frequent` or more meaning that nobody counted on.

    Where every word is frequent, a passage has to have two of them.
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
    """The plan with which one word is enough, any of those that help to rank."""
    return Plan(tuple((word,) for word in found.ranked), found.ranked)


def expression(found: Plan, quoted: Mapping[str, str]) -> str:
    """The plan in the query language of FTS5, from words quoted for it; "" when there is none."""
    groups = [" AND ".join(quoted[word] for word in group) for group in found.needed]
    if {word for group in found.needed for word in group} == set(found.ranked):
        return " OR ".join(f"({group})" for group in groups)
    ranked = " OR ".join(quoted[word] for word in found.ranked)
    return f"({' OR '.join(groups)}) AND ({ranked})"
