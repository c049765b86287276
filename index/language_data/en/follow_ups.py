"""How follow-ups are worded that leave out most of their question; `bot.question` reads them.

Words are in lower case, patterns for any case.
"""

from index.language_data.en.comparisons import BY_YEAR, COSTLY, COUNTED, MEASURED, RATED
from index.language_data.en.date_words import MONTH, WEEKDAY
from index.language_data.en.numbers import CARDINALS
from index.language_data.en.words import STOP_WORDS

OPENS = r"(?:(?:and|but|or|so|then|ok(?:ay)?|what about|how about|what of|same for)\b[,:]?\s*)+"
"""Before what takes the place of a part of the question before: "And", "What about"."""

CORRECTS = (
    r"(?:(?:no|nope|oh|ah|well|sorry|pardon|oops|wait|actually|rather|i mean)\b[,.!:–—-]*\s*)*"
    r"(?:i (?:meant|mean|was asking (?:about|for))|(?:i )?meant|no|nope|sorry|oops|wait|actually"
    r"|rather|make that)\b[,.!:–—-]*\s*"
)
"""Before the same where the question before was wrong: "No, I meant"."""

NOT_BUT = (
    r"not (?P<wrong>[^,?]+?)(?:,| but) ?(?:but )?(?P<right>[^,?]+)",
    r"(?P<right>[^,?]+?),? not (?P<wrong>[^,?]+)",
)
"""Names both: "not May, June", "June, not May"."""

AFTERTHOUGHT = r",? (?:i mean|i meant|instead)$"
"""Behind what is meant: "Gran I mean"."""

TAIL = r"(?:,? ?(?:please|then|instead|of course|i mean|too|as well|though))+$"

PREPOSITIONS = frozenset(
    """about after against among around at before behind below between by during for from in inside
    into near of off on outside over per since through to toward towards under until via with
    within without""".split()
)
AUXILIARIES = frozenset(
    """am are be been can could did do does had has have is may might must shall should was were
    will would""".split()
)
BEINGS = frozenset("am are be been is was were".split())
ARTICLES = frozenset("a an the".split())
DETERMINERS = ARTICLES | frozenset(
    "all another any each every her his its my no our some that their these this those your".split()
)
FUNCTION_WORDS = PREPOSITIONS | AUXILIARIES | DETERMINERS | STOP_WORDS
"""Words that belong to no name and to nothing that is counted."""

PHRASE_ENDS = frozenset(
    """although and because but how if or than that then there when where which while who whom whose
    what why not""".split()
)
"""Words, besides those above, that belong to no noun before them."""

PRONOUNS = frozenset("he it she they".split())
PLURAL_OF = {"is": "are", "was": "were", "does": "do", "has": "have"}
LEFT_OPEN = frozenset(
    """another any anybody anyone anything else her him his it its more my nobody nothing one other
    others our same some somebody someone something that their them this your""".split()
)
"""Words of a follow-up that is no part of a question, but one of its own: "anything else?"."""
COUNTS = frozenset("how many,how much,what,which,whose".split(","))
"""Words that a noun may follow at the beginning of a question."""

PARTICIPLE = (
    r"(?!need|seed|speed|feed|red|bed|shed|men|women|children)\w+(?:ed|en)|born|bought|brought"
    r"|built|caught|cut|done|drawn|felt|found|grown|held|hit|hurt|kept|known|laid|led|left|lost"
    r"|made|met|paid|put|read|run|said|sent|set|shot|shown|shut|sold|spent|sunk|told|thrown|torn"
    r"|won|worn|due|open|closed|dead|old|new|like"
)
"""Words behind a noun that are no part of it: "When was the bridge *built*"."""

MEASURES = frozenset(
    "century day decade hour kilo kilometre metre minute month second week year".split()
)
"""Nouns that an amount is told for, "90 crowns an hour": they are not what is asked about."""

_PART = "(?: (?:morning|afternoon|evening|night))?"
TIME = (
    rf"(?:(?:early |late |mid-?)?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{MONTH})\b"
    r"(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? \d{4}\b)?"
    rf"|(?:last |next |this )?(?:{WEEKDAY})\b{_PART}"
    r"|(?:1[5-9]|20)\d\d\b"
    r"|(?:last|next|this) (?:week|weekend|month|quarter|season|year|spring|summer|autumn|winter"
    r"|night|morning|afternoon|evening)\b"
    rf"|(?:the day (?:before|after) )?(?:yesterday|tomorrow)\b{_PART}|today|tonight"
    r"|(?:\w+) (?:day|week|month|year)s? ago)"
)
"""Words that say when."""

SO_LONG_FROM_IT = (
    r"(?:in )?(?:"
    rf"(?:the|an?|{'|'.join(CARDINALS)}|\d{{1,2}}) (?P<unit>day|week|month|year)s?"
    r" (?P<way>before|earlier|prior|after|afterwards?|later|on)(?: (?:that|this|then))?"
    r"|half an? (?:day|week|month|year) (?:before|earlier|after|later)(?: that)?"
    r"|the (?P<order>previous|preceding|next|following) (?P<one>day|week|month|year))"
)
"""A time by how far it is from the one asked about before: "the year after"."""

ONE_SUCH = (
    r"(?:(?:in|on|at|of|for|by|with) )?(?:the |an? )?(?P<which>(?!that\b|this\b)[\w’'-]+) ones?"
)
"""One of a kind that was spoken of: "the Ukrainian one", but not "the one in Gran"."""

EARLIER = frozenset("before earlier prior previous preceding".split())

BEFORE_TIME = r"(?:(?:in|on|at|by|from|for|since|until|during|before|after|of) (?:the )?)?"
RELATIVE = r"(?:last|next|this|the day|yesterday|tomorrow|today|tonight)\b|\w+ \w+ ago\b"
"""Times that have no preposition before them."""

ORDINALS = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "sixth": 5,
    "seventh": 6,
    "eighth": 7,
    "ninth": 8,
    "tenth": 9,
    "last": -1,
    "former": 0,
    "latter": -1,
}
RANKS = (
    rf"{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)",
    rf"(?:most|least) (?:{'|'.join(sorted(COSTLY))})"
    rf"|{'|'.join((*MEASURED, *COUNTED, *RATED, *BY_YEAR))}",
)
"""Words that say which in an order, and which by a number: "first", "cheapest"."""

ONE_OF_THEM = (
    rf"\bthe (?P<which>{'|'.join(ORDINALS)})"
    r"(?: (?:one|name|of (?:them|these|those))\b|(?=[ ,?.!]*$))"
)
"""Points into a list: "the last one", "And the third?"."""
