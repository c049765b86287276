"""Who says so: keeps what an article only reports from being told as fact (pure).

A small model drops "a source said" and tells the rest. Where the quoted sentence names who says
it and the claim does not, it is put back in the sentence's own words.
"""

import re

from bot.language.words import names, stems

_VERBS = (
    r"(?:said|says|say|told|claim(?:s|ed)?|warn(?:s|ed)|believes?|estimat(?:es|ed)"
    r"|suggest(?:s|ed)|insist(?:s|ed)|denie[sd]|argue[sd]|predict(?:s|ed)|assert(?:s|ed))"
)
_WHO = r"(?P<who>(?:(?:Mr|Mrs|Ms|Dr|Rep|Sen|Gov|Gen|Col|Lt|St)\.|[^,.;:“”\"—]){3,90}?)"
# In this order: where a sentence has several, the first names the source best.
_SOURCES = (
    re.compile(rf"\baccording to {_WHO}(?=[,.;:“”\"—]|$)", re.IGNORECASE),
    re.compile(rf"^{_WHO}(?:, [^,]{{3,80}},)?(?: ha[ds])? {_VERBS}\b"),
    re.compile(rf",[”\"’']? {_WHO} {_VERBS}\b(?: [^,;]{{0,60}})?[.!?”\"]*$"),
    re.compile(rf",[”\"’'] sa(?:id|ys) {_WHO}(?=[,.;:“”\"—(]|$)"),
)
_SOMEBODY = _WHO.replace("?P<who>", "?:")
_AT_THE_END = re.compile(
    rf"(?:,? according to {_SOMEBODY}|,[”\"’']? {_SOMEBODY} {_VERBS})[.!?]*$", re.IGNORECASE
)
# A source is a name or "the officials", not a clause or a pronoun.
_NO_SOURCE = re.compile(
    r"^(?:he|she|it|they|we|i|you|and|but|for|if|as|when|while|those|these|this|that|who|which|what|contrary|here)\b"
    r"|\b(?:has|had|have|is|was|are|were|been|also|that|who|which|even|still|later)\b"
    r"|\b(?:and|but|or)$",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(rf"\b(?:according to|{_VERBS}|reported(?:ly)?|in the view of)\b", re.I)
# Words that have a capital only because they open a sentence.
_COMMON_OPENING = re.compile(
    r"(?:The|A|An|One|Two|Three|Some|Several|Many|Most|Its|Their|His|Her|Spokes(?:wo)?man|Officials?"
    r"|Police|Doctors|Lawyers|Experts|Scientists|Researchers|Witnesses|Authorities|Prosecutors"
    r"|Critics|Residents|Analysts|Investigators|Rescuers|Protesters|Aides|Sources|Lawmakers)\b"
)


def source(sentence: str) -> str:
    """Whom `sentence` names as saying what it reports, in its own words; "" if nobody.

    "The source, speaking anonymously, said Moscow had refused." -> "the source"
    """
    for pattern in _SOURCES:
        match = pattern.search(sentence)
        if match and not _NO_SOURCE.search(match["who"]):
            who = match["who"].strip()
            return who[:1].lower() + who[1:] if _COMMON_OPENING.match(who) else who
    return ""


def attributed(claim: str, sentence: str) -> str:
    """`claim`, with ", according to ..." where `sentence` has a source and the claim has none."""
    if _SAYS_SO.search(claim):
        return claim
    who = source(sentence)
    if not who or (names(f"- {who}") or stems(who)) <= stems(claim):
        return claim
    body = claim.rstrip(".!?… ")
    return f"{body}, according to {who}."


def unattributed(claim: str) -> str:
    """`claim` without the ", X said" or ", according to X" at its end."""
    return _AT_THE_END.sub("", claim).strip()
