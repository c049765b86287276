"""Writes the page of thirty answers, drawn by lot: `python -m docs.gallery RESULTS.json`.

The results are those of `byline eval versions`. Only its tuning half is drawn from, since single
cases of the other half are looked at by nobody.
"""

import argparse
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from evals import pattern_sets

PAGE = Path(__file__).with_name("gallery.md")
COUNT, SEED = 30, 2026
Json = dict[str, Any]

_HEAD = """\
# Thirty answers, drawn by lot

Questions of the set `versions`: made-up news that differs by year, place, company, round or person
only, asked as people type on a phone. Which ones stand here was drawn, not chosen ({seed} is the
seed of the lot); commit {commit}, {day}. {right} of {asked} answers are right, and {refused} of
{absent} questions that the articles do not answer are refused. In brackets stands whether that is
right, and of a refusal whether the articles do answer.
"""


def main() -> None:
    """Write the page by the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    results: Json = json.loads(parser.parse_args().results.read_text("utf-8"))
    PAGE.write_text(page(results), encoding="utf-8")
    print(PAGE)


def page(results: Json) -> str:
    """Return the page for the results of one run, as Markdown."""
    rows = [row for row in results["rows"] if not row["held_out"]]
    drawn = random.Random(SEED).sample(rows, COUNT)  # noqa: S311 - a draw, no secret
    asked = [row for row in drawn if row["answerable"]]
    absent = [row for row in drawn if not row["answerable"]]
    head = _HEAD.format(
        seed=SEED,
        commit=results["commit"],
        day=f"{date.fromisoformat(results['at'][:10]):%-d %B %Y}",
        right=sum(row["right"] for row in asked),
        asked=len(asked),
        refused=sum(not row["answered"] for row in absent),
        absent=len(absent),
    )
    days = {case.id: case.asked_on for case in pattern_sets.cases("versions")}
    return "\n".join([head, *(_entry(row, days.get(row["id"])) for row in drawn)])


def _entry(row: Json, day: date | None) -> str:
    """Write one question with its answer, the sentences it stands on, and whether it is right."""
    asked = f"*Asked on {day:%-d %B %Y}.* " if day else ""
    lines = [f"## {row['question']}", "", f"{asked}**{row['text']}** ({_judged(row)})", ""]
    for cited in row["citations"] if row["answered"] else []:
        lines.append(f"> [{cited['number']}] {_bold(cited)}")
        lines.append(f"> {cited['outlet']}, {cited['published']}: {cited['title']}")
        lines.append("")
    return "\n".join(lines)


def _judged(row: Json) -> str:
    if not row["answerable"]:
        return "wrong: the articles don't say" if row["answered"] else "right: they don't"
    if not row["answered"]:
        return "wrong: they do"
    return "right" if row["right"] else "wrong"


def _bold(cited: Json) -> str:
    """The cited sentence on one line, the words that answer in bold, where the reader is sure."""
    text: str = cited["sentence"]
    if cited.get("words"):
        start, end = cited["words"]
        text = f"{text[:start]}**{text[start:end].strip()}**{text[end:]}"
    return " ".join(text.split())


if __name__ == "__main__":
    main()
