"""Whatever articles, people and the model write: valid markup, messages that fit, nothing lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import link_problem, parse, utf16

from bot.answering import citations
from bot.messenger.text import article_pages, lists, markup, render, reports
from bot.messenger.text.translation import speaking
from bot.types import Answer, Beyond, Citation, Claim, Evidence, Headline
from index.types import Article, Failure, Report, Sentence, Summary

NASTY = [
    "<b>", "</a>", "&amp;", "&", '"', "'", "“", "<", ">", "\n", "\n\n", " ", "😀", "👨‍👩‍👧",
    "e\u0301", "שלום", "\u202e", "\ud83d", "\udc00", ". ", "! ", "[1]", 
    "word", "-", ",", "\x00", "\u00a0",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(NASTY) | st.text(max_size=6), max_size=12).map("".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.sampled_from([1, 1, 1, 40, 700]))
SPOKEN = LONG.map(lambda text: f"So {text} ends")  # a sentence is never blank
URL = st.sampled_from([
    "", "https://e.org/a", "https://e.org/a?b=c&d=\"e\"", "https://e.org/a b", "https://e.org/#x",
    "javascript:alert(1)", "https://e.org/'x'>", "HTTPS://", "http://", "https://e.org/ü/#a:~:text=b",
])  # fmt: skip
TWINS = st.sampled_from([0, 0, 1, 3])
DAY = st.sampled_from([None, date(2025, 5, 6)])
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


def sound(text: str) -> str:
    """With a sign for what no message can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def bare(text: str) -> str:
    """Sound, and without white space."""
    return "".join(sound(text).split())


def read(parts: list[str]) -> str:
    """What people read, all messages together; fails when Telegram would refuse one."""
    assert parts
    plain = []
    for part in parts:
        text, entities = parse(part)
        assert 0 < utf16(text) <= 4096
        assert text.strip()
        for entity in entities:
            if entity["type"] == "text_link":
                assert link_problem(entity["url"]) == ""
        plain.append(text)
    return bare("".join(plain))


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
    read([reports.reindexing(1, 2, text, 3.0), reports.reindexing(0, 0, "")])
    failed = [
        *[Failure(f"/a/{text}", long)] * 12,
        *(Failure(f"/{n}", text + str(n)) for n in "abcde"),
    ]
    read(reports.reindexed(Report(1, 2, 3, 4, failed, failed), 3.2))
    read(["\n".join(reports.unread(failed))])
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


