"""Names of months and weekdays, the words of time expressions, and how a date is written."""

MONTH_NAMES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
MONTHS = (*MONTH_NAMES[:8], "sep?tiembre", *MONTH_NAMES[9:])
MONTHS_IN_DATES = MONTH_NAMES
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
UNITS = {"day": "días?", "week": "semanas?", "month": "mes(?:es)?", "year": "años?"}
RANGE = "a|o|y"
NUMBERS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "quince": 15, "veinte": 20,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50,
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ON = rf"(?:{_WEEKDAY},? )?"
_COUNT = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS.values())})"
# "In five years" is as often how long something takes.
_SOON = r"(?P<unit>días?|semanas?)"
_ONE = r"(?P<unit>semana|mes|año)"
_THE = r"(?:el |la )?"
_VAGUE = r"(?P<vague>(?:más de|menos de|casi|unos|unas|cerca de|alrededor de|al menos) )?"

TIMES = (
    (rf"{_ON}{_DAY} de {_MONTH} (?:de|del) {_YEAR}", "date", 0),
    (rf"{_ON}{_DAY} de {_MONTH}", "date", 0),
    (rf"{_MONTH} (?:de|del) {_YEAR}", "date", 0),
    (rf"(?:en|desde) {_MONTH}", "date", 0),
    (rf"(?:en|desde|hasta|año|(?:verano|invierno|otoño|primavera) de) {_YEAR}", "calendar year", 0),
    ("anteayer|antes de ayer", "day", -2),
    ("ayer|anoche", "day", -1),
    ("hoy|esta (?:mañana|tarde|noche)", "day", 0),
    ("pasado mañana", "day", 2),
    # "La mañana" is the morning.
    ("(?<!la )(?<!una )(?<!esta )mañana", "day", 1),
    (rf"hace {_VAGUE}{_COUNT} {_UNIT}", "counted", -1),
    (rf"(?:dentro de|en) {_COUNT} {_SOON}", "counted if ahead", 1),
    (rf"(?:en )?(?:los|las) últim[oa]s {_COUNT} {_UNIT}", "so far", 0),
    (rf"{_THE}{_ONE} antepasad[oa]", "unit", -2),
    (rf"est[ea] {_ONE}", "unit", 0),
    (rf"{_THE}{_ONE} pasad[oa]", "unit", -1),
    (rf"{_THE}pasad[oa] {_ONE}", "unit", -1),
    (rf"{_THE}{_ONE} (?:próxim[oa]|que viene)", "unit", 1),
    (rf"{_THE}próxim[oa] {_ONE}", "unit", 1),
    (rf"{_THE}fin de semana pasado|{_THE}pasado fin de semana", "weekend", -1),
    (rf"{_THE}próximo fin de semana", "next weekend", 1),
    ("(?:el|este) fin de semana", "weekend by tense", 0),
    (rf"(?:el )?{_WEEKDAY} pasado", "weekday", -1),
    (rf"(?:el )?pasado {_WEEKDAY}", "weekday", -1),
    (rf"(?:el )?{_WEEKDAY} (?:próximo|que viene)", "weekday", 1),
    (rf"(?:el )?próximo {_WEEKDAY}", "weekday", 1),
    (rf"(?:es|son) (?:el|este) {_WEEKDAY}", "unsure", 0),
    (rf"(?:el|este) {_WEEKDAY}", "weekday by tense", 0),
)  # fmt: skip

AHEAD = (
    r"\b(?:será|serán|sería)(?: \w+[ai]d[oa]s?)?\b|\b(?:va|van) a \w+|\b(?:debe|deben) \w+r\b"
    r"|\b[a-z]{2,}(?:ará|erá|irá|drá|arán|erán|irán|drán)\b|\b(?:prevé|prevén|previst[oa]s?)\b"
)
BEHIND = (
    r"\b(?:fue|fueron|era|eran|ha|han|había|habían|desde|dijo|hizo|tuvo|estuvo|vino|murió)\b"
    r"|\b[a-zñ]{2,}(?:ó|aron|ieron)\b"
)

DATE_FORMS = {
    "day": "{day} de {of_month} de {year}",
    "week": "semana del {day} de {of_month} de {year}",
    "month": "{month} de {year}",
    "year": "{year}",
    "days": "{first} al {day} de {of_month} de {year}",
    "first of days": "{day}",
}
