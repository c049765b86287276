"""Real articles and random texts come out of cleaning as whole paragraphs, in linear time."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.cleaner import clean, scrub
from index.readers.formats import read
from index.types import RawArticle

# A scrape in the form sites really leave behind, in our own words.


def test_the_real_scraped_article_comes_out_clean() -> None:
    shared = os.environ.get("BYLINE_SHARED") or Path(__file__).parents[2] / "shared"
    files = sorted(Path(shared, "articles").glob("*.txt"))
    if not files:
        pytest.skip("the shared scraped article is not here: set BYLINE_SHARED")
    article = next(read(files[0]))
    assert isinstance(article, RawArticle)
    assert article.published is not None
    cleaned = clean(article.text)
    assert cleaned.outlet == "The Independent"
    assert len(cleaned.dropped) == 4
    assert len(cleaned.text.split("\n\n")) == 13
    for furniture in ("support", "Read more", "open image", "Copyright", "Getty", "date 20"):
        assert furniture not in cleaned.text
    # All that is neither appeal nor caption is there.
    blocks = [" ".join(block.split()) for block in article.text.split("\n\n")]
    body = [block for block in blocks[1:] if not block.startswith("open image")]
    assert cleaned.text.split("\n\n")[:-1] == body[:-1]
    assert body[-1].startswith(cleaned.text.split("\n\n")[-1])


def test_the_samples_are_whole_articles_that_cleaning_leaves_alone() -> None:
    samples = sorted((Path(__file__).parents[1] / "bot" / "samples").glob("*.md"))
    assert len(samples) == 12
    for path in samples:
        article = next(read(path))
        assert isinstance(article, RawArticle)
        assert article.title
        assert article.outlet
        assert article.published
        assert article.url.startswith("https://example.org/")
        assert 200 <= len(article.text.split()) <= 350
        assert clean(article.text).text == article.text


PIECES = st.sampled_from(
    [
        "Advertisement",
        "Read more",
        "Your support ",
        "newsletter ",
        "(",
        "/AP",
        "\n",
        "\n\n",
        " MORE",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=30))).map("".join))
def test_any_text_can_be_cleaned_and_cleaned_text_holds_paragraphs_only(text: str) -> None:
    cleaned = clean(text)
    paragraphs = cleaned.text.split("\n\n") if cleaned.text else []
    for paragraph in paragraphs:
        assert paragraph == " ".join(paragraph.split())
        assert paragraph
    assert cleaned.text == scrub(cleaned.text)
    cleaned.text.encode()


@pytest.mark.parametrize(
    "unit", ["a ", "(", "“a ", "Berg I BergX ", "x\n\n", "/AP ", "{{", "\u202e"]
)
def test_cleaning_takes_linear_time_whatever_comes(unit: str) -> None:
    started = time.process_time()
    clean(unit * (150_000 // len(unit)))
    assert time.process_time() - started < 20
