"""Generates what the pages tell of languages from the figures in `models/catalog.toml`."""

from bot.models.catalog import Asked, load_catalog

_WORDS = {
    "found": "**Found**: the sentence that answers is offered and taken for the answer in at least "
    "8 of 10 questions",
    "half": "**Found, but often refused**: it is mostly offered, and often not taken",
    "not": "**Not found**",
}
_DEFAULT = "English"


def languages() -> str:
    """Which languages work with the default encoder, and a table of the figures."""
    catalog = load_catalog()
    measured = catalog.get(catalog.default_encoder).languages
    lines = []
    for use, words in _WORDS.items():
        own = [each.name for each in measured if each.own.use == use]
        others = [each for each in measured if each.name != _DEFAULT]
        over = [each.name for each in others if each.in_english.use == use]
        if own or over:
            told = [f"asked in their own language: {', '.join(own)}"] if own else []
            told += [f"asked in English over articles in {', '.join(over)}"] if over else []
            lines.append(f"- {words}; {'; '.join(told)}.")
    rows = [
        f"| {each.name} | {_cells(each.own)} | "
        f"{'- | - | -' if each.name == _DEFAULT else _cells(each.in_english)} |"
        for each in measured
    ]
    head = "| articles in | first | among six | read | English: first | among six | read |"
    return "\n".join([*lines, "", head, "|---|---|---|---|---|---|---|", *rows])


def _cells(asked: Asked) -> str:
    return f"{asked.first:g} | {asked.among_six:g} | {asked.read:g}"
