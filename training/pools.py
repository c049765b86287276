"""What is trained on: pools of broad questions, look-alikes and claims."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from training import injections, rows
from training.changed_details import changed_questions
from training.newspaper import in_the_papers, strangers
from training.rows import LABELS, Claim, Question, Row, words

TRUE, FALSE, NEITHER = (LABELS.index(n) for n in ("entailment", "contradiction", "neutral"))
T = TypeVar("T")
RARE = ("roles", "magnitude", "unit")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


@dataclass(frozen=True)
class Pools:
    """The rows by what they are for; each is shuffled once and then gone through in order."""

    broad: list[Row]
    alike: list[Row]
    claims: list[Row]


def sentences(passage: str) -> list[str]:
    """Split a passage into sentences of six to sixty words, roughly: good enough to train on."""
    return [s for s in _SENTENCE.split(passage) if 6 <= len(s.split()) <= 60]


def neighbours(questions: Sequence[Question], rng: random.Random) -> Iterator[Question]:
    """Put questions over the likest other passage of the same title that lacks their answers."""
    by_title: dict[str, set[str]] = defaultdict(set)
    for row in questions:
        by_title[row.title].add(row.passage)
    for row in questions:
        others = sorted(by_title[row.title] - {row.passage})
        if not row.answers or not others:
            continue
        asked = words(row.question)
        texts = [row.passage[a:b].lower() for a, b in row.answers]
        fit = [o for o in rng.sample(others, min(len(others), 30)) if not _any_in(texts, o)]
        if fit:
            likest = max(fit, key=lambda o: len(asked & words(o)))
            yield replace(row, passage=likest, answers=())


def _any_in(texts: list[str], passage: str) -> bool:
    low = passage.lower()
    return any(text in low for text in texts)


def changed_claims(
    passages: Sequence[str], rng: random.Random, most: int
) -> list[tuple[str, Claim]]:
    """Make claims from sentences: kept ones that are carried, changed ones that are not.

    Gives at most `most` pairs of the kind of change ("kept", "negated", "number", "magnitude",
    "unit", "roles", "opposite", "name") and the claim, a changed one always with its kept twin.
    The evidence is the sentence with up to one neighbour at each side.
    """
    found: list[tuple[str, Claim]] = []
    places = [(p, i) for p in passages for i in range(len(sentences(p)))]
    rng.shuffle(places)
    seen: set[str] = set()
    for passage, i in places:
        around = sentences(passage)
        sentence = around[i]
        if len(found) >= most or sentence in seen:
            continue
        seen.add(sentence)
        evidence = " ".join(around[max(0, i - rng.randint(0, 1)) : i + 1 + rng.randint(0, 1)])
        claim = _kept(sentence, rng)
        changed = _changed(claim, injections.names(passage), rng)
        if changed and (changed[0] in RARE or rng.random() < 0.4):
            found.append((changed[0], Claim(evidence, changed[1], FALSE)))
            found.append(("kept", Claim(evidence, claim, TRUE)))
    return found[:most]


def _kept(sentence: str, rng: random.Random) -> str:
    """Write a sentence a little differently, saying the same."""
    for keep in injections.KEEPS:
        if rng.random() < 0.6 and (text := keep(sentence, rng)):
            sentence = text
    return sentence


def _changed(claim: str, others: list[str], rng: random.Random) -> tuple[str, str] | None:
    """Change a claim in a way chosen at random among those it allows, rare kinds first."""
    for kind in RARE:
        changed = injections.CHANGES[kind](claim, rng)
        if changed and changed != claim and rng.random() < 0.7:
            return kind, changed
    kinds = ["negated", "number", "opposite", "name", "number", "name"]
    rng.shuffle(kinds)
    for kind in kinds:
        if kind == "name":
            changed = injections.change_name(claim, rng, others)
        else:
            changed = injections.CHANGES[kind](claim, rng)
        if changed and changed != claim:
            return kind, changed
    return None


def stated_claims(questions: Sequence[Question], rng: random.Random) -> list[Claim]:
    """Turn questions with answers into claims, half of them with another name or number."""
    found = []
    for row in questions:
        if not row.answers:
            continue
        start, end = row.answers[0]
        answer = row.passage[start:end]
        claim = injections.state(row.question, answer)
        if not claim:
            continue
        label = TRUE
        if rng.random() < 0.5:
            others = injections.names(row.passage)
            wrong = injections.change_name(f"by {answer}", rng, others)
            wrong = wrong or injections.change_number(answer, rng)
            if not wrong:
                continue
            claim = injections.state(row.question, wrong.removeprefix("by "))
            label = FALSE
        if claim:
            found.append(Claim(_around(row.passage, start), claim, label))
    return found


def given_answers(questions: Sequence[Question], rng: random.Random) -> Iterator[Claim]:
    """Put answers behind their questions: "Who won X? Y.", carried or not by the sentences near Y.

    A quarter of the answers to answerable questions are those to another question over the passage.
    A question without an answer gets that to the likest question over its passage: the answer a
    careless reader would give.
    """
    by_passage: dict[str, list[Question]] = defaultdict(list)
    for row in questions:
        by_passage[row.passage].append(row)
    for row in questions:
        asked = words(row.question)
        others = [q for q in by_passage[row.passage] if q.answers and _differs(q, row)]
        rng.shuffle(others)
        right = bool(row.answers) and rng.random() < 0.75
        if not right and not others:
            continue
        given = row if right else max(others, key=lambda q: len(asked & words(q.question)))
        start, end = given.answers[0]
        answer = row.passage[start:end].rstrip(" .,;")
        claim = f"{row.question[:1].upper()}{row.question[1:].rstrip(' ?')}? {answer}."
        yield Claim(_near(row.passage, start, rng), claim, TRUE if right else NEITHER)


def _differs(other: Question, row: Question) -> bool:
    """Tell whether the first answer to one question is no answer to another over its passage."""
    text = row.passage[slice(*other.answers[0])].lower()
    ours = [row.passage[a:b].lower() for a, b in row.answers]
    return not any(text in our or our in text for our in ours)


def _near(passage: str, at: int, rng: random.Random) -> str:
    """Cut the sentence at character `at` out of a passage, with up to two at each side."""
    begins = [0, *(match.end() for match in _SENTENCE.finditer(passage))]
    place = max(i for i, begin in enumerate(begins) if begin <= at)
    first, last = max(0, place - rng.randint(0, 2)), place + 1 + rng.randint(0, 2)
    return passage[begins[first] : begins[last] if last < len(begins) else None]


def _around(passage: str, at: int) -> str:
    """Cut the sentence at character `at` out of a passage, with the one before it."""
    begin, before = 0, 0
    for match in _SENTENCE.finditer(passage):
        if match.start() > at:
            return passage[before : match.start()]
        before, begin = begin, match.end()
    return passage[before:]


def yes_no_pairs(questions: Sequence[Question], rng: random.Random, most: int) -> list[Question]:
    """Take yes/no questions over their passage, and half of them over the likest other one."""
    taken = rng.sample(list(questions), min(most, len(questions)))
    found = []
    for row in taken:
        if rng.random() < 0.6:
            found.append(row)
            continue
        asked = words(row.question)
        others = [q for q in rng.sample(list(questions), 300) if q.passage != row.passage]
        likest = max(others, key=lambda o: len(asked & words(o.passage)))
        found.append(Question("", row.question, likest.passage, ()))
    return found


def answered_claims(
    boolq: Sequence[tuple[Question, bool]], texts: Sequence[str], rng: random.Random, most: int
) -> list[Claim]:
    """Make claims of a question with its yes or no: "Is the dam full? Yes.", carried or denied.

    From BoolQ, and `most` from statements of `texts`, half of them denied in the evidence. Where
    the statement is of another name than the question, neither answer is carried.
    """
    found = []
    for row, yes in boolq:
        said = rng.random() < 0.5
        asked = row.question[:1].upper() + row.question[1:]
        label = TRUE if said == yes else FALSE
        found.append(Claim(row.passage, f"{asked.rstrip(' ?')}? {_word(said)}", label))
    places = [(p, i) for p in texts for i, s in enumerate(sentences(p)) if injections.ask(s)]
    for passage, i in rng.sample(places, min(most, len(places))):
        around = sentences(passage)
        sentence = around[i]
        asked = injections.ask(sentence) or ""
        denied = re.search(r"\b(?:not|never)\b", sentence) is not None
        evidence, yes, said = sentence, not denied, rng.random() < 0.5
        if rng.random() < 0.5 and (turned := injections.negate(sentence, rng)):
            evidence, yes = turned, not yes
        label = TRUE if said == yes else FALSE
        if rng.random() < 0.2:
            other = injections.change_name(evidence, rng, injections.names(passage))
            if not other:
                continue
            evidence, label = other, NEITHER
        near = [*around[max(0, i - 1) : i], evidence, *around[i + 1 : i + 2]]
        found.append(Claim(" ".join(near), f"{asked} {_word(said)}", label))
    return found


def _word(yes: bool) -> str:
    return "Yes." if yes else "No."


def _some(found: Sequence[T], most: int, rng: random.Random) -> list[T]:
    return rng.sample(list(found), min(most, len(found)))


def build(folder: Path, rng: random.Random) -> Pools:
    """Read and make all rows of `folder`. What is kept for measuring is not opened here."""
    squad1 = rows.questions(folder, "squad1_train_44_articles")
    others = rows.questions(folder, "squad1_dev_other_articles")
    shifts = rows.questions(folder, "squadshifts")
    shifts = [q for q in shifts if not re.search("Amazon_Reviews|Reddit_Comments", q.title)]
    squad2 = rows.questions(folder, "squad2_train_10_articles")
    natural = rows.questions(folder, "natural_questions_dev")
    short = rows.questions(folder, "qamr")
    people = rows.questions(folder, "squad2_dev_16_articles")
    pairs = rows.questions(folder, "squad2_train_pairs")
    boolq = rows.yes_no(folder, "boolq_dev")
    wiki = [*squad1, *others, *shifts, *squad2]
    broad: list[Row] = [
        *_some(squad1, 2500, rng),
        *_some(others, 1500, rng),
        *_some(shifts, 1500, rng),
        *_some(squad2, 1500, rng),
        *_some(natural, 1000, rng),
        *_some(short, 500, rng),
        *_some(list(neighbours(_some(wiki, 4000, rng), rng)), 1200, rng),
        *yes_no_pairs([row for row, _ in boolq], rng, 500),
        *strangers(_some([*wiki, *natural], 9000, rng), rng, 1500),
    ]
    made = list(changed_questions(_some([*wiki, *people], 16000, rng), rng))
    near = list(neighbours(_some([*wiki, *people], 4000, rng), rng))
    far = strangers([*_some(wiki, 6000, rng), *people], rng, 1500)
    alike: list[Row] = [*people, *pairs, *_some(made, 4000, rng), *_some(near, 1200, rng), *far]
    texts = sorted({q.passage for q in [*wiki, *people]})
    hard = list(given_answers([*people, *pairs], rng))
    asked_otherwise = [q for q in made if not q.answers]
    easy = list(given_answers([*wiki, *natural, *asked_otherwise], rng))
    claimed: list[Row] = [
        *_some(rows.claims(folder, "nli_fever_athnlp_validation"), 1200, rng),
        *_some(rows.claims(folder, "nli_fever_athnlp_test"), 600, rng),
        *rows.claims(folder, "nli_fm2_dev"),
        *_some(rows.claims(folder, "nli_fever_symmetric"), 900, rng),
        *_some(rows.claims(folder, "nli_mnli_10k_taxinli"), 800, rng),
        *(claim for _, claim in changed_claims(_some(texts, 2500, rng), rng, 2200)),
        *_some(stated_claims([*wiki, *people], rng), 900, rng),
        *answered_claims(_some(boolq, 2200, rng), _some(texts, 2500, rng), rng, 1800),
        *_some(hard, 7000, rng),
        *_some(easy, 4000, rng),
    ]
    for pool in (broad, alike, claimed):
        rng.shuffle(pool)
    return Pools(_asked(broad, rng), _asked(alike, rng), claimed)


def _asked(pool: Sequence[Row], rng: random.Random) -> list[Row]:
    """The rows as the bot asks them."""
    return [in_the_papers(row, rng) if isinstance(row, Question) else row for row in pool]
