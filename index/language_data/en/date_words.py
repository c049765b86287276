"""Names of months and weekdays, the words of time expressions, and how a date is written."""

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

UNITS = {"day": "days?", "week": "weeks?", "month": "months?", "year": "years?"}
"""Unit -> pattern of its forms."""

RANGE = "to|or|and"
"""Pattern of words between two numbers of which the second is no number by itself."""

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
"""Number words before a unit."""

_MONTH = rf"(?P<month>{MONTH})"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY})"
_DAY = rf"(?P<day>\d{{1,2}})(?:{'|'.join(ORDINAL_ENDINGS)})?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ON = rf"(?:{_WEEKDAY},? (?:the )?)?"
_COUNT = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS.values())})"
# "In five years" is as often how long something takes.
_SOON = r"(?P<unit>days?|weeks?)"
_ONE = r"(?P<unit>(?-i:week|month|year))"  # the programme "This Week"
# "The last week of the war", "her last year", "the next year": not counted from the day of reading.
_BARE = r"(?<!the )(?<!his )(?<!her )(?<!its )(?<!our )(?<!my )(?<!their )(?<!your )(?<!['’]s )"
_NO_NAME = (
    r"(?<!Super )(?<!Black )(?<!Good )(?<!Ash )(?<!Palm )(?<!Easter )(?<!Bloody )(?<!Cyber )"
    r"(?<!Giving )(?<!Sheffield )(?<!Mail on )(?-i:(?<!News ))"
)
_NO_TITLE = r"(?!(?-i: (?:Night (?:Live|Football)|Times|Telegraph|Mirror|Herald|Post)\b))"
_NOT_OF = r"(?! of\b| in (?:office|power)\b)"
# "More than two years ago" is no year. What counts back is vague with one of these before it.
_VAGUE = (
    r"(?P<vague>(?:(?:more|less|fewer) than|over|under|at least|at most|nearly|almost|about|around"
    r"|roughly|some|up to|well over|just over|just under|many|only) )?"
)

# Tried in this order at every place of a text: (pattern, rule, steps). The rules are those of
# `bot.language.date_rules`; steps are counted from the day of reading, back below 0.
TIMES = (
    (rf"{_ON}{_DAY} (?:of )?{_MONTH},? {_YEAR}", "date", 0),
    (rf"{_ON}{_MONTH} {_DAY},? {_YEAR}", "date", 0),
    # Without a year: likely the nearest, but not so surely that a reader may be told the year.
    (rf"{_ON}{_DAY} (?:of )?{_MONTH}", "date", 0),
    (rf"{_ON}{_MONTH} {_DAY}", "date", 0),
    (rf"{_MONTH},? {_YEAR}", "date", 0),
    (rf"last {_MONTH}", "date", -1),
    (rf"next {_MONTH}", "date", 1),
    (rf"(?:in|since|until) {_MONTH}", "date", 0),
    (
        rf"(?:in|during|from|between) {_YEAR}(?: (?:and|or|to) |[-–/])(?P<last_year>\d{{4}})",
        "calendar year",
        0,
    ),
    (rf"(?:in|during|since|until|by|before|after|year|spring|summer|autumn|winter) {_YEAR}",
     "calendar year", 0),
    (r"(?:the )?day before yesterday", "day", -2),
    (r"yesterday|last night", "day", -1),
    (r"(?-i:today|tonight|(?<!\w )(?:Today|Tonight))|this (?:morning|afternoon|evening)", "day", 0),
    (r"(?:the )?day after tomorrow", "day", 2),
    (r"tomorrow", "day", 1),
    (rf"{_VAGUE}{_COUNT} {_UNIT} ago(?! (?:last|next|on|in)\b)", "counted", -1),
    (rf"in {_COUNT} {_UNIT}['’]? time", "counted", 1),
    (rf"in {_COUNT} {_SOON}(?!['’])", "counted if ahead", 1),
    (rf"(?:in |over |during )?the (?:last|past) {_COUNT} {_UNIT}", "so far", 0),
    (rf"(?:the )?{_ONE} before last", "unit", -2),
    (rf"this {_ONE}", "unit", 0),
    (rf"{_BARE}last {_ONE}{_NOT_OF}", "unit", -1),
    (rf"(?:the )?{_ONE} after next", "unit", 2),
    (rf"{_BARE}next {_ONE}{_NOT_OF}", "unit", 1),
    (r"(?:the )?weekend before last", "weekend", -2),
    (r"last weekend", "weekend", -1),
    (r"next weekend", "next weekend", 1),
    (r"(?:this |the )?coming weekend", "coming weekend", 1),
    (r"(?:at|on|over|by|during|for|this) (?:the )?weekend"
     r"(?! of\b| before\b| after\b)", "weekend by tense", 0),
    (rf"last {_WEEKDAY}", "weekday", -1),
    (rf"next {_WEEKDAY}", "next weekday", 1),
    (rf"(?:this |the )?coming {_WEEKDAY}", "weekday", 1),
    (rf"this {_WEEKDAY}", "weekday by tense", 0),
    (rf"(?:is|are) (?:on |for )?{_WEEKDAY}", "unsure", 0),
    (rf"(?:on )?{_NO_NAME}{_WEEKDAY}{_NO_TITLE}", "weekday by tense", 0),
)  # fmt: skip

