"""An interrupted indexing is finished in the background, and stops when the program stops."""

import threading
from pathlib import Path

import pytest
from fakes import HashingEncoder

from bot.adding.catch_up import catching_up
from index.errors import EncoderError, LibraryError
from index.folder.library_folder import LibraryFolder
from index.types import Encoder, Progress, Query, Report, quiet

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."


class Enough(Exception):
    """As when the power goes."""


def _no_other(name: str) -> Encoder:
    raise EncoderError(f"The encoder {name} cannot be loaded.")


class Place:
    """A folder of articles and the library made from it, which can be opened again and again."""

    def __init__(self, folder: Path) -> None:
        self.articles, self.library = folder / "articles", folder / "library"
        self.articles.mkdir()
        self.lines: list[str] = []

    def put(self, count: int) -> None:
        for number in range(count):
            (self.articles / f"{number}.txt").write_text(f"{FERRY} It is trip {number}.")

    def library_folder(self, encoder: HashingEncoder | None = None) -> LibraryFolder:
        return LibraryFolder(self.library, encoder or HashingEncoder(), _no_other)

    def cut_off(self) -> None:
        """Index and break off in the middle."""

        def stop(done: int, total: int, file: str) -> None:
            if done == 100:
                raise Enough

        library_folder = self.library_folder()
        with pytest.raises(Enough):
            library_folder.index([self.articles], stop)
        library_folder.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def finished() -> None:
    for thread in threading.enumerate():
        if thread.name == "catching up":
            thread.join(30)


def test_a_library_that_is_up_to_date_is_left_alone(place: Place) -> None:
    place.put(2)
    library_folder = place.library_folder()
    library_folder.index([place.articles])
    before = library_folder.library.revision()
    with catching_up(library_folder, place.lines.append):
        assert "catching up" not in {thread.name for thread in threading.enumerate()}
    assert (place.lines, library_folder.library.revision()) == ([], before)
    library_folder.close()


@pytest.mark.slow
def test_an_indexing_that_was_cut_off_is_finished_while_questions_are_answered(
    place: Place,
) -> None:
    place.put(150)
    place.cut_off()
    library_folder = place.library_folder()
    held = len(library_folder.library.article_ids())
    assert 0 < held < 150
    with catching_up(library_folder, place.lines.append):
        assert library_folder.searcher.search(Query("When does the ferry sail?"))
        finished()
    assert len(library_folder.library.article_ids()) == 150
    assert library_folder.behind() is None
    assert place.lines == [
        "Indexing continues in the background, for the last indexing was cut off.",
        f"Indexing is done: {150 - held} articles changed, 0 failed.",
    ]
    library_folder.close()


@pytest.mark.slow
def test_leaving_stops_it_and_the_next_start_continues(place: Place) -> None:
    place.put(150)
    place.cut_off()
    opened, at_work, left = threading.Event(), threading.Event(), threading.Event()

    def wait() -> None:
        if opened.is_set():
            at_work.set()
            assert left.wait(30)

    library_folder = place.library_folder(HashingEncoder(on_call=wait))
    opened.set()
    with catching_up(library_folder, place.lines.append):
        assert at_work.wait(30)
        threading.Timer(0.2, left.set).start()  # the current batch ends after the program left
    assert "catching up" not in {thread.name for thread in threading.enumerate()}
    assert place.lines[-1] == "Indexing was stopped; the next start continues it."
    library_folder.close()
    again = place.library_folder()
    assert again.behind() == "the last indexing was cut off"
    with catching_up(again, place.lines.append):
        finished()
    assert len(again.library.article_ids()) == 150
    again.close()


def test_an_error_is_reported_and_the_program_continues(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(150)
    place.cut_off()
    library_folder = place.library_folder()

    def fail(paths: list[Path], progress: Progress = quiet) -> Report:
        raise LibraryError("The disk is full: delete something.")

    monkeypatch.setattr(library_folder, "index", fail)
    with catching_up(library_folder, place.lines.append):
        finished()
        assert library_folder.searcher.search(Query("When does the ferry sail?"))
    assert place.lines[1:] == ["The disk is full: delete something."]
    library_folder.close()
