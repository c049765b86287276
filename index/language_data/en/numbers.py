"""Number words, magnitudes and units of measurement."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()

CARDINALS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS, start=1)}

MAGNITUDES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
SHORT_MAGNITUDES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
"""As written without a space behind a number in money and headlines: "$3m", "2.5bn"."""

UNCOUNTED = ("dozen", "dozens", "half", "hundreds", "thousands", "millions", "billions")
"""Quantities that name no exact number."""

VAGUE_AMOUNTS = frozenset(
    "no none nobody nothing all everything every both either neither most majority minority many "
    "much few fewer little less more some several lots plenty half third quarter fifth tenth "
    "single double triple twice thrice pair couple handful score scores entire whole enough".split()
)
"""Words that answer "how many" or "how much" without a number."""

NO_NUMBER = (
    r"\b(?:(?:no|any|every|some) one|ones|twos|threes|fours|fives|tens"
    r"|(?:several|a few|many|some) (?:hundred|thousand|million)|(?:half|quarter)-million"
    r"|(?:a )?quarters? of a million"
    rf"|{'|'.join(UNCOUNTED)})\b"
)
"""Pattern of words that a reader of number words takes for one, and that are none."""

# One unit of measurement a line, under the name that stands for all of its spellings. A number
# before (money: behind) one of them is a number of that unit.
UNITS = {
    "%": "% percent pct",
    "dollar": "$ dollar dollars usd",
    "euro": "€ euro euros eur",
    "pound": "£ pound pounds gbp sterling",
    "rouble": "₽ rouble roubles ruble rubles",
    "yen": "¥ yen",
    "yuan": "yuan renminbi",
    "crown": "crown crowns krona kronor krone kroner koruna",
    "rupee": "₹ rupee rupees",
    "hryvnia": "₴ hryvnia hryvnias",
    "second": "seconds",
    "minute": "minute minutes",
    "hour": "hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "millimetre": "mm millimetre millimetres millimeter millimeters",
    "centimetre": "cm centimetre centimetres centimeter centimeters",
    "metre": "metre metres meter meters",
    "kilometre": "km kilometre kilometres kilometer kilometers",
    "km/h": "km/h kph kmh",
    "mph": "mph",
    "knot": "knot knots",
    "barrel": "barrel barrels",
    "gallon": "gallon gallons",
    "mile": "mile miles",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "gram": "gram grams",
    "kilogram": "kg kilogram kilograms kilo kilos",
    "tonne": "tonne tonnes ton tons",
    "litre": "litre litres liter liters",
    "hectare": "hectare hectares",
    "acre": "acre acres",
    "megawatt": "mw megawatt megawatts",
    "gigawatt": "gw gigawatt gigawatts",
    "celsius": "celsius °c",
    "fahrenheit": "fahrenheit °f",
}
CURRENCY_SIGNS = "$€£₽¥₹₴"
"""Signs that stand before their number."""

PERCENT = r"\bper cent\b|\bpercentage points?\b|\bper cents?\b"
"""Spellings of the sign %, besides one word."""
