"""The cited sentences of an article on the page: marked to the character."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.serving.page.highlights import Piece, Span, cited, paragraphs
from bot.types import Answer, Citation
from index.types import Article

TEXT = "Fares rise. By a third.\n\nIn April <b>all</b> islands pay."


def article(text: str = TEXT) -> Article:
    return Article("a", "Fares", text, published=date(2025, 5, 16))


def citation(number: int, sentence: str, words: str = "", article_id: str = "a") -> Citation:
    at = sentence.find(words) if words else 0
    shown = (at, at + len(words)) if words else None
    start = max(0, TEXT.find(sentence))
    end = start + len(sentence)
    return Citation(number, sentence, article_id, "", "", "", None, start, end, words=shown)


def answer(*citations: Citation) -> Answer:
    return Answer("q", "q", "answered", "t", citations=citations)


def test_a_cited_sentence_is_marked_and_the_words_in_it_that_answer_are_strong() -> None:
    spans = cited(answer(citation(1, "By a third.", "a third")), article())
    assert paragraphs(TEXT, spans) == [
        [
            Piece("Fares rise. "),
            Piece("By ", 1, begins=True),
            Piece("a third", 1, strong=True),
            Piece(".", 1, ends=True),
        ],
        [Piece("In April <b>all</b> islands pay.")],
    ]


def test_sentences_of_other_articles_and_those_that_are_gone_are_not_marked() -> None:
    others = answer(citation(1, "Fares rise.", article_id="b"), citation(2, "Fares fall."))
    assert cited(others, article()) == []


def test_a_sentence_that_has_moved_is_found() -> None:
    moved = article("New: this.\n\n" + TEXT)
    (span,) = cited(answer(citation(1, "By a third.", "third")), moved)
    assert moved.text[span.start : span.end] == "By a third."
    assert moved.text[slice(*span.words)] == "third"


def test_a_sentence_that_two_numbers_name_is_marked_once() -> None:
    twice = answer(citation(1, "Fares rise."), citation(2, "Fares rise. By a third."))
    assert [span.number for span in cited(twice, article())] == [1]


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and sentences in it, with words, as citations may have them."""
    text = draw(st.text(st.sampled_from("ab <&\"'\n\r\t\u2028é😀"), max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = []
    for number, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False), start=1):
        first = draw(st.integers(start, end))
        words = (first, draw(st.integers(first, end)))
        spans.append(Span(number, start, end, words if words[0] < words[1] else (0, 0)))
    return text, spans


@given(marked())
def test_nothing_of_a_text_is_lost_and_each_mark_covers_its_characters(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    shown = paragraphs(text, spans)
    pieces = [piece for paragraph in shown for piece in paragraph]
    assert all(piece.text for piece in pieces)
    everything = "".join(piece.text for piece in pieces)
    assert squeezed(everything) == squeezed(text)
    for span in spans:
        own = [piece for piece in pieces if piece.number == span.number]
        assert squeezed("".join(p.text for p in own)) == squeezed(text[span.start : span.end])
        strong = "".join(p.text for p in own if p.strong)
        assert squeezed(strong) == squeezed(text[slice(*span.words)])
        assert sum(piece.begins for piece in own) <= 1


def squeezed(text: str) -> str:
    return "".join(text.split())
