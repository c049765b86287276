"""How questions ask which of several is the first by a number: "the most pupils", "the cheapest".

Words are in lower case, patterns for any case.
"""

BASE_FORM_BEHIND = frozenset("did do does".split())
"""Behind these a verb has its base form: "Where did Brun sell the most"; articles have "sold"."""

# What a word asks for of the numbers, and the units (of `numbers.UNITS`) that they are in.
_MONEY = "dollar euro pound rouble yen yuan crown rupee hryvnia"
_LENGTH = "millimetre centimetre metre kilometre mile foot inch"
_WEIGHT = "gram kilogram tonne"
_TIME = "second minute hour day week month"
_DEGREES = "celsius fahrenheit"

MEASURED: dict[str, tuple[bool, str]] = {
    word: (greatest, units)
    for words, greatest, units in (
        ("dearest priciest", True, _MONEY),
        ("cheapest", False, _MONEY),
        ("longest", True, f"{_LENGTH} {_TIME}"),
        ("shortest", False, f"{_LENGTH} {_TIME}"),
        ("tallest deepest widest farthest furthest", True, _LENGTH),
        ("shallowest narrowest nearest closest", False, _LENGTH),
        ("heaviest", True, _WEIGHT),
        ("lightest", False, _WEIGHT),
        ("hottest warmest", True, _DEGREES),
        ("coldest coolest", False, _DEGREES),
        ("wettest", True, "millimetre inch"),
        ("driest", False, "millimetre inch"),
    )
    for word in words.split()
}
COSTLY = frozenset(("expensive", "costly"))
"""Behind "most" and "least" they ask for a price."""

BY_YEAR = {"oldest": False, "newest": True}
"""By the year from which something is; true for the greatest."""

COUNTED = {
    **dict.fromkeys(("most", "largest", "biggest", "greatest"), True),
    **dict.fromkeys(("fewest", "least", "smallest"), False),
}
"""By the number of what stands behind them; true for the greatest."""

RATED = {"highest": True, "lowest": False}
"""By the number of what stands behind them, or by the one that it has: "a turnout of 71 %"."""

ASKS_WHICH = r"(?:(?:in|at|to|from|on|for) )?(?:which|what|who|where|when|whose)\b"
ASKS_WHEN = r"(?:(?:in|on) )?(?:which|what) (?:month|day|weekday)\b|when\b"
OF_KIND = r"(?:which|what) (?:of (?:the |these )?(?:\w+ )?)?(?P<kind>\w+)"
NO_COMPARISON = (
    r"\b(?:second|third|fourth|next|almost|not|never|ever|than|always|yet|how|why|or|and"
    r"|at (?:most|least)|one of)\b|n['’]t\b"
)
"""Ask for more or less than the first of those told: "the second most", "the most ever"."""

CLAUSE = (
    r"[,;:]?\s(?:and|while|but|against|whereas|compared (?:with|to)|followed by|ahead of)\s"
    r"|[,;:]\s|\s[–—]\s"
)
TOGETHER = r"\b(?:total|together|altogether|overall|combined|average|all|sum|mean|each|both)\b"
"""Of a number that is of all of them."""

INEXACT = (
    r"\b(?:more than|less than|fewer than|over|under|up to|at least|at most|nearly|almost|between)"
    r" (?:the |an? )?$"
)
"""Directly before a number that is a limit."""

NOT_SO = r"\b(?:not|no|never|would|will|could|may|might)\b|n['’]t\b"
"""Of a number that is denied or not there yet."""

AHEAD = (
    r"\b(?:won|wins|winner|victory|victor|first|top|leads|led|leader|record|ahead|beat|surpassed"
    r"|most|more|fewest|fewer|least|less|largest|larger|biggest|bigger|greatest|greater|highest"
    r"|higher|smallest|smaller|lowest|lower)\b"
)
"""In a sentence without a number of its own these may tell of one that goes before all others."""
