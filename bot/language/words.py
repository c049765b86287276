"""Do these sentences carry this claim? Judged by names, numbers and words (pure).

A small model may write a right number beside a wrong sentence, or a name that no sentence has.
Both are found here without asking it.
"""

import re
from collections.abc import Callable, Iterable, Set
from functools import lru_cache

import snowballstemmer

# Share of a claim's own words (those the question did not bring) that its sentences must have.
_ENOUGH = 0.5
_NEARLY = 0.6  # share of a sentence's runs of three words

_NUMBER_WORDS = (
    {
        word: str(value)
        for value, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen twenty".split()
        )
    }
    | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70"}
    | {
        "eighty": "80",
        "ninety": "90",
        "first": "1",
        "second": "2",
        "third": "3",
        "fourth": "4",
    }
)
# Words that carry grammar or speech, not facts.
_LIGHT = frozenset(
    """a about according after all also although an and any are as at be because been before being
    between but by can could did do does during for from had has have he her his how i if in into is
    it its many may more most much must no nor not of on one or other our over said say says she
    should since so some stated such than that the their them then there these they this those to
    told under up was we were what when where which while who whom whose why will with within would
    you your""".split()
)
_MONTH = (
    r"(?P<month>(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATES = (
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b"),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"),
)
_WORD = re.compile(r"\w+(?:[.,]\d+)*(?:['’]\w+)?")


def carried(
    claim: str, sentences: Iterable[str], *, asked: str = "", around: str = "", article: str = ""
) -> bool:
    """Whether `sentences` together say what `claim` says.

    Every number of the claim must stand in the sentences, every name in them or in what is printed
    `around` them (headline, outlet), or either in the question `asked` and the rest of the
    `article` both: a claim may call Moscow Russia if its article does, but not put a name into it
    that only the asker knows. Of the words that the question did not bring, half must be in the
    sentences.
    """
    text = " ".join(sentences)

    def stand(parts: Callable[[str], Set[str]], claimed: Set[str], also: str = "") -> bool:
        missing = claimed - parts(text) - parts(also)
        return not missing or missing <= parts(asked) & parts(article)

    printed = " ".join(names(f"- {around}"))  # a headline names what its sentences call "it"
    return (
        stand(stems, names(claim), around)
        and stand(numbers, numbers(claim))
        and coverage(claim, text, given=f"{asked} {printed}") >= _ENOUGH
    )


def prints(text: str, sentence: str) -> bool:
    """Whether `text` has `sentence` in nearly the same words, all its numbers among them.

    A passage that two papers print may have a sentence more in one of them.
    """
    wanted, there = _runs(sentence), _runs(text)
    return len(wanted & there) >= _NEARLY * len(wanted) and numbers(sentence) <= numbers(text)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def coverage(claim: str, text: str, *, given: str = "") -> float:
    """Share of the claim's own words and numbers that `text` has, from 0 to 1.

    Its own are those that `given` does not have; where it has none, all of its words count.
    """
    said = stems(claim)
    own = said - stems(given) or said
    return len(own & stems(text)) / len(own) if own else 0.0


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # One of its own each time: a stemmer keeps its word in itself, and two threads may ask.
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """Stems of the words of `text` that carry meaning; numbers stand as digits."""
    words = (_plain(word) for word in _WORD.findall(text))
    return frozenset(_number(w) or _stem(w) for w in words if w not in _LIGHT)


def numbers(text: str) -> set[str]:
    """The numbers of `text` in digits, without thousands separators, and its whole dates as one.

    A date counts as a whole too, for "16 May 2022" must not be put together from "16 May 2025" in
    a byline and "March 2022" in a sentence.
    """
    dates = {
        f"{year}-{month[:3].lower()}-{int(day)}"
        for pattern in _DATES
        for day, month, year in (m.group("day", "month", "year") for m in pattern.finditer(text))
    }
    return dates | {n for word in _WORD.findall(text) if (n := _number(_plain(word)))}


def names(text: str) -> set[str]:
    """Stems of words written with a capital where grammar does not ask for one."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        opens = not text[: match.start()].strip(" \"'“‘([") or text[: match.start()].rstrip(
            " \"'“‘(["
        ).endswith((".", "!", "?", ":"))
        if word[0].isupper() and not opens and _plain(word) not in _LIGHT:
            found.add(_stem(_plain(word)))
    return found


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower()).replace("’", "'")


def _number(word: str) -> str:
    """`word` in digits if it is a number, else ""."""
    digits = re.sub(r",(?=\d{3})", "", word)
    if re.fullmatch(r"\d+(?:st|nd|rd|th)?", digits):
        return digits.rstrip("stndrh")
    if re.fullmatch(r"\d+[.,]\d+", digits):
        return digits.replace(",", ".")
    return _NUMBER_WORDS.get(word, "")
