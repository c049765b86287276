"""Rows to token numbers: question and passage, cropped around the answer, with their targets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from bot.models.onnx_reader import END, FIRST, LONGEST_QUESTION, PAD
from training.rows import Claim, Question, Row

NOTHING = -100  # what the losses leave out


@dataclass(frozen=True)
class Encoded:
    """Token numbers of one pair and its targets; NOTHING where a head learns nothing from it."""

    tokens: list[int]
    start: int = NOTHING
    end: int = NOTHING
    answered: int = NOTHING
    claim: int = NOTHING


def _covering(offsets: list[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """Find the first and last token that touch the characters [start, end) of `span`."""
    inside = [i for i, (a, b) in enumerate(offsets) if b > span[0] and a < span[1]]
    return (inside[0], inside[-1]) if inside else None


def _window(
    ids: list[int], asked: set[int], target: tuple[int, int] | None, size: int, rng: random.Random
) -> int:
    """Choose where a crop of `size` tokens begins: over the target, else where the question points.

    Without a target the best of four random places is taken, by shared token numbers: where a
    question has no answer, the crop that looks as if it had one is the one to learn from.
    """
    last = max(0, len(ids) - size)
    if target is None:
        places = [rng.randint(0, last) for _ in range(4)]
        return max(places, key=lambda at: len(asked & set(ids[at : at + size])))
    lowest = max(0, min(target[0], target[1] - size + 1))
    return rng.randint(min(lowest, last), min(target[0], last))


def encode_question(
    tokenizer: Any,  # noqa: ANN401
    row: Question,
    rng: random.Random,
    sizes: tuple[int, int] = (80, 170),
) -> Encoded:
    """Encode a question over a crop of its passage, `sizes` tokens long at least and at most."""
    asked = tokenizer.encode(row.question, add_special_tokens=False).ids[-LONGEST_QUESTION:]
    passage = tokenizer.encode(row.passage, add_special_tokens=False)
    target = None
    if row.answers:
        target = _covering(passage.offsets, rng.choice(row.answers))
    heading = tokenizer.encode(row.heading, add_special_tokens=False).ids
    size = rng.randint(*sizes)
    if target is not None:
        target = (target[0], min(target[1], target[0] + size - 1))
    at = _window(passage.ids, set(asked), target, size, rng)
    tokens = [FIRST, *asked, END, END, *heading, *passage.ids[at : at + size], END]
    if row.spanless:
        return Encoded(tokens, answered=1)
    if target is None:
        return Encoded(tokens, start=0, end=0, answered=0)
    shift = len(asked) + 3 + len(heading) - at
    return Encoded(tokens, target[0] + shift, target[1] + shift, 1)


def encode_claim(tokenizer: Any, row: Claim, longest: int = 160) -> Encoded:  # noqa: ANN401
    """Encode a claim and the sentences beside it, these cut at `longest` tokens."""
    claim = tokenizer.encode(row.claim, add_special_tokens=False).ids[:64]
    evidence = tokenizer.encode(row.evidence, add_special_tokens=False).ids[:longest]
    return Encoded([FIRST, *claim, END, END, *evidence, END], claim=row.label)


def encode(tokenizer: Any, row: Row, rng: random.Random) -> Encoded:  # noqa: ANN401
    """Encode a row of either kind."""
    if isinstance(row, Claim):
        return encode_claim(tokenizer, row)
    return encode_question(tokenizer, row, rng)


def batches(rows: list[Encoded], room: int, most: int) -> list[list[Encoded]]:
    """Cut rows into batches of like length, of at most `room` padded tokens and `most` rows."""
    found: list[list[Encoded]] = []
    batch: list[Encoded] = []
    for row in sorted(rows, key=lambda r: len(r.tokens)):
        if batch and (len(batch) == most or len(row.tokens) * (len(batch) + 1) > room):
            found.append(batch)
            batch = []
        batch.append(row)
    return [*found, batch] if batch else found


def tensors(batch: list[Encoded]) -> tuple[Tensor, Tensor]:
    """Pad a batch at its right: tokens and mask, both int64 [batch, length]."""
    length = max(len(row.tokens) for row in batch)
    tokens = torch.full((len(batch), length), PAD)
    mask = torch.zeros((len(batch), length), dtype=torch.int64)
    for i, row in enumerate(batch):
        tokens[i, : len(row.tokens)] = torch.tensor(row.tokens)
        mask[i, : len(row.tokens)] = 1
    return tokens, mask
