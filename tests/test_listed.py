"""An answer that lists several: "the last one" is the last of them."""

from every_case import over

from bot.question.follow_ups import standalone
from bot.question.listed import items
from bot.types import Turn

LIST = Turn("Who stands for mayor of Lom?", "Nora Berg, Per Aas and Ola Lie.")


@over(
    [
        ("And what does the last one want?", "What does Ola Lie want?"),
        ("What does the first one promise?", "What does Nora Berg promise?"),
        ("Where does the second of them live?", "Where does Per Aas live?"),
        (
            "What did the paper in Lom say about the third?",
            "What did the paper in Lom say about Ola Lie?",
        ),
    ]
)
def test_the_last_one_is_the_last_of_the_list(question: str, whole: str) -> None:
    assert standalone(question, [LIST]).whole == whole


def test_the_list_is_the_one_that_the_question_before_is_about() -> None:
    turns = [LIST, Turn("What does Nora Berg promise?", "Buses, trams and a pool.")]
    assert standalone("And the second?", turns).whole == "What does Per Aas promise?"


def test_where_no_list_is_long_enough_the_words_stay() -> None:
    understood = standalone("And the fifth?", [LIST])
    assert understood.text == "The fifth?"
    assert understood.earlier.startswith("Who stands")
    assert standalone("What did the last one say?", [Turn("Who won?", "Nora Berg.")]).earlier


@over(
    [
        ("Nora Berg, Per Aas and Ola Lie.", ["Nora Berg", "Per Aas", "Ola Lie"]),
        ("Nora Berg and her colleague Per Aas [1].", ["Nora Berg", "Per Aas"]),
        ("Lom, Gran, and Dyp, according to the council.", ["Lom", "Gran", "Dyp"]),
        ("Åse Lund, Øyvind Berg and Єва Гай.", ["Åse Lund", "Øyvind Berg", "Єва Гай"]),
        ("buses, trams and a pool", ["buses", "trams", "a pool"]),
        ("Nora Berg.", []),
        ("It rained for two days and then the river burst its banks near the school.", []),
    ]
)
def test_what_an_answer_lists(answer: str, listed: list[str]) -> None:
    assert items(answer) == listed
