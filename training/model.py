"""The reader: an MPNet encoder with heads for the answering words, "answered at all", a claim."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.models.onnx_reader import PAD


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder; all but `layers` are those of MPNet-base."""

    layers: int = 9
    width: int = 768
    inner: int = 3072
    heads: int = 12
    vocabulary: int = 30527
    positions: int = 514
    buckets: int = 32
    reach: int = 128

    def as_dict(self) -> dict[str, int]:
        """Give the sizes by name, for config.json."""
        return asdict(self)


def distance_buckets(length: int, shape: Shape) -> Tensor:
    """Sort the distance between every two tokens into a bucket: [length, length] of int64.

    The first half of the buckets is for tokens before, the second for tokens after; near
    distances have a bucket each, far ones share them on a logarithmic scale up to `reach`.
    """
    place = torch.arange(length)
    distance = place[:, None] - place[None, :]
    half = shape.buckets // 2
    exact = half // 2
    away = distance.abs()
    scale = torch.log(away.clamp(min=1) / exact) / math.log(shape.reach / exact)
    far = (exact + (scale * (half - exact)).long()).clamp(max=half - 1)
    return torch.where(distance < 0, half, 0) + torch.where(away < exact, away, far)


class Layer(nn.Module):
    """One transformer layer with the distances' bias added to the attention."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.o = nn.Linear(shape.width, shape.width)
        self.norm_attention = nn.LayerNorm(shape.width, eps=1e-5)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm_output = nn.LayerNorm(shape.width, eps=1e-5)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Turn hidden [batch, tokens, width] into as much again.

        bias [1 or batch, heads, tokens, tokens] is added to the attention.
        """
        batch, tokens, width = hidden.shape
        parts = self.qkv(hidden).view(batch, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        seen = self.o(seen.transpose(1, 2).reshape(batch, tokens, width))
        hidden = self.norm_attention(seen + hidden)
        inner = functional.gelu(self.up(hidden))
        output: Tensor = self.norm_output(self.down(inner) + hidden)
        return output


def _head(width: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Linear(256, outputs))


class Reader(nn.Module):
    """Reads pairs `<s> question </s></s> passage </s>` or `<s> claim </s></s> sentences </s>`."""

    buckets: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width, padding_idx=PAD)
        self.places = nn.Embedding(shape.positions, shape.width, padding_idx=PAD)
        self.norm = nn.LayerNorm(shape.width, eps=1e-5)
        self.distances = nn.Embedding(shape.buckets, shape.heads)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.span = nn.Linear(shape.width, 2)
        self.answered = _head(shape.width, 1)
        self.claim = _head(shape.width, 3)
        self.register_buffer("buckets", distance_buckets(512, shape), persistent=False)

    def encode(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Turn tokens and mask into hidden states [batch, length, width].

        Both are int64 [batch, length]; mask is 1 for tokens and 0 for padding.
        """
        length = tokens.shape[1]
        places = torch.cumsum(mask, dim=1) * mask + PAD
        hidden: Tensor = self.norm(self.words(tokens) + self.places(places))
        bias = self.distances(self.buckets[:length, :length]).permute(2, 0, 1)[None]
        bias = bias + (1.0 - mask[:, None, None, :].to(bias.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden

    def forward(self, tokens: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Give logits: start, end [batch, length], answered [batch], claim [batch, 3].

        tokens and mask are int64 [batch, length]. The null answer stands at the first token of
        start and end; padding is at -10000 there. The order of claim is rows.LABELS.
        """
        hidden = self.encode(tokens, mask)
        span = self.span(hidden).float() + (1.0 - mask[:, :, None].float()) * -1e4
        first = hidden[:, 0]
        answered = self.answered(first).float().squeeze(-1)
        return span[:, :, 0], span[:, :, 1], answered, self.claim(first).float()


def load_base(model: Reader, weights: Path) -> None:
    """Fill the encoder of `model` in place from the MPNet weights in `weights` (a folder)."""
    from safetensors.torch import load_file

    base = load_file(weights / "model.safetensors")
    state = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "places.weight": base["embeddings.position_embeddings.weight"],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
        "distances.weight": base["encoder.relative_attention_bias.weight"],
    }
    names = {
        "o": "attention.attn.o",
        "norm_attention": "attention.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_output": "output.LayerNorm",
    }
    for number in range(model.shape.layers):
        ours, theirs = f"layers.{number}.", f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            attention = [base[f"{theirs}attention.attn.{part}.{kind}"] for part in "qkv"]
            state[f"{ours}qkv.{kind}"] = torch.cat(attention)
            for name, other in names.items():
                state[f"{ours}{name}.{kind}"] = base[f"{theirs}{other}.{kind}"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not name.startswith(("span", "answered", "claim")) for name in missing):
        raise ValueError(f"the base weights do not fit: {missing} {unexpected}")
