"""Whatever articles, people and the model write: valid markup, messages that fit, nothing lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from nasty_texts import DAY, LONG, SPOKEN, TEXT, URL, bare, read, sound
from telegram_html import parse

from bot.answering import citations
from bot.lookup.timeline import Event
from bot.messenger.text import article_pages, lists, phrases, render
from bot.messenger.text.translation import LANGUAGES, say, speaking
from bot.types import Answer, Beyond, Citation, Claim, Evidence, Headline
from index.types import Article, Sentence, Summary

DAY_OF_ALL = date(2025, 9, 28)
TWINS = st.sampled_from([0, 0, 1, 3])
WORDS = st.none() | st.builds(lambda a, b: (a, a + b), st.integers(0, 40), st.integers(1, 40))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    count = draw(st.integers(1, 6))
    cited = tuple(
        Citation(
            n, draw(SPOKEN), "a", draw(TEXT), draw(TEXT), draw(URL), draw(DAY), 0, 1,
            tuple(Headline("b", draw(TEXT), draw(LONG), "", None) for _ in range(draw(TWINS))),
            draw(WORDS),
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    numbers = st.lists(st.integers(1, count), min_size=1, max_size=3, unique=True).map(tuple)
    claims = tuple(Claim(draw(SPOKEN), draw(numbers)) for _ in range(draw(st.integers(1, 4))))
    return Answer(draw(SPOKEN), "q", "answered", "t", claims, cited)


@given(answers())
def test_an_answer_is_valid_fits_and_has_every_claim_and_every_quote(answer: Answer) -> None:
    shown = read(render.answer(answer))
    for claim in answer.claims:
        assert bare(claim.text.rstrip(".!?…")) in shown
    for citation in answer.citations:
        assert bare(f"[{citation.number}] “{citation.sentence}”") in shown
    listed = read(render.sources(answer))
    for citation in answer.citations:
        assert bare(f"“{citation.sentence}”") in listed


@given(st.data(), SPOKEN, TEXT, st.tuples(LONG, LONG), URL)
def test_a_source_in_its_paragraph_is_valid_fits_and_is_whole(
    data: st.DataObject, sentence: str, title: str, around: tuple[str, str], url: str
) -> None:
    before, behind = around
    citation = Citation(1, sentence, "a", title, title, url, None, len(before), 0)
    article = data.draw(
        st.sampled_from(
            [
                None,
                Article("a", title, "rewritten"),
                Article("a", title, before + sentence + behind),
            ]
        )
    )
    assert bare(sentence) in read(render.in_context(citation, article))


@given(TEXT, LONG, URL, DAY)
def test_everything_else_is_valid_and_fits(
    text: str, long: str, url: str, day: date | None
) -> None:
    near = Headline("a", text, text, url, day)
    not_found = Answer(f"q{text}", "q", "not_found", f"No{long}", nearest=(near, near))
    read(render.answer(not_found))
    read(render.sources(not_found))
    read([render.draft(long)])
    read(lists.library(Summary(9, 9, 9, day, day, ((f"o{text}", 3), (f"p{long}", 2)))))


@given(st.lists(SPOKEN, min_size=1, max_size=4), TEXT, URL, DAY, st.data())
def test_pages_are_valid_fit_and_leave_nothing_out(
    paragraphs: list[str], title: str, url: str, day: date | None, data: st.DataObject
) -> None:
    text = sound("\n\n".join(paragraphs))  # as a library holds it
    article = Article("a", title, text, url, title, day)
    assert bare("".join(text[p.start : p.end] for p in article_pages.paragraphs(text))) == bare(
        text
    )
    start = data.draw(st.integers(0, len(text) - 1))
    cited = Citation(1, text[start : start + 300], "a", title, title, url, day, start, 0)
    opened = article_pages.page_at(text, start)
    for number in (-1, 0, opened, 1, 10**6):
        html, page, of = article_pages.around_citation(cited, article, number)
        span = article_pages.paragraphs(text)[page]
        assert 0 <= page < of
        assert bare(text[span.start : span.end]) in read([html])


@given(SPOKEN, TEXT, TEXT, URL, DAY)
def test_what_was_found_is_valid_and_fits_while_waiting_and_under_a_refusal(
    sentence: str, title: str, outlet: str, url: str, day: date | None
) -> None:
    article = Article("a", title, sentence, url, outlet, day)
    best = Evidence(1, Sentence("a", 0, 0, len(sentence), sentence), article)
    shown = read([render.waiting("🔎 Reading …", best)])
    assert f"“{bare(sentence)[:2]}" in shown  # a long one is cut
    none = Answer("q", "q", "not_found", "No.", nearest=(Headline("a", title, outlet, url, day),))
    refusal = read(render.answer(none, near=best, withdrawn=True))
    assert f"“{bare(sentence)[:2]}" in refusal
    assert bare(f"“{sentence}”") in read(render.quotes("More", [citations.citation(best, 1)]))


def test_what_is_no_web_address_is_no_link() -> None:
    citation = Citation(1, "It rose.", "a", "Head", "O", "javascript:alert(1)", None, 0, 8)
    html = render.answer(Answer("q", "q", "answered", "t", (Claim("It rose.", (1,)),), (citation,)))
    assert "href" not in html[0]


def test_an_answer_of_many_messages_closes_its_quotation_in_each() -> None:
    citations = tuple(
        Citation(n, f"{n} " + "word " * 300 + "end.", "a", "T", "O", "", None, 0, 1)
        for n in range(1, 9)
    )
    claims = (Claim("It rose.", (1,)),)
    parts = render.answer(Answer("q", "q", "answered", "t", claims, citations))
    assert len(parts) > 1
    assert all(part.count("<blockquote expandable>") == 1 for part in parts)
    assert all(len(re.findall("</blockquote>", part)) == 1 for part in parts)


def test_the_words_that_answer_are_bold_where_they_answer() -> None:
    sentence = "May & June met in May <2025>, Reuters said."
    cited = Citation(1, sentence, "a", "T", "Reuters", "", None, 0, 43, words=(18, 28))
    answer = Answer("When?", "When?", "answered", "", (Claim("In May 2025", (1,)),), (cited,))
    (message,) = render.answer(answer)
    assert "“May &amp; June met in <b>May &lt;2025&gt;</b>, Reuters said.”" in message
    assert "<b>May &lt;2025&gt;</b>" in render.sources(answer)[0]


def bold_parts(parts: list[str]) -> list[str]:
    """What is bold in messages, in order."""
    found = []
    for part in parts:
        plain, entities = parse(part)
        units_of = plain.encode("utf-16-le")
        for entity in entities:
            if entity["type"] == "bold":
                start, end = entity["offset"], entity["offset"] + entity["length"]
                found.append(units_of[2 * start : 2 * end].decode("utf-16-le"))
    return found


LONG_BEFORE = "It was said that <b>all</b> is well & good. " * 90
WORDS_CASES = [
    ("Rosa Lindqvist led it.", "Rosa Lindqvist"),
    ("On 9 May it was 9 May's <last> day.", "9 May's <last> day"),
    ("“Yes & no,” she said <twice>.", "Yes & no"),
    ("🚢 The 🚢 sank 🚢 off Varde.", "🚢 off Varde"),
    ("</blockquote></b> Ann won.", "</b> Ann"),
    ("&amp; is not & but &amp;.", "&amp;."),
    ("It rose. It fell. It rose.", "It rose."),
    (LONG_BEFORE + "Kaia Brandt paid <12> crowns.", "Kaia Brandt"),
    ("Kaia Brandt paid. " + LONG_BEFORE, "Kaia Brandt"),
    (LONG_BEFORE[:3400] + " x Kaia Brandt paid " + LONG_BEFORE, "Kaia Brandt"),
]


@pytest.mark.parametrize("count", [1, 4, 9])
@pytest.mark.parametrize(("sentence", "words"), WORDS_CASES)
def test_the_words_that_answer_are_bold_once_in_each_quotation_however_long(
    sentence: str, words: str, count: int
) -> None:
    at = sentence.rindex(words)
    cited = tuple(
        Citation(n, sentence, "a", "A <b>title</b>", "O & O", "https://e.org", None, 0, 1,
                 words=(at, at + len(words)))
        for n in range(1, count + 1)
    )  # fmt: skip
    answer = Answer("q", "q", "answered", "t", (Claim("It was so.", (1,)),), cited)
    assert bold_parts(render.answer(answer)) == [words] * count
    assert bold_parts(render.sources(answer))[1:] == [words] * count
    assert bold_parts(render.quotes("Head", cited))[1:] == [words] * count
    assert read(render.answer(answer)).count(bare(f"“{sentence}”")) == count


def refusal(near: Sequence[Headline] = (), beyond: Beyond | None = None) -> Answer:
    return Answer("q", "q", "not_found", "No.", nearest=tuple(near), beyond=beyond)


def test_a_refusal_names_each_headline_once_under_the_number_of_its_button() -> None:
    near = [
        Headline("a", "Fares <rise>", "Herald", "https://e.org/a", date(2025, 5, 6)),
        Headline("b", "Ferry sank", "Ledger", "", None),
    ]
    sentence = "A single trip costs 12 crowns."
    article = Article("b", "Ferry sank", sentence, "", "Ledger")
    best = Evidence(1, Sentence("b", 0, 0, len(sentence), sentence), article)
    (html,) = render.answer(refusal(near), near=best)
    plain, _ = parse(html)
    assert plain == (
        "The articles don't say.\n\nNearest headlines:\n"
        "📰 1 Fares <rise>\nHerald, 6 May 2025\n"
        "📰 2 Ferry sank\nLedger\n“A single trip costs 12 crowns.”"
    )


def test_a_refusal_tells_no_sentence_of_an_article_that_is_far_from_the_question() -> None:
    sentence = "The ship is afloat again."
    article = Article("c", "Ship freed", sentence, "", "Wire")
    far = Evidence(1, Sentence("c", 0, 0, len(sentence), sentence), article)
    assert render.answer(refusal(), near=far) == ["The articles don't say."]
    named = [Headline("b", "Ferry sank", "Ledger", "", None)]
    assert "afloat" not in render.answer(refusal(named), near=far)[0]


@over(
    [
        ("en", None, "The articles don't say."),
        ("en", Beyond(after=date(2024, 5, 3)), "No article is newer than 3 May 2024."),
        ("en", Beyond(year=1998), "No article is from 1998."),
        ("de", Beyond(after=date(2024, 5, 3)), "Kein Artikel ist neuer als vom 3. Mai 2024."),
        ("de", Beyond(year=1998), "Kein Artikel ist aus dem Jahr 1998."),
        (
            "es",
            Beyond(after=date(2024, 5, 3)),
            "Ningún artículo es posterior al 3 de mayo de 2024.",
        ),
        ("ru", Beyond(year=1998), "Нет ни одной статьи за 1998 год."),
        ("uk", Beyond(year=1998), "Немає жодної статті за 1998 рік."),
    ],
)
def test_a_refusal_says_of_what_days_no_article_is(
    language: str, beyond: Beyond | None, line: str
) -> None:
    with speaking(language):
        for parts in (
            render.answer(refusal(beyond=beyond)),
            render.sources(refusal(beyond=beyond)),
        ):
            assert parse(parts[0])[0].splitlines()[-1] == line


@over(LANGUAGES)
def test_the_longest_page_of_a_list_is_one_message_with_all_its_items(language: str) -> None:
    words, numbers = "word " * 300, count(123_456)
    articles = [Article(f"a{n}", words, words, "", words, DAY_OF_ALL) for n in range(10)]
    sentences = [Sentence(each.id, 0, 0, len(words), words) for each in articles]
    also = tuple(articles[:12])
    quotes = [lists.Quote(*each, also) for each in zip(articles, sentences, strict=True)]
    events = [Event(DAY_OF_ALL, each.sentence, each.article, also) for each in quotes]
    with speaking(language):
        head, note = "🔍 " + "w" * 200, say(phrases.NEAR_IN_MEANING)
        shown = [
            lists.search_results(head, quotes[:5], lambda _: next(numbers), note),
            lists.headlines(head, articles[:5], lambda _: next(numbers)),
            lists.events(head, events, lambda _: next(numbers)),
        ]
    assert [html.count("/article_") for html in shown] == [5, 5, 10]
    for html in shown:
        read([html])


def test_a_source_says_where_else_it_was_printed() -> None:
    twins = tuple(Headline(id, "Fares up", id.title(), "", None) for id in ("ledger", "wire"))
    cited = Citation(1, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11, twins)
    (message,) = render.answer(
        Answer("q", "q", "answered", "Yes [1].", (Claim("Yes.", (1,)),), (cited,))
    )
    assert "also in Ledger and 1 more" in message


@dataclass(frozen=True, slots=True)
class PartlyAnswered(Answer):
    """An answer that has a part which the articles do not answer."""

    unanswered: tuple[str, ...] = ()


def test_a_part_that_the_articles_do_not_answer_is_named_between_answer_and_sources() -> None:
    cited = Citation(1, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11)
    claims = (Claim("Fares rise.", (1,)),)
    question = "Who pays <them>?"
    answer = PartlyAnswered(
        "Do fares rise?", "q", "answered", "t", claims, (cited,), unanswered=(question,)
    )
    line = "The articles don't say: Who pays &lt;them&gt;?"
    for shown in (render.answer(answer), render.sources(answer)):
        assert f"\n\n{line}\n\n" in shown[0]
    with speaking("de"):
        (german,) = render.answer(answer)
    assert "Das steht nicht in den Artikeln: Who pays" in german


def test_a_refusal_is_told_by_its_outcome_and_said_in_the_readers_language() -> None:
    refusal = Answer("q", "q", "not_found", "Whatever the text of it is.")
    with speaking("de"):
        assert render.answer(refusal) == ["Das steht nicht in den Artikeln."]
        assert "Das steht nicht in den Artikeln." in render.sources(refusal)[0]


def test_a_sentence_whose_article_changed_or_is_gone_is_shown_as_it_was_cited() -> None:
    cited = Citation(1, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11)
    assert "was taken out" in render.in_context(cited, None)[0]
    (changed,) = render.in_context(cited, Article("a", "Fares", "Fares fell."))
    assert "has changed since" in changed
    with speaking("de"):
        assert "geändert" in render.in_context(cited, Article("a", "Fares", "Fares fell."))[0]


def test_words_that_stand_twice_in_a_very_long_sentence_are_bold_once() -> None:
    filler = "and so on " * 400
    sentence = f"In May it began, {filler}and in May it ended."
    cited = Citation(1, sentence, "a", "T", "", "", None, 0, len(sentence), words=(3, 6))
    answer = Answer("When?", "When?", "answered", "", (Claim("In May", (1,)),), (cited,))
    assert "".join(render.sources(answer)).count("<b>May</b>") == 1
