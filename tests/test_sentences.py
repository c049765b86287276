"""Where sentences begin and end, and that their offsets hold for any text."""

import time

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from index.splitting.sentences import MAX_SENTENCE_CHARS, split
from index.types import Article, Sentence


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split(Article(id="a", title="", text=text))]


@over(
    [
        ["Mr. Berg met Sen. Holm in the U.S. Senate on Jan. 5.", "He left."],
        ["He lives in the U.S.", "She lives in St. Anders, Mo."],
        ["Gen. J. B. Holm Jr. spoke for the U.N. mission.", "George W. Berg did not."],
        ["“It was bad,” he said.", "“Really bad.”", "She agreed."],
        ["“What now?” asked the mayor.", "“Is it over?” Mr. Berg asked.", "It was."],
        ["“We want peace... to stop this”", "He said that it would hold."],
        ["She shouted “Stop!” and ran.", "Nobody followed."],
        ["“I was tired.", "I slept.", "Then I ate,” she said."],
        ["(He was wrong.)", "The vote was five to four."],
        ["The sale brought $3.5 million at 4 p.m. Monday.", "Shares fell."],
        ["It was over at 5 p.m.", "The crowd went home."],
        ["Perhaps … perhaps not.", "Who knows?"],
        ["Sales rose.", "iPhone sales fell."],
        ["The war ended.2", "Then came peace.[3]", "It held."],
        ["It is at www.example.org.", "It has 1,000 pages."],
        ["Rep. Ida Berg, R-S.C., met a pro-Sen. Holm group."],
        [
            "Bundeskanzlerin Dr. Berg ist am 3. Mai 2025 in der Stadt.",
            "„Das ist z. B. gut“, sagte.",
        ],
        ["В 2022 г. началась война.", "Г-н А. С. Иванов сказал: «Нет».", "Потом он ушёл."],
        ["У 2022 р. почалася війна.", "Пан А. Ткач пішов.", "«Ні», – сказав він."],
        ["El Sr. Gil llegó a EE. UU. por la noche con los suyos.", "¿Qué pasó?", "«Nada», dijo."],
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_no_sentence_crosses_a_paragraph_break() -> None:
    assert sentences("A headline without a stop\n\nThe text begins.") == [
        "A headline without a stop",
        "The text begins.",
    ]


def test_a_missing_space_does_not_hide_the_end_of_a_sentence() -> None:
    assert sentences("It ended.Then it began.") == ["It ended.", "Then it began."]


def test_punctuation_alone_is_not_a_sentence() -> None:
    assert sentences("It ended. — ” Then it began.") == ["It ended.", "— ” Then it began."]
    assert sentences("") == []
    assert sentences(" \n\n ") == []


def test_a_long_sentence_is_cut_at_a_clause_or_at_least_at_a_word() -> None:
    clauses = "the ferry left the harbour in the rain; " * 30
    assert all(part.endswith(";") for part in sentences(clauses.strip())[:-1])
    words = "ferry " * 300
    assert all(set(part.split()) == {"ferry"} for part in sentences(words))
    assert [len(part) for part in sentences("x" * 1500)] == [600, 600, 300]


def test_sentences_are_numbered_and_name_their_article() -> None:
    found = split(Article(id="a7", title="", text="One came. Two left."))
    assert found == [
        Sentence(article_id="a7", number=0, start=0, end=9, text="One came."),
        Sentence(article_id="a7", number=1, start=10, end=19, text="Two left."),
    ]


PIECES = st.sampled_from(
    [
        "Mr. ",
        "U.S. ",
        "“",
        "”",
        '" ',
        "said. ",
        "He ",
        "? ",
        "!” ",
        "...",
        "\n",
        "\n\n",
        "🙂 ",
        "é",
        "Дім. ",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=60).map("".join))
def test_offsets_always_hold_and_nothing_visible_is_lost(text: str) -> None:
    found = split(Article(id="a", title="", text=text))
    reached = 0
    for number, sentence in enumerate(found):
        assert sentence.number == number
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert 0 < len(sentence.text) <= MAX_SENTENCE_CHARS
        assert not text[reached : sentence.start].strip()
        assert "\n\n" not in sentence.text
        reached = sentence.end
    assert not text[reached:].strip()


@pytest.mark.parametrize("unit", ["“a ", "a. ", "(", '"', "A.B.", "x", "?” said "])
def test_splitting_takes_linear_time_whatever_comes(unit: str) -> None:
    started = time.process_time()
    sentences(unit * (150_000 // len(unit)))
    assert time.process_time() - started < 10
