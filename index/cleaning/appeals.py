"""Recognises appeals for money and newsletter boxes (pure).

An appeal contains several kinds of words together; each kind alone may well occur in an article
about such things.
"""

import re

from index.cleaning.labels import REPORTED

# In characters.
_SHORT = 320
_LONGEST = 3000
_LONGEST_FORM = 9000  # a form that lists all countries of the world
# If at least this many words follow an appeal in its paragraph, they belong to the article.
_TAIL_WORDS = 25

_NEXT_WORD = re.compile(r"\s+")
_NEXT_SENTENCE = re.compile(r"[.!?][”\"’)]*\s+")

_SIGNALS = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        r"your (?:financial )?(?:support|donation|contribution|gift|help)|donate|donation|chip in"
        r"|support (?:us|our|independent|quality|now|progressive|the work|journalism)"
        r"|(?:reader|listener|member)[- ](?:supported|funded)|tax-deductible|for as little as"
        r"|become a (?:member|subscriber|supporter|patron)|make a (?:gift|contribution)",
        r"(?:our|independent|quality|investigative|explanatory|progressive|local|fearless|free)"
        r" (?:journalism|journalists|reporting|reporters|newsroom|coverage)|paywalls?"
        r"|non-?profit (?:newsroom|news)|send(?:ing)? journalists|reporters on the ground",
        r"newsletters?|inbox|(?:email|e-mail|news|push) alerts?|podcast|delivered (?:daily|weekly)"
        r"|special reports|email address|emails?|we['’]ll (?:send|email) you|be the first to"
        r"|promotional (?:offers|emails|material)|(?:our|the) (?:biggest|top|best) stories",
        r"sign(?:ing)? up|subscribe|subscription|click here|read more|support now|learn more"
        r"|opt[- ]out|unsubscribe|try again|re-enter|enable javascript|please check|see all"
        r"|get (?:unlimited|full) access|free trial|join (?:us|today|now)|check out our"
        r"|use (?:the |our )?(?:promo|discount|coupon) code",
        r"privacy policy|terms of (?:use|service)|recaptcha|you (?:may )?agree to|cookie policy",
        r"trusted by|stories that matter|stories you (?:care|need)|thank you for|we believe"
        r"|we (?:need|rely|depend|choose|aim)|makes? (?:all )?the difference|help us"
        r"|at (?:such )?a critical (?:moment|time)|afford it|our (?:audience|readers|team)"
        r"|if you(?: have|['’]ve)? (?:enjoyed|liked) (?:this|reading)|want to support"
        r"|if you['’]re still reading",
    )
)
# The kinds that ask the reader to do something; every short appeal has one of them.
_CALLS = slice(3, 5)
# Case matters: "US" is a country.
_ADDRESSED = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Oo]urs?|us|[Ww]e)\b")
_BUTTON = re.compile(r"(?:Read more|Support Now|Subscribe|Sign Up)$", re.IGNORECASE)

# How an outlet names itself in an appeal: "The Harbour Post is trusted by readers ...".
_OUTLET = re.compile(
    r"\b(?P<outlet>(?:The )?[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){0,3}) "
    r"is (?:trusted by|on the ground|(?:reader|listener|member)[- ](?:supported|funded)"
    r"|an? (?:independent |non-?profit )+(?:news|newsroom|newspaper|magazine)\b)"
)


def is_appeal(line: str) -> bool:
    """Whether `line` begins by asking for money, an address or a subscription."""
    if len(line) > _LONGEST_FORM:
        return False
    calls = sum(bool(signal.search(line)) for signal in _SIGNALS[_CALLS])
    kinds = sum(bool(signal.search(line)) for signal in _SIGNALS)
    if len(line) > _LONGEST and (calls < 2 or kinds < 4):
        return False
    if not calls and kinds < 3 and len(line) <= _SHORT:
        return False
    if kinds < 2 or (REPORTED.search(line) and kinds < 4):
        return False
    if _ADDRESSED.search(line):
        return kinds >= 3 or len(line) <= _SHORT
    return len(line) <= _SHORT // 2


def end_of_appeal(line: str) -> int:
    """Offset of the appeal's end in `line`; the line's length unless the article goes on."""
    last = max((f.end() for signal in _SIGNALS for f in signal.finditer(line)), default=0)
    button = _BUTTON.search(line[:last])
    gap = (_NEXT_WORD if button else _NEXT_SENTENCE).search(line, last)
    end = gap.end() if gap else len(line)
    return end if len(line[end:].split()) >= _TAIL_WORDS else len(line)


def outlet_of(line: str) -> str:
    """The name of the outlet in the appeal `line`, or ""."""
    found = _OUTLET.search(line)
    return found["outlet"] if found else ""
