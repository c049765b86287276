"""Measures reading of web pages: is the article's body found? Byline beside trafilatura alone.

The score is that of article-extraction-benchmark: precision, recall and F1 over runs of four words
of the text found against the text that a person marked, averaged over pages.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import trafilatura

from bot.errors import SettingsError
from bot.terminal import console
from evals import sets
from index.cleaning.cleaner import clean, scrub
from index.readers.html import read_html

Row = dict[str, Any]


def rows(folder: Path, limit: int | None = None) -> list[Row]:
    """Return a row for each page in `folder`: the scores of Byline and of trafilatura alone.

    Raises SettingsError when the pages are missing.
    """
    try:
        truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
        return [
            _row(name, truth[name]["articleBody"], _page(folder, name))
            for name in console.each(sorted(truth)[:limit], "pages")
        ]
    except OSError as error:
        raise SettingsError(
            f"The pages {folder} are not there: set BYLINE_EVAL_DATA to the folder that holds "
            "pages/; evals/README.md says what they are."
        ) from error


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the means over pages, of Byline and of trafilatura alone."""
    figures: dict[str, float] = {"pages": len(rows)}
    for whose in ("byline", "plain library"):
        for name, place in (("precision", 0), ("recall", 1), ("F1", 2)):
            figures[f"{whose}: {name}"] = round(mean(row[whose][place] for row in rows), 4)
    return figures


def _row(name: str, gold: str, page: str) -> Row:
    article = read_html(scrub(page))
    plain = trafilatura.extract(page, include_comments=False) or ""
    return {
        "id": name,
        "held_out": sets.held_out(name),
        "byline": scores(gold, clean(article.text).text if article else ""),
        "plain library": scores(gold, plain),
    }


def scores(gold: str, found: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 over runs of four words."""
    wanted, got = _runs(gold), _runs(found)
    both = (wanted & got).total()
    precision = both / got.total() if got else float(not wanted)
    recall = both / wanted.total() if wanted else float(not got)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, f1


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _page(folder: Path, name: str) -> str:
    with gzip.open(folder / "html" / f"{name}.html.gz", "rt", encoding="utf-8") as file:
        return file.read()
