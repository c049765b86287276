"""Shows both figures where articles differ, each with outlet and date (pure).

The small model picks one of two figures and says nothing of the other. So where a number is asked
for, the best article that was not cited is asked alone, and what differs stands beside the first
answer: a toll that was put right later, or two sides that count differently.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering.citations import Checked, joined
from bot.answering.sentence_selection import byline
from bot.language.attribution import source
from bot.language.quantities import numbers
from bot.language.words import stems
from bot.question.question import Question, Wants
from bot.types import Claim, Evidence

# A sentence much farther from the question than the one that was cited is on something else.
_AS_NEAR = 0.2
_OPENING = 4  # words, of which the figure asked for is one


def may_differ(question: Question) -> bool:
    """Return whether articles may give different figures in answer to `question`."""
    return bool(question.wants & (Wants.AMOUNT | Wants.SIZE | Wants.FIGURE))


def another_report(
    question: Question, first: Checked, evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Return sentences that may give another figure than `first` does, all of one article, or [].

    They are of an article that was not cited and has the names of the question that the cited one
    has (a toll of another disaster is no second opinion), or of the cited one where somebody else
    says so.
    """
    grounds = first.grounds
    named = set(question.names)
    for item in grounds:
        named &= stems(f"{item.article.title} {item.article.text}")
    given = {number for claim in first.claims for number in _figures(claim)}
    near = max((item.likeness for item in grounds), default=0.0) - _AS_NEAR
    others = [item for item in evidence if not numbers(item.sentence.text) & given]
    rivals = [
        item
        for item in others
        if item.likeness >= near
        and numbers(item.sentence.text)
        and named <= stems(f"{item.article.title} {item.article.text}")
        and _is_another(item, grounds)
    ]
    if not rivals:
        return []
    best = max(rivals, key=lambda item: item.likeness)
    return [item for item in others if item.article.id == best.article.id]


def _is_another(item: Evidence, grounds: Sequence[Evidence]) -> bool:
    """Whether another article says this, or somebody else in the same."""
    cited = {article.id for item in grounds for article in (item.article, *item.also)}
    if item.article.id not in cited:
        return True
    who, said_by = source(item.sentence.text), {source(g.sentence.text) for g in grounds}
    return bool(who) and "" not in said_by and who not in said_by


def both(first: Checked, second: Checked) -> Checked:
    """Return `first`, or both where `second` gives other figures, the newer article first."""
    given = {number for claim in first.claims for number in _figures(claim)}
    other = {number for claim in second.claims for number in _figures(claim)}
    if not other or not given or other & given:
        return first
    reports = sorted((first, second), key=_day, reverse=True)
    papers = {report.grounds[0].article.id for report in reports}
    merged = joined([_with_source(report) for report in reports] if len(papers) > 1 else reports)
    return replace(merged, support=first.support, evidence=first.evidence)


def _with_source(report: Checked) -> Checked:
    claims = (replace(claim, text=_from(report, claim.text)) for claim in report.claims)
    return replace(report, claims=tuple(claims))


def _figures(claim: Claim) -> frozenset[str]:
    """The numbers that a claim opens with: "About 20 planes", not "prisoners under 25"."""
    return numbers(" ".join(claim.text.split()[:_OPENING]))


def _day(report: Checked) -> date:
    return max((item.article.published or date.min for item in report.grounds), default=date.min)


def _from(report: Checked, claim: str) -> str:
    """ "Some 140." -> "The Plain Ledger, 19 August 2021: Some 140." """
    article = report.grounds[0].article
    return f"{byline(article) or article.title}: {claim}"
