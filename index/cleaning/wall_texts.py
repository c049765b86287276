"""Recognises what a site shows in place of an article (pure): calls to subscribe or to log in,
questions about consent, checks for robots, pages that are missing, sites that are closed.

The words are in `index/language_data/`; those of all languages count, for the language of such a
page is the reader's, not the site's. One such sentence may well stand in an article, so a text is a
wall only if much of it is. Knows no markup.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType

from index.cleaning.labels import REPORTED
from index.language_data.de import wall_phrases as german
from index.language_data.en import wall_phrases as english
from index.language_data.es import wall_phrases as spanish
from index.language_data.fr import wall_phrases as french
from index.language_data.ru import wall_phrases as russian
from index.language_data.uk import wall_phrases as ukrainian
from index.language_data.zh import wall_phrases as chinese
from index.splitting.sentences import split_text

_LANGUAGES: tuple[ModuleType, ...] = (
    *(english, german, spanish, french, russian, ukrainian, chinese),
)
KINDS = tuple(english.WALLS)

_ASKING = ("subscription", "consent")  # kinds that stand within articles too

# Characters. A longer text is an article, whatever stands in it.
_LONGEST = 3000
_LONGEST_LINE = 400
# With such a title, a text of at most this many characters is a wall whatever it says.
_SHORT = 150
# Share of a text's characters in sentences of walls: with a title of a wall, and without.
_SHARE_UNDER_A_TITLE, _SHARE = 0.15, 0.5
_FEWEST_PHRASES = 2
# Signs of a question about consent that one paragraph of it has at least.
_FEWEST_SIGNS = 2
# What an article has in front of a paid part is at most so many characters long.
_BEGINNING = 1500

_SEPARATOR = re.compile(r"\s+[|–—:·•-]+\s+|[:|]\s")
_NOT_WORDS = re.compile(r"[^\w'/&\s]|…")
_QUOTES = re.compile(r"[“”„«»\"]")
# Where a word begins; in Chinese, any character may.
_STARTS = re.compile(r"(?<!\w)\w|[\u4e00-\u9fff]")
_KEY = 2  # characters by which phrases are looked up


def wall_of(title: str, text: str) -> str:
    """The kind of wall that a page of this title and text is, one of `KINDS`; "" if it is none."""
    if len(text) > _LONGEST:
        return ""
    lengths, phrases, total = _measured(text)
    kind = max(lengths, key=lambda kind: lengths[kind], default="")
    share = sum(lengths.values()) / total if total else 0.0
    titled = _kind_of_title(title)
    if titled and (share >= _SHARE_UNDER_A_TITLE or len(text) <= _SHORT):
        return titled if titled in lengths or not kind else kind
    return kind if share >= _SHARE and phrases >= _FEWEST_PHRASES else ""


def has_wall_words(title: str, text: str) -> str:
    """The kind of wall of which at least one phrase is in the title or the text; else ""."""
    lengths, _, _ = _measured(text)
    return _kind_of_title(title) or max(lengths, key=lambda kind: lengths[kind], default="")


def is_wall_line(line: str) -> bool:
    """Whether a paragraph of an article only asks to subscribe, to log in or for consent."""
    if len(line) > _LONGEST_LINE:
        return False
    found = _phrases().found(_plain(line))
    first = next(((kind, at) for kind, at in found if kind in _ASKING), None)
    if first is None or REPORTED.search(line) or _QUOTES.search(line):
        return False
    lengths, phrases, total = _measured(line)
    ours = sum(lengths[kind] for kind in _ASKING)
    return ours >= _SHARE * total and (phrases >= _FEWEST_PHRASES or first[1] == 0)


def is_only_beginning(text: str) -> bool:
    """Whether what is read of an article ends, after a little, in a call to subscribe."""
    lines = [line for line in text.split("\n") if line.strip()]
    asking = [line for line in lines if is_wall_line(line) and "subscription" in _measured(line)[0]]
    return bool(asking) and len(text) - sum(map(len, asking)) <= _BEGINNING


def asks_for_consent(text: str) -> bool:
    """Whether a paragraph asks for consent to store and use data, in any of our languages."""
    if any(kind == "consent" for kind, _ in _phrases().found(_plain(text))):
        return True
    return consent_signs(text) >= _FEWEST_SIGNS


def consent_signs(text: str) -> int:
    """How many kinds of words about consent are in the text: of data, partners, choices and so on.

    Those of the language that has most.
    """
    plain = _plain(text)
    return max(len({sign for sign, _ in signs.found(plain)}) for signs in _signs())


def is_consent_button(label: str) -> bool:
    """Whether `label` is that of a button which gives or refuses consent."""
    return " ".join(_plain(label).strip(" .!›»>×").split()) in _buttons()


def _measured(text: str) -> tuple[Counter[str], int, int]:
    """Characters of the sentences of each kind of wall, their phrases, and all characters."""
    lengths, phrases, total = Counter[str](), 0, 0
    for line in text.split("\n"):
        for sentence in split_text(line):
            total += len(sentence.text)
            found = _kinds(sentence.text)
            if found and not REPORTED.search(sentence.text):
                lengths[found.most_common(1)[0][0]] += len(sentence.text)
                phrases += found.total()
    return lengths, phrases, total


def _kinds(sentence: str) -> Counter[str]:
    return Counter(kind for kind, _ in _phrases().found(_plain(sentence)))


def _kind_of_title(title: str) -> str:
    plain = _plain(title)
    parts = [_NOT_WORDS.sub(" ", part) for part in [plain, *_SEPARATOR.split(plain)]]
    whole = {" ".join(part.split()) for part in parts}
    for kind in KINDS:
        if whole & _titles()[kind]:
            return kind
    found = _kinds(title)
    return found.most_common(1)[0][0] if found else ""


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("\xa0", " ")


def _listed(phrases: str) -> list[str]:
    found = (" ".join(phrase.split()) for phrase in phrases.split("|"))
    return [phrase for phrase in found if phrase]


class _Phrases:
    """Finds phrases of several kinds where a word begins, in time linear in the text.

    Looks phrases up by their first characters: one pattern of a thousand phrases takes a hundred
    times as long. Makes a phrase's pattern when a text has its first characters: most programs
    meet few of them.
    """

    def __init__(self, kinds: Iterable[tuple[str, str]]) -> None:
        self._by_beginning = defaultdict[str, list[tuple[str, str]]](list)
        pairs = {(kind, phrase) for kind, phrases in kinds for phrase in _listed(phrases)}
        for kind, phrase in sorted(pairs, key=lambda pair: (-len(pair[1]), pair)):
            self._by_beginning[phrase[:_KEY]].append((kind, phrase))

    def found(self, plain: str) -> Iterator[tuple[str, int]]:
        """Each phrase's kind and offset in `plain`, in order; they do not overlap."""
        end = 0
        for start in _STARTS.finditer(plain):
            at = start.start()
            if at < end:
                continue
            for kind, phrase in self._by_beginning.get(plain[at : at + _KEY], ()):
                if match := _pattern(phrase).match(plain, at):
                    end = match.end()
                    yield kind, at
                    break


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = (re.escape(part.strip()) for part in phrase.split("…") if part.strip())
    # "…" stands for up to four words
    return re.compile(r"\W+(?:\w+\W+){0,4}?".join(parts))


@cache
def _phrases() -> _Phrases:
    """The phrases of all walls."""
    return _Phrases((kind, data.WALLS[kind]) for data in _LANGUAGES for kind in KINDS)


@cache
def _titles() -> dict[str, frozenset[str]]:
    """The titles of the walls of each kind."""
    return {
        kind: frozenset(phrase for data in _LANGUAGES for phrase in _listed(data.TITLES[kind]))
        for kind in KINDS
    }


@cache
def _signs() -> list[_Phrases]:
    """The words about consent of each language."""
    return [_Phrases(data.CONSENT.items()) for data in _LANGUAGES]


@cache
def _buttons() -> frozenset[str]:
    """What stands on buttons that give or refuse consent."""
    return frozenset(phrase for data in _LANGUAGES for phrase in _listed(data.CONSENT_BUTTONS))
