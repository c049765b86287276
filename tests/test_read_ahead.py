"""What the model has read serves the questions after it."""

from dataclasses import replace
from datetime import date

from fakes import ScriptedModel

from bot.answering.read_ahead import Ahead, ReadAhead, joined
from bot.answering.sentence_selection import whole
from bot.types import Evidence, Turn
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Hit

TURN = Turn("What closed?", "The bridge.")


def article(name: str, text: str) -> Article:
    return Article(id=name, title=f"About {name}", text=text, published=date(2021, 8, 19))


def hit(source: Article) -> Hit:
    sentences = split(source)
    (passage,) = passages(source, sentences, max_tokens=200, count_tokens=lambda t: len(t.split()))
    return Hit(source, passage, tuple(sentences), 1.0)


FLOOD = hit(article("flood", "Water closed the bridge. The mayor was asleep. Trains ran late."))
FIRE = hit(article("fire", "A fire burnt the mill. Nobody was hurt."))


def fresh(source: Hit, number: int, score: float = 0.9) -> Evidence:
    return Evidence(1, source.sentences[number], source.article, score=score)


def test_a_follow_up_finds_what_its_answer_was_sought_in() -> None:
    read = ReadAhead(ScriptedModel())
    lately = [*whole(FIRE), fresh(FLOOD, 0)]
    read.note([TURN], lately, [], [], [])
    first, *_ = read.blocks([fresh(FLOOD, 0)], [TURN], [FLOOD, FIRE])
    assert first == lately


def test_passages_with_the_best_sentence_come_after_it() -> None:
    blocks = list(
        ReadAhead(ScriptedModel()).blocks([fresh(FIRE, 0, 0.2), fresh(FLOOD, 1)], [], [FIRE, FLOOD])
    )
    assert blocks == [whole(FLOOD)]


def test_evidence_of_an_article_that_has_changed_is_not_used() -> None:
    read = ReadAhead(ScriptedModel())
    read.note([TURN], whole(FLOOD), [], [], [])
    changed = hit(article("flood", "Water closed the bridge. The mayor was awake."))
    assert list(read.blocks([fresh(changed, 0)], [TURN], [changed])) == [whole(changed)]
    assert list(read.blocks([fresh(FLOOD, 0)], [TURN], [FIRE])) == []


def test_evidence_without_the_best_sentence_or_grown_too_long_is_not_used() -> None:
    read = ReadAhead(ScriptedModel())
    read.note([TURN], whole(FIRE), [], [], [])
    assert list(read.blocks([fresh(FLOOD, 0)], [TURN], [FLOOD, FIRE])) == [whole(FLOOD)]
    long = hit(article("long", " ".join(f"Water closed bridge {n}." for n in range(15))))
    read.note([TURN], whole(long), [], [], [])
    assert list(read.blocks([fresh(long, 14)], [TURN], [long])) == [whole(long)]


def test_what_answers_stood_on_is_read_ahead_before_what_is_new() -> None:
    read = ReadAhead(ScriptedModel())
    assert list(read.worth_reading([FIRE, FLOOD])) == [Ahead(whole(FIRE)), Ahead(whole(FLOOD))]
    read.note([TURN], whole(FLOOD), [fresh(FLOOD, 2)], [], [FIRE, FLOOD])
    _, *passages = read.worth_reading([FIRE, FLOOD])
    assert passages == [Ahead(whole(FLOOD)), Ahead(whole(FIRE))]


def test_a_follow_up_is_prepared_for_with_the_rest_of_what_was_cited_and_found() -> None:
    read = ReadAhead(ScriptedModel())
    sought_in = [fresh(FLOOD, 0)]
    read.note([TURN], sought_in, [fresh(FLOOD, 0)], [fresh(FIRE, 0)], [FLOOD, FIRE])
    first, *_ = read.worth_reading([])
    block = joined(joined(sought_in, whole(FLOOD)), [fresh(FIRE, 0)])
    assert first == Ahead(block, "What closed? The bridge.")
    assert [item.sentence for item in block] == [*FLOOD.sentences, FIRE.sentences[0]]
    # Where there was no time to read it, what the answer was sought in is the next best.
    blocks = list(read.blocks([fresh(FLOOD, 0)], [TURN], [FLOOD, FIRE]))
    assert blocks[:2] == [first.block, sought_in]
    # A sentence that only the rest has makes that the one to ask, up to what is not found again.
    assert next(iter(read.blocks([fresh(FLOOD, 2)], [TURN], [FLOOD]))) == first.block[:3]


def test_the_latest_conversations_are_prepared_for_first() -> None:
    read = ReadAhead(ScriptedModel())
    turns = [Turn(f"What closed on day {day}?", "The bridge.") for day in range(6)]
    for turn in turns:
        read.note([turn], whole(FLOOD), [], [], [])
    read.note([turns[2]], whole(FLOOD), [], [], [])  # asked once more
    earlier = [ahead.earlier for ahead in read.worth_reading([])]
    assert earlier == [f"What closed on day {day}? The bridge." for day in (2, 5, 4, 3)]


def test_evidence_grown_long_is_built_anew_from_what_was_cited() -> None:
    read = ReadAhead(ScriptedModel())
    long = [fresh(FIRE, 0), *whole(FLOOD) * 5]
    read.note([TURN], long, [fresh(FLOOD, 2)], [fresh(FIRE, 0)], [FLOOD, FIRE])
    first, *_ = read.worth_reading([])
    assert first.block == [*whole(FLOOD), replace(fresh(FIRE, 0), number=4)]


def test_nothing_is_prepared_for_where_nothing_was_found() -> None:
    read = ReadAhead(ScriptedModel())
    read.note([TURN], [], [], [], [])
    assert list(read.worth_reading([])) == []


def test_joined_numbers_on_and_repeats_nothing() -> None:
    block = joined(whole(FLOOD), [fresh(FLOOD, 1), fresh(FIRE, 0)])
    assert [item.number for item in block] == [1, 2, 3, 4]
    assert block[-1].sentence == FIRE.sentences[0]
