"""Writes the reader as an 8-bit ONNX file.

    python -m training.export --weights DIR --out DIR

DIR of --weights is what training.train wrote, or one with a reader.onnx to write anew. Leaves in
--out reader.onnx (8 bits), tokenizer.json and config.json, and with --exact reader.float.onnx to
compare with.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch

from training.model import Reader, Shape
from training.rows import LABELS
from training.shipped_weights import FILE, load_shipped

OUTPUTS = ["start", "end", "answered", "claim"]
MAX_LENGTH = 384  # tokens of a pair


def load(weights: Path) -> Reader:
    """Load the trained reader from `weights`, a reader.pt, checkpoint.pt or reader.onnx."""
    if weights.name == FILE:
        shipped = Reader(Shape())
        load_shipped(shipped, weights.parent)
        return shipped.eval()
    state = torch.load(weights, weights_only=True)
    model = Reader(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    return model.eval()


def write_float(model: Reader, path: Path) -> None:
    """Write the reader as an ONNX file of 32-bit floats; batch and length stay free."""
    tokens = torch.randint(3, model.shape.vocabulary, (2, 40))
    axes = {0: "batch", 1: "length"}
    dynamic: dict[str, dict[int, str]] = {"tokens": axes, "mask": axes}
    dynamic |= {"start": axes, "end": axes, "answered": {0: "batch"}, "claim": {0: "batch"}}
    torch.onnx.export(
        model,
        (tokens, torch.ones_like(tokens)),
        str(path),
        input_names=["tokens", "mask"],
        output_names=OUTPUTS,
        dynamic_axes=dynamic,
        opset_version=18,
        dynamo=False,
    )


def write_8bit(source: Path, path: Path) -> None:
    """Quantize the float file to 8 bits, every output channel and the embeddings by themselves.

    Weights use 7 of their 8 bits, so that processors without VNNI do not overflow.
    """
    from onnxruntime.quantization import (
        QuantType,
        quantize_dynamic,
    )
    from onnxruntime.quantization.shape_inference import (
        quant_pre_process,
    )

    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )


def write_config(model: Reader, path: Path) -> None:
    """Write config.json: what the file takes and gives, its labels and sizes."""
    config = {
        "inputs": ["tokens", "mask"],
        "outputs": OUTPUTS,
        "labels": list(LABELS),
        "max_length": MAX_LENGTH,
        "special_tokens": {"first": 0, "padding": 1, "end": 2},
        "shape": model.shape.as_dict(),
    }
    path.write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def main() -> None:
    """Export by the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--file", default="reader.pt", help=f"in --weights; or checkpoint.pt or {FILE}"
    )
    parser.add_argument("--exact", action="store_true", help="write reader.float.onnx as well")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = load(args.weights / args.file)
    if args.exact:
        write_float(model, args.out / "reader.float.onnx")
    with tempfile.TemporaryDirectory() as folder:
        write_float(model, Path(folder) / FILE)
        write_8bit(Path(folder) / FILE, args.out / FILE)
    write_config(model, args.out / "config.json")
    if args.out.resolve() != args.weights.resolve():
        shutil.copy(args.weights / "tokenizer.json", args.out / "tokenizer.json")
    print(f"{(args.out / FILE).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
