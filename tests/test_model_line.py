"""The line in front of the model, for programs: order, stopping, and what is counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_server import until
from fakes import HashingEncoder
from paced_model import PacedModel, held
from sample_library import place

from bot.answering.answer_metrics import BOUNDS_S, Durations, Tally
from bot.answering.answerer import Answerer
from bot.errors import BusyError, Stopped
from bot.serving.model_line import Job, ModelLine
from bot.types import Answer, Timing
from index.folder.library_folder import LibraryFolder

FIRST = "Who led Ukraine's team at the talks in Istanbul?"
OTHERS = ["When did Notre-Dame burn?", "Where did Chandrayaan-3 land?", "Who won the referendum?"]


@pytest.fixture
def library_folder(tmp_path: Path) -> Iterator[LibraryFolder]:
    place(tmp_path / "articles", tmp_path / "library")
    opened = LibraryFolder(tmp_path / "library", HashingEncoder(), HashingEncoder)
    yield opened
    opened.close()


def line_of(library_folder: LibraryFolder, model: PacedModel, most: int = 8) -> ModelLine:
    return ModelLine(Answerer(library_folder.searcher, model, read_ahead=2), most)


def test_who_comes_first_is_answered_first(library_folder: LibraryFolder) -> None:
    model = held()
    line = line_of(library_folder, model)
    jobs = [Job(question) for question in [FIRST, *OTHERS]]
    ended: list[str] = []
    for job in jobs:
        job.answer.add_done_callback(lambda answer: ended.append(answer.result().question))
        line.put(job)
    model.go.set()
    assert [job.answer.result(60).question for job in jobs] == [FIRST, *OTHERS]
    line.close()
    assert ended == [FIRST, *OTHERS]
    assert sum(line.waits.buckets) == 4
    assert sum(line.tally.outcomes.values()) == 4


def test_no_more_wait_than_may(library_folder: LibraryFolder) -> None:
    model = held()
    line = line_of(library_folder, model, most=0)
    first = Job(FIRST)
    line.put(first)
    assert model.writing.wait(60)
    with pytest.raises(BusyError) as refusal:
        line.put(Job(OTHERS[0]))
    assert refusal.value.wait_s >= 1
    model.go.set()
    first.answer.result(60)
    until(lambda: not line.busy)
    line.put(Job(OTHERS[0]))
    line.close()


def test_the_model_reads_ahead_while_nobody_asks(library_folder: LibraryFolder) -> None:
    model = PacedModel()
    line = line_of(library_folder, model)
    until(lambda: len(model.read) == 2)
    line.close()


def test_closing_stops_who_waits_and_who_is_answered(library_folder: LibraryFolder) -> None:
    model = held()
    line = line_of(library_folder, model)
    current, waiting = Job(FIRST), Job(OTHERS[0])
    line.put(current)
    assert model.writing.wait(60)
    line.put(waiting)
    line.close()
    assert isinstance(current.answer.exception(60), Stopped)
    assert isinstance(waiting.answer.exception(60), BusyError)
    assert line.endings["stopped"] == 2
    with pytest.raises(BusyError):
        line.put(Job(FIRST))


def test_a_job_whose_asker_went_away_as_it_was_begun_stops_nothing(
    library_folder: LibraryFolder,
) -> None:
    model = held()
    line = line_of(library_folder, model)
    jobs = [Job(FIRST), Job(OTHERS[0]), Job(OTHERS[1])]
    line.put(jobs[0])
    assert model.writing.wait(60)
    for job in jobs[1:]:
        line.put(job)
    jobs[1].answer.cancel()  # as an assistant's call is cancelled, before it can stop the job
    model.go.set()
    assert jobs[2].answer.result(60).question == OTHERS[1]
    line.stop(jobs[1])
    line.close()
    assert line.endings["stopped"] == 1


def test_stopping_what_has_ended_does_nothing(library_folder: LibraryFolder) -> None:
    line = line_of(library_folder, PacedModel())
    job = Job(FIRST)
    line.put(job)
    job.answer.result(60)
    line.stop(job)
    line.close()
    assert line.endings["stopped"] == 0


def test_durations_fall_into_the_first_bucket_that_holds_them() -> None:
    durations = Durations()
    for seconds in (0.0, 0.05, 0.051, 80.0, 80.1, 1e6):
        durations.took(seconds)
    assert durations.buckets == [2, 1, *[0] * (len(BOUNDS_S) - 3), 1, 2]
    assert durations.sum_s == pytest.approx(1e6 + 160.201)


def test_steps_of_an_answer_that_the_model_did_not_write() -> None:
    tally = Tally()
    timing = Timing(retrieve_s=0.2, first_token_s=None, total_s=0.9, prompt_tokens=7)
    tally.answered(Answer("Q?", "Q?", "not_found", "The articles don't say.", timing=timing))
    sums = {step: durations.sum_s for step, durations in tally.steps.items()}
    assert sums == pytest.approx({"retrieve": 0.2, "read": 0.7, "write": 0.0, "total": 0.9})
    assert sum(tally.steps["write"].buckets) == 0
    assert tally.outcomes == {"not_found": 1}
    assert tally.tokens["prompt"] == 7
