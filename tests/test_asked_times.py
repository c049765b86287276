"""A question about a year, month or day is answered by what sentences tell of that time."""

from datetime import date

from every_case import over

from bot.answering import prompt
from bot.answering.ranking import scores
from bot.answering.relevance import answers
from bot.answering.told_times import of_claim, of_sentence
from bot.question.understand import understood
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article, Hit, Passage

TODAY = date(2026, 11, 28)
TRAM = Article(
    "tram",
    "Trams of Orl are full",
    "The trams of Orl carried 4.1 million people last year, director Una Falk said on Monday. "
    "This year 4.4 million are expected. The year before last it had been 3.6 million.\n\n"
    "In 2019, before the depot burned, they carried 5 million, up from 4.7 million in 2018. "
    "The depot was rebuilt three years ago. A new line will be opened next month.",
    published=date(2026, 2, 11),
)
MILL = Article(
    "mill",
    "Mill of Brede loses oats",
    "The mill of Brede ground 90 tons of oats last month, miller Tor Vik told the Courier on "
    "Tuesday. Two men were hurt there at the weekend. On Thursday 12 tons were stolen. "
    "The mill is to be sold next week. Since January 300 tons have been ground.",
    published=date(2026, 5, 20),
)


def evidence(article: Article, beginning: str) -> Evidence:
    sentence = next(s for s in split(article) if s.text.startswith(beginning))
    return Evidence(1, sentence, article)


# article | sentence | question | answer | whether it is one
CASES = """
    tram | The trams | How many people did the trams of Orl carry in 2025? | 4.1 million | yes
    tram | The trams | How many people did the trams of Orl carry in 2026? | 4.1 million | no
    tram | The trams | How many people did the trams of Orl carry in 2024? | 4.1 million | no
    tram | The trams | How many people did the trams of Orl carry last year? | 4.1 million | yes
    tram | The trams | How many people did the trams of Orl carry this year? | 4.1 million | no
    tram | This year | How many people will take the trams of Orl in 2026? | 4.4 million | yes
    tram | This year | How many people took the trams of Orl in 2025? | 4.4 million | no
    tram | The year | How many people took the trams of Orl in 2024? | 3.6 million | yes
    tram | The year | How many people took the trams of Orl in 2025? | 3.6 million | no
    tram | In 2019 | How many people did the trams carry in 2019? | 5 million | yes
    tram | In 2019 | How many people did the trams carry in 2018? | 5 million | no
    tram | In 2019 | How many people did the trams carry in 2026? | 5 million | no
    tram | The depot | Was the depot rebuilt in 2023? | Yes, three years ago | yes
    tram | The depot | Was the depot rebuilt in 2025? | Yes, three years ago | no
    tram | A new line | Which line will be opened in March 2026? | A new line | yes
    tram | A new line | Which line was opened in February 2026? | A new line | no
    mill | The mill of | How many tons did the mill grind in April 2026? | 90 tons | yes
    mill | The mill of | How many tons did the mill grind in May 2026? | 90 tons, Tor Vik said | no
    mill | Two men | How many men were hurt on 17 May 2026? | Two men | yes
    mill | Two men | How many men were hurt on 19 May 2026? | Two men | no
    mill | On Thursday | How many tons were stolen on 14 May 2026? | 12 tons | yes
    mill | The mill is | Will the mill be sold in 2027? | Yes, next week | no
    mill | Since | How many tons have been ground in March 2026? | 300 tons | yes
"""
CAVE = Article(
    "cave",
    "Bats leave the cave of Lom",
    "On Friday biologist Ada Krogh said that 2,100 bats had left the cave of Lom last winter. "
    "In 2023 and 2024 there were 3,000 bats each year, in 2025 only 2,600. "
    "A rock fell on 3 March and killed 40 of them. Last year's count was led by Nils Aas. "
    "The cave was found in 1908 and has been closed since 2021. Its keeper is Eli Strand. "
    "He expects 1,900 bats by 2027. Compared with last year, this month is mild.",
    published=date(2026, 3, 30),
)
UNDATED = Article("plain", "Plain", "The pier of Sule drew 700 anglers last year. It is long.")
# Written when the table above was right.
LATER_CASES = """
    cave | In 2023 | How many bats were in the cave in 2024? | 3,000 bats | yes
    cave | In 2023 | How many bats were in the cave in 2025? | 3,000 bats | no
    cave | In 2023 | How many bats were in the cave in 2025? | 2,600 | yes
    cave | A rock | How many bats did the rock kill on 3 March 2026? | 40 | yes
    cave | A rock | How many bats did the rock kill in 2025? | 40 | no
    cave | Last year's | Who led the count in 2025? | Nils Aas | yes
    cave | The cave was | Was the cave found in 2021? | Yes, in 1908 | no
    cave | The cave was | Was the cave closed in 2024? | Yes, closed since 2021 | yes
    cave | Its keeper | Who was the keeper of the cave in 2026? | Eli Strand | yes
    cave | Its keeper | Who was the keeper of the cave in 1950? | Eli Strand | no
    cave | He expects | How many bats will there be in 2027? | 1,900 bats | yes
    cave | He expects | What did Strand predict in March 2026? | 1,900 bats by 2027 | yes
    plain | The pier | How many anglers did the pier draw? | 700 | yes
    tram | The trams | What did the director of the trams say in 2026? | 4.1 million last year | yes
    tram | This year | How many people will Orl have carried by 2026? | 4.4 million | yes
    tram | The trams | Who is the director of the trams? | Una Falk | yes
    mill | The mill is | Will the mill be sold next week? | Yes | no
    mill | The mill of | How many tons did the mill grind last month? | 90 tons | no
"""
ARTICLES = {"tram": TRAM, "mill": MILL, "cave": CAVE, "plain": UNDATED}


