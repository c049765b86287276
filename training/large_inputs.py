"""Keeps out of the 8 bits the few inputs of a layer that are far larger than the others.

Eight of the 3,072 numbers that go into each `down` layer are up to thirty times as large as most,
and one scale for all leaves the others few of the 256 steps. They and their weights stay floats, as
in LLM.int8() (Dettmers and others, 2022, https://arxiv.org/abs/2208.07339). It costs no time.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.model import Layer, Reader

COUNT = 8  # large inputs of a layer; with 32 or 96 the rounded reader is no nearer to the exact one
FLOATS = "of_large"  # the part of a `Divided` that must not be rounded


class Divided(nn.Linear):
    """A linear layer in two parts: of all inputs but the large ones, and of these."""

    others: Tensor
    large: Tensor

    def __init__(self, given: nn.Linear, large: Tensor) -> None:
        """Compute what `given` does; `large` are the numbers of the large inputs."""
        super().__init__(given.in_features, given.out_features)
        self.weight, self.bias = given.weight, given.bias
        self.of_large = nn.Linear(len(large), given.out_features, bias=False)
        self.of_large.weight = nn.Parameter(given.weight.detach()[:, large])
        others = torch.ones(given.in_features)
        others[large] = 0
        self.register_buffer("others", others)
        self.register_buffer("large", large)

    def forward(self, given: Tensor) -> Tensor:
        """Turn [..., inputs] into [..., outputs]."""
        of_others = super().forward(given * self.others)
        of_large: Tensor = self.of_large(given.index_select(-1, self.large))
        return of_others + of_large


def divide(model: Reader, batches: Iterable[tuple[Tensor, Tensor]]) -> None:
    """Divide the `down` layers of `model`, in place.

    `batches` are tokens and mask, [batch, length] each: the inputs that are largest for any of them
    are the large ones.
    """
    layers = [layer for layer in model.layers if isinstance(layer, Layer)]
    largest = [torch.zeros(layer.down.in_features) for layer in layers]

    def noting(number: int, given: Tensor) -> None:
        seen = given.detach().abs().flatten(0, -2).amax(0)
        largest[number] = torch.maximum(largest[number], seen)

    handles = [
        layer.down.register_forward_pre_hook(lambda _, given, n=n: noting(n, given[0]))
        for n, layer in enumerate(layers)
    ]
    with torch.no_grad():
        for tokens, mask in batches:
            model(tokens, mask)
    for handle in handles:
        handle.remove()
    for layer, seen in zip(layers, largest, strict=True):
        layer.down = Divided(layer.down, seen.topk(COUNT).indices.sort().values)