@given(LONG, st.integers(5, 200))
def test_fold_loses_nothing_but_white_space(text: str, limit: int) -> None:
    pieces = markup.fold(text, limit)
    assert pieces
    assert all(utf16(piece) <= limit for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


def test_fold_prefers_the_end_of_a_sentence() -> None:
    assert markup.fold("One is here. Two is there. Three.", 28) == [
        "One is here. Two is there.",
        "Three.",
    ]


@over([
        ("https://e.org/a", "It rose.", "https://e.org/a#:~:text=It%20rose."),
        # The minus of "prefix-," and the comma between start and end must not be taken for ours.
        ("https://e.org/a", "On-off, then - on", "https://e.org/a#:~:text=On%2Doff%2C%20then%20%2D%20on"),
        ("https://e.org/a", "A & B", "https://e.org/a#:~:text=A%20%26%20B"),
        ("https://e.org/a#part", "It rose.", "https://e.org/a#part:~:text=It%20rose."),
        ("https://e.org/a#:~:text=old", "It rose.", "https://e.org/a#:~:text=It%20rose."),
        ("https://e.org/a#p:~:text=old", "It rose.", "https://e.org/a#p:~:text=It%20rose."),
        ("https://e.org/a?b=1&c=2", "It rose.", "https://e.org/a?b=1&c=2#:~:text=It%20rose."),
        ("https://e.org/a b\"c", "It rose.", "https://e.org/a%20b%22c#:~:text=It%20rose."),
        ("", "It rose.", ""),
        ("javascript:alert(1)", "It rose.", "javascript:alert(1)"),
    ])  # fmt: skip
def test_fragment_urls(url: str, sentence: str, expected: str) -> None:
    assert markup.fragment_url(url, sentence) == expected


def test_a_long_sentence_is_found_by_its_first_and_last_five_words() -> None:
    sentence = "one two three four five six seven eight nine ten eleven, twelve"
    target = markup.fragment_url("https://e.org", sentence).partition("text=")[2]
    start, _, end = target.partition(",")
    assert unquote(start) == "one two three four five"
    assert unquote(end) == "eight nine ten eleven, twelve"


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
    other = Evidence(1, best.sentence, Article("c", "Elsewhere", sentence, "", "Wire"))
    plain, _ = parse(render.answer(refusal(near), near=other)[0])
    assert "The nearest sentence:\n“A single trip costs 12 crowns.”\nWire\n\nNearest" in plain


@pytest.mark.parametrize(
    ("language", "beyond", "line"),
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


def test_a_source_says_where_else_it_was_printed() -> None:
    twins = tuple(Headline(id, "Fares up", id.title(), "", None) for id in ("ledger", "wire"))
    cited = Citation(1, "Fares rise.", "a", "Fares", "Herald", "", None, 0, 11, twins)
    (message,) = render.answer(
        Answer("q", "q", "answered", "Yes [1].", (Claim("Yes.", (1,)),), (cited,))
    )
    assert "also in Ledger and 1 more" in message


def test_what_a_reindex_found_odd_is_said_for_it_is_not_read_again() -> None:
    empty = [Failure(f"/news/{n}.txt", f"{n}.txt is empty: remove it.") for n in range(10_000)]
    bomb = Failure("/news/bomb.zip", "bomb.zip would unpack to 1,023 times its size: delete it.")
    odd = [
        Failure("/news/a.md", "its date 2999-01-01 cannot be: the article is kept without a date"),
        Failure("/news/b.md", "2 hidden or reordering characters were taken out of it"),
    ]
    (shown,) = reports.reindexed(Report(added=2, failed=[*empty, bomb], remarks=odd), 3.0)
    _, failed, remarks = shown.split("\n\n")
    assert failed.splitlines() == [
        *(f"{n}.txt: {n}.txt is empty: remove it." for n in range(3)),
        "and 9,997 more in news for the same reason",
        "bomb.zip: bomb.zip would unpack to 1,023 times its size: delete it.",
    ]
    assert remarks.splitlines() == [
        "Read, but unusual:",
        "a.md: its date 2999-01-01 cannot be: the article is kept without a date",
        "b.md: 2 hidden or reordering characters were taken out of it",
    ]
    unlike = [Failure(f"/{n}/a.txt", "is empty") for n in range(14)]
    assert reports.reindexed(Report(failed=unlike), 1.0)[0].endswith("\nand 4 more")


def test_the_list_of_what_cannot_be_read_says_where_the_rest_is() -> None:
    unlike = [Failure(f"/{n}/a.txt", "<is empty>") for n in range(6)]
    line = "• a.txt: &lt;is empty&gt;"
    where = "All of them: <code>byline library check</code> in a terminal"
    assert reports.unread(unlike) == [
        *("Files that could not be read: 6", *[line] * 5, "• and 1 more", where)
    ]
    assert reports.unread(unlike[:5]) == ["Files that could not be read: 5", *[line] * 5]
    assert reports.unread([]) == []
    many = [Failure(f"/news/{n}.txt", "is empty") for n in range(200)]
    assert reports.unread([*many, unlike[0]]) == [
        *("Files that could not be read: 201", "• 0.txt: is empty"),
        *("• and 199 more in news for the same reason", line, where),
    ]


def test_a_reindex_says_how_fast_it_is_and_how_long_it_will_take() -> None:
    shown = reports.reindexing(30, 90, "ferry.txt", 10.0)
    assert "30 of 90 articles, 3.0 a second, about 20 s left" in shown
    assert "about 10 min left" in reports.reindexing(10, 70, "ferry.txt", 100.0)
    assert "second" not in reports.reindexing(0, 90, "ferry.txt", 10.0)


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
