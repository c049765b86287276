"""Where a training stands on disk: weights, optimizer, position; written whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.optim import Optimizer

from training.model import Reader


@dataclass
class Position:
    """How far a training is: optimizer steps, rows seen, seconds by the clock over all runs."""

    step: int = 0
    rows: int = 0
    seconds: float = 0.0


def save(path: Path, model: Reader, optimizer: Optimizer, position: Position) -> None:
    """Write a checkpoint to `path`, replacing the one before in one move."""
    part = path.with_suffix(".part")
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "position": (position.step, position.rows, position.seconds),
        "shape": model.shape.as_dict(),
    }
    torch.save(state, part)
    os.replace(part, path)


def load(path: Path, model: Reader, optimizer: Optimizer) -> Position:
    """Fill `model` and `optimizer` in place from the checkpoint at `path`; give its position."""
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return Position(*state["position"])
