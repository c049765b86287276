"""What the model wrote is checked against what it was given, and cited from the library's copy."""

from datetime import date

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.citations import (
    check,
    drafted_claims,
    joined,
    labelled,
    preview,
    sentence_case,
    with_marks,
    without_repeats,
)
from bot.types import Claim, Evidence
from index.splitting.sentences import split
from index.types import Article

TEXT = (
    "Norlund Ferries will charge 12 crowns for a single trip from April. "
    "Spokeswoman Ida Brekke said the rise would pay for two electric boats. "
    "Islanders plan to protest in Varde on Saturday."
)
ARTICLE = Article("fares", "Ferry fares rise", TEXT, outlet="Herald", published=date(2019, 3, 4))
EVIDENCE = [Evidence(n, s, ARTICLE) for n, s in enumerate(split(ARTICLE), start=1)]
QUESTION = "Why are the fares going up?"
FLOOD = Article("flood", "Flood", "Some 140 people were taken to a hall.", outlet="Ledger")
COUNT = Article("count", "Tarrow counts", "By Wednesday 210 had been moved out.", outlet="Wire")
TWO_COUNTS = [Evidence(n, split(each)[0], each) for n, each in enumerate((FLOOD, COUNT), start=1)]
ATTRIBUTED = "The rise pays for two electric boats, according to spokeswoman Ida Brekke."


def test_a_citation_is_the_librarys_sentence_at_its_offsets() -> None:
    checked = check("The rise will pay for two electric boats [2].", EVIDENCE, QUESTION)
    (citation,) = checked.citations
    assert citation.sentence == EVIDENCE[1].sentence.text
    assert ARTICLE.text[citation.start : citation.end] == citation.sentence
    assert (citation.outlet, citation.published) == ("Herald", date(2019, 3, 4))


def test_citations_are_numbered_as_they_appear() -> None:
    draft = "Islanders plan to protest in Varde [3]. The rise pays for two electric boats [2]."
    checked = check(draft, EVIDENCE, QUESTION)
    assert [claim.citations for claim in checked.claims] == [(1,), (2,)]
    assert checked.text == (
        "Islanders plan to protest in Varde [1]. The rise pays for two electric boats, according "
        "to spokeswoman Ida Brekke [2]."
    )
    assert checked.citations[0].sentence.startswith("Islanders")


def test_a_number_that_was_not_offered_is_dropped_and_counted() -> None:
    checked = check("The rise will pay for two electric boats [2][9].", EVIDENCE, QUESTION)
    assert checked.unknown_numbers == 1
    assert [c.sentence for c in checked.citations] == [EVIDENCE[1].sentence.text]


def test_a_claim_with_the_wrong_number_gets_the_right_sentence() -> None:
    checked = check("The rise will pay for two electric boats [3].", EVIDENCE, QUESTION)
    assert [c.sentence for c in checked.citations] == [EVIDENCE[1].sentence.text]


def test_a_claim_without_a_number_gets_one() -> None:
    checked = check("The trip costs 12 crowns.", EVIDENCE, QUESTION)
    assert checked.text == "The trip costs 12 crowns [1]."


def test_a_claim_that_no_sentence_carries_is_dropped() -> None:
    draft = "The rise pays for two electric boats [2]. The king of Norway objected [1]."
    checked = check(draft, EVIDENCE, QUESTION)
    assert [claim.text for claim in checked.claims] == [ATTRIBUTED]
    assert checked.dropped_claims == ("The king of Norway objected.",)


def test_a_superfluous_number_is_left_out() -> None:
    checked = check("The rise pays for two electric boats [1][2].", EVIDENCE, QUESTION)
    assert len(checked.citations) == 1


def test_a_claim_said_twice_is_shown_once() -> None:
    draft = "The rise pays for two electric boats [2]. The rise pays for two electric boats [2]."
    assert len(check(draft, EVIDENCE, QUESTION).claims) == 1


def test_numbers_belong_to_the_sentence_before_them_wherever_its_full_stop_is() -> None:
    expected = [("It rose.", [1]), ("It fell.", [2, 3])]
    assert drafted_claims("It rose [1]. It fell [2][3].") == expected
    assert drafted_claims("It rose. [1] It fell. [2, 3]") == expected


def test_a_number_in_the_middle_of_a_sentence_counts() -> None:
    assert drafted_claims("It rose [1], she said.") == [("It rose, she said.", [1])]


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        (
            "Die Schleuse wird am 12. Oktober 2026 geschlossen, sagte der Leiter. Es regnete.",
            "Am 12. Oktober 2026 [1].",
        ),
        ("M. Dupuis est le directeur de l'école. Les élèves sont 46.", "M. Dupuis [1]."),
        ("Most ul. Wilczej jest nowy, bo nie był remontowany. Otwarto go.", "Most ul. Wilczej [1]"),
        ("Завод в г. Пермь стоит 3 млн. рублей. Он старый.", "Завод в г. Пермь [1]."),
        ("The hall of Wm. Ott failed in approx. 40 places. It is shut.", "Wm. Ott [1]."),
    ],
)
def test_a_draft_is_split_like_the_article_it_cites(text: str, draft: str) -> None:
    article = Article("a", "", text)
    checked = check(draft, [Evidence(1, split(article)[0], article)], "")
    assert [*checked.dropped_claims, *(claim.text for claim in checked.claims)] == [
        draft.removesuffix(".").removesuffix(" [1]") + "."
    ]


def test_marks_stand_before_the_full_stop() -> None:
    assert with_marks(Claim("It rose.", (1, 3))) == "It rose [1][3]."
    assert with_marks(Claim("Did it rise?", (1,))) == "Did it rise [1]?"
    assert with_marks(Claim('He said: "It rose."', (1,))) == 'He said: "It rose" [1].'
    assert with_marks(Claim("“Did it rise?”", (1,))) == "“Did it rise?” [1]."
    assert with_marks(Claim('"In the U.S."', (1,))) == '"In the U.S." [1].'


