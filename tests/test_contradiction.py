"""No claim stands on a sentence that says the opposite: denials, opposites, units, roles."""

from itertools import product

from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import contradiction
from bot.answering.claim_check import carried

VERBS = [  # infinitive, third person, past, participle
    ("resume", "resumes", "resumed", "resumed"),
    ("sign", "signs", "signed", "signed"),
    ("close", "closes", "closed", "closed"),
    ("fall", "falls", "fell", "fallen"),
]
DENIED = [
    (f"The talks did {verb}.", f"The talks did not {verb} on Monday.") for verb, *_ in VERBS
] + [
    pair
    for verb, now, past, done in VERBS
    for pair in (
        (f"The bridge will {verb}.", f"The bridge will not {verb} before May."),
        (f"The bridge will not {verb}.", f"The bridge will {verb} on Monday."),
        (f"The bridge won't {verb}.", f"The bridge will {verb} on Monday."),
        (f"The mayor has {done}.", f"The mayor has not {done}, her office said."),
        (f"The mayor has never {done}.", f"The mayor has {done}, her office said."),
        (f"The mayor {past}.", f"The mayor hasn’t {done}, her office said."),
        (f"The firm {past}.", f"The firm refused to {verb} again."),
        (f"The firm {now}.", f"The firm no longer {now}."),
        (f"No ferry {past}.", f"The ferry {past} on Friday."),
        (f"The ferry {past}.", f"No ferry {past} on Friday."),
    )
]


@over(DENIED)
def test_a_denial_carries_no_claim_and_a_claim_no_denial(claim: str, sentence: str) -> None:
    assert not carried(claim, [sentence])


@over(
    [
        ("The talks will not resume.", "The talks will not resume on Monday."),
        ("Nobody was hurt.", "No one was hurt, the police said."),
        ("The mayor has not resigned.", "The mayor hasn't resigned, her office said."),
        ("The ferry ran aground.", "The ferry ran aground, but nobody was hurt."),
        ("The ferry ran aground.", "Not only the ferry ran aground."),
        ("The firm refused to pay.", "The firm refused to pay the fine."),
        ("Russia will release prisoners.", "Russia will release prisoners, not soldiers."),
        ("Nothing was agreed.", "Nothing was agreed."),
        ("70 to 80 people.", "He did not get in as 70 to 80 people were at prayer."),
        ("The ferry sank.", "It was not known where the ferry sank."),
    ]
)
def test_what_is_said_alike_is_carried(claim: str, sentence: str) -> None:
    assert carried(claim, [sentence])


def test_what_was_refused_answers_a_question_for_it() -> None:
    sentence = "Russia refused a ceasefire."
    assert carried("A ceasefire.", [sentence], asked="What did Russia refuse?")
    assert not carried("A ceasefire.", [sentence], asked="What did Russia agree to?")


@over(
    [
        ("More than 40 people died.", "Fewer than 40 people died in the storm."),
        ("Fewer than 40 people died.", "More than 40 people died in the storm."),
        ("Output fell by 3 per cent.", "Output rose by 3 per cent in May."),
        ("Exports increased in May.", "Exports decreased in May."),
        ("The price is higher than in May.", "The price is lower than in May."),
        ("The bridge opened before the vote.", "The bridge opened after the vote."),
        ("The council accepted the plan.", "The council rejected the plan on Friday."),
        ("It lies north of Varde.", "It lies south of Varde, on the coast."),
        ("Norlund bought the ferry.", "Norlund sold the ferry in 2019."),
        ("The court found him guilty.", "The court found him innocent."),
    ]
)
def test_an_opposite_is_not_carried(claim: str, sentence: str) -> None:
    assert not carried(claim, [sentence])
    assert carried(sentence, [sentence])


def test_both_sides_in_one_sentence_are_no_contradiction() -> None:
    sentence = "Exports rose by 3 per cent, while imports fell by 2 per cent."
    assert carried("Exports rose by 3 per cent.", [sentence])
    assert carried("Imports fell by 2 per cent.", [sentence])


SIDES = [("Russia", "Ukraine"), ("Norlund", "Varde"), ("the mayor", "the company")]
DEEDS = ["attacked", "sued", "praised", "visited", "warned"]


@over(list(product(SIDES, DEEDS)))
def test_who_does_what_to_whom_is_kept_apart(sides: tuple[str, str], deed: str) -> None:
    one, other = sides

    def said(text: str) -> str:
        return f"{text[:1].upper()}{text[1:]}"

    active = said(f"{one} {deed} {other} on Friday.")
    assert carried(said(f"{one} {deed} {other}."), [active])
    assert carried(said(f"{other} was {deed} by {one}."), [active])
    assert not carried(said(f"{other} {deed} {one}."), [active])
    assert not carried(said(f"{one} was {deed} by {other}."), [active])


UNITS = ["km", "miles", "metres", "tonnes", "dollars", "euros", "hours", "per cent"]


@over([(a, b) for a, b in product(UNITS, UNITS) if a != b])
def test_a_unit_is_part_of_its_number(claimed: str, printed: str) -> None:
    assert contradiction.found(f"It was 30 {claimed}.", [f"It was 30 {printed} in all."])
    assert not contradiction.found(f"It was 30 {claimed}.", [f"It was 30 {claimed} in all."])


@over(
    [
        ("3 km", "It is 3 kilometres long."),
        ("30 %", "Some thirty per cent of it burnt."),
        ("$5 million", "They paid 5 million dollars."),
        ("3 km", "It is between 3 and 5 km long."),  # no unit beside the first number
    ]
)
def test_spellings_of_a_unit_are_one(claim: str, sentence: str) -> None:
    assert not contradiction.found(claim, [sentence])


def test_a_share_is_no_count() -> None:
    assert contradiction.found("30 people", ["Some 30 per cent of the people left."])
    assert contradiction.found("30 per cent of the people", ["Some 30 people left."])


SENTENCES = st.lists(
    st.sampled_from("Russia Varde mayor ferry not never sold rose 30 km by , and the".split()),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(SENTENCES)
def test_no_sentence_contradicts_itself(sentence: str) -> None:
    assert not contradiction.found(sentence, [sentence])


ROLES_APART = [
    ("Melk Group sued Vantor.", "Vantor was sued for 3 million euros by Melk Group.", True),
    ("Vantor sued Melk Group.", "Vantor was sued for 3 million euros by Melk Group.", False),
    ("Russia attacked Ukraine.", "Ukraine was attacked at dawn by Russia.", True),
    ("Ukraine attacked Russia.", "Ukraine was attacked at dawn by Russia.", False),
    ("Melk Group sued Vantor.", "Melk Group, based in Oslo, sued Vantor.", True),
    ("Vantor sued Melk Group.", "Melk Group, based in Oslo, sued Vantor.", False),
    ("Halden bought Brisk.", "Brisk was bought in 2019 by Halden.", True),
    ("Brisk bought Halden.", "Brisk was bought in 2019 by Halden.", False),
    ("The mayor criticised Ness.", "The mayor was criticised on Monday by Ness.", False),
    ("The man stabbed the nurse.", "A nurse was stabbed at a bus stop by a man.", True),
    ("The nurse stabbed the man.", "A nurse was stabbed at a bus stop by a man.", False),
]


@over(ROLES_APART)
def test_roles_are_told_apart_by_grammar(claim: str, sentence: str, stands: bool) -> None:
    assert carried(claim, [sentence]) == stands
