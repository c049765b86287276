"""Reporting verbs, and how a sentence names the one who says what it reports."""

from index.language_data.en.words import TITLES

VERBS = (
    r"(?:said|says|say|told|claim(?:s|ed)?|warn(?:s|ed)|believes?|estimat(?:es|ed)"
    r"|suggest(?:s|ed)|insist(?:s|ed)|denie[sd]|argue[sd]|predict(?:s|ed)|assert(?:s|ed))"
)
VERBS_AT_A_TIME = rf"(?:{VERBS}|announced|reported|added|wrote|replied)"
"""Those beside which the time stands at which something was said: "announced on Monday"."""

_WHO = rf"(?P<who>(?:(?:{'|'.join(TITLES)})\.|[^,.;:“”\"—]){{3,90}}?)"
_SOMEBODY = _WHO.replace("?P<who>", "?:")

SOURCES = (
    rf"(?i:\baccording to {_WHO}(?=[,.;:“”\"—]|$))",
    rf"^{_WHO}(?:, [^,]{{3,80}},)?(?: ha[ds])? {VERBS}\b",
    rf",[”\"’']? {_WHO} {VERBS}\b(?: [^,;]{{0,60}})?[.!?”\"]*$",
    rf",[”\"’'] sa(?:id|ys) {_WHO}(?=[,.;:“”\"—(]|$)",
)
"""Patterns with a group `who`; where a sentence fits several, the first names the source best."""

ACCORDING_TO = ", according to "
"""Stands between a claim and its source."""

ONLY_WHO = rf"{_SOMEBODY}(?:, [^,]{{3,80}},)?(?: ha[ds])? {VERBS_AT_A_TIME}"
"""Pattern of a claim that tells who says something, and not what."""

AT_THE_END = rf"(?:,? according to {_SOMEBODY}|,[”\"’']? {_SOMEBODY} {VERBS})[.!?]*$"
"""Pattern of an attribution that ends a sentence; in any case."""

NO_SOURCE = (
    r"^(?:he|she|it|they|we|i|you|and|but|for|if|as|when|while|those|these|this|that|who|which|what"
    r"|contrary|here)\b"
    r"|\b(?:has|had|have|is|was|are|were|been|also|that|who|which|even|still|later)\b"
    r"|\b(?:and|but|or)$"
)
"""Pattern of what is a clause or a pronoun, not a name or "the officials"; in any case."""

SAYS_SO = rf"\b(?:according to|{VERBS}|reported(?:ly)?|in the view of)\b"
"""Pattern of a sentence that names a source already; in any case."""

# A library remembers how its articles were cleaned: a change of these two changes CLEANER_VERSION.
IN_AN_ARTICLE = (
    r"\b(?:said|says|told|wrote|according to|asked|argued|added|announced|reported|accused)\b"
)
"""Pattern of a line that is more likely from an article than from what a site puts around it."""

IN_A_RULING = r"\b(?:said|says|ruled|wrote|told)\b"
"""Pattern of a line that reports on opinions and is no notice about them."""
