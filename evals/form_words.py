"""Names what is badly formed in an English answer by its words and their grammar (pure).

The rules are built like those of `evals.form_signs`.
"""

import re
from collections.abc import Iterator, Mapping

from bot.language.attribution import unattributed
from bot.language.grammar import Tree, Word, parsed
from bot.language.quantities import units
from bot.language.words import CALENDAR, CAPITALISED, WORD, names, plain, stem, stems
from bot.question.noun_phrases import TIME
from evals.form_signs import DAY, SOURCE, Rule, Told, body
from index.language_data.en.date_words import MONTH
from index.language_data.en.numbers import CARDINALS, UNITS
from index.language_data.en.reporting_verbs import VERBS_AT_A_TIME
from index.language_data.en.words import OPENINGS, STOP_WORDS, TITLES

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_WANTS_MORE = frozenset(
    "a an the and or nor but than its my our your their whose because although whereas "
    "including".split()
)
_MAY_END = frozenset(
    "of to with from by in on at for as into that which who is was were are had has been be".split()
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|what|where)\b.* ", re.IGNORECASE)
_OTHER_THAN_TIME = re.compile(
    r"\b(?:who|whom|whose|why|where)\b|\bwhat (?:did|do|does|has|have|had|will|would)\b",
    re.IGNORECASE,
)
_TIME_TOO = re.compile(r"\b(?:when|how|times?|dates?|years?|months?|days?|age|or)\b", re.IGNORECASE)
_CENTURY = re.compile(r"\b(?:the )?\d{1,2}(?:st|nd|rd|th) century\b", re.IGNORECASE)
_IN_A_DATE = re.compile(rf"\b(?:{MONTH}|on|in)\b", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"^(?:(?:about|some|around|nearly|almost|over|more than|up to|at least) )?"
    rf"(?:\d[\d.,:]*|(?:{'|'.join(CARDINALS)})\b)(?: \S+){{0,4}}$",
    re.IGNORECASE,
)
_THINKS = re.compile(
    rf"\b(?:{VERBS_AT_A_TIME}|reckon(?:s|ed)|recall(?:s|ed)|concede[sd]|admit(?:s|ted)|note[sd]"
    r"|expect(?:s|ed)|explain(?:s|ed)|stress(?:es|ed)|found|finds|shows?|showed|thinks|thought)\b"
)
_EARLY = 4  # words before the comma in which the subject of a whole sentence may stand
_ACCORDING = re.compile(r"^(?P<what>.+?), according to (?P<who>.+?)[.!?]*$")
_MANY = {"both": 2, **{word: n for word, n in CARDINALS.items() if 2 <= n <= 6}}
_MANY_ASKED = re.compile(
    rf"^(?:(?:which|what|name|list|who (?:are|were)|what (?:are|were)) )?(?:the )?"
    rf"(?P<many>{'|'.join(_MANY)}) (?P<what>\w+)",
    re.IGNORECASE,
)
_TWO_ASKED = re.compile(r"\w.*\band (?:how|what|who|when|where|which|why)\b", re.IGNORECASE)
_ASKS_YES_OR_NO = re.compile(
    r"^(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r",|;|\band\b|&|/|\bneither\b|\bnone\b|\bnobody\b", re.IGNORECASE)
_OWN = frozenset("his her its their".split())
_REST_OF_A_CLAUSE = frozenset(
    "which who whom whose that where when while but and or so because since although as if "
    "according including with".split()
)
_AGO = frozenset("later earlier ago before after".split())
_THING_NAMED = re.compile(r"\b(?:the|a|an|his|her|its|their|this|that)\b", re.IGNORECASE)


def _cut(told: Told) -> bool:
    """ "The mayor and [1]." - it ends in a word that wants another, or in a comma."""
    for text, sentences in told.pairs:
        rest = text.rstrip(" .!?…")
        words = WORD.findall(rest)
        if not words:
            return True
        last = words[-1].lower()
        if rest.endswith((",", ";", ":", " -", "–", "—")) or last in _WANTS_MORE:
            return True
        tail = " ".join(words[-2:])
        goes_on = rf"{re.escape(tail)} \w(?!.*{re.escape(tail)}\W*$)"
        if _RELATIVE.search(rest):  # "the town that he was named for"
            continue
        if last in _MAY_END and re.search(goes_on, sentences, re.IGNORECASE | re.DOTALL):
            return True
    return False


def _shard(told: Told) -> bool:
    """ "On 9 April 2012." where somebody, a reason, a place or a deed is asked for."""
    if not _OTHER_THAN_TIME.search(told.question) or _TIME_TOO.search(told.question):
        return False
    return any(_is_time(unattributed(text)) for text, _ in told.pairs)


def _is_time(text: str) -> bool:
    """Whether a text says when and nothing else."""
    rest = _CENTURY.sub(" ", TIME.sub(" ", text))
    if text.strip(" .") == "May":  # may be a name
        return False
    return rest != text and not re.search(r"[^\W\d_]", _IN_A_DATE.sub(" ", rest))


def _splice(told: Told) -> bool:
    """ "120 days, the hospital takes.": a number and a clause, or a verb behind a comma."""
    return any(_spliced(unattributed(text)) for text, _ in told.pairs)


def _spliced(text: str) -> bool:
    before, _, behind = text.rstrip(".!?… ").partition(", ")
    start, rest = parsed(before), parsed(behind)
    first = WORD.search(behind)
    if first is None or re.search(r",(?!\d)", before) or first.group().lower() in _REST_OF_A_CLAUSE:
        return False
    if any(word.tag in _FINITE for word in start.words) or _AGO & set(before.lower().split()):
        return False
    if "," not in behind and rest.words[0].tag == "VBZ" and not _THINKS.match(behind):
        return True  # "Civil engineer, belongs to no party"
    return bool(_NUMBER_FIRST.match(before)) and (_is_name(behind) or _is_clause(rest, text))


def _is_name(text: str) -> bool:
    return bool(CAPITALISED.fullmatch(text)) and not CALENDAR & stems(text)


def _is_clause(rest: Tree, text: str) -> bool:
    """Whether the end of `text`, taken apart, has its own subject: "Holm carried out"."""
    root, whole = _root(rest), parsed(text)
    subject = rest.child(root, "nsubj", "nsubjpass")
    doer = whole.child(_root(whole), "nsubj", "nsubjpass")  # "One of them, Ida Berg, works there"
    beside = any(word.text == "," for word in rest.words) and doer is not None and doer.at < _EARLY
    return (
        root.tag in _FINITE and subject is not None and not beside and not _THINKS.match(root.text)
    )


def _root(tree: Tree) -> Word:
    return next(word for word in tree.words if word.head == word.at)


def _no_subject(told: Told) -> bool:
    """ "Gave it to the rescue service." - a verb and nobody who does it."""
    for text, _ in told.pairs:
        tree = parsed(text)
        first = tree.words[0] if tree.words else None
        if first is None or first.tag not in ("VBD", "VBZ") or first.head != first.at:
            continue
        if not tree.children(first, "nsubj", "nsubjpass", "expl", "csubj"):
            return True
    return False


def _article(told: Told) -> bool:
    """ "Cheese of eight kilos." where the sentence says "a cheese", or "their free day"."""
    return any(
        _without_article(text, sentence)
        for claim, group in zip(told.claims, told.cited, strict=True)
        for text in (body(claim),)
        for sentence in group
    )


def _without_article(text: str, sentence: str) -> bool:
    tree = parsed(sentence)
    spaced = " ".join(sentence.split())
    for article in tree.words[:-1]:
        own = article.role == "poss" and article.text.lower() in _OWN
        if not own and (article.role != "det" or article.text.lower() not in ("a", "an", "the")):
            continue
        first, noun = tree.words[article.at + 1], tree.words[article.head]
        phrase = spaced[first.start : noun.start + len(noun.text)]
        if noun.at <= article.at or first.tag == "CD" or not _begins_with(text, phrase):
            continue
        after = tree.words[noun.at + 1].tag if noun.at + 1 < len(tree.words) else ""
        title = "NNP" in (noun.tag, after) and phrase[0].islower()  # "the former minister Ane Lie"
        single = article.text.lower() not in ("a", "an") and noun.at == first.at
        if noun.tag in ("NN", "NNP") and not (title or (single and noun.tag == "NN")):
            return True
    return False


def _begins_with(text: str, phrase: str) -> bool:
    rest = text[len(phrase) : len(phrase) + 1]
    return text[: len(phrase)].lower() == phrase.lower() and not (rest.isalnum() or rest == "-")


def _name(told: Told) -> bool:
    """ "Morrin won." where the sentence has "Aled Morrin" and the question has neither."""
    said = " ".join(map(body, told.claims))
    asked = {plain(word) for word in WORD.findall(told.question)}
    for sentence in dict.fromkeys(text for group in told.cited for text in group):
        for before, last in _whole_names(sentence):
            first = re.search(rf"(?<![\w-]){re.escape(last.text)}(?!\w)", said)
            another = last.text in sentence[: last.start]  # the word is somebody else's too
            if not first or another or plain(last.text) in asked:
                continue
            ahead = said[: first.start()].rstrip(" .")
            words = WORD.findall(ahead)
            other = bool(words) and words[-1][:1].isupper() and words[-1] not in before[:-1]
            opens = not ahead and last.text.lower() in sentence.split()
            if not (ahead.endswith(before[-1]) or other or opens):
                return True
    return False


def _whole_names(sentence: str) -> Iterator[tuple[list[str], Word]]:
    """Yield the last word of each name of several words, with those before it."""
    tree = parsed(sentence)
    run: list[Word] = []
    for word in (*tree.words, None):
        if word is not None and _of_a_name(word) and (not run or word.at == run[-1].at + 1):
            run.append(word)
            continue
        if len(run) > 1:
            yield [each.text.rstrip(".") for each in run[:-1]], run[-1]
        run = [word] if word is not None and _of_a_name(word) else []


def _of_a_name(word: Word) -> bool:
    low = plain(word.text)
    calendar = stem(low) in CALENDAR or low in STOP_WORDS or word.text.rstrip(".") in TITLES
    opens = word.at == 0 and re.match(OPENINGS, word.text)
    return word.tag == "NNP" and word.text[:1].isupper() and not calendar and not opens


def _unit(told: Told) -> bool:
    """ "14." where the sentence says "14 weeks" and the question does not ask for weeks."""
    asked = {word.lower() for word in WORD.findall(told.question)} | set(
        re.findall("%", told.question)
    )
    for text, sentences in told.pairs:
        there = units(sentences)
        for number, claimed in units(text).items():
            has = there.get(number, frozenset({""}))
            named = any(set(UNITS[unit].split()) & asked for unit in has if unit)
            if claimed == {""} and "" not in has and not named:
                return True
    return False


def _list(told: Told) -> bool:
    """One thing where two or more are asked for: "both winners", "how many ... and who ..."."""
    if told.leaves_out or _ASKS_YES_OR_NO.match(told.question):
        return False
    texts = [unattributed(text) for text, _ in told.pairs]
    several = len(texts) > 1 or any(map(_SEVERAL.search, texts))
    asked = _MANY_ASKED.match(told.question)
    many = asked is not None and asked["what"].lower() not in _ALL_UNITS
    return not several and (many or bool(_TWO_ASKED.match(told.question)))


_RUN = 7  # words that nobody says twice in a sentence
_ALL_UNITS = {spelling for unit in UNITS.values() for spelling in unit.split()}


def _twice(told: Told) -> bool:
    """A claim with one day or one source twice: "The Post, 3 May 2024: on Friday (3 May 2024)"."""
    for claim in told.claims:
        days = re.findall(DAY, claim)
        words = [word.lower() for word in WORD.findall(claim)]
        runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
        if len(days) > len(set(days)) or len(runs) > len(set(runs)):
            return True
        if re.search(rf", {DAY}: ", body(claim)):
            return True
    return False


def _unlike(told: Told) -> bool:
    """Sources side by side that tell of different things: "33 cents" and "10 crowns a month"."""
    measured = [_measure(body(claim)) for claim in told.claims if SOURCE.match(claim)]
    return len({unit for unit in measured if unit is not None}) > 1


def _measure(text: str) -> str | None:
    """The unit of the first number of `text`; None where it has no number."""
    return next((min(found) for found in units(text).values()), None)


def _pronoun(told: Told) -> bool:
    """ "Its rival Fjell Air did not." where nothing but Fjell Air is in the question."""
    asked = names(told.question)
    if not asked or _THING_NAMED.search(told.question):
        return False
    for text, _ in told.pairs:
        first = WORD.search(text)
        own = first is not None and first.group().lower() in _OWN
        if own and asked <= names(text, opening=True):
            return True
    return False


def _to_themselves(told: Told) -> bool:
    """ "Ida Berg, according to the mayor." where Ida Berg is the mayor."""
    for text, sentences in told.pairs:
        found = _ACCORDING.match(text)
        if not found:
            continue
        what, who, there = found["what"].lower(), found["who"].lower(), sentences.lower()
        if f"{who}, {what}" in there or f"{what}, {who}" in there:
            return True
    return False


ENGLISH: Mapping[str, Rule] = {
    "cut off": _cut,
    "only a time": _shard,
    "pieced together": _splice,
    "no subject": _no_subject,
    "no article": _article,
    "surname only": _name,
    "no unit": _unit,
    "one of several": _list,
    "said twice": _twice,
    "sources that do not compare": _unlike,
    "whose?": _pronoun,
    "according to themselves": _to_themselves,
}
"""A kind of bad form, and whether an answer has it."""
