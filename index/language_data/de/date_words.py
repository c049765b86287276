"""Names of months and weekdays, the words of time expressions, and how a date is written."""

MONTHS = (
    *("Januar|Jänner", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
WEEKDAYS = (
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag|Sonnabend",
    "Sonntag",
)
UNITS = {
    "day": "Tag(?:en?)?",
    "week": "Wochen?",
    "month": "Monat(?:en?|s)?",
    "year": "Jahr(?:en?|es|s)?",
}
RANGE = "bis|oder|und"
NUMBERS = {
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50,
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DAY = r"(?P<day>\d{1,2})\."
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ON = rf"(?:{_WEEKDAY},? (?:dem |den )?)?"
_COUNT = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS.values())})"
# "In five years" is as often how long something takes.
_SOON = r"(?P<unit>Tag(?:en)?|Wochen?)"
# One of them: "letzten Jahre" are several.
_ONE = r"(?P<unit>Woche|Monat(?:e?s)?|Jahr(?:e?s)?)"
_VAGUE = (
    r"(?P<vague>(?:mehr als|weniger als|über|unter|fast|knapp|rund|etwa|ungefähr|gut|mindestens"
    r"|höchstens|bis zu) )?"
)
_LAST = r"(?:letzte|vergangene|vorige)[nrms]?"
_NEXT = r"(?:nächste|kommende)[nrms]?"
_THIS = r"diese[nrms]?"

TIMES = (
    (rf"{_ON}{_DAY} ?{_MONTH} {_YEAR}", "date", 0),
    (rf"{_ON}{_DAY} ?{_MONTH}", "date", 0),
    (rf"{_MONTH} {_YEAR}", "date", 0),
    (rf"(?:im|seit|bis) {_MONTH}", "date", 0),
    (rf"(?:im|seit|vom|vor dem|nach dem) Jahr(?:e?s)? {_YEAR}", "calendar year", 0),
    (rf"(?:seit|bis|Sommer|Winter|Herbst|Frühjahr|Frühling) {_YEAR}", "calendar year", 0),
    ("vorgestern", "day", -2),
    ("gestern", "day", -1),
    ("übermorgen", "day", 2),
    ("heute", "day", 0),
    # "Am Morgen" is no tomorrow, but that is written with a capital.
    (r"(?<!heute )(?<!gestern )(?-i:morgen)", "day", 1),
    (rf"vor {_VAGUE}{_COUNT} {_UNIT}", "counted", -1),
    (rf"in {_COUNT} {_SOON}", "counted if ahead", 1),
    (rf"(?:in den )?(?:letzten|vergangenen) {_COUNT} {_UNIT}", "so far", 0),
    (rf"vorletzte[nrms]? {_ONE}", "unit", -2),
    (rf"{_THIS} {_ONE}", "unit", 0),
    ("heuer", "year", 0),
    (rf"{_LAST} {_ONE}", "unit", -1),
    (rf"übernächste[nrms]? {_ONE}", "unit", 2),
    (rf"{_NEXT} {_ONE}", "unit", 1),
    (rf"{_LAST} Wochenende", "weekend", -1),
    ("nächste[nrms]? Wochenende", "next weekend", 1),
    (r"(?:am )?kommende[nrms]? Wochenende", "coming weekend", 1),
    (rf"(?:am|übers|{_THIS}) Wochenende", "weekend by tense", 0),
    (rf"{_LAST} {_WEEKDAY}", "weekday", -1),
    (rf"nächste[nrms]? {_WEEKDAY}", "next weekday", 1),
    (rf"kommende[nrms]? {_WEEKDAY}", "weekday", 1),
    (rf"(?:ist|sind) am {_WEEKDAY}(?=[.,;!?]|$)", "unsure", 0),
    (rf"(?:am|seit|bis|{_THIS}) {_WEEKDAY}(?:s|abend|morgen|nachmittag|mittag|nacht)?",
     "weekday by tense", 0),
)  # fmt: skip

AHEAD = (
    r"\b(?:wird|werden|würde|soll|sollen|will|wollen|muss|müssen|kann|können|möchte|geplant"
    r"|voraussichtlich|erwartet|beginnt|startet|öffnet|schließt|endet|findet|finden|kommende[nrs]?"
    r"|plant|planen)\b"
)
BEHIND = (
    r"\b(?:wurden?|war|waren|hat|haben|hatten?|ist|sagten?|kam|kamen|ging|gingen|gab|gaben|stieg"
    r"|fiel|starb|gewann|verlor|fand|fanden|begann|schloss|traf|trafen|seit)\b"
    r"|\b(?-i:[a-zäöü])(?!eute\b|etzte|itte\b|rste\b|weite\b|ächste|ritte\b)[a-zäöüß]+ten?\b"
)

DATE_FORMS = {
    "day": "{day}. {of_month} {year}",
    "week": "Woche vom {day}. {of_month} {year}",
    "month": "{month} {year}",
    "year": "{year}",
    "days": "{first} bis {day}. {of_month} {year}",
    "first of days": "{day}.",
}
MONTH_NAMES = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
MONTHS_IN_DATES = MONTH_NAMES
