"""The reader: which words of which sentence it points at, with a model that points where told."""

from pathlib import Path

import numpy as np
import pytest

from bot.errors import WeightsError
from bot.models.onnx_reader import LONGEST_QUESTION, Floats, Ints, OnnxReader
from bot.types import Words

FOLDER = Path(__file__).parents[1] / "models" / "reader"
TEXT = ["Norlund Ferries will charge 12 crowns.", "The rise pays for two electric boats."]


class PointingModel:
    """Points at the tokens `first` to `last` wherever they stand; keeps the rows it was given."""

    def __init__(self, first: str = "", last: str = "") -> None:
        reader = OnnxReader(FOLDER, self)
        self.first, self.last = (reader._ids(word)[:1] for word in (first, last or first))
        self.rows: list[list[int]] = []

    def __call__(self, tokens: Ints, mask: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        self.rows += [list(row[row != 1]) for row in tokens]
        start = np.where(np.isin(tokens, self.first), 9.0, 0.0).astype(np.float32)
        end = np.where(np.isin(tokens, self.last), 9.0, 0.0).astype(np.float32)
        answered = np.zeros(len(tokens), dtype=np.float32)
        claim = np.tile(np.array([2.0, 0.0, 0.0], dtype=np.float32), (len(tokens), 1))
        return start, end, answered, claim


def pointed(sentence: str, words: Words) -> str:
    return sentence[words.start : words.end]


def test_words_are_found_in_the_sentence_where_they_stand() -> None:
    reader = OnnxReader(FOLDER, PointingModel("two", "boats"))
    ((first, second),) = reader.read("What does it pay for?", [TEXT])
    assert pointed(TEXT[1], second) == "two electric boats"
    assert second.sure == pytest.approx(9.0)
    assert first.sure == pytest.approx(0.0)
    assert 0 <= first.start <= first.end <= len(TEXT[0])


def test_texts_of_any_length_come_back_in_their_order() -> None:
    reader = OnnxReader(FOLDER, PointingModel("boats"))
    texts = [TEXT, ["Boats, boats."], [], TEXT * 3, ["No ship here."]]
    found = reader.read("What?", texts)
    assert [len(words) for words in found] == [2, 1, 0, 6, 1]
    assert pointed(TEXT[1], found[3][5]) == "boats"


def test_of_a_long_question_its_end_is_read_and_of_a_long_text_its_beginning() -> None:
    model = PointingModel("boats")
    reader = OnnxReader(FOLDER, model, longest=100)
    ((*_, last),) = reader.read(f"{'well ' * 90}and the boats", [TEXT * 9])
    (row,) = model.rows
    assert len(row) == 100
    assert model.first[0] in row[1 : LONGEST_QUESTION + 1]
    assert last.sure < -10


def test_nothing_at_all_to_read_is_no_fault() -> None:
    reader = OnnxReader(FOLDER, PointingModel())
    assert reader.read("What?", []) == []
    assert reader.weigh([]) == []


def test_a_verdict_is_a_probability() -> None:
    reader = OnnxReader(FOLDER, PointingModel())
    (verdict,) = reader.weigh([("It pays for boats.", TEXT[1])])
    assert verdict.carried == pytest.approx(0.787, abs=0.001)
    assert verdict.denied == pytest.approx(0.107, abs=0.001)


def test_a_folder_without_a_reader_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="install Byline again"):
        OnnxReader.load(1, tmp_path)
