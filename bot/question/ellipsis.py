"""Completes a follow-up that names only a part: "And in June?" becomes the whole question (pure).

What it names takes the place of the part of the same kind in the question before: one that shares
a word with it ("zone B" that of "zone A"), a time, a phrase with the same preposition, a name, what
is counted, a noun. Where no part or more than one fits, nothing is completed: what would be asked
then nobody has asked.

Knows wording only; no article is looked at.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.language.words import names
from bot.question.noun_phrases import LABEL, TIME, head_of, is_name, phrases, pronoun, words_of
from index.language_data.en import follow_ups as worded
from index.language_data.en.date_words import MONTH, WEEKDAYS
from index.language_data.en.numbers import CARDINALS
from index.language_data.en.words import STOP_WORDS

_LONGEST = 8  # words; a longer one is a question of its own
_BARE = 4  # words of one that nothing opens: "in June?"

_OPENS = re.compile(rf"^{worded.OPENS}", re.IGNORECASE)
_CORRECTS = re.compile(rf"^{worded.CORRECTS}", re.IGNORECASE)
_TAIL = re.compile(worded.TAIL, re.IGNORECASE)
_AFTERTHOUGHT = re.compile(worded.AFTERTHOUGHT, re.IGNORECASE)
_RANKS = [re.compile(rf"\b(?:{kind})\b", re.IGNORECASE) for kind in worded.RANKS]
_ORDINAL = _RANKS[0]
_ONE_OF_RANK = re.compile(
    rf"(?:(?:in|on|at|of|for) )?(?:the )?(?P<rank>{'|'.join(worded.RANKS)})(?: ones?)?",
    re.IGNORECASE,
)
_ONE_SUCH = re.compile(worded.ONE_SUCH)
_NOT_BUT = [re.compile(pattern, re.IGNORECASE) for pattern in worded.NOT_BUT]
_WRITTEN_OUT = re.compile(
    rf"(?P<words>{TIME.pattern}(?P<owner>['’]s)?) \((?P<date>[^)]*\d{{4}})\)", re.IGNORECASE
)
_ONE_DAY = re.compile(r"\d{1,2} \w+ \d{4}")
_BEFORE_ITS_END = re.compile(r"[\s,]+(?=\?)")
_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_RELATIVE = re.compile(worded.RELATIVE, re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"(?:{MONTH})$", re.IGNORECASE)
_YEAR = re.compile(r",? \d{4}$")
_FOUR_DIGITS = re.compile(r"\d{4}")
# Not that of "2022-23", nor the "2000" of "the 2000 workers".
_ANY_YEAR = re.compile(
    r"(?<![\w/–-])(?:1[5-9]|20)\d\d(?![\w/–-])(?=\W*$|[,;)]| (?:at|by|for|from|in|of|on|to)\b)"
)
_SO_LONG_FROM_IT = re.compile(worded.SO_LONG_FROM_IT, re.IGNORECASE)
_NO_CLAUSES = (TIME, _SO_LONG_FROM_IT, _ONE_OF_RANK, _ONE_SUCH)
_GRAMMAR = worded.PREPOSITIONS | worded.DETERMINERS | worded.AUXILIARIES | worded.PHRASE_ENDS


class Fragment(NamedTuple):
    """What a follow-up names, and what that is in place of, if it says so."""

    text: str
    instead_of: str = ""


def fragment(text: str) -> Fragment | None:
    """Return what a follow-up names that is no question by itself; None for any other text."""
    bare = text.strip().rstrip("?.!… ")
    if opened := _OPENS.match(bare) or _CORRECTS.match(bare):
        bare = _CORRECTS.sub("", bare[opened.end() :])
    opened = opened or _AFTERTHOUGHT.search(bare)
    bare = _TAIL.sub("", bare).strip(" ,")
    for pattern in _NOT_BUT:
        if both := pattern.fullmatch(bare):
            return Fragment(both["right"].strip(), both["wrong"].strip())
    if not opened and bare[:1].isupper() and bare.split()[0].lower() in _GRAMMAR:
        bare = f"{bare[:1].lower()}{bare[1:]}"  # "In June?", but not "And Per Lund?"
    words = [word.text for word in words_of(bare)]
    if not words or len(words) > _LONGEST or _is_clause(words):
        return None
    stands_alone = not _counts(words) and (
        len(words) > _BARE
        # One word has its capital from its place: "Goats?" may be what is counted, or a name.
        or not (words[0] in worded.PREPOSITIONS | worded.ARTICLES or names(bare))
    )
    return Fragment(bare) if opened or not stands_alone else None


def _is_clause(words: Sequence[str]) -> bool:
    closed = worded.AUXILIARIES | worded.PHRASE_ENDS | worded.PRONOUNS | worded.LEFT_OPEN
    text = " ".join(words)
    if any(kind.fullmatch(text) for kind in _NO_CLAUSES):
        return False  # "this year", "a year before that", "the last one", "the old one"
    return any(word in closed for word in words[2 * _counts(words) :])


def _counts(words: Sequence[str]) -> bool:
    return words[0] == "how" and len(head_of(words)) > 1


def completed(asked: Fragment, before: str) -> str:
    """Return the question `before` with what was `asked` in place of a part; "" where none fits."""
    before = _WRITTEN_OUT.sub(_as_date, before.strip())
    if asked.instead_of:
        return _in_place_of(asked.instead_of, asked.text, before)
    if _ORDINAL.search(asked.text) and not TIME.search(asked.text):
        before = _without_days(before)
    words = [word.text for word in words_of(asked.text)]
    head = words[: 2 * _counts(words)]
    if head and head_of([word.low for word in words_of(before)]) != head:
        return ""
    named = words[len(head) :]
    if head and named[:1] == ["for"]:
        named = named[1:]  # "how much for the service" asks what it costs
    elif head and not (named and (named[0] in worded.PREPOSITIONS or named[0].endswith("s"))):
        return ""  # "how many died?"
    text = " ".join(named)
    if not text:
        return ""
    ways: tuple[Callable[[str, str], str], ...] = (
        *(_with_rank, _with_time, _with_likest, _with_label, _with_preposition, _with_noun),
    )
    if _SO_LONG_FROM_IT.fullmatch(text):
        ways = (_years_from,)
    elif _ONE_SUCH.fullmatch(text):
        ways = (_with_rank, _with_adjective)
    return next((_ended(whole) for way in ways if (whole := way(text, before))), "")


def _without_days(before: str) -> str:
    """ "What happened in Lom on 16 May?" -> "What happened in Lom?": the second round has its own.

    Months and years stay: those of a race are those of its second stage.
    """

    def left(time: re.Match[str]) -> str:
        return "" if _DAY.search(time["when"]) else time.group()

    return _BEFORE_ITS_END.sub("", TIME.sub(left, before))


# -- the ways, each of which returns "" where it does not fit


def _in_place_of(wrong: str, right: str, before: str) -> str:
    """ "June, not May"."""
    found = re.search(rf"\b{re.escape(_bare(wrong))}\b", before, re.IGNORECASE)
    return _put(_bare(right), before, found.start(), found.end()) if found else ""


def _with_rank(text: str, before: str) -> str:
    """ "the last one" for "the first goal", "the fewest" for "the most"."""
    new = _ONE_OF_RANK.fullmatch(text)
    kind = next((kind for kind in _RANKS if new and kind.fullmatch(new["rank"])), None)
    old = list(kind.finditer(before)) if kind else []
    return _put(new["rank"], before, *old[0].span()) if new and len(old) == 1 else ""


def _with_adjective(text: str, before: str) -> str:
    """ "the Ukrainian one" for "the Russian team", "the old one" for "the new bell of Lom"."""
    new = _ONE_SUCH.fullmatch(text)
    if not new:
        return ""
    capital = bool(names(new["which"], opening=True))
    found = []
    for phrase in phrases(before):
        words = words_of(before[phrase.start : phrase.end].partition(" of ")[0])
        words = words[1:] if phrase.article else words
        joined = phrase.before in ("and", "or")  # "the Finnish and the Swedish minister"
        if len(words) > 1 and is_name(words[0]) == capital and not joined:
            start = phrase.start + words[0].start
            found.append((start, start + len(words[0].text)))
    return _put(new["which"], before, *found[0]) if len(found) == 1 else ""


def _with_time(text: str, before: str) -> str:
    """ "in June" for "in May"; behind the question where that has no time."""
    new = TIME.fullmatch(text)
    if not new:
        return ""
    when, lone = new["when"], new["when"] == text
    there = list(TIME.finditer(before))
    if there:
        old = there[-1]
        if (year := _YEAR.search(old["when"])) and _MONTH_ALONE.search(when):
            text += year.group()
        bare = old["when"] == old.group() or _RELATIVE.match(when)
        # "June" stands behind the "in" of "in May", "last week" without it.
        at = old.start() if bare or not lone else old.start("when")
        return _put(_dated(text) if lone and at == old.start() else text, before, at, old.end())
    return _put(f" {_dated(text) if lone else text}", before, len(before.rstrip("?.! ")))


def _years_from(text: str, before: str) -> str:
    """ "the year after", "two years earlier", of the one year that the question before names."""
    near, there = _SO_LONG_FROM_IT.fullmatch(text), list(_ANY_YEAR.finditer(before))
    several = len(there) != 1 or len(_FOUR_DIGITS.findall(before)) != 1
    if not near or several or "year" not in (near["unit"], near["one"]):
        return ""
    first = text.lower().removeprefix("in ").split(maxsplit=1)[0]
    many = int(first) if first.isdecimal() else CARDINALS.get(first, 1)
    back = (near["way"] or near["order"]).lower() in worded.EARLIER
    year = int(there[0].group()) + (-many if back else many)
    return _put(str(year), before, *there[0].span())


def _as_date(written_out: re.Match[str]) -> str:
    """ "yesterday (16 May 2025)" -> "on 16 May 2025": it is read again, maybe on another day."""
    one_day = _ONE_DAY.fullmatch(written_out["date"]) and not written_out["owner"]
    return f"on {written_out['date']}" if one_day else written_out["words"]


def _dated(when: str) -> str:
    """ "June" -> "in June", "Friday" -> "on Friday"; a relative time as it is."""
    if _RELATIVE.match(when):
        return when
    day = re.match(r"\d{1,2}\b", when) or when.split(maxsplit=1)[0].capitalize() in WEEKDAYS
    return f"{'on' if day else 'in'} {when}"


def _with_likest(text: str, before: str) -> str:
    """ "zone B" for "zone A", "the second round" for "the first round": one word differs."""
    new = _bare(text).split()
    words = words_of(before)
    found = []
    for at in range(1, len(words) - len(new) + 1):
        old = words[at : at + len(new)]
        differ = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a.low != b.lower()]
        same = [word for n, word in enumerate(new) if n not in differ]
        if (
            len(differ) == 1
            and any(word.lower() not in STOP_WORDS for word in same)
            and not old[differ[0]].among(_GRAMMAR)
        ):
            found.append((old[0].start, old[-1].end))
    return _put(" ".join(new), before, *found[0]) if len(found) == 1 else ""


def _with_label(text: str, before: str) -> str:
    """ "the S" for "the Volta K"."""
    label = _bare(text)
    old = [word for word in words_of(before)[1:] if LABEL.fullmatch(word.text)]
    if not LABEL.fullmatch(label) or len(old) != 1:
        return ""
    return _put(label, before, old[0].start, old[0].end)


def _with_preposition(text: str, before: str) -> str:
    """ "in the north" for "in the south"; behind the question where that has no "in"."""
    first, _, noun = text.partition(" ")
    if first not in worded.PREPOSITIONS or not noun:
        return ""
    if first == "of" and (at := before.rfind(" of ")) > 0:
        inner = next((p for p in phrases(before) if p.start <= at < p.end), None)
        if inner:
            return _put(f" {text}", before, at, inner.end)
    named = bool(names(noun, opening=True))
    same = [p for p in phrases(before) if p.before == first]
    if not named and _ORDINAL.search(noun):
        same = [p for p in same if not p.named]  # the second round was in Lom too
    fitting = [p for p in same if p.named == named] or same
    if fitting:
        return _put(noun, before, fitting[-1].start, fitting[-1].end)
    return _put(f" {text}", before, len(before.rstrip("?.! ")))


def _with_noun(text: str, before: str) -> str:
    """ "Russia" for "Ukraine", "toasters" for "kettles", "a service" for "a tyre change"."""
    first = text.split(maxsplit=1)[0]
    if first in worded.PREPOSITIONS:
        return ""
    named = bool(names(text, opening=True))
    article = first if first in worded.DETERMINERS else ""
    there = phrases(before)
    if named:
        capital = [p for p in there if any(map(is_name, words_of(p.text)))] or pronoun(before)
        fitting = capital or [p for p in there if p.article == "the"]
        # Of several the one that does it: "What did Norland ask for in Lom?", "Who led Norland?"
        free = [p for p in fitting if not p.in_place]
        asks_who = before.lower().startswith(("who ", "which "))
        does_it = [p for p in free if asks_who or p.before in worded.AUXILIARIES]
        chosen = fitting if len(fitting) == 1 else does_it if len(free) == 1 else []
    else:
        nouns = [p for p in there if not p.named and p.text.split()[-1] not in worded.MEASURES]
        counted = [p for p in nouns if p.before in worded.COUNTS]
        subjects = [p for p in nouns if p.before in worded.AUXILIARIES]
        if article:
            nouns = [p for p in nouns if p not in counted]
            chosen = nouns if len(nouns) == 1 else [p for p in nouns if p.article == article]
        else:
            alike = [p for p in counted if p.text.endswith("s") == text.endswith("s")]
            chosen = alike or subjects or nouns
    if len(chosen) != 1:
        return ""
    old = chosen[0]
    inner = old.text.rfind(" of ")
    if not article and inner > 0 and (not named or _is_name_for_name(text, old.text[:inner])):
        # "the price of diesel", "the port of Eastholm"
        old = old._replace(start=old.start + inner + len(" of "))
    verb = worded.PLURAL_OF.get(old.before)
    if verb and not article and not named and text.endswith("s"):
        at = before.rindex(old.before, 0, old.start)
        return _put(f"{verb} {text}", before, at, old.end)
    return _put(text, before, old.start, old.end)


def _is_name_for_name(text: str, of: str) -> bool:
    """Whether one name takes the place of that behind "the port of", but not of "House of Lords".

    Two are somebody, who is no mayor of a mayor.
    """
    return len(text.split()) == 1 and not any(map(is_name, words_of(of)))


def _bare(text: str) -> str:
    """ "for the Volta S" -> "Volta S"."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in worded.PREPOSITIONS | worded.ARTICLES:
        words.pop(0)
    return " ".join(words)


def _ended(question: str) -> str:
    return question if question.endswith(("?", ".", "!")) or not question else f"{question}?"


def _put(new: str, text: str, start: int, end: int | None = None) -> str:
    return f"{text[:start]}{new}{text[start if end is None else end :]}"
