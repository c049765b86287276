"""Words that carry grammar, titles before names, words that open a sentence."""

_GRAMMAR = frozenset(
    """a about according after all also an and any are as at be because been before being but by can
    could did do does for from had has have how i if in into is it its many more most much must no
    not of on or other our said say says should since so some than that the their them then there
    these they this those to up was we were what when where which while who whom whose why will with
    would you your""".split()
)
STOP_WORDS = _GRAMMAR | frozenset(
    """although between during he her his may nor one over she stated such told under
    within""".split()
)
"""Words that carry grammar or speech, not facts: they tell nothing of what a sentence says."""

NAMES_LIKE_GRAMMAR = ("May", "Will")
"""Words that are grammar in small letters, and a month or somebody with a capital."""

QUERY_WORDS = _GRAMMAR | frozenset("me please tell".split())
"""Words that say nothing about which article is meant.

The list is short on purpose. BM25 gives little weight to what is everywhere; the list only keeps
the keyword query cheap.
"""

TITLES = ("Mr", "Mrs", "Ms", "Dr", "Rep", "Sen", "Gov", "Gen", "Col", "Lt", "St")
"""Abbreviations before a name; a full stop follows that ends no sentence."""

SEX_OF_TITLE = {"Mr": "m", "Mrs": "f", "Ms": "f", "Dr": "", "Sir": "m", "Dame": "f"}
"""Titles that say nothing of who is meant; m or f where they tell whether a man or a woman is."""

SEX_OF_PRONOUN = {"he": "m", "she": "f", "it": "", "they": ""}
"""Words that stand for who or what a sentence is about; m or f as `SEX_OF_TITLE`."""

PRONOUNS = frozenset("he her his it its she their they".split())
"""Open a sentence that goes on about who or what was named before."""

OPENINGS = (
    r"(?:The|A|An|One|Two|Three|Some|Several|Many|Most|Its|Their|His|Her|Spokes(?:wo)?man|Officials?"
    r"|Police|Doctors|Lawyers|Experts|Scientists|Researchers|Witnesses|Authorities|Prosecutors"
    r"|Critics|Residents|Analysts|Investigators|Rescuers|Protesters|Aides|Sources|Lawmakers)\b"
)
"""Pattern of words that have a capital only because they open a sentence."""

COMMON_WORDS = frozenset("the of and to in that was is for on".split())
"""The ten words by which a text is known to be English."""
