"""How a sentence tells of which time it speaks; all patterns in any case."""

from index.language_data.en.reporting_verbs import VERBS_AT_A_TIME

CLAUSE_BREAK = (
    r"[,;:—–]\s+|\s+(?=[(–—-])"
    r"|\s+(?=(?:and|but|while|whereas|compared|(?:up|down) from|than|against|from \D{0,3}\d)\b)"
)
"""Stands between two parts of a sentence that may speak of two times."""

OF_SOMETHING_ELSE = (
    r"\W*(?:and )?(?:(?:up|down) (?:from|on)|compared (?:with|to)|than|against|after|before|from)\b"
)
"""Begins a part that compares or orders: "up from 2.7 million last year"."""

SAID_BEFORE = rf"\b{VERBS_AT_A_TIME}(?: (?:the )?[^\W\d]+)?(?: late| early)?[ ,]+$"
SAID_BEHIND = rf",? (?:[\w.'’-]+ ){{1,5}}{VERBS_AT_A_TIME}\b"
"""Stand before and behind the time at which something was said, not the time when it was."""

OPEN = r"\b(?:since|until|till|by)\b"
"""Words before or in a time that goes on to the day of reading, or begins on it."""
