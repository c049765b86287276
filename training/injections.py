"""Small changes to a text that make it say something else, and some that leave what it says.

Every function takes a text and a random generator and gives the changed text, or None where
there is nothing of its kind to change. None of them knows where its text comes from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

Change = Callable[[str, random.Random], "str | None"]

YEAR = re.compile(r"\b(?:1[5-9]\d\d|20[0-3]\d)\b(?![,.]\d)")
NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,])\d+(?:\.\d+)?(?![\w,]\d|\w)"
)
NAME = re.compile(
    r"\b[A-Z][\w’'-]*[a-z][\w’'-]*(?:\s+(?:of\s+the\s+|of\s+|de\s+|von\s+)?[A-Z][\w’'-]*[a-z][\w’'-]*)*"
)
_NOT_NAMES = frozenset(
    "The This That These Those A An In On At By For From With After Before During When While What "
    "Which Who Whom Whose Where Why How If As It Its He She They His Her Their There Here But And "
    "Or Not No Some Many Most Several Both Each All Although Because Since However Also Other One "
    "Two Three January February March April May June July August September October November "
    "December Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_AUXILIARY = re.compile(
    r"\b(is|was|were|are|has|have|had|will|can|could|would|should|did|does|do|may|might|must)\b"
    r"(?! not\b|n[’']t\b)"
)
_DENIED = re.compile(r"\b(is|was|were|are|has|have|had|will|can|could|would|should|did) not ")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MAGNITUDES = ("hundred", "thousand", "million", "billion", "trillion")
_UNITS = (
    ("dollars", "euros", "pounds", "yen"),
    ("$", "€", "£"),
    ("kilometres", "miles", "metres"),
    ("kilometers", "miles", "meters"),
    ("km", "m", "mi"),
    ("feet", "metres", "miles"),
    ("tonnes", "kilograms", "pounds"),
    ("tons", "kilograms", "pounds"),
    ("percent", "people"),
    ("days", "weeks", "months", "years", "hours", "minutes"),
    ("day", "week", "month", "year", "hour", "minute"),
    ("daily", "weekly", "monthly"),
    ("acres", "hectares"),
)
_OPPOSITES = (
    "first last",
    "largest smallest",
    "highest lowest",
    "longest shortest",
    "oldest newest",
    "more fewer",
    "most least",
    "before after",
    "north south",
    "east west",
    "northern southern",
    "eastern western",
    "increased decreased",
    "increase decrease",
    "rose fell",
    "won lost",
    "win lose",
    "best worst",
    "early late",
    "above below",
    "inside outside",
    "minimum maximum",
    "male female",
    "men women",
    "began ended",
    "start end",
    "started ended",
    "accepted rejected",
    "supported opposed",
    "allowed banned",
    "bought sold",
    "buy sell",
    "joined left",
    "opened closed",
    "major minor",
    "positive negative",
    "public private",
    "gained lost",
    "old new",
    "right left",
    "approved rejected",
    "always never",
    "all none",
    "up down",
    "strong weak",
    "cheaper dearer",
    "raised cut",
)
# A short statement whose subject stands before its first auxiliary verb.
_STATEMENT = re.compile(
    r"(?P<subject>(?:[A-Z][\w’'-]*)(?: [\w’'-]+){0,6}?) "
    r"(?P<verb>is|was|were|are|has|have|had|will|can|could|would|should) "
    r"(?P<rest>[^;:?!,]{12,140}\.)$"
)
_NO_SUBJECT = re.compile(
    r"\b(?:that|which|who|when|while|if|and|but|It|There|This|These|They|He|She)\b"
    r"|^(?:In|On|At|By|For|From|With|After|Before|During|Although|Since|Once|As|Many|Some|Only|What)\b"
)
_DENIAL = re.compile(r"^(?:not|never) ")
_OTHER: dict[str, str] = {}
for _pair in _OPPOSITES:
    _one, _two = _pair.split()
    _OTHER.setdefault(_one, _two)
    _OTHER.setdefault(_two, _one)
_VERB_BETWEEN = re.compile(
    r"\b(?:\w{2,}ed|beat|won|led|gave|sent|told|sold|bought|took|wrote|sued|fed)\b"
)
_SYMMETRIC = re.compile(
    r"\b(?:and|or|with|met|married|drew|between|joined|known|called|named|played|located|based|used)\b"
    r"|[,;:()]"
)


def names(text: str) -> list[str]:
    """List the names of a text: runs of capitalised words, without a lone first word."""
    found = []
    for match in NAME.finditer(text):
        name = match.group()
        first, _, rest = name.partition(" ")
        if first in _NOT_NAMES:
            if not rest or not rest[0].isupper():
                continue
            name = rest
        elif not rest and (match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.!?“"'):
            continue
        found.append(name)
    return found


def _replace(text: str, old: str, new: str) -> str:
    """Replace every `old` that is not part of a longer word."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text)


