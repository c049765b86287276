"""Names of months and weekdays, the words of time expressions, and how a date is written."""

MONTH_NAMES = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS = MONTH_NAMES
MONTHS_IN_DATES = MONTH_NAMES
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
UNITS = {"day": "jours?", "week": "semaines?", "month": "mois", "year": "ans?|années?"}
RANGE = "à|ou|et"
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50,
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DAY = r"(?P<day>\d{1,2})(?:er)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ON = rf"(?:{_WEEKDAY} )?"
_COUNT = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS.values())})"
# "In five years" is as often how long something takes.
_SOON = r"(?P<unit>jours?|semaines?)"
_ONE = r"(?P<unit>semaine|mois|an|année)"
_THE = r"(?:la |le |l['’])"
_VAGUE = r"(?P<vague>(?:plus|moins|près|environ|presque|au moins)\b ?(?:de |d['’])?)?"

TIMES = (
    (rf"{_ON}{_DAY} {_MONTH} {_YEAR}", "date", 0),
    (rf"{_ON}{_DAY} {_MONTH}", "date", 0),
    (rf"{_MONTH} {_YEAR}", "date", 0),
    (rf"(?:en|depuis|fin|début) {_MONTH}", "date", 0),
    (rf"(?:en|depuis|avant|après|jusqu['’]en|année|été|hiver|automne|printemps) {_YEAR}",
     "calendar year", 0),
    (r"avant-hier", "day", -2),
    # Not the German "Hier wird gebaut".
    (r"hier(?! (?:wird|werden|ist|sind|war|hat|haben|gibt|kann|soll|liegt|steht)\b)", "day", -1),
    (r"après-demain", "day", 2),
    (r"demain", "day", 1),
    (r"aujourd['’]hui|ce (?:matin|soir)|cet après-midi|cette nuit", "day", 0),
    (rf"il y a {_VAGUE}{_COUNT} {_UNIT}", "counted", -1),
    (rf"dans {_COUNT} {_SOON}", "counted if ahead", 1),
    (rf"(?:ces|les|des) {_COUNT} derni(?:ers|ères) {_UNIT}", "so far", 0),
    (rf"{_THE}?avant-dernière (?P<unit>semaine|année)", "unit", -2),
    (rf"(?:cette|cet|ce) {_ONE}(?:-ci)?", "unit", 0),
    (rf"{_THE}?{_ONE} (?:derni(?:er|ère)|passée?)", "unit", -1),
    (rf"{_THE}?{_ONE} prochaine?", "unit", 1),
    (rf"{_THE}?week-end (?:dernier|passé)", "weekend", -1),
    (rf"{_THE}?week-end prochain", "next weekend", 1),
    (r"(?:ce|le) week-end", "weekend by tense", 0),
    (rf"{_WEEKDAY} dernier", "weekday", -1),
    (rf"{_WEEKDAY} prochain", "weekday", 1),
    (rf"(?:est|sont) (?:ce )?{_WEEKDAY}(?=[.,;!?]|$)", "unsure", 0),
    (rf"(?:ce )?{_WEEKDAY}", "weekday by tense", 0),
)  # fmt: skip

AHEAD = (
    r"\b(?:sera|seront|serait|aura|auront)(?: \w+[ée]e?s?)?\b|\b(?:va|vont|doit|doivent|devrait"
    r"|prévue?s?|attendue?s?)(?: \w+(?:er|ir|re))?\b"
    r"|\b[a-zé]{2,}(?:era|eront|ira|iront|dra|dront)\b"
)
BEHIND = r"\b(?:a|ont|est|sont|était|étaient|avait|avaient|depuis|dit)\b|\b[a-zé]{2,}ée?s?\b"

DATE_FORMS = {
    "day": "{day} {of_month} {year}",
    "week": "semaine du {day} {of_month} {year}",
    "month": "{month} {year}",
    "year": "{year}",
    "days": "{first} au {day} {of_month} {year}",
    "first of days": "{day}",
}
