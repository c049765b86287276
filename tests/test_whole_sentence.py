"""An answer of a few words is said as a sentence, where that says nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from every_case import over
from fakes import ScriptedModel

from bot.answering import citations, whole_sentence
from bot.answering.writer import Writer
from bot.errors import ModelError
from bot.memory.answer_json import answer_from_json, answer_to_json
from bot.question.understand import understood
from bot.types import Answer, Call, Claim, Evidence, Turn, Witnesses
from index.splitting.sentences import split
from index.types import Article

TEXT = "The strike at Kraysund Port went on for 19 days in 2016. Norstrand did not pay."


def evidence(text: str = TEXT) -> list[Evidence]:
    article = Article("a", "Port", text, outlet="Post", published=date(2024, 3, 11))
    return [Evidence(n, s, article, likeness=0.5) for n, s in enumerate(split(article), start=1)]


def checked(question: str, answer: str, text: str = TEXT) -> citations.Checked:
    return citations.check(answer, evidence(text), question)


@over(
    [
        ("how long was the strike at kraysund", "19 days [1]", "19 days"),
        ("How long was the strike?", "The strike went on for 19 days [1]", ""),
        ("Did Norstrand pay?", "Norstrand [2]", ""),  # told as its sentence
        ("How long?", "19 days [1]. In 2016 [1].", ""),
    ]
)
def test_one_answer_that_is_no_sentence_is_to_be_said_as_one(
    question: str, answer: str, said: str
) -> None:
    assert whole_sentence.wanted(understood(question), checked(question, answer)) == said


# What an article has behind "demanded that" states nothing by itself.
@over(
    [
        ("Ukraine give up land it still holds", "That Ukraine give up land it still holds."),
        ("The company pay $5m", "That the company pay $5m."),
        ("He leave at once", "That he leave at once."),
        ("The fee be waived", "That the fee be waived."),
        ("Russia withdraw its troops", "That Russia withdraw its troops."),
        ("Ukraine gives up land", ""),
        ("Ukraine gave up land", ""),
        ("Ukraine has given up land", ""),
        ("It will close", ""),
        ("Workers strike on Monday", ""),
        ("Police arrest 20 people", ""),
        ("Both sides withdraw", ""),
        ("France and Britain send troops", ""),
        ("They leave at once", ""),
    ]
)  # fmt: skip
def test_a_clause_that_states_nothing_by_itself_is_told_behind_that(said: str, shown: str) -> None:
    asked = understood("What did Kraysund demand?")
    given = checked(asked.text, "19 days [1]")
    given = replace(given, claims=(Claim(f"{said}.", (1,)),))
    assert whole_sentence.wanted(asked, given) == (said if shown else "")
    assert whole_sentence.behind_that(said) == shown


@over(["19 days", "an unconditional ceasefire", "on Monday", "To pay $5m", ""])
def test_words_without_a_verb_and_its_subject_are_no_clause(said: str) -> None:
    assert whole_sentence.behind_that(said) == ""


def test_an_answer_in_another_language_stays_as_it_is() -> None:
    text = "Der Streik im Hafen dauerte 19 Tage und kostete den Betreiber viel Geld."
    question = "Wie lange dauerte der Streik?"
    assert whole_sentence.wanted(understood(question), checked(question, "19 Tage [1]", text)) == ""


@over(
    [
        ("The strike at Kraysund was 19 days long", "The strike at Kraysund was 19 days long."),
        ("The strike at Kraysund Port was 19 days.", "The strike at Kraysund Port was 19 days."),
        ("The strike was long.", ""),  # the answer is gone
        ("The strike was 19 days, or 20.", ""),  # another number
        ("The strike of dockers was 19 days.", ""),  # a word of nobody's
        ("The strike at Varde was 19 days.", ""),  # a name of nobody's
        ("The Tolle strike was 19 days.", ""),  # a name that only who asks knows
        ("The strike was not 19 days.", ""),  # the opposite
        (f"{'The strike was 19 days, ' * 8}long.", ""),  # no short sentence
        ("", ""),
    ]
)
def test_a_sentence_is_taken_that_says_the_same(draft: str, shown: str) -> None:
    question = understood("how long was the Tolle strike at kraysund")
    given = checked(question.text, "19 days [1]")
    assert whole_sentence.worded(question, given, "19 days", draft) == shown


@over(
    [
        ("who led the strike at kraysund", "Ida Sund was the strike at Kraysund.", ""),
        (
            "who led the strike at kraysund",
            "Ida Sund led the strike at Kraysund.",
            "Ida Sund led the strike at Kraysund.",
        ),
        (
            "who was the leader at kraysund?",
            "The leader at Kraysund was Ida Sund.",
            "The leader at Kraysund was Ida Sund.",
        ),
    ]
)
def test_a_sentence_keeps_the_verb_of_the_question(asked: str, draft: str, shown: str) -> None:
    text = "The strike at Kraysund was led by Ida Sund, the leader of the dockers."
    given = checked(asked, "Ida Sund [1]", text)
    assert whole_sentence.worded(understood(asked), given, "Ida Sund", draft) == shown


# A question, what is quoted, the few words, a sentence made of them, whether it is shown.
DEEDS = [
    ("When was the probe launched?", "The probe had been launched on 14 July.", "14 July",
     "The probe was launched on 14 July.", True),
    ("When did the probe land?", "The probe was launched on 14 July and landed in August.",
     "in August", "The probe landed in August.", True),
    ("How many flights were cancelled?", "Tolle Airport cancelled 48 flights.", "48 flights",
     "48 flights were cancelled.", True),
    ("Who bought the club?", "An investor, Ray Dunn, acquired the club for $90m.", "Ray Dunn",
     "Ray Dunn bought the club.", True),
    ("Who did not attend?", "Per Aas did not attend the ceremony.", "Per Aas",
     "Per Aas did not attend.", True),
    ("Who may replace Holt?", "Anna Lie may replace Holt.", "Anna Lie",
     "Anna Lie may replace Holt.", True),
    ("When will the trial begin?", "The trial is set to begin on 3 February.", "on 3 February",
     "The trial will begin on 3 February.", True),
    ("How long did the strike last?", "The strike at the port went on for 19 days.", "19 days",
     "The strike lasted 19 days.", True),
    ("How much did the bridge cost?", "The city paid 40 million euros for the bridge.",
     "40 million euros", "The bridge cost 40 million euros.", True),
    ("Who is the captain?", "The captain, Ola Rind, had survived.", "Ola Rind",
     "Ola Rind is the captain.", True),
    ("What did the pilots do?", "The pilots dumped fuel over the sea.", "dumped fuel",
     "The pilots dumped fuel.", True),
    # Another deed.
    ("When did the probe land?", "The probe had been launched on 14 July.", "14 July",
     "The probe landed on 14 July.", False),
    ("Who built the ship?", "The ship was bought by Lund Lines in 2016.", "Lund Lines",
     "Lund Lines built the ship.", False),
    ("How many people were arrested?", "Police stopped 212 people on Saturday.", "212 people",
     "212 people were arrested.", False),
    # The deed, but not of the answer.
    ("When did the probe land?", "The probe was launched on 14 July and landed in August.",
     "on 14 July", "The probe landed on 14 July.", False),
    ("When was the bridge closed?", "The bridge, opened in 1932, was closed on Friday.", "in 1932",
     "The bridge was closed in 1932.", False),
    ("How high did the river rise?",
     "The river, which normally stands at two metres, rose to 7.4 metres.", "two metres",
     "The river rose to two metres.", False),
    # Not done, or not yet.
    ("When did the plant close?", "The plant will close on 5 May.", "on 5 May",
     "The plant closed on 5 May.", False),
    ("Who replaced Holt?", "Anna Lie may replace Holt.", "Anna Lie", "Anna Lie replaced Holt.",
     False),
    ("How much did the city save?", "The mayor hopes the city will save 3 million euros.",
     "3 million euros", "The city saved 3 million euros.", False),
    ("How much did the hall cost?", "The hall could cost 3 million crowns.", "3 million crowns",
     "The hall cost 3 million crowns.", False),
    # Of somebody else.
    ("How many seats did the Greens win?", "The Greens won 12 seats and the Reds won 19.",
     "12 seats", "The Reds won 12 seats.", False),
    ("How many seats did the Greens win?", "The Greens won 12 seats and the Reds won 19.",
     "12 seats", "The Greens won 12 seats.", True),
    ("How old is the suspect?", "The suspect is 34 and has a brother.", "34",
     "The brother is 34.", False),
    ("How old is the suspect?", "The suspect is 34 and has a brother.", "34",
     "The suspect is 34.", True),
    # Then, and not now.
    ("Who leads the party?", "The party was led by Bo Strand until May.", "Bo Strand",
     "Bo Strand leads the party.", False),
    ("Who led the party?", "The party was led by Bo Strand until May.", "Bo Strand",
     "Bo Strand led the party.", True),
]  # fmt: skip


@over(DEEDS)
def test_a_sentence_says_what_is_quoted_of_the_answer(
    asked: str, quoted: str, answer: str, draft: str, shown: bool
) -> None:
    given = checked(asked, f"{answer} [1]", f"{quoted} That was the news of the day in the town.")
    said = whole_sentence.wanted(understood(asked), given)
    assert said
    assert whole_sentence.worded(understood(asked), given, said, draft) == (draft if shown else "")


@over(
    [
        ("The strike at kraysund port was 19 days.", "The strike at Kraysund Port was 19 days."),
        ("The Norstrand strike was 19 days.", "The Norstrand strike was 19 days."),
    ]
)
def test_names_are_written_as_the_article_prints_them(draft: str, shown: str) -> None:
    question = understood("how long was the norstrand strike at kraysund port")
    for text in (TEXT, f"KRAYSUND - {TEXT}"):
        given = checked(question.text, "19 days [1]", text)
        assert whole_sentence.worded(question, given, "19 days", draft) == shown


def test_a_word_that_the_article_prints_small_too_is_no_name() -> None:
    question = understood("how long was the strike at kraysund port")
    text = f"{TEXT} The port is closed. Crews left kraysund for Norstrand."
    small = "The strike at kraysund port was 19 days."
    given = checked(question.text, "19 days [1]", text)
    assert whole_sentence.worded(question, given, "19 days", small) == small


def said_by(model: ScriptedModel) -> str:
    question = understood("how long was the strike at kraysund")
    writer = Writer(model)
    found = writer.answer(question, evidence(), Call(), stated_from=-5)
    assert found.text == "19 days [1]."
    return writer.as_sentence(question, found, Call()).text


def test_the_answer_is_asked_for_and_then_its_sentence() -> None:
    model = ScriptedModel(["19 days [1]"])
    model.sentences.append("The strike at Kraysund was 19 days long.")
    assert said_by(model) == "The strike at Kraysund was 19 days long [1]."


def test_a_follow_up_leans_on_the_few_words() -> None:
    claim = Claim("The strike was 19 days long.", (1,), short="19 days.")
    answer = Answer("q", "How long was it?", "answered", "", (claim,))
    assert answer.turn == Turn("How long was it?", "19 days.")
    assert answer_from_json(answer_to_json(answer)) == answer


@pytest.mark.parametrize("sentence", ["Nobody knows how long it was.", ModelError("gone")])
def test_the_answer_stays_where_no_sentence_comes(sentence: str | Exception) -> None:
    model = ScriptedModel(["19 days [1]"])
    model.sentences.append(sentence)
    assert said_by(model) == "19 days [1]."


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("when did the probe land", "The probe was launched on 14 July from Norland [1]."),
        ("When did Vela land?", "The probe was launched on 14 July from Norland [1]."),
        ("When was the probe launched?", "14 July [1]."),
        ("On which day was it?", "14 July [1]."),  # it may be of anything
        ("Which probe landed on 14 July?", "14 July [1]."),  # no time is asked for
    ],
)
def test_a_time_of_something_else_is_told_as_it_is_printed(question: str, shown: str) -> None:
    offered = evidence("The probe was launched on 14 July from Norland. Vela is its name.")
    asked, model = understood(question), ScriptedModel([])
    model.sentences.append("")
    found = citations.check("14 July [1]", offered, "")
    found = replace(found, witnesses=Witnesses(1.0, 0.5, 1.0), evidence=tuple(offered))
    told = Writer(model).as_sentence(asked, found, Call())
    assert told.text == shown
    assert not told.claims[0].short or told.claims[0].short == "14 July."
