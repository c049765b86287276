"""Trains the reader: `python -m training.train --data DIR --out DIR --base WEIGHTS`.

Goes on from OUT/checkpoint.pt if there is one. Where WEIGHTS is `models/reader`, it begins with the
shipped reader. Ends with OUT/reader.pt and OUT/tokenizer.json.

Several workers learn at once, each from its own batch and on one core, and none waits for
another: on cores that are shared with other work, one batch over all cores goes as fast as the
busiest of them. The weights are common, so a worker's step may rest on weights that are a step
old, which does no harm with two or four.
"""

from __future__ import annotations

import argparse
import copy
import json
import queue
import random
import shutil
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from bot.models.onnx_reader import load_tokenizer
from training import checkpoint, encode, pools, schedule
from training.checkpoint import Position
from training.encode import NOTHING, Encoded
from training.model import Reader, Shape, load_base
from training.shipped_weights import FILE, load_shipped

RATE, HEAD_RATE = 6e-5, 5e-4
ROOM, MOST = 1500, 20  # padded tokens and rows of a batch
USUAL = 10  # rows of a usual batch; losses are sums over rows divided by it
CHUNK = 640  # rows that are drawn and sorted by length together
SAVE_EVERY = 600  # seconds
HEADS = ("span", "answered", "claim")


def multiplies_bf16() -> bool:
    """Tell whether this processor multiplies in bf16 itself, and so faster than in float32."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def loss_of(model: Reader, batch: list[Encoded]) -> tuple[Tensor, dict[str, float]]:
    """Run a batch and give its loss and, by head, the sum of the losses of its rows.

    Where the processor can, the encoder multiplies in bf16: 3.3 times as fast on one with
    AVX512_BF16 (bench/LOG.md). Weights, losses and steps stay float32.
    """
    tokens, mask = encode.tensors(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=multiplies_bf16()):
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


def replica_of(model: Reader) -> Reader:
    """Make a model over the same weights, so that a step of one is a step of all.

    Its own only is what PyTorch notes at each tensor: it would refuse a backward pass over weights
    that another worker has changed since the forward pass.
    """
    replica = copy.deepcopy(model)
    for theirs, ours in zip(replica.parameters(), model.parameters(), strict=True):
        theirs.data = ours.data
    return replica


class Training:
    """One run of the training, from its checkpoint or the base weights to its budget's end."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.out: Path = args.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.tokenizer: Any = load_tokenizer(args.base)
        self.budget = schedule.Budget(args.minutes, args.rows)
        self.model = Reader(Shape(layers=args.layers))
        self.goes_on = (args.base / FILE).exists()
        fill = load_shipped if self.goes_on else load_base
        fill(self.model, args.base)
        self.optimizer = optimizer_of(self.model, args.frozen)
        self.position = Position()
        path = self.out / "checkpoint.pt"
        if path.exists():
            self.position = checkpoint.load(path, self.model, self.optimizer)
        self.lock = threading.Lock()
        self.replicas: queue.SimpleQueue[Reader] = queue.SimpleQueue()
        for _ in range(args.workers):
            self.replicas.put(replica_of(self.model))
        self.begun = time.monotonic() - self.position.seconds
        self.saved = time.monotonic()
        # A resumed run draws other rows than the run before, not the same ones again.
        self.rng = random.Random(args.seed + self.position.step)  # noqa: S311 - draws, no secrets
        self.feed = schedule.Feed(pools.build(args.data, self.rng), self.rng)

    def progress(self) -> float:
        """Tell which part of the budget is used, 0 to 1."""
        return self.budget.progress(time.monotonic() - self.begun, self.position.rows)

    def step(self, batch: list[Encoded]) -> dict[str, float]:
        """Learn from one batch; give the sum of the losses of its rows by head.

        Run by several workers at once. Does nothing once the budget is used.
        """
        if self.progress() >= 1:
            return {}
        model = self.replicas.get()
        try:
            loss, parts = loss_of(model, batch)
            wanted = [p for p in model.parameters() if p.requires_grad]
            gradients = torch.autograd.grad(loss, wanted)
        finally:
            self.replicas.put(model)
        with self.lock:
            self._learn(gradients, len(batch))
        return parts

    def _learn(self, gradients: Sequence[Tensor], rows: int) -> None:
        """Make one step of the optimizer with the gradients of a batch of `rows` rows."""
        factor = self.args.faster * schedule.rate(self.progress(), self.position.step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor
        learning = [p for p in self.model.parameters() if p.requires_grad]
        for parameter, gradient in zip(learning, gradients, strict=True):
            parameter.grad = gradient
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        self.optimizer.step()
        self.position.step += 1
        self.position.rows += rows
        self.position.seconds = time.monotonic() - self.begun

    def run(self) -> None:
        """Learn until the budget is used, saving now and then, and write the weights."""
        with ThreadPoolExecutor(self.args.workers) as workers:
            while self.progress() < 1:
                drawn = self.feed.draw(1.0 if self.goes_on else self.progress(), CHUNK)
                rows = [encode.encode(self.tokenizer, row, self.rng) for row in drawn]
                cut = encode.batches(rows, ROOM, MOST)
                self.rng.shuffle(cut)
                self._report(rows, list(workers.map(self.step, cut)))
                self._save()
        torch.save(
            {"model": self.model.state_dict(), "shape": self.model.shape.as_dict()},
            self.out / "reader.pt",
        )
        shutil.copy(self.args.base / "tokenizer.json", self.out / "tokenizer.json")

    def _save(self) -> None:
        """Write a checkpoint if the last one is old enough."""
        if time.monotonic() - self.saved < SAVE_EVERY:
            return
        checkpoint.save(self.out / "checkpoint.pt", self.model, self.optimizer, self.position)
        self.saved = time.monotonic()

    def _report(self, rows: list[Encoded], losses: list[dict[str, float]]) -> None:
        """Print one line of JSON: where the training is and the mean loss of each head."""
        sums = {name: sum(loss[name] for loss in losses if loss) for name in HEADS}
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
    parser.add_argument(
        "--base", type=Path, required=True, help="all-mpnet-base-v2, or models/reader"
    )
    parser.add_argument("--minutes", type=float, default=600.0, help="at most, by the clock")
    parser.add_argument("--rows", type=int, default=48_000, help="at most")
    parser.add_argument(
        "--faster", type=float, default=1.0, help="times the usual rate, to go on with new rows"
    )
    parser.add_argument("--layers", type=int, default=9, help="of the encoder's 12")
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that do not learn")
    parser.add_argument("--workers", type=int, default=2, help="as many as there are cores")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> None:
    """Train by the command line."""
    args = arguments()
    torch.set_num_threads(1)  # each worker
    torch.manual_seed(args.seed)
    Training(args).run()


if __name__ == "__main__":
    main()