def cases(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@over([*cases(CASES), *cases(LATER_CASES)])
def test_an_answer_is_of_the_time_asked_about(
    name: str, beginning: str, question: str, answer: str, is_one: str
) -> None:
    asked = understood(question, (), TODAY)
    item = evidence(ARTICLES[name], beginning)
    assert answers(asked, answer, [item]) is (is_one == "yes")


def first_two(article: Article, question: str) -> list[str]:
    """The two sentences of `article` that go first where all are as like the question."""
    parts = split(article)
    hits = [
        Hit(article, Passage("1", article.id, 0, len(parts) - 1, article.text), tuple(parts), 0.03)
    ]
    found = scores(understood(question, (), TODAY), hits, [0.5] * len(parts))
    return [s.text for s in sorted(found, key=lambda each: -found[each])][:2]


@over(
    [
        (TRAM, "How many people did the trams carry in 2025?", "The trams"),
        (TRAM, "How many people did the trams carry in 2024?", "The year before"),
        (TRAM, "How many people did the trams carry in 2019?", "In 2019"),
        (TRAM, "Who rebuilt the depot of the trams in 2023?", "The depot"),
        (MILL, "How many tons did the mill grind in April 2026?", "The mill of"),
        (MILL, "How many men were hurt on 16 May 2026?", "Two men"),
        (MILL, "How many tons were stolen on 14 May 2026?", "On Thursday"),
        (CAVE, "How many bats were in the cave in 2023?", "In 2023"),
        (CAVE, "How many bats will be in the cave in 2027?", "He expects"),
    ]
)
def test_a_sentence_of_the_time_asked_about_goes_first(
    article: Article, question: str, beginning: str
) -> None:
    assert any(text.startswith(beginning) for text in first_two(article, question))


def test_a_time_in_a_question_is_read_on_the_day_of_asking() -> None:
    question, answer = "How many people did the trams carry last year?", "4.1 million"
    item = evidence(TRAM, "The trams")
    assert answers(understood(question, (), date(2026, 5, 1)), answer, [item])
    assert not answers(understood(question, (), date(2027, 5, 1)), answer, [item])


def spans(article: Article, beginning: str) -> list[str]:
    return [str(span) for span in of_sentence(evidence(article, beginning).sentence, article)]


def test_when_something_was_said_is_not_when_it_was() -> None:
    assert spans(TRAM, "The trams") == ["2025"]
    assert spans(MILL, "The mill of") == ["April 2026"]
    assert spans(TRAM, "In 2019") == ["2019", "2018"]
    assert spans(CAVE, "Last year's") == []
    said = evidence(MILL, "The mill of")
    assert [str(s) for s in of_claim("90 tons", said.sentence, MILL)] == ["April 2026"]


def test_what_is_compared_with_is_of_another_time() -> None:
    mild = evidence(CAVE, "Compared")
    assert [str(s) for s in of_claim("mild", mild.sentence, CAVE)] == ["March 2026"]


def test_the_model_reads_the_dates_of_sentences_where_a_year_or_month_is_asked_about() -> None:
    item = evidence(TRAM, "The depot")
    for question, shown in [
        ("Who rebuilt the depot in 2023?", "three years ago (2023)."),
        ("Who rebuilt the depot in March 2022?", "three years ago (2023)."),
        ("Who rebuilt the depot yesterday?", "three years ago."),
        ("Who rebuilt the depot?", "three years ago."),
    ]:
        asked, _ = prompt.check(understood(question), [item]).turns[-1]
        assert shown in asked
