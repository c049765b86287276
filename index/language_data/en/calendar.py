"""Names of months and weekdays, and the words for days relative to a day."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec")
"""Abbreviations, as patterns; a full stop may follow."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINAL_ENDINGS = ("st", "nd", "rd", "th")

MONTH = "|".join(MONTHS)
WEEKDAY = "|".join(WEEKDAYS)
"""Patterns of all names, to stand in a group."""

_MONTH = rf"(?P<month>{MONTH})"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY})"
_DAY = rf"(?P<day>\d{{1,2}})(?:{'|'.join(ORDINAL_ENDINGS)})?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_ON = rf"(?:{_WEEKDAY},? (?:the )?)?"
_COUNT = r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|month|year)"

# Tried in this order at every place of a text: (pattern, what it means, whether it is relative).
# A pattern is relative when it depends on the day of reading and names no month.
DATES = (
    (rf"{_ON}{_DAY} (?:of )?{_MONTH},? {_YEAR}", "date", False),
    (rf"{_ON}{_MONTH} {_DAY},? {_YEAR}", "date", False),
    # Without a year: likely the latest, but not so surely that a reader may be told the year.
    (rf"{_ON}{_DAY} (?:of )?{_MONTH}", "date", False),
    (rf"{_ON}{_MONTH} {_DAY}", "date", False),
    (rf"{_MONTH},? {_YEAR}", "date", False),
    (rf"(?:in|last|since) {_MONTH}", "date", False),
    (r"(?:the )?day before yesterday", "two days before", True),
    (r"yesterday|last night", "the day before", True),
    (r"today|tonight|this (?:morning|afternoon|evening)", "the day itself", True),
    (rf"{_COUNT} {_UNIT}s? ago", "so long before", True),
    (rf"(?:in |over |during )?the (?:last|past) {_COUNT} {_UNIT}s?", "since so long before", True),
    (rf"this {_UNIT}", "the current one so far", True),
    (rf"last {_UNIT}", "the one before", True),
    (rf"(?:(?P<last>last )|on |this )?{_WEEKDAY}", "the latest such weekday", True),
)

TIME_WORDS = "yesterday|today|year|month|week|century"
"""Pattern of words, besides dates, by which a sentence tells when."""

AHEAD = r"\b(?:will|would|next|due|to be|planned?|until|by|could|may|expected)\b"
"""Words that say that a day lies ahead of the day of reading."""

REFERS_BACK = (
    r"(?:about |some |only |just )?\w+ (?:hour|day|week|month|year|decade)s? "
    r"(?:earlier|later|before|after|afterwards|previously)\W*"
)
"""A time that is told only relative to another one: "nine days earlier"."""
