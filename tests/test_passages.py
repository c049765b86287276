"""Sentences are packed into passages: whole, in order, within the limit, with stable ids."""

from hypothesis import given
from hypothesis import strategies as st

from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Passage


class WordCounter:
    """Counts words plus two special tokens, and remembers how much it was given to read."""

    def __init__(self, *, joint: int = 0) -> None:
        self.read = 0
        self._joint = joint  # extra tokens for every full stop inside a text

    def __call__(self, text: str) -> int:
        self.read += len(text)
        return len(text.split()) + 2 + self._joint * text.count(". ")


def article(text: str, title: str = "Ferry returns", id_: str = "a1") -> Article:
    return Article(id=id_, title=title, text=text)


def packed(one: Article, max_tokens: int = 256) -> list[Passage]:
    return passages(one, split(one), max_tokens=max_tokens, count_tokens=WordCounter())


def paragraph(words: int) -> str:
    """Sentences of ten words, `words` in all."""
    return " ".join(["The ferry came back to the island on that morning."] * (words // 10))


def test_a_short_article_is_one_passage_with_its_title_above() -> None:
    (only,) = packed(article("The ferry is back.\n\nIt sails on Monday."))
    assert only.text == "Ferry returns\nThe ferry is back. It sails on Monday."
    assert (only.first, only.last, only.article_id) == (0, 1, "a1")


def test_passages_break_at_paragraphs_where_that_costs_little() -> None:
    found = packed(article("\n\n".join([paragraph(120), paragraph(140), paragraph(130)])))
    assert [(one.first, one.last) for one in found] == [(0, 11), (12, 25), (26, 38)]


def test_passages_are_near_the_target_and_leave_no_crumb_at_the_end() -> None:
    lengths = [len(one.text.split()) for one in packed(article(paragraph(1010), title=""))]
    assert min(lengths) >= 100
    assert max(lengths) <= 160


def test_a_sentence_that_is_too_long_alone_gets_a_passage_of_its_own() -> None:
    long = "word " * 40 + "end."
    found = packed(article(f"It began. {long.capitalize()} It ended."), max_tokens=20)
    assert [(one.first, one.last) for one in found] == [(0, 0), (1, 1), (2, 2)]


def test_a_title_that_would_fill_the_passage_is_cut_at_a_word() -> None:
    (only,) = packed(article("It began.", title="harbour " * 500), max_tokens=40)
    assert only.text == "harbour " * 7 + "harbour\nIt began."


def test_an_article_without_a_title_or_without_sentences_is_fine() -> None:
    assert packed(article("It began.", title=""))[0].text == "It began."
    assert packed(article("")) == []


def test_tokens_that_appear_only_where_sentences_meet_do_not_break_the_limit() -> None:
    one = article(paragraph(400))
    counter = WordCounter(joint=5)
    for passage in passages(one, split(one), max_tokens=60, count_tokens=counter):
        assert counter(passage.text) <= 60


def test_counting_reads_the_text_a_few_times_and_not_once_for_every_sentence() -> None:
    one = article(paragraph(5000))
    counter = WordCounter()
    passages(one, split(one), max_tokens=256, count_tokens=counter)
    assert counter.read < 4 * len(one.text)


def test_ids_stay_when_nothing_changes_and_change_with_the_text_and_the_article() -> None:
    text = "\n\n".join([paragraph(130), paragraph(130)])
    before = packed(article(text))
    assert packed(article(text)) == before
    after = packed(article(text + " It sank."))
    assert after[0].id == before[0].id
    assert after[1].id != before[1].id
    assert packed(article(text, id_="a2"))[0].id != before[0].id
    assert before[0].id.startswith("a1:")


def test_ids_differ_even_where_an_article_repeats_itself() -> None:
    found = packed(article("\n\n".join([paragraph(130)] * 4)))
    assert len({one.id for one in found}) == len(found) == 4


TEXTS = st.lists(
    st.sampled_from(
        ["It rained. ", "The ferry came back at noon, late. ", "word " * 30 + ". ", "\n\n"]
    ),
    max_size=60,
).map("".join)


@given(TEXTS, st.text(max_size=40), st.integers(min_value=8, max_value=300))
def test_every_sentence_is_in_one_passage_and_no_passage_is_too_long(
    text: str, title: str, max_tokens: int
) -> None:
    one = article(text, title=title)
    sentences = split(one)
    counter = WordCounter()
    found = passages(one, sentences, max_tokens=max_tokens, count_tokens=counter)
    covered = [number for each in found for number in range(each.first, each.last + 1)]
    assert covered == list(range(len(sentences)))
    assert len({each.id for each in found}) == len(found)
    for each in found:
        assert each.first == each.last or counter(each.text) <= max_tokens
        for sentence in sentences[each.first : each.last + 1]:
            assert sentence.text in each.text
