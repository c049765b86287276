"""Where a full stop ends no sentence. Patterns, for texts as printed."""

from index.language_data.en.calendar import WEEKDAY

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
HYPHENATED_TITLE = r"-(?:Sen|Rep|Gov|Gen|Mr|Mrs|Ms|Dr|St)\.$"
"""Ends what stands before the cut: "a pro-Sen. Rubio group"."""

CLOCK = r"\b[ap]\.m\.$"
AFTER_CLOCK = (
    rf"(?:{WEEKDAY}|Eastern|Central|Pacific|Mountain|Greenwich|[ECMPB][SD]?T|GMT|UTC|CET)\b"
)
"""Behind "5 p.m." these words belong to its sentence."""

ATTRIBUTION = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sgt)\.|[^.!?“”\"]){0,60}"
    r"\b(?:said|says|asked|asks|wrote|added|replied)\b"
)
"""Follows a quotation that ends with a mark: “Is it over?” Mr. Smith asked."""
