"""Measures a reader: `python -m training.evaluate --data DIR --model models/reader`.

All of it on what training never saw: 19 articles of SQuAD 2.0's development set, FoolMeTwice's
test half, claims made from those 19 articles, right and wrong answers behind their questions, and
the time that eight passages take.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.models.onnx_reader import OnnxModel, OnnxReader
from bot.types import Reader, Words
from training import pools, rows, score
from training.rows import Claim, Question

QA = "squad2_dev_19_articles_measure_only"
CLAIMS = "nli_fm2_test"
Figures = dict[str, float]


def asked(reader: Reader, questions: Sequence[Question]) -> list[Words]:
    """Ask each question over its passage, which is read as if it were one sentence."""
    return [reader.read(q.question, [[q.passage]])[0][0] for q in questions]


def question_figures(questions: Sequence[Question], found: Sequence[Words]) -> Figures:
    """Score answers: EM and F1 where `sure` is above 0, the best F1 of any bar, AUC.

    "told" is the share of the unanswerable that is told; "span" figures are on the answerable
    alone, whatever the reader thinks of them.
    """
    truths = [bool(q.answers) for q in questions]
    wanted = [[q.passage[a:b] for a, b in q.answers] for q in questions]
    given = [q.passage[f.start : f.end] for q, f in zip(questions, found, strict=True)]
    right = [score.f1(g, w) for g, w in zip(given, wanted, strict=True)]
    same = [score.exact(g, w) for g, w in zip(given, wanted, strict=True)]
    sure = [f.sure for f in found]

    def at_bar(values: Sequence[float], bar: float) -> float:
        """Score 1 for an unanswerable one below the bar, the answer's value for one above."""
        kept = [
            v if s > bar and t else float(s <= bar and not t)
            for v, s, t in zip(values, sure, truths, strict=True)
        ]
        return 100 * statistics.fmean(kept)

    bars = sorted(sure)[:: max(1, len(sure) // 200)]
    answerable = [i for i, t in enumerate(truths) if t]
    refused = [s <= 0 for s, t in zip(sure, truths, strict=True) if not t]
    return {
        "questions": len(questions),
        "em": at_bar(same, 0.0),
        "f1": at_bar(right, 0.0),
        "best_f1": max(at_bar(right, bar) for bar in bars),
        "told": 100 * statistics.fmean(refused),
        "span_em": 100 * statistics.fmean(same[i] for i in answerable),
        "span_f1": 100 * statistics.fmean(right[i] for i in answerable),
        "auc": score.auc(sure, truths),
    }


def carried(reader: Reader, claims: Sequence[Claim]) -> list[float]:
    """Give for each claim the probability that its sentences carry it."""
    return [v.carried for v in reader.weigh([(c.claim, c.evidence) for c in claims])]


def claim_figures(claims: Sequence[Claim], shares: Sequence[float]) -> Figures:
    """Score the probabilities that claims are carried: accuracy at one half, and AUC."""
    truths = [c.label == pools.TRUE for c in claims]
    right = [(s > 0.5) == t for s, t in zip(shares, truths, strict=True)]
    return {
        "claims": len(claims),
        "accuracy": 100 * statistics.fmean(right),
        "auc": score.auc(list(shares), truths),
    }


def made_figures(made: Sequence[tuple[str, Claim]], shares: Sequence[float]) -> dict[str, Figures]:
    """Score made claims by the kind of change, each kind against all that were kept.

    "let_through" is the share in percent that passes the bar at which 5 % of the kept are lost.
    """
    by_kind: dict[str, list[float]] = defaultdict(list)
    for (kind, _), share in zip(made, shares, strict=True):
        by_kind[kind].append(share)
    kept = by_kind.pop("kept")
    by_kind["all"] = [share for kind in by_kind.values() for share in kind]
    bar = score.threshold(kept, 0.05)
    figures: dict[str, Figures] = {}
    for kind, changed in by_kind.items():
        truths = [True] * len(kept) + [False] * len(changed)
        figures[kind] = {
            "claims": len(changed),
            "auc": score.auc([*kept, *changed], truths),
            "let_through": 100 * statistics.fmean(s >= bar for s in changed),
        }
    return figures


def seconds_for_eight(reader: Reader, questions: Sequence[Question], runs: int = 15) -> float:
    """Time the reading of eight passages of about 170 tokens: the median of `runs`, in seconds."""
    long = [q for q in questions if 125 <= len(q.passage.split()) <= 140][:8]
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        reader.read(long[0].question, [[q.passage] for q in long])
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def measure(reader: Reader, data: Path, limit: int | None, made: int) -> dict[str, object]:
    """Measure everything; `limit` takes that many questions and claims, drawn at random."""
    rng = random.Random(3)  # noqa: S311 - draws, no secrets
    questions = rows.questions(data, QA)
    figures: dict[str, object] = {"eight_passages_s": seconds_for_eight(reader, questions)}
    texts = sorted({q.passage for q in questions})
    changed = pools.changed_claims(texts, rng, made)
    claims = rows.claims(data, CLAIMS)
    given = list(pools.given_answers(questions, rng))
    if limit:
        questions = rng.sample(questions, min(limit, len(questions)))
        claims = rng.sample(claims, min(limit, len(claims)))
        changed = changed[:limit]
        given = rng.sample(given, min(limit, len(given)))
    figures["made"] = made_figures(changed, carried(reader, [c for _, c in changed]))
    figures["given answers"] = claim_figures(given, carried(reader, given))
    figures[CLAIMS] = claim_figures(claims, carried(reader, claims))
    figures[QA] = question_figures(questions, asked(reader, questions))
    return figures


def main() -> None:
    """Measure by the command line and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of reader.onnx")
    parser.add_argument("--file", type=Path, help="another ONNX file, the float one")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--made", type=int, default=2000, help="made claims, kept ones included")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    reader = OnnxReader.load(args.threads, args.model)
    if args.file:
        reader = OnnxReader(args.model, OnnxModel(args.file, args.threads))
    print(json.dumps(measure(reader, args.data, args.limit, args.made), indent=2))


if __name__ == "__main__":
    main()
