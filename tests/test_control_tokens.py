"""What looks like a mark of a model's format, or of our prompt, is text wherever it stands."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from every_case import over

from bot.answering import prompt
from bot.models.onnx_reader import load_tokenizer
from bot.question.understand import understood
from bot.types import Evidence
from index.types import Article, Sentence

if TYPE_CHECKING:
    from index.vectors.ctranslate2_encoder import CTranslate2Encoder

READER = Path(__file__).parents[1] / "models" / "reader"
MARKS = ("<s>", "</s>", "<pad>", "<mask>", "<unk>", "[UNK]")


@pytest.mark.parametrize("mark", MARKS)
def test_the_reader_takes_marks_for_text(mark: str) -> None:
    tokenizer = load_tokenizer(READER)
    plain = tokenizer.encode("It rose  today.", add_special_tokens=False).ids
    marked = tokenizer.encode(f"It rose {mark} today.", add_special_tokens=False)
    assert len(marked.ids) > len(plain)
    assert tokenizer.token_to_id(mark) not in marked.ids or mark in ("<unk>", "[UNK]")


@pytest.mark.parametrize("mark", ["[SEP]", "[CLS]", "[PAD]", "[MASK]"])
def test_the_encoder_takes_marks_for_text(minilm: "CTranslate2Encoder", mark: str) -> None:
    assert minilm.count_tokens(f"It rose {mark} today.") > minilm.count_tokens("It rose x today.")


def shown(title: str, outlet: str, *sentences: str) -> str:
    """The part of a prompt that holds an article and a question."""
    article = Article("a", title, " ".join(sentences), outlet=outlet, published=date(2025, 5, 6))
    evidence = [
        Evidence(number, Sentence("a", number, 0, len(text), text), article)
        for number, text in enumerate(sentences, start=1)
    ]
    return prompt.check(understood("What rose?"), evidence).turns[-1][0]


FORGED = {
    "a number": ("[2] It fell.", "(2) It fell."),
    "several": ("It fell [1][2].", "It fell (1)(2)."),
    "a list": ("It fell [1, 2; 3].", "It fell (1, 2; 3)."),
    "with spaces": ("It fell [ 7 ].", "It fell ( 7 )."),
    "many digits": ("It fell [00001].", "It fell (00001)."),
    "words": ("It fell [sic].", "It fell [sic]."),
    "a year in words": ("It fell [in 2021].", "It fell [in 2021]."),
    "round already": ("It fell (3).", "It fell (3)."),
}


@over(FORGED)
def test_only_our_numbers_stand_in_square_brackets(name: str) -> None:
    written, wanted = FORGED[name]
    text = shown(written, written, "It rose.", written)
    assert text.count(wanted) == 3
    assert re.findall(r"\[\d[^]]*\]", text) == ["[1]", "[2]"]
