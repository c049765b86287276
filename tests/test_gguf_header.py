"""Headers of GGUF files: whole ones pass; what would mislead llama.cpp is refused before."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REAL_CACHE
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ModelError
from bot.models.gguf_header import expect_whole, fault


def text(value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(data)) + data


def value(key: str, kind: int, data: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + data


def words(count: int, *given: str) -> bytes:
    return struct.pack("<IQ", 8, count) + b"".join(map(text, given))


def tensor(name: str, *shape: int, kind: int = 0, offset: int = 0) -> bytes:
    dimensions = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
    return text(name) + dimensions + struct.pack("<IQ", kind, offset)


VALUES = (
    value("general.architecture", 8, text("llama")),
    value("llama.block_count", 4, struct.pack("<I", 1)),
    value("tokenizer.ggml.tokens", 9, words(3, "a", "bc", "")),
    value("tokenizer.ggml.scores", 9, struct.pack("<IQ3f", 6, 3, 1, 2, 3)),
    value("general.alignment", 4, struct.pack("<I", 64)),
    value("llama.rope.scale", 12, struct.pack("<d", 1.0)),
    value("tokenizer.add_bos", 7, b"\x01"),
)
TENSORS = (tensor("one", 8, 2), tensor("two", 32, 2, kind=8, offset=64))  # 64 and 68 bytes


def gguf(
    *,
    magic: bytes = b"GGUF",
    version: int = 3,
    values: tuple[bytes, ...] = VALUES,
    tensors: tuple[bytes, ...] = TENSORS,
    counts: tuple[int, int] | None = None,
    room: int = 132,
) -> bytes:
    """A small file; `counts` are the counts of tensors and values that it claims."""
    claimed = counts or (len(tensors), len(values))
    head = magic + struct.pack("<IQQ", version, *claimed) + b"".join((*values, *tensors))
    padding = b"" if len(head) % 64 == 0 else bytes(64 - len(head) % 64)
    return head + padding + bytes(room)


def ending(at: int) -> Callable[[], bytes]:
    return lambda: gguf()[:at]


HUGE = (1 << 63) - 1
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing but a beginning": (b"GG", "does not begin"),
    "a page of the web": (b"<!doctype html><title>404</title>" * 9, "does not begin"),
    "a pointer of git": (b"version https://git-lfs.github.com/spec/v1\n", "does not begin"),
    "another model": (b"\x08\x00\x00\x00safetensors" + bytes(99), "does not begin"),
    "an old model": (b"ggjt" + bytes(99), "does not begin"),
    "zeros": (bytes(4096), "does not begin"),
    "only the magic": (b"GGUF", "ends within"),
    "only magic and version": (b"GGUF\x03\x00\x00\x00", "ends within"),
    "version 1": (gguf(version=1), "version 1"),
    "version 4": (gguf(version=4), "version 4"),
    "the other order of bytes": (gguf(version=3 << 24), "other processors"),
    "no tensors": (gguf(tensors=()), "counts 0 tensors"),
    "more tensors than there are": (gguf(counts=(3, 7)), "no name"),
    "2^63 tensors": (gguf(counts=(HUGE, 7)), "counts"),
    "2^63 values": (gguf(counts=(2, HUGE)), "counts"),
    "more values than there are": (gguf(counts=(2, 8)), "ends within|type|a name in"),
    "a key of 2^63 bytes": (gguf(values=(struct.pack("<Q", HUGE) + b"key",)), "name in it"),
    "a key of 70,000 bytes": (gguf(values=(value("k" * 70_000, 7, b"\x00"),)), "name in it"),
    "a string of 2^61 bytes": (
        gguf(values=(value("a", 8, struct.pack("<Q", 1 << 61)),)),
        "ends within",
    ),
    "a type that there is not": (gguf(values=(value("a", 13, bytes(8)),)), "type 13"),
    "a list of lists": (
        gguf(values=(value("a", 9, struct.pack("<IQ", 9, 1) + bytes(12)),)),
        "type 9",
    ),
    "a list of 2^61 numbers": (
        gguf(values=(value("a", 9, struct.pack("<IQ", 10, 1 << 61)),)),
        "ends within",
    ),
    "a list of 2^63 words": (gguf(values=(value("a", 9, words(HUGE, "b")),)), "counts"),
    "a list with fewer words": (gguf(values=(value("a", 9, words(200, "b")),)), "ends within"),
    "a word of 2^63 bytes": (
        gguf(values=(value("a", 9, struct.pack("<IQQ", 8, 1, HUGE)),)),
        "ends within",
    ),
    "an alignment of 0": (
        gguf(values=(value("general.alignment", 4, struct.pack("<I", 0)),)),
        "alignment is 0",
    ),
    "an alignment of 48": (
        gguf(values=(value("general.alignment", 4, struct.pack("<I", 48)),)),
        "alignment is 48",
    ),
    "an alignment in words": (
        gguf(values=(value("general.alignment", 8, text("32")),)),
        "alignment is no number",
    ),
    "five dimensions": (gguf(tensors=(tensor("a", 1, 1, 1, 1, 1),)), "5 dimensions"),
    "2^32 dimensions": (
        gguf(tensors=(text("a") + struct.pack("<I", (1 << 32) - 1) + bytes(64),)),
        "dimensions",
    ),
    "a shape that overflows": (
        gguf(tensors=(tensor("a", 1 << 40, 1 << 40),)),
        "should be",
    ),
    "half a block": (gguf(tensors=(tensor("a", 33, kind=8),)), "blocks"),
    "a tensor between the places": (gguf(tensors=(tensor("a", 4, offset=3),)), "where none can"),
    "a tensor behind the end": (gguf(tensors=(tensor("a", 4, offset=1 << 40),)), "should be"),
    "a download that was cut": (gguf()[:-1], "should be"),
    "half a download": (gguf(room=0), "should be"),
}


@over(BROKEN)
def test_a_broken_header_is_refused_with_its_reason(name: str) -> None:
    data, reason = BROKEN[name]
    found = fault(data)
    assert found is not None
    assert any(part in found for part in reason.split("|")), found


def test_a_whole_file_has_no_fault() -> None:
    assert fault(gguf()) is None
    assert fault(gguf(version=2)) is None
    assert fault(gguf(room=9999)) is None
    # Of a type that is not known only the beginning is judged.
    assert fault(gguf(tensors=(tensor("a", 999, kind=77),))) is None


def test_a_file_cut_anywhere_is_refused() -> None:
    whole = gguf()
    assert [at for at in range(len(whole)) if fault(whole[:at]) is None] == []


@given(st.data())
def test_a_file_with_changed_bytes_is_judged_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(gguf())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = fault(bytes(whole))
    assert found is None or "\n" not in found


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_magic_are_judged(data: bytes) -> None:
    assert fault(b"GGUF\x03\x00\x00\x00" + data) is not None


def test_the_error_names_file_reason_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    for data in (b"", b"GGUF", gguf()[:-1]):
        path.write_bytes(data)
        with pytest.raises(ModelError, match="`byline models fetch NAME`") as error:
            expect_whole(path)
        assert str(error.value).startswith(f"{path} is not a model")
        assert "\n" not in str(error.value)
    path.unlink()
    with pytest.raises(ModelError, match="make it readable"):
        expect_whole(path)
    path.write_bytes(gguf())
    expect_whole(path)


@pytest.mark.slow
def test_the_models_of_the_catalog_are_whole() -> None:
    files = sorted((REAL_CACHE / "models").rglob("*.gguf"))
    assert files, "run `byline models fetch smollm2-135m` (once)"
    for file in files:
        expect_whole(file)
