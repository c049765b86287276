"""Which sentences of the hits most likely answer a question."""

from datetime import date

from every_case import over

from bot.answering.ranking import scores
from bot.answering.sentence_selection import candidates
from bot.question.understand import understood
from bot.types import Turn, Words
from index.splitting.sentences import split
from index.types import Article, Hit, Passage


def hit(article: Article) -> Hit:
    parts = split(article)
    passage = Passage(f"{article.id}:1", article.id, 0, len(parts) - 1, article.text)
    return Hit(article, passage, tuple(parts), 0.03)


def about(id: str, text: str, day: date | None = None, title: str = "") -> Hit:
    return hit(Article(id, title or f"About {id}", text, published=day))


REST = [about(f"rest-{n}", "Nothing.") for n in range(8)]


def ranked(
    question: str,
    hits: list[Hit],
    likeness: list[float] | None = None,
    sure: list[float] | None = None,
    history: tuple[Turn, ...] = (),
) -> list[str]:
    """The sentences, the likeliest answer first; all are as like the question unless told.

    Eight hits in all, as answering asks for: the rest says nothing and is found last.
    """
    own = candidates(hits)
    hits = [*hits, *REST[len(hits) :]]
    sentences = candidates(hits)
    likeness = [*(likeness or [0.5] * len(own)), *[-0.5] * (len(sentences) - len(own))]
    sure = sure and [*sure, *[-9.0] * (len(sentences) - len(own))]
    read = {s: Words(0, 1, each) for s, each in zip(sentences, sure or (), strict=bool(sure))}
    asked = understood(question, history, date(2026, 11, 28))
    found = scores(asked, hits, likeness, read)
    return [s.text for s in sorted(set(own) & found.keys(), key=lambda each: -found[each])]


@over(
    [
        ("When did it burn?", "It broke out on 15 April 2019."),
        ("What year was that?", "The bridge opened in 1998."),
        ("How many were hurt?", "The doctors counted seventeen."),
        ("Who paid?", "The bill went to Ida Brekke."),
    ]
)
def test_a_sentence_of_the_kind_asked_for_goes_before_a_like_one(
    question: str, sentence: str
) -> None:
    hits = [about("a", f"The sea is calm there. {sentence}")]
    assert ranked(question, hits, [0.55, 0.5])[0] == sentence
    assert ranked("What of it?", hits, [0.55, 0.5])[0] == "The sea is calm there."


def test_what_the_reader_is_surer_of_goes_before_what_is_a_little_more_like_the_question() -> None:
    hits = [about("a", "The pier is long. The pier drew 700 anglers.")]
    assert ranked("What did the pier draw?", hits, [0.6, 0.5], [-4.0, 3.0])[0].endswith("anglers.")
    assert ranked("What did the pier draw?", hits, [0.6, 0.5], [1.0, 1.0])[0].endswith("long.")


# The articles of a series say nearly the same; their days, titles and words tell them apart.
SERIES = [
    about("one", "Ida Lund won the run.", date(2023, 4, 3), "Spring run at Orl"),
    about("two", "Per Aas won the run.", date(2024, 10, 6), "Autumn run at Orl"),
    about("three", "Una Falk won the run.", date(2025, 4, 7), "Spring run at Brede"),
]


@over(
    [
        ("Who won the run in 2023?", "Ida Lund"),
        ("Who won the run in 2024?", "Per Aas"),
        ("Who won the autumn run?", "Per Aas"),
        ("Who won the run at Brede?", "Una Falk"),
        ("Who won the spring run at Orl in 2023?", "Ida Lund"),
        ("Who won the run?", "Una Falk"),
    ]
)
def test_the_article_with_the_words_of_the_question_goes_first_and_else_the_newest(
    question: str, winner: str
) -> None:
    right = next(found for found in SERIES if winner in found.passage.text)
    first, last = [found for found in SERIES if found is not right]
    assert ranked(question, [first, right, last])[0].startswith(winner)


DATED = Article(
    "swap",
    "Exchange ends",
    "On Friday, 23 May, 390 came home. On Sunday 303 came home. Some 1,000 came home in all.",
    published=date(2025, 5, 26),
)


@over(
    [
        ("How many came home on 25 May 2025?", "On Friday"),
        ("How many came home on 23 May 2025?", "On Sunday 303"),
    ]
)
def test_a_number_of_another_day_than_the_one_asked_about_comes_last(
    question: str, last: str
) -> None:
    assert ranked(question, [hit(DATED)], [0.9, 0.9, 0.1])[-1].startswith(last)


@over([("When was the time before that?", "They had met in"), ("Where was that?", "They met on 2")])
def test_a_day_told_before_makes_way_where_another_is_asked_for(question: str, first: str) -> None:
    hits = [about("a", "They met on 2 June 2025 in Varde. They had met in March 2022.")]
    told = (Turn("When did they meet?", "On 2 June 2025."),)
    assert ranked(question, hits, [0.6, 0.4], history=told)[0].startswith(first)


def test_an_article_of_a_country_is_one_of_its_people() -> None:
    hits = [
        about("other", "The mission of Tarn carried 90 animals up."),
        about("mission", "A mission from Turkey carried 117 animals up."),
    ]
    asked = "How many animals did the Turkish mission carry?"
    assert ranked(asked, hits)[0].startswith("A mission from Turkey")


@over(["Who won the run?", "“Who won the run?”", "Who won the run? (again)?)"])
def test_a_question_is_no_evidence(asks: str) -> None:
    hits = [about("a", f"{asks} Ida Lund won it.")]
    assert "Who won the run?" not in " ".join(ranked("Who won the run?", hits, [1.0, 0.2]))
    assert ranked("Who won the run?", hits, [1.0, 0.2])[-1] == "Ida Lund won it."


@over(["Ida Lund told the Coast Herald:", "“The club wrote on Monday:”", "他说："])
def test_what_only_announces_is_no_evidence(announces: str) -> None:
    hits = [about("a", f"{announces}\n\nThe run was won by ten metres.")]
    assert ranked("What did she tell?", hits, [1.0, 0.2]) == ["The run was won by ten metres."]


def test_no_hits_have_no_scores() -> None:
    assert scores(understood("Who won?"), [], []) == {}
