"""The one with the most is read off the numbers of all, and only where that is certain."""

from datetime import date

from comparison_cases import READ_OFF
from every_case import over
from fakes import ScriptedModel

from bot.answering.compared_numbers import first_of_several
from bot.answering.writer import Writer
from bot.question.comparison import comparison
from bot.question.understand import understood
from bot.types import Call, Evidence
from index.splitting.sentences import split
from index.types import Article


def read_off(question: str, text: str) -> str:
    """The answer that is read off an article of `text`; "" where the model is to be asked."""
    article = Article("counts", "Counted", text, outlet="Wire", published=date(2026, 9, 1))
    evidence = [
        Evidence(number, sentence, article, likeness=0.6)
        for number, sentence in enumerate(split(article), start=1)
    ]
    checked = first_of_several(understood(question), evidence)
    for citation in checked.citations:
        assert article.text[citation.start : citation.end] == citation.sentence
    return checked.text


@over(READ_OFF)
def test_the_first_is_read_off_the_numbers_of_all(question: str, text: str, answer: str) -> None:
    assert read_off(question, text) == answer


@over(
    [
        (
            "Which club has the most members?",
            (
                "Lom FC has 300 members. Gran IL has fewer. Dyp SK, founded in 1950, has "
                "210 members."
            ),
        ),
        (
            "Which school has the most teachers?",
            "North School has 410 pupils, East School 388 and Hill School 512.",
        ),
        (
            "Which school has the most pupils with a bus pass?",
            "North School has 410 pupils, East School 388 and Hill School 512.",
        ),
        (
            "Which school has the second most pupils?",
            "North School has 410 pupils, East School 388 and Hill School 512.",
        ),
        (
            "Which school has the most pupils?",
            (
                "North School has 410 pupils and 30 teachers, East School 388 and 28 and "
                "Hill School 512 and 40."
            ),
        ),
        (
            "Which school has the most pupils?",
            "North School has 410 pupils, East School 388 and the new one 512.",
        ),
        ("Which school has the most pupils?", "North School has 410 pupils and Hill School 410."),
        (
            "What is the heaviest animal in the zoo of Lom?",
            (
                "The elephant Bo weighs 4.2 tonnes, the rhino Max 1.9 tonnes and the hippo "
                "Lu 1.4 tonnes, the zoo of Lom said. Each animal is weighed in spring."
            ),
        ),
        (
            "Who is the oldest candidate?",
            "Nora Berg, 34, Per Aas, 61, and Ola Lie, 47, are the candidates.",
        ),
        (
            "Which party lost the most seats?",
            (
                "The Coast Party lost 12 seats, the Farmers' List lost 3 and the Green "
                "Union gained 5."
            ),
        ),
        (
            "Which country sent the most rescuers?",
            "Norland sent 40 rescuers, Sudland two dozen and Westland 65.",
        ),
        (
            "Which team got the fewest points?",
            "Lom got 12 points, Gran 9, and Dyp, which lost twice, 7.",
        ),
        (
            "Where was it hottest?",
            ("It was 31 degrees Celsius in Lom, 33 degrees in Gran and 29 degrees in Dyp."),
        ),
        (
            "Which shop sold the most skis?",
            "In January Sport Nor sold 340 skis, Fjell Sport 290 and Os Sport 410.",
        ),
        (
            "Who ran the longest distance?",
            ("Eva Lind ran 14 kilometres, Tor Wiik 21 kilometres and Siri Dahl 18 kilometres."),
        ),
        (
            "Which tunnel is the longest?",
            (
                "At 7.2 kilometres the Skar Tunnel is longer than the Nes Tunnel with 5.1 "
                "kilometres."
            ),
        ),
        (
            "Which city had the most accidents in 2024?",
            "The police counted 31 accidents in Lom, 18 in Gran and 27 in Dyp.",
        ),
        (
            "Which newspaper has the most readers?",
            (
                "The Ledger has 40,000 readers, the Herald 32,000 and the Wire, which is "
                "free, 51,000."
            ),
        ),
        ("Who got the most votes?", "Nora Berg got 1,200 votes more than Per Aas, who got 900."),
        (
            "Which school has the most pupils?",
            (
                "North School had 410 pupils in 2020 and 380 in 2024; Hill School had 390 "
                "in 2020 and 400 in 2024."
            ),
        ),
        ("Which bus is the cheapest?", "Bus 4 costs 30 crowns and bus 7 costs 25 crowns."),
        ("Which ferry is the fastest?", "The Norlund needs 40 minutes and the Sudlund 55."),
        ("Which club has the most debt?", "Lom FC owes 12 million crowns, Gran IL 3 million."),
        (
            "Who has the most goals this season?",
            ("Mia Strand leads with 14 goals ahead of Jon Bakk with 11 and Ida Moe with 9."),
        ),
        (
            "Which is the oldest ship in the harbour?",
            (
                "The Wilma was built in 1911 and the Petrel in 1936. Both ships lie in the "
                "harbour of Lom."
            ),
        ),
        ("Who got the most votes?", "Ola Lie won. Nora Berg got 1,200 votes and Per Aas 900."),
        (
            "Which school has the most pupils?",
            "North School has 410 pupils and Hill School 512. The largest is South School.",
        ),
        (
            "Which town was the coldest?",
            "Sorle had minus 14 degrees Celsius, Kettim minus 21 degrees and Ubb minus 9 degrees.",
        ),
        (
            "Which town was the coldest?",
            "The town of Sorle had 4 degrees Celsius, Kettim minus 2 degrees and Ubb 9 degrees.",
        ),
        ("Who earned more, Lind or Marsh?", "Lind earned 48,000 crowns; Marsh earned 51,500."),
        ("Which river is shorter?", "The Ola runs for 120 kilometres. The Prem is 97 long."),
        ("Did Orvik have more rain than Stenby?", "Orvik had 40 millimetres of rain, Stenby 62."),
        (
            "Which firm has the most workers?",
            "Tarn has 900 workers. Melk had 1,200 workers in 1990.",
        ),
    ]
)
def test_what_the_sentences_leave_open_is_not_read_off(question: str, text: str) -> None:
    assert read_off(question, text) == ""


@over(
    [
        "How many pupils has the largest school?",
        "Which school is it?",
        "Is the most expensive phone the Vega?",
        "Which of the two has the most pupils, Hill School or East School?",
        "Who said the most?",
        "Which band is the most popular and the loudest?",
    ]
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert comparison(question) is None


def test_two_articles_with_another_first_each_leave_it_open() -> None:
    question = understood("Which school has the most pupils?")
    evidence = [
        Evidence(n, split(article)[0], article, likeness=0.6)
        for n, article in enumerate(
            (
                Article("a", "Lom", "North School has 410 pupils and Hill School 512."),
                Article("b", "Gran", "East School has 290 pupils and West School 311."),
            ),
            start=1,
        )
    ]
    assert not first_of_several(question, evidence).claims
    assert first_of_several(question, evidence[:1]).text.startswith("Hill School: 512 pupils")


def test_the_model_is_not_asked_for_what_is_read_off() -> None:
    article = Article("a", "Lom", "North School has 410 pupils and Hill School 512.")
    evidence = [Evidence(1, split(article)[0], article, likeness=0.6)]
    model = ScriptedModel()
    question = understood("Which school has the most pupils?")
    assert Writer(model).answer(question, evidence, Call()).text == "Hill School: 512 pupils [1]."
    assert model.calls == []
