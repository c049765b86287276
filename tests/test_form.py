"""The judge of form: what it calls badly formed, what it lets pass, and its table of results."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from evals import form, measure
from evals.form_signs import Told

Row = dict[str, Any]


def told(question: str, *claims: tuple[str, str], text: str = "", leaves_out: bool = False) -> Told:
    """An answer of claims with the sentence that each cites; made into a text as the bot does."""
    marked = [f"{said.rstrip('.')} [{n}]." for n, (said, _) in enumerate(claims, start=1)]
    return Told(
        question=question,
        text=text or " ".join(marked),
        claims=tuple(said for said, _ in claims),
        cited=tuple((sentence,) for _, sentence in claims),
        leaves_out=leaves_out,
    )


QUAY = "The new quay of Lowick, which cost 4.5 million crowns, was opened on 9 April 2012."
RACE = "Ida Berg won the race on Sunday in 41 minutes, ahead of Mona Falk."
MAYOR = "The mayor of Lowick, Ida Berg, said that the quay would open in May."
STRIKE = "On Monday the dockers handed a list of 40 demands to the port authority."
PRIZE = "The winner gets a cheese of eight kilos."

BAD = [
    # Signs, in any language.
    (
        "When did it open?",
        "On April 9, 2012,",
        QUAY,
        "On April 9, 2012, [1].",
        "punctuation, cut off",
    ),
    ("What did it cost?", "4.5 million crowns.", QUAY, "4.5 million crowns. [1].", "punctuation"),
    ("What did it cost?", "4.5 million crowns..", QUAY, "4.5 million crowns.. [1]", "punctuation"),
    ("What opened?", "The quay , in April.", QUAY, "", "punctuation"),
    ("Wer hat gewonnen?", "Ida Berg,.", "Ida Berg hat das Rennen der Stadt.", "", "punctuation"),
    ("What opened?", "the new quay of Lowick.", QUAY, "", "small letter"),
    ("Что открыли?", "новую набережную.", "В городе открыли новую набережную.", "", "small letter"),
    ("Who said it?", "Ida Berg (the mayor of Lowick.", MAYOR, "", "open bracket or quotation"),
    (
        "Who said it?",
        "“The quay opens in May, Ida Berg said.",
        MAYOR,
        "",
        "open bracket or quotation",
    ),
    ("Who said it?", 'Ida Berg said "the quay would open.', MAYOR, "", "open bracket or quotation"),
    ("What opened?", "The new quay of Lowick.", QUAY, "The new quay of Lowick [1]", "no end"),
    (
        "What happened in Lowick?",
        "LOWICK - The dockers went on strike.",
        "LOWICK - The dockers went on strike.",
        "",
        "dateline",
    ),
    (
        "What happened in Lowick?",
        "Yes: TRESK BAY (AP) — The dockers went on strike.",
        "TRESK BAY (AP) — The dockers went on strike.",
        "",
        "dateline",
    ),
    # English words.
    ("Who spoke?", "The mayor of Lowick and.", MAYOR, "", "cut off"),
    ("Who spoke?", "The mayor of.", MAYOR, "", "cut off"),
    ("What did they hand over?", "A list of 40 demands to the.", STRIKE, "", "cut off"),
    ("Who opened the quay?", "On 9 April 2012.", QUAY, "", "only a time"),
    ("What did the dockers hand over?", "On Monday.", STRIKE, "", "only a time"),
    (
        "Who built the tower?",
        "The 19th century.",
        "It dates from the 19th century.",
        "",
        "only a time",
    ),
    ("What was her time?", "41 minutes, Ida Berg won the race.", RACE, "", "pieced together"),
    (
        "Why is it slow?",
        "120 days, the hospital takes.",
        "At Quarry Hill the hospital takes 120 days for it.",
        "",
        "pieced together",
    ),
    (
        "How many planes?",
        "41, Russia.",
        "Russia said that 41 planes were hit.",
        "",
        "pieced together",
    ),
    (
        "What was he before?",
        "Civil engineer, belongs to no party.",
        "The 52-year-old, a civil engineer, belongs to no party.",
        "",
        "pieced together, no article",
    ),
    (
        "What became of the list?",
        "Handed it to the port authority.",
        STRIKE,
        "",
        "no subject",
    ),
    ("What does the winner get?", "Cheese of eight kilos.", PRIZE, "", "no article"),
    (
        "Which bridge is closed?",
        "Farrow bridge.",
        "Since Friday the Farrow bridge is closed to cars.",
        "",
        "no article",
    ),
    (
        "What do the dockers give up?",
        "Free day on the feast of Saint Odo.",
        "In return the dockers give up their free day on the feast of Saint Odo.",
        "",
        "no article",
    ),
    ("Who won?", "Berg won the race on Sunday.", RACE, "", "surname only"),
    ("Who came second?", "It was Falk.", RACE, "", "surname only"),
    ("Who spoke?", "Mayor Noor.", "On Friday Mayor Kari Noor spoke first.", "", "surname only"),
    ("What did it cost?", "4.5 million.", QUAY, "", "no unit"),
    ("How old is she?", "24.", "“I only ran,” said the 24-year-old.", "", "no unit"),
    ("What share?", "62.", "Scotland chose to remain by 62 per cent.", "", "no unit"),
    ("both winners of the race", "Ida Berg.", RACE, "", "one of several"),
    (
        "which two towns are on the river",
        "Lowick.",
        "Lowick lies on the river.",
        "",
        "one of several",
    ),
    (
        "How long is it and who built it?",
        "410 metres.",
        "It is 410 metres long.",
        "",
        "one of several",
    ),
    (
        "What was found?",
        "The Post, 3 May 2024: one tree in eight is ill, it said on Friday (3 May 2024).",
        "One tree in eight is ill, it said on Friday.",
        "",
        "said twice",
    ),
    (
        "How many?",
        "The Post, 3 May 2024: 6,000, The Post, 4 May 2024: 120.",
        "They return the bodies of 6,000 soldiers and 120 others.",
        "",
        "said twice",
    ),
    ("Was Nils Ro dismissed?", "Yes: his aide, Nils Ro, was dismissed.", "", "", "whose?"),
    (
        "Did Fjell Air go bankrupt?",
        "No: its rival Fjell Air did not go bankrupt.",
        "Its rival Fjell Air did not go bankrupt.",
        "",
        "whose?",
    ),
    (
        "Who said so?",
        "Ida Berg, according to the mayor of Lowick.",
        MAYOR,
        "",
        "according to themselves",
    ),
]


@over(BAD)
def test_bad_form_is_named(question: str, claim: str, cited: str, text: str, kinds: str) -> None:
    found = form.faults(told(question, (claim, cited), text=text))
    assert found == kinds.split(", ")


GOOD = [
    ("Who won?", "Ida Berg.", RACE),
    ("Who won?", "Ida Berg won the race on Sunday (14 June 2026).", RACE),
    ("What did Berg win?", "Berg won the race on Sunday.", RACE),
    ("When did the quay open?", "On 9 April 2012.", QUAY),
    ("Who resigned?", "May.", "On Friday Theresa May resigned, as May had said in May."),
    ("What did it cost?", "4.5 million crowns.", QUAY),
    ("How many minutes did she take?", "41.", RACE),
    ("How many demands were there?", "40.", STRIKE),
    ("How many were hurt?", "17, according to the mayor.", "17 were hurt, the mayor said."),
    ("How many cracks?", "Two of five, the hospital reckons.", "Two of five left, it reckons."),
    ("How long does it work?", "One day, which lasts 14 on Earth.", "It works for one day there."),
    ("What changed?", "Two years later, the quay was closed.", "Two years later, it was closed."),
    ("What do they get?", "4 per cent and 900 crowns.", "They get 4 per cent and 900 crowns."),
    ("What price?", "34 cents, the price from 1 January.", "34 cents is the price from 1 January."),
    ("Where is he?", "One of them, Nils Ro, works there.", "One of them, Nils Ro, works there."),
    ("What does the winner get?", "A cheese of eight kilos.", PRIZE),
    ("Who spoke?", "Opposition leader Geir Moe.", "Opposition leader Geir Moe spoke first."),
    ("Who spoke?", "Former minister Ane Lie.", "It was the former minister Ane Lie who spoke."),
    ("What hurt the trees?", "Frost.", "The growers blamed the frost of that night."),
    ("What did they throw?", "Carnations.", "Carnations were thrown into the river."),
    ("What was it like?", "It was opened in the U.S. in 2012.", "It opened in the U.S. in 2012."),
    ("Who leads it?", "von der Leyen.", "It is led by Ursula von der Leyen of the Commission."),
    ("Who did it?", "al-Shabaab.", "The army blamed al-Shabaab for it."),
    ("What do they sell?", "iPhones.", "The shop sells iPhones in the old town."),
    ("What did he say?", '"The quay is closed," he said.', '"The quay is closed," he said.'),
    ("Was ist offen?", "„Der Kai“ in Lowick.", "Das Lokal „Der Kai“ in Lowick ist offen."),
    ("Сколько мест?", "240.", "В новом зале театра 240 мест."),
    ("Did Nils Ro leave the club?", "No: its coach stays.", "Its coach, Nils Ro, stays."),
    ("Did Holt meet Brandt?", "Yes: Holt met him in May.", "Eva Holt met Karl Brandt in May."),
    ("both winners of the race", "Ida Berg and Mona Falk.", RACE),
    ("Did the two sides agree?", "Yes: they agreed to talk.", "The two sides agreed to talk."),
    (
        "How long, and when was it built?",
        "410 metres, in 2012.",
        "Built in 2012, it is 410 metres.",
    ),
    (
        "How far did it fall?",
        "To its lowest level since 1985.",
        "It fell to its lowest since 1985.",
    ),
    ("Where was he born?", "In the town that he was named for.", "He was named for the town."),
]


@over(GOOD)
def test_good_form_passes(question: str, claim: str, cited: str) -> None:
    assert form.faults(told(question, (claim, cited))) == []


POST, ECHO = "The Post, 3 May 2024: ", "The Echo, 4 May 2024: "


@over(
    [
        ("4.5 million crowns.", "40 tonnes.", True),
        ("1,300.", "58,000 tonnes.", True),
        ("390 each.", "1,000 each.", False),
        ("33 per cent.", "35 %.", False),
        ("Nobody.", "4 tonnes.", False),
    ]
)
def test_sources_side_by_side_tell_of_the_same(one: str, other: str, bad: bool) -> None:
    found = told("how much", (POST + one, one), (ECHO + other, other))
    assert form.faults(found) == ["sources that do not compare"] * bad


def test_a_list_may_be_of_several_claims_or_name_what_is_not_told() -> None:
    one = ("Ida Berg won.", RACE)
    assert form.faults(told("the two winners", one)) == ["one of several"]
    assert form.faults(told("the two winners", one, ("Mona Falk came second.", RACE))) == []
    assert form.faults(told("the two winners", one, leaves_out=True)) == []


def test_a_name_is_whole_where_it_comes_first() -> None:
    whole, surname = ("Ida Berg won.", RACE), ("Berg took 41 minutes.", RACE)
    assert form.faults(told("Who won?", whole, surname)) == []
    assert form.faults(told("Who won?", surname, whole)) == ["surname only"]


@pytest.mark.slow
@given(st.text(), st.text(), st.text())
def test_any_text_can_be_judged(question: str, claim: str, cited: str) -> None:
    assert set(form.faults(told(question, (claim, cited)))) <= set(form.KINDS)


def row(number: int, claim: str, **more: Any) -> Row:
    return {
        "id": f"quay-{number}",
        "held_out": False,
        "outcome": "answered",
        "question": "What does the winner get?",
        "text": f"{claim.rstrip('.')} [1].",
        "claims": [{"text": claim, "citations": [1]}],
        "citations": [{"number": 1, "sentence": PRIZE}],
        **more,
    }


REFUSED = row(3, "The articles don't say.", outcome="not_found", claims=[], citations=[])
UNSEEN = {"id": "quay-4", "held_out": True, "outcome": "answered"}
ROWS = [row(1, "A cheese of eight kilos."), row(2, "Cheese of eight kilos."), REFUSED, UNSEEN]


def test_only_answers_with_their_texts_are_judged_and_verdicts_are_believed() -> None:
    assert [form.judged(each) for each in ROWS] == [[], ["no article"], None, None]
    assert form.judged({**UNSEEN, "form": ["cut off"]}) == ["cut off"]
    assert form.figures(ROWS) == {"well formed": 0.5}
    assert form.figures([REFUSED]) == {}


def test_the_table_counts_kinds_and_shows_the_tuning_half_only() -> None:
    unseen = row(5, "Cheese of eight kilos.", held_out=True)
    assert form.table([("run", [*ROWS, unseen])]) == [
        ["", "run"],
        ["answers", "3 (1)"],
        ["well formed", "0.333 (0.000)"],
        ["no article", "2 (1)"],
    ]
    shown = form.bad([*ROWS, unseen], 9)
    assert [(kind, number) for kind, number, *_ in shown] == [("no article", "quay-2")]
    assert form.bad(ROWS, 0) == []


def test_the_command_reads_files_of_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "versions.json"
    file.write_text(json.dumps({"rows": ROWS}), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["form", str(file), "--show", "1"])
    form.main()
    printed = capsys.readouterr().out
    assert "well formed" in printed
    assert "Cheese of eight kilos [1]." in printed


def test_a_run_keeps_the_verdict_of_answers_that_it_does_not_keep(tmp_path: Path) -> None:
    rows = [row(1, "Cheese of eight kilos.", held_out=True), dict(REFUSED)]
    halves = measure._halves(rows, lambda found: {"cases": len(found)})
    assert halves["held-out half"] == {"cases": 1, "well formed": 0.0}
    assert halves["tuned half"] == {"cases": 1}
    kept = {k: v for k, v in rows[0].items() if k not in measure._hidden("versions", rows[0])}
    assert "text" not in kept
    assert form.judged(kept) == ["no article"]