def test_a_preview_shows_no_torn_mark_and_counts_from_one() -> None:
    assert preview("It rose [7]. It fell [") == "It rose [1]. It fell"
    assert preview("It rose [7]. It fell [2][7]") == "It rose [1]. It fell [2][1]"


@given(st.text(alphabet="ab [].,;0123456789\nA!?“”", max_size=200))
def test_whatever_the_model_writes_every_claim_shown_has_a_true_citation(draft: str) -> None:
    checked = check(draft, EVIDENCE, QUESTION)
    numbers = [citation.number for citation in checked.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for claim in checked.claims:
        assert claim.citations
        assert set(claim.citations) <= set(numbers)
    for citation in checked.citations:
        assert ARTICLE.text[citation.start : citation.end] == citation.sentence


def test_a_few_words_become_a_sentence_with_its_number() -> None:
    checked = check("12 crowns for a single trip [1]", EVIDENCE, "What is the fare?")
    assert checked.text == "12 crowns for a single trip [1]."


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ('"We told them there would be a job.', '"We told them there would be a job."'),
        ("“We told them there would be a job.", "“We told them there would be a job.”"),
        ('I am not sure now," she said.', '"I am not sure now," she said.'),
        ("I am not sure now,” she said", "“I am not sure now,” she said."),
        ('She said: "It is late.', 'She said: "It is late."'),
        ("Elle a dit : « Il est tard.", "Elle a dit : « Il est tard.»"),
        ('"No," he said. "Never.', '"No," he said. "Never."'),
        ('"No," he said.', '"No," he said.'),
        ("„Wir sind froh“, sagte er.", "„Wir sind froh“, sagte er."),
        ('A 55" screen.', 'A 55" screen.'),
        ("'Tis late.", "'Tis late."),
    ],
)
def test_a_quotation_that_another_sentence_begins_or_ends_has_both_marks(
    part: str, whole: str
) -> None:
    assert sentence_case(part) == whole


@pytest.mark.parametrize("end", [",", ";", ":", " -", " –", ",,", " ,"])
def test_no_sentence_ends_in_a_comma(end: str) -> None:
    assert sentence_case(f"on April 9, 2012{end}") == "On April 9, 2012."


def test_two_articles_that_differ_are_two_claims() -> None:
    checked = check("140 people [1]; 210 by Wednesday [2]", TWO_COUNTS, "How many were moved out?")
    assert checked.text == "140 people [1]. 210 by Wednesday [2]."


def test_what_is_told_of_one_time_is_not_told_again_of_another() -> None:
    at_first = check("140 people [1]", TWO_COUNTS, "How many were moved out at first?")
    in_the_end = check("140 people [1]; 210 by Wednesday [2]", TWO_COUNTS, "How many in the end?")
    reports = [without_repeats(each, (at_first, in_the_end)) for each in (at_first, in_the_end)]
    told = joined([labelled("At first", reports[0]), labelled("In the end", reports[1])])
    assert told.text == "At first: 140 people [1]. In the end: 210 by Wednesday [2]."
    assert without_repeats(at_first, [at_first, at_first]) == at_first


def test_a_day_in_a_claim_gets_the_date_that_it_was() -> None:
    article = Article("a", "Talks", "The talks were on Friday.", published=date(2025, 5, 18))
    checked = check("on Friday [1]", [Evidence(1, split(article)[0], article)], "When were they?")
    assert checked.text == "On Friday (16 May 2025) [1]."


def test_a_citation_names_the_other_papers_that_print_it() -> None:
    twin = Article("twin", "Fares up", TEXT, outlet="Ledger")
    evidence = [Evidence(1, EVIDENCE[0].sentence, ARTICLE, also=(twin,))]
    (citation,) = check("12 crowns for a single trip [1]", evidence, QUESTION).citations
    assert [other.outlet for other in citation.also] == ["Ledger"]


def test_a_paper_that_prints_the_passage_without_the_sentence_is_not_named() -> None:
    without = Article("short", "Fares up", TEXT.replace("12 crowns", "14 crowns"), outlet="Wire")
    evidence = [Evidence(1, EVIDENCE[0].sentence, ARTICLE, also=(without,))]
    (citation,) = check("12 crowns for a single trip [1]", evidence, QUESTION).citations
    assert citation.also == ()


def test_a_figure_and_who_gives_it_are_of_one_sentence() -> None:
    text = "The mayor said that 14 people were killed. Officials in Varde said it was about 9."
    article = Article("flood", "Tarrow flood", text)
    items = [Evidence(n, s, article) for n, s in enumerate(split(article), start=1)]
    checked = check("14, officials in Varde said [1][2].", items, "How many were killed?")
    assert checked.text == "14, according to the mayor [1]."


@over([
        ("12 crowns, and islanders plan to protest in Varde", True, "12 crowns [1].", [0]),
        ("12 crowns, and islanders plan to protest in Varde", False,
         "12 crowns, and islanders plan to protest in Varde [1][2].", [0, 2]),
        ("12 crowns a trip, from April", True, "12 crowns a trip, from April [1].", [0]),
        ("a protest in Varde, and 12 crowns", True, "A protest in Varde, and 12 crowns [1][2].",
         [0, 2]),
    ],
)  # fmt: skip
def test_of_an_amount_one_sentence_tells(
    said: str, amount: bool, text: str, cited: list[int]
) -> None:
    checked = check(f"{said} [1][3].", EVIDENCE, "What will a trip cost?", one=amount)
    assert checked.text == text
    assert [item.number - 1 for item in checked.grounds] == cited
