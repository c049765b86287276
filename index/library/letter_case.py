"""Writes the names of a question as articles write them: "kraysund" as "Kraysund" (pure).

On a phone people type in small letters, or all in capitals. What a question asks is read from its
names too, and those are known by their capitals.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from index.language_data.en.date_words import MONTHS, WEEKDAYS
from index.language_data.en.follow_ups import PREPOSITIONS
from index.language_data.en.words import STOP_WORDS
from index.library.spelling import WORD
from index.splitting.languages_without_spaces import unspaced

_CALENDAR = {name.lower() for name in (*MONTHS, *WEEKDAYS)}
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_PRONOUN = re.compile(r"I(?:['’]\w+)?")  # "I'm" is no name
# Grammar and dates are read in small letters too, and a capital might be wrong: "who may resign".
_NO_NAMES = STOP_WORDS | PREPOSITIONS | {"may", "us", "will"} | _CALENDAR
# So many times as often a word is written with a capital as without, if it is a name: "President"
# often has one, before a name.
_OFTENER = 4
_SHORTEST = 2  # letters: "eu"; one letter alone is a word of many languages
# What stands before a word that opens a sentence or a quotation, and has its capital from that.
_OPENS = re.compile(r"(?:[.!?:…\n]|[\"“”„«»‘])[\s\"“”„«»‘’'(\[–—-]*$")
_BEFORE = 8  # characters in which that is seen
_NAME_BEHIND = re.compile(r" [^\W\d_a-z][a-z]")


def recased(question: str, texts_with: Callable[[str], Sequence[str]]) -> str:
    """Return `question` with its names as articles write them, if it was typed without capitals.

    As it is where it has capitals behind its first word and small letters too. `texts_with` gives
    texts that have a word, given in small letters.
    """
    words = list(WORD.finditer(question))
    with_care = any(w.group()[0].isupper() and not _PRONOUN.fullmatch(w.group()) for w in words[1:])
    if with_care and not question.isupper():
        return question
    small = [_bare(match.group()).lower() for match in words]
    forms = [_printed(word, texts_with(word)) if _may_be_name(word) else "" for word in small]
    for at, word in enumerate(small):  # "Winter" is one in "Winter Palace", "Today" in "USA Today"
        for name, pair in (
            (forms[at - 1] if at else "", "{name} {word}"),
            (forms[at + 1] if at + 1 < len(forms) else "", "{word} {name}"),
        ):
            if name and _may_be_name(word):
                beside = _printed_beside(name, word, pair, texts_with(name.lower()))
                forms[at] = beside or forms[at]
    lower = f"{question[:1]}{question[1:].lower()}"
    if question.isupper() and any(forms) and len(lower) == len(question):
        question = lower  # a small letter of another alphabet may be two: "İ"
        forms = [
            form or (word.capitalize() if _may_be_name(word) and not texts_with(word) else "")
            for word, form in zip(small, forms, strict=True)
        ]
    for match, form in zip(reversed(words), reversed(forms), strict=True):
        if form:
            end = match.start() + len(_bare(match.group()))
            question = f"{question[: match.start()]}{form}{question[end:]}"
    return question


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _may_be_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _NO_NAMES and not unspaced(word)


def _printed(word: str, texts: Sequence[str]) -> str:
    """How most of `texts` write a name within a sentence; "" for what is none.

    "blys" is written as "Bly" is: of several, or typed without its apostrophe.
    """
    form = _most_written(word, texts)
    if not form and word.endswith("s") and len(word) > _SHORTEST:
        one = _most_written(word[:-1], texts)
        return f"{one}s" if one else ""
    return form


def _most_written(word: str, texts: Iterable[str]) -> str:
    found = Counter(form for text in texts for form in _forms(word, text))
    one = word.removesuffix("s")
    # "shots" is no name where "shot" is none.
    small = sum(found.pop(other, 0) for other in (one, f"{one}s"))
    found = Counter({form: many for form, many in found.items() if form.lower() == word})
    if found.total() <= _OFTENER * small:
        return ""
    return max(found.items(), key=lambda each: (each[1], each[0]))[0]


def _printed_beside(name: str, word: str, pair: str, texts: Iterable[str]) -> str:
    """How most of `texts` write `word` right beside a name, as `pair` has both; "" if small."""
    both = pair.format(name=re.escape(name), word=rf"(?P<word>{re.escape(word)})")
    pattern = re.compile(rf"(?<!\w){both}(?!\w)".replace(" ", r"\s"), re.IGNORECASE)
    found = Counter(
        match["word"]
        for text in texts
        for match in pattern.finditer(text)
        if not _opens(text, match.start("word"))
    )
    form, _ = max(found.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    return form if form != word else ""


def _forms(word: str, text: str) -> Iterator[str]:
    """Each way in which `text` writes `word` or its plural, but where it only opens a sentence.

    A first name opens one with its surname behind it: "Kirsty Vale came third."
    """
    either = rf"(?<![\w’']){re.escape(word.removesuffix('s'))}s?(?!\w)"
    for match in re.finditer(either, text, re.IGNORECASE):
        if not _opens(text, match.start()) or _NAME_BEHIND.match(text, match.end()):
            yield match.group()


def _opens(text: str, at: int) -> bool:
    """Whether the word at a place of `text` opens a sentence or a quotation."""
    first = max(0, at - _BEFORE)
    return _OPENS.search(text[first:at] if first else f"\n{text[:at]}") is not None