def other_number(number: str, rng: random.Random) -> str:
    """Give another number that is written alike: a year near it, or as many digits."""
    if YEAR.fullmatch(number):
        return str(int(number) + rng.choice([-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 20]))
    digits = number.replace(",", "")
    if "." in digits:
        whole, _, part = digits.partition(".")
        return f"{int(whole) + rng.choice([-1, 1, 2, 3, 7]) if int(whole) else 4}.{part}"
    value = int(digits)
    if 1 <= value <= 31:
        return str(rng.choice([n for n in range(1, 32) if n != value and abs(n - value) <= 12]))
    other = value
    while other == value:
        other = max(1, round(value * rng.choice([0.3, 0.5, 0.8, 1.1, 1.5, 2, 3]))) + rng.choice(
            [-1, 0, 1, 2]
        )
        other = max(other, 0)
    return f"{other:,}" if "," in number else str(other)


def change_number(text: str, rng: random.Random) -> str | None:
    """Change one number or year, everywhere in the text."""
    found = [m.group() for m in NUMBER.finditer(text)]
    if found:
        old = rng.choice(found)
        return _replace(text, old, other_number(old, rng))
    spelled = [w for w in _COUNTED[1:] if re.search(rf"\b{w}\b", text)]
    if not spelled:
        return None
    old = rng.choice(spelled)
    return _replace(text, old, rng.choice([w for w in _COUNTED[1:] if w != old]))


def change_year(text: str, rng: random.Random) -> str | None:
    """Change one year, everywhere in the text."""
    found = YEAR.findall(text)
    if not found:
        return None
    old = rng.choice(found)
    return _replace(text, old, other_number(old, rng))


def change_magnitude(text: str, rng: random.Random) -> str | None:
    """Change one million into a billion, and the like."""
    found = [w for w in _MAGNITUDES if re.search(rf"\b{w}\b", text)]
    if not found:
        return None
    old = rng.choice(found)
    at = _MAGNITUDES.index(old)
    near = [_MAGNITUDES[i] for i in (at - 1, at + 1) if 0 <= i < len(_MAGNITUDES)]
    return _replace(text, old, rng.choice(near))


def change_unit(text: str, rng: random.Random) -> str | None:
    """Change one unit that follows or leads a number: miles into kilometres, dollars into euros."""
    found = []
    for kind in _UNITS:
        for unit in kind:
            sign = re.escape(unit)
            pattern = rf"{sign}(?=\d)" if len(unit) == 1 and not unit.isalpha() else rf"\b{sign}\b"
            if re.search(pattern, text) and re.search(r"\d|\b(?:one|two|three|four|five)\b", text):
                found.append((pattern, unit, kind))
    if not found:
        return None
    pattern, unit, kind = rng.choice(found)
    other = rng.choice([u for u in kind if u != unit])
    return re.sub(pattern, lambda _: other, text)


def negate(text: str, rng: random.Random) -> str | None:
    """Deny a sentence, or take its "not" away."""
    if _DENIED.search(text):
        return _DENIED.sub(r"\1 ", text, count=1)
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    match = found[0]
    word = rng.choice(["not", "not", "never"]) if match.group() in ("has", "was", "had") else "not"
    return f"{text[: match.end()]} {word}{text[match.end() :]}"


def oppose(text: str, rng: random.Random) -> str | None:
    """Change one word into its opposite: first into last, rose into fell."""
    found = [w for w in re.findall(r"\b[a-z]+\b", text) if w in _OTHER]
    if not found:
        return None
    old = rng.choice(found)
    return _replace(text, old, _OTHER[old])


