"""A claim that is only a name stands on the sentence that tells why it is this one."""

from datetime import date

from every_case import over

from bot.answering.citations import check
from bot.answering.name_claims import is_name
from bot.language.words import stems
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article

FISH = (
    "Kari Lund chairs the fisheries committee in Nes. She opened the hearing on "
    "herring. Lund asked for a limit of 40 tonnes a boat. Skipper Arne Vold called "
    "that too little. Vold owns three boats."
)
CLIMB = (
    "The pilot Jon Eide saved two climbers from the Skar wall. Eide has flown for 20 "
    "years. The climbers Petra Sand and Ulf Berg were cold but well. Sand thanked the "
    "crew. Berg had lost a glove."
)
COURT = (
    "Judge Sten Falk cleared the baker Ola Brun. Falk spoke for an hour. Brun wept. "
    "Prosecutor Mia Wiik will appeal. Wiik called the verdict odd."
)
BOOK = (
    "Ida Moen won the prize of Kvam for her novel. Moen teaches in Vik. Lars Brekke "
    "came second. The jury was led by Sofie Tangen. Tangen praised the language of the "
    "novel."
)
CITY = (
    "Lom will host the winter games. Gran had bid as well. Gran offered a new hall. "
    "Lom has 4,000 beds."
)
FIRM = (
    "Torvik buys the brewer Halvik for 80 million crowns. Halvik was founded in 1911. "
    "Torvik makes pumps. The bank of both firms is Nesbank."
)
POST = (
    "Nils Ask runs the post office of Holm. Ask was born in Gran. The postwoman Eli "
    "Rud carries letters to the islands. Rud rows twelve kilometres a day. The "
    "director of the post, Per Dahl, praised Rud. Dahl will close two offices."
)
TREATY = (
    "Arland and Sudland signed a treaty on salmon. Arland had asked for higher quotas. "
    "Sudland refused at first. Minister Tove Aas signed for Arland. Aas called it a "
    "good day. Envoy Max Rohm signed for Sudland."
)
VIRUS = (
    "Dr. Lise Bern found the virus in bats. Bern works at the Aarnes institute. Her "
    "colleague Jan Tofte doubted the find. Tofte asked for more samples. The institute "
    "was founded by Karl Aarnes."
)


def cited(text: str, question: str, draft: str) -> list[str]:
    """The sentences that a draft is shown with; likeness is the share of words in common."""
    article = Article("x", "News", text, outlet="Post", published=date(2026, 9, 1))
    evidence = [
        Evidence(n, sentence, article, likeness=len(stems(question) & stems(sentence.text)) / 20)
        for n, sentence in enumerate(split(article), start=1)
    ]
    return [citation.sentence for citation in check(draft, evidence, question).citations]


