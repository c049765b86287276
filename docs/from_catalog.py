"""Generates what the pages tell of languages from the figures in `models/catalog.toml`."""

from bot.models.catalog import Asked, load_catalog

_WORDS = {
    "found": "**Works** (the sentence that answers is offered and taken for the answer in at least "
    "8 of 10 questions)",
    "half": "**Works half** (it is mostly offered, but often not taken for the answer, so that many "
    "questions are refused)",
    "not": "**Does not work**",
}


def languages() -> str:
    """Which languages work with the default encoder, and a table of the figures."""
    catalog = load_catalog()
    measured = catalog.get(catalog.default_encoder).languages
    lines = []
    for use, words in _WORDS.items():
        own = [each.name for each in measured if each.own.use == use]
        over = [each.name for each in measured if each.in_english.use == use and each.name != "English"]
        if own or over:
            told = [f"asked in their own language: {', '.join(own)}"] if own else []
            told += [f"asked in English over articles in {', '.join(over)}"] if over else []
            lines.append(f"- {words} {'; '.join(told)}.")
    rows = [
        f"| {each.name} | {_cells(each.own)} | "
        f"{'- | - | -' if each.name == 'English' else _cells(each.in_english)} |"
        for each in measured
    ]
    head = "| articles in | first | among six | read | English: first | among six | read |"
    return "\n".join([*lines, "", head, "|---|---|---|---|---|---|---|", *rows])


def _cells(asked: Asked) -> str:
    return f"{asked.first:g} | {asked.among_six:g} | {asked.read:g}"