def swap_roles(text: str, rng: random.Random) -> str | None:
    """Swap two names with a verb between them: A attacked B becomes B attacked A."""
    found = [(m.start(), m.end()) for m in NAME.finditer(text) if m.group() not in _NOT_NAMES]
    pairs = []
    for (a, b), (c, d) in pairwise(found):
        between = text[b:c]
        if _VERB_BETWEEN.search(between) and not _SYMMETRIC.search(between):
            one, two = text[a:b], text[c:d]
            if one != two and one.split()[0] not in _NOT_NAMES and two.split()[0] not in _NOT_NAMES:
                pairs.append((a, b, c, d))
    if not pairs:
        return None
    a, b, c, d = rng.choice(pairs)
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def change_name(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Put one of `others` in the place of a name of the text; as many words where there is one."""
    found = names(text)
    if not found:
        return None
    old = rng.choice(found)
    words = set(old.split())
    fit = [n for n in others if not words & set(n.split())]
    alike = [n for n in fit if len(n.split()) == len(old.split())] or fit
    return _replace(text, old, rng.choice(alike)) if alike else None


def change_detail(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Change a year, number, name or opposite, whichever the text has; None if it has none."""
    ways: list[Callable[[], str | None]] = [
        lambda: change_year(text, rng),
        lambda: change_number(text, rng),
        lambda: change_name(text, rng, others),
        lambda: change_name(text, rng, others),
        lambda: oppose(text, rng),
    ]
    rng.shuffle(ways)
    return next((changed for way in ways if (changed := way()) not in (None, text)), None)


def shared_details(question: str, passage: str) -> list[str]:
    """List the years, numbers and names that stand in both, the longest first."""
    found = [m.group() for m in NUMBER.finditer(question)] + names(question)
    kept = {f for f in found if re.search(rf"(?<!\w){re.escape(f)}(?!\w)", passage)}
    return sorted(kept, key=lambda f: (-len(f), f))


def rename(text: str, old: str, new: str) -> str:
    """Write `new` wherever `old` stands as whole words."""
    return _replace(text, old, new)


def shorten(text: str, rng: random.Random) -> str | None:
    """Leave out what can be left out: brackets, or what follows the last comma of a sentence."""
    bare = re.sub(r"\s*\([^()]*\)", "", text)
    cut = re.match(r"(.{30,}?), (?:which|who|where|while|although|but|and) .*\.$", bare)
    if cut and rng.random() < 0.7:
        return cut.group(1) + "."
    return bare if bare != text else None


def rewrite_number(text: str, rng: random.Random) -> str | None:
    """Write one number another way that means the same: 5 million as 5,000,000, two as 2."""
    ways: list[str] = []
    if match := re.search(r"\b(\d{1,3}) (thousand|million|billion)\b", text):
        zeros = {"thousand": 3, "million": 6, "billion": 9}[match.group(2)]
        plain = f"{int(match.group(1)) * 10**zeros:,}"
        ways.append(text[: match.start()] + plain + text[match.end() :])
    if match := re.search(r"\b(\d{1,3}),000,000\b(?!,)", text):
        ways.append(text[: match.start()] + f"{match.group(1)} million" + text[match.end() :])
    if re.search(r"\d ?%", text):
        ways.append(re.sub(r"(?<=\d) ?%", " percent", text))
    if re.search(r"\d percent\b", text):
        ways.append(re.sub(r"(?<=\d) percent\b", "%", text))
    for value, word in enumerate(_COUNTED[1:], start=2):
        if re.search(rf"\b{word}\b", text):
            ways.append(_replace(text, word, str(value)))
        elif re.search(rf"(?<![\w.,$€£]){value}(?![\w.,%:-])", text):
            ways.append(re.sub(rf"(?<![\w.,$€£]){value}(?![\w.,%:-])", word, text, count=1))
    return rng.choice(ways) if ways else None


def state(question: str, answer: str) -> str | None:
    """Turn a question about its subject and an answer into a sentence: who won X, Y: Y won X."""
    rest = re.match(
        r"(?:Who|What company|Which company|What country|Which country|What city|Which city|"
        r"What team|Which team|What group|What organization|What person) "
        r"(?!do |does |did |have |are |were )(.+?)\s*\?$",
        question,
    )
    if rest:
        return f"{answer[:1].upper()}{answer[1:]} {rest.group(1)}."
    counted = re.match(
        r"How many (\w+ (?!do\b|does\b|did\b|is\b|are\b|was\b|were\b|has\b|have\b|had\b|can\b|of\b)"
        r"(?:\w+(?:ed|s)|live|work|died|took|won) .+?)\s*\?$",
        question,
    )
    if counted and re.match(r"\W?(?:about |over |more than )?\d", answer):
        return f"{answer[:1].upper()}{answer[1:]} {counted.group(1)}."
    return None


def ask(sentence: str) -> str | None:
    """Turn a statement into the question whether it is so: "A is full." becomes "Is A full?".

    None where the subject cannot be told: it is the few words before the first auxiliary verb.
    """
    found = _STATEMENT.match(sentence)
    if not found or _NO_SUBJECT.search(found["subject"]):
        return None
    subject, rest = found["subject"], _DENIAL.sub("", found["rest"])
    if subject.split()[0] in _NOT_NAMES:
        subject = subject[:1].lower() + subject[1:]
    return f"{found['verb'].capitalize()} {subject} {rest.rstrip('.')}?"


CHANGES: dict[str, Change] = {
    "negated": negate,
    "number": change_number,
    "magnitude": change_magnitude,
    "unit": change_unit,
    "roles": swap_roles,
    "opposite": oppose,
}
KEEPS: tuple[Change, ...] = (shorten, rewrite_number)
