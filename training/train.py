"""Trains the reader: `python -m training.train --data DIR --out DIR [--base WEIGHTS]`.

Goes on from OUT/checkpoint.pt if there is one. Ends with OUT/reader.pt and OUT/tokenizer.json.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training import checkpoint, encode, pools, schedule
from training.checkpoint import Position
from training.encode import NOTHING, Encoded
from training.model import Reader, Shape, load_base

RATE, HEAD_RATE = 6e-5, 5e-4
ROOM, MOST = 2900, 32  # padded tokens and rows of a batch
USUAL = 16  # rows of a usual batch; losses are sums over rows divided by it
CHUNK = 320  # rows that are drawn and sorted by length together
SAVE_EVERY = 600  # seconds


def loss_of(model: Reader, batch: list[Encoded]) -> tuple[Tensor, dict[str, float]]:
    """Run a batch and give its loss and, by head, the sum of the losses of its rows."""
    tokens, mask = encode.tensors(batch)
    start, end, answered, claim = model(tokens, mask)

    def target(name: str) -> Tensor:
        return torch.tensor([getattr(row, name) for row in batch])

    def cross(logits: Tensor, name: str) -> Tensor:
        return functional.cross_entropy(logits, target(name), ignore_index=NOTHING, reduction="sum")

    has = target("answered") != NOTHING
    parts = {
        "span": (cross(start, "start") + cross(end, "end")) / 2,
        "answered": functional.binary_cross_entropy_with_logits(
            answered[has], target("answered")[has].float(), reduction="sum"
        ),
        "claim": cross(claim, "claim"),
    }
    loss = (parts["span"] + parts["answered"] + parts["claim"]) / USUAL
    return loss, {name: part.item() for name, part in parts.items()}


def optimizer_of(model: Reader, frozen: int) -> torch.optim.AdamW:
    """Freeze the embeddings and the lowest `frozen` layers; give an optimizer of the rest."""
    for module in (model.words, model.places, model.norm, *model.layers[:frozen]):
        module.requires_grad_(False)
    heads = [p for m in (model.span, model.answered, model.claim) for p in m.parameters()]
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    groups = [
        {"params": [p for p in body if p.dim() > 1], "base": RATE, "weight_decay": 0.01},
        {"params": [p for p in body if p.dim() <= 1], "base": RATE, "weight_decay": 0.0},
        {"params": heads, "base": HEAD_RATE, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)


class Training:
    """One run of the training, from its checkpoint or the base weights to its budget's end."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.out: Path = args.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.tokenizer: Any = encode.load_tokenizer(args.base)
        self.budget = schedule.Budget(args.minutes, args.steps)
        self.model = Reader(Shape(layers=args.layers))
        load_base(self.model, args.base)
        self.optimizer = optimizer_of(self.model, args.frozen)
        self.position = Position()
        path = self.out / "checkpoint.pt"
        if path.exists():
            self.position = checkpoint.load(path, self.model, self.optimizer)
        self.begun = time.monotonic() - self.position.seconds
        self.saved = time.monotonic()
        # A resumed run draws other rows than the run before, not the same ones again.
        self.rng = random.Random(args.seed + self.position.step)  # noqa: S311 - draws, no secrets
        self.feed = schedule.Feed(pools.build(args.data, self.rng), self.rng)

    def progress(self) -> float:
        """Tell which part of the budget is used, 0 to 1."""
        return self.budget.progress(time.monotonic() - self.begun, self.position.step)

    def step(self, batch: list[Encoded]) -> dict[str, float]:
        """Learn from one batch; give the sum of the losses of its rows by head."""
        factor = schedule.rate(self.progress(), self.position.step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor
        loss, parts = loss_of(self.model, batch)
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.position.step += 1
        self.position.rows += len(batch)
        self.position.seconds = time.monotonic() - self.begun
        return parts

    def run(self) -> None:
        """Learn until the budget is used, saving now and then, and write the weights."""
        while self.progress() < 1:
            drawn = self.feed.draw(self.progress(), CHUNK)
            rows = [encode.encode(self.tokenizer, row, self.rng) for row in drawn]
            cut = encode.batches(rows, ROOM, MOST)
            self.rng.shuffle(cut)
            sums: dict[str, float] = {}
            for batch in cut:
                if self.progress() >= 1:
                    break
                for name, value in self.step(batch).items():
                    sums[name] = sums.get(name, 0.0) + value
            self._report(rows, sums)
            if time.monotonic() - self.saved > SAVE_EVERY:
                checkpoint.save(
                    self.out / "checkpoint.pt", self.model, self.optimizer, self.position
                )
                self.saved = time.monotonic()
        torch.save(
            {"model": self.model.state_dict(), "shape": self.model.shape.as_dict()},
            self.out / "reader.pt",
        )
        shutil.copy(self.args.base / "tokenizer.json", self.out / "tokenizer.json")

    def _report(self, rows: list[Encoded], sums: dict[str, float]) -> None:
        """Print one line of JSON: where the training is and the mean loss of each head."""
        asked = sum(row.answered != NOTHING for row in rows) or 1
        spans = sum(row.start != NOTHING for row in rows) or 1
        claimed = len(rows) - asked or 1
        counts = {"span": spans, "answered": asked, "claim": claimed}
        line: dict[str, float] = {name: round(sums[name] / counts[name], 3) for name in sums}
        line |= {"step": self.position.step, "rows": self.position.rows}
        line |= {"minutes": round(self.position.seconds / 60, 1), "done": round(self.progress(), 3)}
        print(json.dumps(line), flush=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and checkpoint")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--minutes", type=float, default=600.0, help="at most, by the clock")
    parser.add_argument("--steps", type=int, default=1000, help="at most")
    parser.add_argument("--layers", type=int, default=9, help="of the encoder's 12")
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that do not learn")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> None:
    """Train by the command line."""
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    Training(args).run()


if __name__ == "__main__":
    main()