@over(
    [
        (FISH, "Who chairs the fisheries committee?", "Kari Lund [3]", ["chairs"]),
        (FISH, "Who asked for a limit of 40 tonnes?", "Kari Lund [1]", ["chairs", "limit"]),
        (FISH, "Who asked for a limit of 40 tonnes?", "Lund [3]", ["limit"]),
        (FISH, "Who opened the hearing on herring?", "Kari Lund [3]", ["chairs", "opened"]),
        (FISH, "Who opened the hearing on herring?", "Kari Lund [2]", ["chairs", "opened"]),
        (FISH, "Who called the limit too little?", "Arne Vold [5]", ["too little"]),
        (FISH, "Who owns three boats?", "Arne Vold [4]", ["too little", "owns"]),
        (FISH, "Who owns three boats?", "Vold [4]", ["owns"]),
        (CLIMB, "Who saved the climbers?", "Jon Eide [2]", ["saved"]),
        (CLIMB, "Who thanked the crew?", "Petra Sand [3]", ["climbers Petra", "thanked"]),
        (CLIMB, "Who lost a glove?", "Berg [3]", ["glove"]),
        (CLIMB, "Who has flown for 20 years?", "Jon Eide [1]", ["saved", "flown"]),
        (COURT, "Who cleared the baker?", "Sten Falk [2]", ["cleared"]),
        (COURT, "Who spoke for an hour?", "Falk [1]", ["hour"]),
        (COURT, "Who called the verdict odd?", "Mia Wiik [4]", ["appeal", "odd"]),
        (COURT, "Who will appeal?", "Wiik [5]", ["appeal"]),
        (BOOK, "Who won the prize of Kvam?", "Ida Moen [2]", ["won"]),
        (BOOK, "Who teaches in Vik?", "Moen [1]", ["teaches"]),
        (BOOK, "Who praised the language of the novel?", "Sofie Tangen [4]", ["led", "praised"]),
        (BOOK, "Who led the jury?", "Tangen [5]", ["led"]),
        (CITY, "Which town hosts the winter games?", "Lom [4]", ["games"]),
        (CITY, "Which town offered a new hall?", "Gran [2]", ["hall"]),
        (CITY, "Which town has 4,000 beds?", "Lom [1]", ["beds"]),
        (FIRM, "Which firm buys Halvik?", "Torvik [3]", ["buys"]),
        (FIRM, "Which firm makes pumps?", "Torvik [1]", ["pumps"]),
        (FIRM, "Which brewer was founded in 1911?", "Halvik [1]", ["1911"]),
        (POST, "Who runs the post office of Holm?", "Nils Ask [2]", ["runs"]),
        (POST, "Who was born in Gran?", "Nils Ask [1]", ["runs", "born"]),
        (POST, "Who carries letters to the islands?", "Eli Rud [5]", ["carries"]),
        (POST, "Who rows twelve kilometres a day?", "Eli Rud [3]", ["carries", "rows"]),
        (POST, "Who will close two offices?", "Per Dahl [5]", ["praised", "close"]),
        (POST, "Who praised the postwoman Eli Rud?", "Per Dahl [6]", ["praised"]),
        (TREATY, "Which country asked for higher quotas?", "Arland [1]", ["quotas"]),
        (TREATY, "Which country refused at first?", "Sudland [1]", ["refused"]),
        (TREATY, "Who signed for Arland?", "Tove Aas [5]", ["signed for Arland"]),
        (TREATY, "Who signed for Sudland?", "Max Rohm [4]", ["signed for Sudland"]),
        (TREATY, "Who called it a good day?", "Tove Aas [4]", ["Tove", "good day"]),
        (TREATY, "Who called it a good day?", "Minister Aas [4]", ["Tove", "good day"]),
        (VIRUS, "Who found the virus in bats?", "Lise Bern [2]", ["virus"]),
        (VIRUS, "Who found the virus in bats?", "Dr. Lise Bern [2]", ["virus"]),
        (VIRUS, "Who doubted the find?", "Jan Tofte [4]", ["doubted"]),
        (VIRUS, "Who asked for more samples?", "Tofte [3]", ["samples"]),
        (VIRUS, "Who founded the institute?", "Karl Aarnes [2]", ["founded by"]),
        (VIRUS, "Who works at the Aarnes institute?", "Bern [1]", ["works"]),
        (VIRUS, "Who discovered the virus?", "Bern [2]", ["found"]),
    ]
)
def test_a_name_is_cited_to_what_tells_that_it_is_this_one(
    text: str, question: str, draft: str, parts: list[str]
) -> None:
    sentences = cited(text, question, draft)
    assert len(sentences) == len(parts), sentences
    assert all(any(part in sentence for sentence in sentences) for part in parts), sentences


@over(
    [
        (FISH, "Who chairs the fisheries committee?", "Tor Lund [1]"),
        (POST, "Who carries letters?", "Ola Rud [3]"),
        (COURT, "Who will appeal?", "Ole Moe [4]"),
    ]
)
def test_a_first_name_that_no_article_has_is_no_answer(
    text: str, question: str, draft: str
) -> None:
    assert cited(text, question, draft) == []


@over(["Kari Lund.", "Lund", "Dr. Lise Bern"])
def test_what_is_only_a_name(claim: str) -> None:
    assert is_name(claim)


@over(
    [
        "Kari Lund asked.",
        "on Friday",
        "The mayor",
        "Nora Berg and Per Aas",
        "Berg, Aas",
        "Orion 5",
        "Kari Lund's brother",
        "",
    ]
)
def test_what_is_more_or_less_than_a_name(claim: str) -> None:
    assert not is_name(claim)
