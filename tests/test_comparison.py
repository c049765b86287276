"""The one with the most is read off the numbers of all, and only where that is certain."""

from datetime import date

import pytest
from fakes import ScriptedModel

from bot.answering.comparison import first_of_several
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


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Which school has the most pupils?",
            (
                "North School has 410 pupils this autumn, East School 388 and Hill School "
                "512, the town of Rosdal said."
            ),
            "Hill School: 512 pupils, according to the town of Rosdal [1].",
        ),
        (
            "Which school has the fewest pupils?",
            (
                "North School has 410 pupils this autumn, East School 388 and Hill School "
                "512, the town of Rosdal said."
            ),
            "East School: 388 pupils, according to the town of Rosdal [1].",
        ),
        (
            "Where did most rain fall on Sunday?",
            (
                "Ostby had 62 millimetres of rain on Sunday, Kvam 47 millimetres and Vik "
                "81 millimetres."
            ),
            "Vik: 81 millimetres [1].",
        ),
        (
            "Which town had the least rain?",
            (
                "Ostby had 62 millimetres of rain on Sunday, Kvam 47 millimetres and Vik "
                "81 millimetres."
            ),
            "Kvam: 47 millimetres [1].",
        ),
        (
            "Which is the longest bridge?",
            (
                "The Falk Bridge is 212 metres long, the Iron Bridge 164 metres and the "
                "Mill Bridge 98 metres."
            ),
            "Falk Bridge: 212 metres [1].",
        ),
        (
            "Which bridge is the shortest?",
            (
                "The Falk Bridge is 212 metres long, the Iron Bridge 164 metres and the "
                "Mill Bridge 98 metres."
            ),
            "Mill Bridge: 98 metres [1].",
        ),
        (
            "Which team scored the most goals?",
            "Vik scored 31 goals, Nes 28 and Ostby 35 over the weekend.",
            "Ostby: 35 goals [1].",
        ),
        (
            "Which phone is the cheapest?",
            (
                "The Orion 5 costs 4,900 crowns, the Lyra X 3,200 crowns and the Vega "
                "6,700 crowns, the Consumer Bureau found. All phones were dropped from two "
                "metres."
            ),
            "Lyra X: 3,200 crowns [1].",
        ),
        (
            "Which is the most expensive phone?",
            (
                "The Orion 5 costs 4,900 crowns, the Lyra X 3,200 crowns and the Vega "
                "6,700 crowns, the Consumer Bureau found. All phones were dropped from two "
                "metres."
            ),
            "Vega: 6,700 crowns [1].",
        ),
        (
            "Which party won the most votes in Vik?",
            (
                "The Coast Party won 1,240 votes in Vik, the Farmers' List 980 and the "
                "Green Union 1,515."
            ),
            "Green Union: 1,515 votes [1].",
        ),
        (
            "Which farm picked the most cherries?",
            (
                "The Lunde farm picked 14 tonnes of cherries. The Haug farm picked 9 "
                "tonnes. The Berge farm picked 17 tonnes."
            ),
            "Berge: 17 tonnes [1].",
        ),
        (
            "Which church is the oldest?",
            ("The church of Vik was built in 1180, that of Kvam in 1352 and that of Nes in 1240."),
            "Vik: 1180 [1].",
        ),
        (
            "Which library lent the most books?",
            (
                "The library of Lom lent 4,100 books in May, that of Gran 3,900 and that "
                "of Dyp 5,250."
            ),
            "Dyp: 5,250 books [1].",
        ),
        (
            "Who sold the most paintings?",
            (
                "Mia Strand sold 12 paintings, Jon Bakk sold 9 and Ida Moe sold 15 at the "
                "fair in Lom."
            ),
            "Ida Moe: 15 paintings [1].",
        ),
        (
            "Who collected the fewest signatures?",
            "Mia Strand collected 1,200 signatures; Jon Bakk 900; Ida Moe 1,500.",
            "Jon Bakk: 900 signatures [1].",
        ),
        (
            "Which mountain is the tallest?",
            (
                "Mount Gald is 2,469 metres tall, Mount Glitt 2,452 metres and Mount Skag "
                "2,405 metres. All three mountains were climbed."
            ),
            "Mount Gald: 2,469 metres [1].",
        ),
        (
            "Which hospital has the lowest waiting time?",
            "Patients wait 14 weeks in Lom, 9 weeks in Gran and 21 weeks in Dyp.",
            "Gran: 9 weeks [1].",
        ),
        (
            "Which town has the highest turnout?",
            (
                "Turnout was 71 per cent in Lom, 65 per cent in Gran and 77 per cent in "
                "Dyp. The town hall opened at eight."
            ),
            "Dyp: 77 % [1].",
        ),
        (
            "In which month did the shop sell the most sledges?",
            "The shop sold 120 sledges in December, 310 in January and 90 in February.",
            "January: 310 sledges [1].",
        ),
        (
            "Which club has the most members?",
            (
                "Lom FC has 300 members and more than 400 fans. Gran IL has 250 members. "
                "Dyp SK has 410 members."
            ),
            "Dyp SK: 410 members [1].",
        ),
        (
            "Which school has the most pupils?",
            (
                "North School has 410 pupils, East School 388 and Hill School 512. South "
                "School has 530 pupils."
            ),
            "South School: 530 pupils [1].",
        ),
        (
            "Which school has the most pupils?",
            ("North School has 410 pupils, East School 388 and Hill School 512, 1,310 altogether."),
            "Hill School: 512 pupils [1].",
        ),
        (
            "Which hotel is the cheapest?",
            (
                "A night costs 900 crowns at the Hotel Fjord, 750 crowns at the Hotel "
                "Alpin and 1,100 crowns at the Hotel Nor."
            ),
            "Hotel Alpin: 750 crowns [1].",
        ),
        (
            "Which hotel is the most expensive?",
            (
                "A night at the Hotel Fjord costs $90, at the Hotel Alpin $75 and at the "
                "Hotel Nor $110."
            ),
            "Hotel Nor: $110 [1].",
        ),
        (
            "Which bridge is the oldest?",
            (
                "The Old Bridge was built in 1720, the Iron Bridge in 1888 and the Road "
                "Bridge in 1964."
            ),
            "Old Bridge: 1720 [1].",
        ),
        (
            "Which country sent the most rescuers?",
            "Norland sent forty rescuers, Sudland twenty and Westland sixty-five.",
            "Westland: 65 rescuers [1].",
        ),
        (
            "Which firm paid the most tax?",
            (
                "Torvik paid 3.2 million crowns in tax, Halvik 2.7 million crowns and Nes "
                "Bank 4.1 million crowns."
            ),
            "Nes Bank: 4,100,000 crowns [1].",
        ),
        (
            "Which island has the fewest inhabitants?",
            ("Holm has 212 inhabitants, Lindoe 96 and Skarv 430, the county said on Tuesday."),
            "Lindoe: 96 inhabitants, according to the county [1].",
        ),
        (
            "Which city had the most accidents?",
            "The police counted 31 accidents in Lom, 18 in Gran and 27 in Dyp.",
            "Lom: 31 accidents [1].",
        ),
        (
            "Which newspaper has the most readers?",
            (
                "The Ledger has 40,000 readers. The Herald has 32,000 readers. The Wire "
                "has 51,000 readers."
            ),
            "Wire: 51,000 readers [1].",
        ),
        (
            "Who got the most votes?",
            "Nora Berg got 1,200 votes, Per Aas 900, while Ola Lie got 1,350.",
            "Ola Lie: 1,350 votes [1].",
        ),
        (
            "On which day did the most people come?",
            "400 people came on Friday, 900 on Saturday and 700 on Sunday.",
            "Saturday (29 August 2026): 900 people [1].",
        ),
        (
            "Which lake is the deepest?",
            ("Lake Mjos is 453 metres deep, Lake Tinn 460 metres and Lake Fem 130 metres."),
            "Lake Tinn: 460 metres [1].",
        ),
        (
            "Which region has the lowest unemployment?",
            ("Unemployment is 2.1 per cent in Nord, 3.4 per cent in Sud and 1.9 per cent in Vest."),
            "Vest: 1.9 % [1].",
        ),
        (
            "Which dog is the heaviest?",
            ("Rex weighs 41 kilos, Bella 28 kilos and Max 52 kilos. The dogs live in Lom."),
            "Max: 52 kilos [1].",
        ),
        (
            "Which farm has the fewest cows?",
            (
                "The Lunde farm has 40 cows and 12 goats, the Haug farm 25 cows and 30 "
                "goats and the Berge farm 60 cows."
            ),
            "Haug: 25 cows [1].",
        ),
        (
            "Which country has the most gold?",
            "Norland won 8 gold medals, Sudland 11 and Westland 6.",
            "Sudland: 11 gold [1].",
        ),
        (
            "Which bridge is the longest?",
            (
                "The Alder Bridge measures 412 metres, the Birch Bridge 389 and the Cedar "
                "Bridge 1,040."
            ),
            "Cedar Bridge: 1,040 metres [1].",
        ),
        (
            "Which town had the fewest fires?",
            "Brannock recorded 31 fires, Collin 18 and Dray 44.",
            "Collin: 18 fires [1].",
        ),
        (
            "Which team scored the most points?",
            "The Hawks scored 71 points, the Otters 88 and the Wolves 85.",
            "Otters: 88 points [1].",
        ),
        (
            "Which shop is the oldest?",
            (
                "Three book shops are left. Voss opened in 1921, Tarn Books in 1888 and Helm "
                "in 1954."
            ),
            "Tarn Books: 1888 [1].",
        ),
        (
            "Which river is the shortest?",
            "The river Ola runs for 120 kilometres, the Prem for 97 kilometres.",
            "Prem: 97 kilometres [1].",
        ),
    ],
)
def test_the_first_is_read_off_the_numbers_of_all(question: str, text: str, answer: str) -> None:
    assert read_off(question, text) == answer


@pytest.mark.parametrize(
    ("question", "text"),
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
    ],
)
def test_what_the_sentences_leave_open_is_not_read_off(question: str, text: str) -> None:
    assert read_off(question, text) == ""


@pytest.mark.parametrize(
    "question",
    [
        "How many pupils has the largest school?",
        "Which school is it?",
        "Is the most expensive phone the Vega?",
        "Which of the two has the most pupils, Hill School or East School?",
        "Who said the most?",
        "Which band is the most popular and the loudest?",
    ],
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
