"""Finds who says so, to keep what an article only reports from being told as fact (pure).

A small model drops "a source said" and tells the rest. Where the quoted sentence names who says
it and the claim does not, it is put back in the sentence's own words.
"""

import re

from bot.language.grammar import parsed
from bot.language.noun_phrase_match import phrase
from bot.language.words import names, stems
from index.language_data.en import reporting_verbs
from index.language_data.en.words import OPENINGS

_SOURCES = [re.compile(pattern) for pattern in reporting_verbs.SOURCES]
_AT_THE_END = re.compile(reporting_verbs.AT_THE_END, re.IGNORECASE)
_ONLY_WHO = re.compile(reporting_verbs.ONLY_WHO)
_NO_SOURCE = re.compile(reporting_verbs.NO_SOURCE, re.IGNORECASE)
_SAYS_SO = re.compile(reporting_verbs.SAYS_SO, re.IGNORECASE)
_REPORTS = re.compile(reporting_verbs.VERBS_AT_A_TIME)
_OPENING = re.compile(OPENINGS)
_DATELINE = re.compile(
    r"\A[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+){0,2})?"
    r"(?: \([A-Z][\w /]{1,30}\))? ?(?:--?|–|—) +"
)


def source(sentence: str) -> str:
    """Return the source that `sentence` attributes its statement to, verbatim; "" if there is none.

    "The source, speaking anonymously, said Moscow had refused." -> "the source"
    """
    for pattern in _SOURCES:
        match = pattern.search(sentence)
        if match and not _NO_SOURCE.search(match["who"]):
            who = match["who"].strip()
            return who[:1].lower() + who[1:] if _OPENING.match(who) else who
    return ""


def attributed(claim: str, sentence: str) -> str:
    """Return `claim` with ", according to ..." where only `sentence` names its source."""
    if _SAYS_SO.search(claim):
        return claim
    who = source(sentence)
    if who and (len(_SAYS_SO.findall(sentence)) > 1 or _tells_something(who)):
        who = _governing_source(claim, sentence, who)
    named = names(who, opening=True) or stems(who)
    # A claim that has the source, or is nothing but it: "Paul Noor" of "investor Paul Noor".
    if not who or named <= stems(claim) or stems(claim) <= stems(who):
        return claim
    body = claim.rstrip(".!?… ")
    if f"{who}, {body}".casefold() in sentence.casefold():
        return claim  # "Nicola Sturgeon" of "the first minister, Nicola Sturgeon, said"
    return f"{body}{reporting_verbs.ACCORDING_TO}{who}."


def _tells_something(who: str) -> bool:
    """Whether a source is none: "shares fell after its rival" of "..., Melk, said"."""
    return any(word.tag in ("VBD", "VBZ", "VBP", "MD") for word in parsed(who).words)


def _governing_source(claim: str, sentence: str, likely: str) -> str:
    """The one who says, of several in a sentence, what `claim` quotes of it; "" where unclear.

    Of what is told in other words it is the `likely` one, if nobody else is named.
    """
    text = " ".join(sentence.split())
    begin = text.lower().find(claim.rstrip(".!?… ").lower())
    tree = parsed(text)
    if begin < 0:
        saying = [tree.child(w, "nsubj") for w in tree.words if _REPORTS.fullmatch(w.text)]
        several = len([who for who in saying if who and who.tag.startswith("NN")]) > 1
        return "" if several or _tells_something(likely) else likely
    inside = {w for w in tree.words if begin <= w.start < begin + len(claim.rstrip(".!?… "))}
    for word in sorted(inside, key=lambda each: each.at):
        above = tree.head(word)
        while above and (above in inside or not _REPORTS.fullmatch(above.text)):
            above = tree.head(above)
        if above is not None:
            who = tree.child(above, "nsubj")
            said_by = phrase(tree, who) if who else None
            return said_by.text if said_by and not said_by.is_pronoun else ""
    return ""


def without_dateline(sentence: str) -> str:
    """Return a sentence without where it was written: "OSLO (Post) - They met" -> "They met".

    Papers print that before the first sentence of an article.
    """
    return _DATELINE.sub("", sentence, count=1)


def without_added_source(claim: str) -> str:
    """Return `claim` without the ", according to ..." that `attributed` puts behind it."""
    return claim.split(reporting_verbs.ACCORDING_TO, maxsplit=1)[0]


def tells_only_who(claim: str) -> bool:
    """Return whether `claim` is who says something, and not what: "Ana Sol, the mayor, said."."""
    return bool(_ONLY_WHO.fullmatch(claim.rstrip(".!?… ")))


def unattributed(claim: str) -> str:
    """Return `claim` without the ", X said" or ", according to X" at its end."""
    return _AT_THE_END.sub("", claim).strip()
