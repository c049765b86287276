"""The real MiniLM: unit vectors, exact token counts, and converted copies with equal vectors."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.errors import EncoderError
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Vectors, encode_questions
from index.vectors.ctranslate2_encoder import CTranslate2Encoder, convert, converted
from index.vectors.sentence_transformers_encoder import SentenceEncoder

SENTENCES = (
    "The ferry to Lower Island will run again from Monday.",
    "Repairs took five weeks and cost 1.4 million crowns.",
    "Divers found a crack in the third pillar of the bridge.",
    "“We were relieved,” said Zoë Lindqvist, who keeps a café on the island.",
    "Parliament passed the budget by 214 votes to 198 on Thursday night.",
    "A magnitude 6.8 earthquake struck before dawn.",
    "No tsunami warning was issued.",
    "Wheat prices fell for the third week in a row.",
    "The midfielder signed a contract until 2029.",
    "Scientists counted 312 pairs of storks, nine more than last year.",
    "The court will rule on the appeal in September.",
    "Why did the minister resign?",
    "Rain is expected in the north, with gusts of up to 90 km/h.",
    "The museum returned four bronzes to Benin.",
    "Its shares rose 4.2% after the announcement.",
    "Teachers have been on strike since 12 March.",
    "The satellite reached orbit nine minutes after launch.",
    "He denied all charges.",
    "Firefighters brought the blaze under control after eleven hours, the mayor's office said.",
    "Ein Sprecher der Hafenbehörde wollte sich nicht äußern.",
)


def test_it_has_the_name_it_was_given_and_reads_256_tokens(minilm: CTranslate2Encoder) -> None:
    assert minilm.name == "all-minilm-l6-v2"
    assert minilm.max_tokens == 256


def test_vectors_have_length_one_and_keep_their_order(minilm: CTranslate2Encoder) -> None:
    vectors = minilm.encode(SENTENCES)
    assert vectors.shape == (20, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(20), abs=1e-5)
    alone = np.concatenate([minilm.encode([text]) for text in SENTENCES[:4]])
    # Together they are padded, which moves bfloat16 a little.
    assert np.sum(alone * vectors[:4], axis=1).min() > 0.999


def test_no_texts_give_no_vectors(minilm: CTranslate2Encoder) -> None:
    assert minilm.encode([]).shape == (0, 384)


def test_what_means_the_same_is_nearer_than_what_does_not(minilm: CTranslate2Encoder) -> None:
    question, near, far = minilm.encode(
        ["When does the ferry sail again?", SENTENCES[0], "He denied all charges."]
    )
    assert question @ near > 0.5
    assert question @ far < 0.3


@pytest.fixture(scope="module")
def model_itself(minilm_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(minilm_folder, name="all-minilm-l6-v2")


def test_vectors_are_those_of_the_model_in_float32(
    minilm: CTranslate2Encoder, model_itself: SentenceEncoder, minilm_folder: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(minilm_folder), device="cpu").encode(
        list(SENTENCES), normalize_embeddings=True
    )
    assert np.sum(minilm.encode(SENTENCES) * plain, axis=1).min() > 0.99999
    assert np.sum(model_itself.encode(SENTENCES) * plain, axis=1).min() > 0.995  # in bfloat16


def test_many_texts_are_read_nearly_the_same(minilm: CTranslate2Encoder) -> None:
    quick, exact = minilm.encode_many(SENTENCES), minilm.encode(SENTENCES)
    assert quick.shape == exact.shape
    assert np.linalg.norm(quick, axis=1) == pytest.approx(np.ones(20), abs=1e-5)
    cosines = np.sum(quick * exact, axis=1)
    assert cosines.mean() >= 0.995
    assert cosines.min() > 0.98
    assert minilm.encode_many([]).shape == (0, 384)
    assert np.isfinite(minilm.encode_many(["\ud800", "", "a" * 5000])).all()


class Crooked:
    """The model itself, but for something that a copy does not know of."""

    def __init__(self, model: SentenceEncoder, fault: str) -> None:
        self._model, self._fault = model, fault
        self.name = model.name
        self.max_tokens = model.max_tokens
        self.asked = 0

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text) + (self._fault == "tokens")

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        if self._fault == "prompt":
            texts = [f"query: {text}" for text in texts]
        return self._model.encode(texts)


@pytest.mark.parametrize("fault", ["tokens", "prompt"])
def test_a_copy_that_gives_something_else_is_not_used(
    tmp_path: Path, minilm_folder: Path, model_itself: SentenceEncoder, fault: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(minilm_folder, folder, ignore=shutil.ignore_patterns("converted-*"))
    assert convert(folder, Crooked(model_itself, fault)) is None
    assert converted(folder, "model") is None
    again = Crooked(model_itself, "none")
    assert convert(folder, again) is None
    assert again.asked == 0, "found out once, not at each start"


def test_questions_stand_behind_the_prompt_of_the_model_which_a_copy_does_not_know(
    tmp_path: Path, minilm_folder: Path, model_itself: SentenceEncoder
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(minilm_folder, folder, ignore=shutil.ignore_patterns("converted-*"))
    about = folder / "config_sentence_transformers.json"
    prompts = {"query": "question: "}
    about.write_text(json.dumps({**json.loads(about.read_text()), "prompts": prompts}))
    model = SentenceEncoder(folder, name="prompted")

    asked, plain = encode_questions(model, ["Who led it?"]), model.encode(["question: Who led it?"])
    assert np.sum(asked * plain) > 0.999
    assert np.sum(asked * model.encode(["Who led it?"])) < 0.99
    assert encode_questions(model_itself, SENTENCES) == pytest.approx(
        model_itself.encode(SENTENCES), abs=1e-6
    )
    assert model.encode_questions([]).shape == (0, 384)
    assert convert(folder, model) is None


def test_a_copy_is_made_once_and_only_whole(
    tmp_path: Path, minilm_folder: Path, model_itself: SentenceEncoder
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(minilm_folder, folder, ignore=shutil.ignore_patterns("converted-*"))
    (folder / "converted.cut-off").mkdir()  # what a kill leaves
    assert converted(folder, "model") is None
    assert convert(folder, model_itself) is not None
    copy = converted(folder, "model")
    assert copy is not None
    assert (copy.name, copy.max_tokens) == ("model", 256)
    assert np.sum(copy.encode(SENTENCES) * model_itself.encode(SENTENCES), axis=1).min() > 0.995
    for name in ("tokenizer.json", "encoder.json", "model.bin"):
        (part,) = folder.glob(f"converted-*/{name}")
        whole = part.read_bytes()
        part.write_bytes(whole[: len(whole) // 2])
        assert converted(folder, "model") is None, "a damaged copy is none"
        part.write_bytes(whole)


def test_a_model_without_weights_of_its_own_is_not_converted(
    tmp_path: Path, model_itself: SentenceEncoder
) -> None:
    assert convert(tmp_path, model_itself) is None
    assert list(tmp_path.iterdir()) == []


def test_a_start_needs_no_pytorch(minilm_folder: Path, minilm: CTranslate2Encoder) -> None:
    program = (
        "import sys; from pathlib import Path; "
        "from index.folder.open_generation import open_encoder; "
        "open_encoder(Path(sys.argv[1]), 'm').encode(['Who?']); print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(minilm_folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.strip() == "False"


def test_tokens_are_counted_with_the_special_ones_and_beyond_the_limit(
    minilm: CTranslate2Encoder,
) -> None:
    assert minilm.count_tokens("") == 2
    assert minilm.count_tokens("hello world") == 4
    assert minilm.count_tokens("hello " * 400) == 402


def test_no_passage_is_longer_than_what_is_read(minilm: CTranslate2Encoder) -> None:
    # Names and numbers take many tokens a word: the worst case for a limit in words.
    text = "\n\n".join(
        f"Hrvatska elektroprivreda paid €{n}1,234.56 to Szczebrzeszyn’s Wojciechowski-Kępiński. "
        * 30
        for n in range(3)
    )
    article = Article("a", "Szczebrzeszyn: “Hrvatska elektroprivreda” pays", text)
    parts = passages(
        article,
        split(article),
        max_tokens=minilm.max_tokens,
        count_tokens=minilm.count_tokens,
    )
    assert len(parts) > 3
    assert all(minilm.count_tokens(part.text) <= 256 for part in parts)


def test_anything_a_terminal_passes_on_can_be_encoded(minilm: CTranslate2Encoder) -> None:
    odd = ["\ud800 ferry", "\x00", "", " ", "🛳" * 300, "a" * 5000]
    assert np.isfinite(minilm.encode(odd)).all()
    assert all(minilm.count_tokens(text) >= 2 for text in odd)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["empty", "other", "cut off", "missing"])
def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "model"
    if fault != "missing":
        folder.mkdir()
    if fault == "other":
        (folder / "config.json").write_text("{}")
    if fault == "cut off":
        (folder / "modules.json").write_text('[{"idx": 0, "na')
    with pytest.raises(EncoderError, match=r"cannot be loaded .*`byline models fetch") as error:
        SentenceEncoder(folder)
    assert "\n" not in str(error.value)
