"""Fills a reader with the shipped weights, `models/reader/reader.onnx`, to train on from them.

The 8-bit numbers are turned back into floats, so what was lost by rounding stays lost; a training
that goes on from them starts within noise of where the last one ended.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from training.model import Reader

FILE = "reader.onnx"
_EMBEDDINGS = ("words", "places", "distances")


def load_shipped(model: Reader, folder: Path) -> None:
    """Fill `model` in place from FILE in `folder`. Raises ValueError where they do not fit."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(folder / FILE).graph
    given = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in graph.initializer}

    def floats(name: str) -> Tensor:
        numbers = given[f"{name}_quantized"].float() - given[f"{name}_zero_point"].float()
        return numbers * given[f"{name}_scale"]

    own = model.state_dict()
    state = {name: tensor for name, tensor in given.items() if name in own}
    state |= {f"{name}.weight": floats(f"{name}.weight") for name in _EMBEDDINGS}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            # "/layers.0/qkv/MatMul_quant", "/answered/answered.0/Gemm_MatMul_quant"
            *path, _ = node.name.strip("/").split("/")
            module = path[-1] if "." in path[-1] else ".".join(path)
            state[f"{module}.weight"] = floats(node.input[1].removesuffix("_quantized")).T
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        raise ValueError(f"{folder / FILE} does not fit: {error}") from error