AHEAD = (
    r"\b(?:will|shall|would|['’]ll)(?: (?:not|also|now|again|only|then|be|have|been))* \w+"
    r"|\b(?:is|are) (?:due|set|scheduled|expected|planned|going|about|likely|ready|to)\b"
    r"(?: to (?:be )?\w+)?"
    r"|\b(?:must|should|can|could|might|(?-i:may))(?: not)? (?!have\b)(?:be )?\w+"
    r"|\b(?:due|set|scheduled|plan(?:s|ned)?|agree[ds]?|wants?|hopes?|intends?|going|about|likely"
    r"|ready|needs?|vow(?:s|ed)|promise[sd]?|decide[sd]?|expect(?:s|ed)?|is|are|has|have) to"
    r" (?:be )?\w+"
    r"|\b(?:is|are|remains?|stays?|has|have)(?: \w+){1,3} (?:until|till|by)\b"
    r"|(?<!had )\b(?:due|upcoming|planned|planning|scheduled|expected|to come)\b"
    r"|\b(?:is|are) \w+ing\b"
    r"|\b(?:opens|starts|begins|ends|closes|meets|votes|arrives|leaves|returns|plays|expires"
    r"|takes (?:place|effect|office)|comes into force)\b"
)
"""Words by which a time that is named near them lies ahead of the day of reading; in any case."""

BEHIND = (
    r"\b(?!need|feed|speed|hundred|sacred|indeed|exceed|seed|breed)[a-z]{2,}ed\b"
    r"|\b(?:was|were|had|did|said|says|saying|told|came|went|met|won|lost|made|took|gave|got|found|left"
    r"|led|held|sold|fell|rose|began|broke|brought|built|bought|caught|chose|cut|fought|grew|hit"
    r"|knew|paid|put|ran|saw|sent|set|shot|spoke|spent|stood|struck|swore|threw|wrote|became|flew"
    r"|drew|drove|beat|kept|laid|shut|sank|stole|since)\b"
)
"""Words by which it lies behind; in any case."""

DATE_FORMS = {
    "day": "{day} {of_month} {year}",
    "week": "week of {day} {of_month} {year}",
    "month": "{month} {year}",
    "year": "{year}",
    "days": "{first} to {day} {of_month} {year}",
    "first of days": "{day}",
}
"""How days, a week (by its Monday), a month and a year are written beside words for them.

`{first}` is the first day: its own form where both are of one month, else "day".
"""

MONTH_NAMES = MONTHS
MONTHS_IN_DATES = MONTHS
"""The names of the months as they stand alone and behind a day."""

TIME_WORDS = "yesterday|today|tonight|tomorrow|weekend|year|month|week|century|ago"
"""Pattern of words, besides dates, by which a sentence tells when."""

REFERS_BACK = (
    r"(?:about |some |only |just )?\w+ (?:hour|day|week|month|year|decade)s? "
    r"(?:earlier|later|before|after|afterwards|previously)\W*"
)
"""A time that is told only relative to another one: "nine days earlier"."""
