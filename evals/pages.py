"""Does reading a web page give the article's body? Ours beside the plain library, page by page.

The score is the usual one of article-extraction-benchmark: precision, recall and F1 over runs of
four words of what was found against what a person marked, averaged over pages.
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
    """Of each page in `folder`: the scores of ours and of the library alone.

    Raises SettingsError when the pages are not there.
    """
    try:
        truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
        return [
            _row(id, truth[id]["articleBody"], _page(folder, id))
            for id in console.each(sorted(truth)[:limit], "pages")
        ]
    except OSError as error:
        raise SettingsError(
            f"The pages {folder} are not there: set BYLINE_EVAL_DATA to the folder that holds "
            "pages/; evals/README.md says what they are."
        ) from error


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Means over pages, ours and the plain library's."""
    figures: dict[str, float] = {"pages": len(rows)}
    for whose in ("byline", "plain library"):
        for name, place in (("precision", 0), ("recall", 1), ("F1", 2)):
            figures[f"{whose}: {name}"] = round(mean(row[whose][place] for row in rows), 4)
    return figures


def _row(id: str, gold: str, page: str) -> Row:
    article = read_html(scrub(page))
    plain = trafilatura.extract(page, include_comments=False) or ""
    return {
        "id": id,
        "held_out": sets.held_out(id),
        "byline": scores(gold, clean(article.text).text if article else ""),
        "plain library": scores(gold, plain),
    }


def scores(gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over runs of four words."""
    wanted, got = _runs(gold), _runs(found)
    both = (wanted & got).total()
    precision = both / got.total() if got else float(not wanted)
    recall = both / wanted.total() if wanted else float(not got)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, f1


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _page(folder: Path, id: str) -> str:
    with gzip.open(folder / "html" / f"{id}.html.gz", "rt", encoding="utf-8") as file:
        return file.read()
