"""What an article only reports stays reported."""

from every_case import over

from bot.language.attribution import attributed, source, tells_only_who, without_dateline


@over(
    [
        ("The source, speaking anonymously, said Moscow had refused to leave.", "the source"),
        (
            "The rise would pay for boats, spokeswoman Ida Brekke said.",
            "spokeswoman Ida Brekke",
        ),
        ("Some 20 planes were hit, according to two officials.", "two officials"),
        ("According to the mayor, the bridge was safe.", "the mayor"),
        ("“It is over,” said Mr. Olsen, a farmer.", "Mr. Olsen"),
        ("Police said that nobody was hurt.", "police"),
        ("The United Nations warned of a famine.", "the United Nations"),
    ]
)
def test_a_sentence_names_who_says_so(sentence: str, who: str) -> None:
    assert source(sentence) == who


@over(
    [
        "Flood water closed the bridge.",
        "He said that a new leader was needed.",
        "The president is also said to be considering it.",
        "Contrary to what Olsen says, the bridge was closed.",
    ]
)
def test_a_fact_and_a_pronoun_name_nobody(sentence: str) -> None:
    assert source(sentence) == ""


def test_a_claim_gets_back_the_source_that_it_dropped() -> None:
    sentence = "The source, speaking anonymously, said Moscow had refused to leave."
    assert attributed("Moscow had refused to leave.", sentence) == (
        "Moscow had refused to leave, according to the source."
    )


def test_what_is_told_in_other_words_is_of_the_only_one_who_is_named() -> None:
    sentence = "Prosecutors said the man, who told friends he was armed, killed two people."
    assert attributed("Two were killed.", sentence) == "Two were killed, according to prosecutors."


TWO_SAY = (
    "Engineer Lars Odd said the bridge was unsafe, but mayor Tina Falk said it would stay open."
)
TOLLS = "Norland said 40 soldiers had died, while Sudland said the toll was 12."


@over(
    [
        (TWO_SAY, "It would stay open.", "mayor Tina Falk"),
        (TWO_SAY, "The bridge was unsafe.", "Engineer Lars Odd"),
        (TOLLS, "12.", "Sudland"),
        (TOLLS, "40 soldiers.", "Norland"),
        (TOLLS, "A dozen soldiers.", ""),  # in words of its own: nobody is named
        ("Shares in Vantor fell after its rival Melk Group said it would close.",
         "It would close.", "its rival Melk Group"),
        ("Profits rose and the board said the plant will close.", "The plant will close.",
         "the board"),
    ]
)  # fmt: skip
def test_of_several_who_say_something_the_one_is_named_who_says_that(
    sentence: str, claim: str, who: str
) -> None:
    bare = claim.rstrip(".")
    assert attributed(claim, sentence) == (f"{bare}, according to {who}." if who else claim)


@over(
    [
        "Moscow had refused to leave, the source said.",
        "The source was anonymous.",
        "It reportedly refused.",
    ]
)
def test_a_claim_that_names_its_source_is_left_alone(claim: str) -> None:
    assert attributed(claim, "The source, speaking anonymously, said Moscow refused.") == claim


def test_who_had_said_so_is_a_source_and_half_a_sentence_is_none() -> None:
    assert source("The ferry union had said that 41 boats were idle.") == "the ferry union"
    assert source("The ministry confirmed raids in five towns and said two were over.") == ""


@over(
    [
        ("Paul Noor.", "Investor Paul Noor said he would buy the ferry."),
        ("The mayor.", "The mayor of Varde said the bridge would open in May."),
        ("Ida Brekke", "According to spokeswoman Ida Brekke, the fares will rise."),
    ]
)
def test_a_claim_that_is_the_source_is_not_attributed_to_itself(claim: str, sentence: str) -> None:
    assert attributed(claim, sentence) == claim


@over(
    [
        ("KRAYSUND - The strike was called off.", "The strike was called off."),
        ("WASHINGTON (Reuters) - Democrats plan to vote.", "Democrats plan to vote."),
        ("SAINT-LOUIS, France -- The pilots sent no call.", "The pilots sent no call."),
        ("NEW YORK (AP) — Shares fell.", "Shares fell."),
        ("Kraysund - a port - was shut.", "Kraysund - a port - was shut."),
        ("NATO-led troops left.", "NATO-led troops left."),
        ("The USA - and Britain - left.", "The USA - and Britain - left."),
    ]
)
def test_a_claim_is_told_without_where_it_was_written(sentence: str, told: str) -> None:
    assert without_dateline(sentence) == told


def test_a_name_beside_its_office_is_not_according_to_that_office() -> None:
    sentence = "Haldor's first minister, Nora Stern, said the tunnel was safe."
    assert attributed("Nora Stern.", sentence) == "Nora Stern."


@over(
    [
        ("Scotland's first minister, Nicola Sturgeon, said.", True),
        ("The mayor had announced.", True),
        ("Police told Reuters.", False),
        ("She wrote", True),
        ("It will wait three more weeks, she said.", False),
        ("“No”, she said.", False),
        ("Two people were hurt, the police said.", False),
        ("Nicola Sturgeon said that a vote was likely.", False),
        ("", False),
    ]
)
def test_who_says_something_is_not_what_is_said(claim: str, only_who: bool) -> None:
    assert tells_only_who(claim) == only_who
