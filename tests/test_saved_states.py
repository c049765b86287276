"""States are found by their tokens, within bounds of size, and across processes."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.models.saved_states import State, States, common

BASE = [1, 2, 3]


def state(*tail: int, base: int = 3, size: int = 10) -> State:
    return State(np.asarray([*BASE, *tail], dtype=np.int32), base, bytes([tail[0] % 256]) * size)


def beginning(size: int = 10) -> State:
    return State(np.asarray(BASE, dtype=np.int32), 0, b"b" * size)


def test_the_state_that_shares_most_is_found() -> None:
    states = States(None)
    for kept in (beginning(), state(7, 8), state(7, 9, 10)):
        states.keep(kept)
    best = states.best([*BASE, 7, 9, 11])
    assert best is not None
    assert best.tokens.tolist() == [*BASE, 7, 9, 10]
    assert states.shared([*BASE, 7, 9, 11]) == 5
    assert states.shared([5]) == 0
    assert states.best([5]) is None


def test_the_beginning_is_found_rather_than_what_builds_on_it(tmp_path: Path) -> None:
    for states in (States(None), States(tmp_path)):
        for token in range(10):
            states.keep(state(token), lasting=True)
        assert not states.has_whole(BASE)
        states.keep(beginning(), lasting=True)
        assert states.has_whole(BASE)
        assert not states.has_whole([*BASE, 1])
        for token in range(10, 20):
            states.keep(state(token), lasting=True)
        best = states.best(BASE)
        assert best is not None
        assert best.base == 0
    best = States(tmp_path).best([*BASE, 99])
    assert best is not None
    assert best.base == 0


def test_the_beginning_on_disk_is_found_beside_states_in_memory(tmp_path: Path) -> None:
    states = States(tmp_path)
    states.keep(beginning(), lasting=True)
    states.keep(state(7, 8))
    best = states.best(BASE)
    assert best is not None
    assert best.base == 0
    assert states.best([5]) is None


def test_memory_is_bounded_and_the_common_beginning_stays() -> None:
    states = States(None, memory_bytes=50)
    states.keep(beginning())
    for token in range(10, 20):
        states.keep(state(token))
        states.best([*BASE, 10])  # used lately, so it stays
    assert states.shared([*BASE, 10]) == 4
    assert states.shared([*BASE, 19]) == 4
    assert states.shared([*BASE, 15]) == 3
    assert states.shared(BASE) == 3


def test_a_longer_state_takes_the_place_of_its_beginning() -> None:
    states = States(None, memory_bytes=20)
    states.keep(state(7))
    states.keep(state(7, 8))
    states.keep(state(9))
    assert states.shared([*BASE, 7, 8]) == 5
    assert states.shared([*BASE, 9]) == 4


def test_lasting_states_are_there_in_the_next_run(tmp_path: Path) -> None:
    first = States(tmp_path / "model")
    first.keep(beginning(), lasting=True)
    first.keep(state(7, 8, size=100), lasting=True)
    second = States(tmp_path / "model")
    best = second.best([*BASE, 7, 8, 9])
    assert best is not None
    assert (best.base, best.data) == (3, b"\x07" * 100)
    assert States(tmp_path / "another").best(BASE) is None


def test_disk_is_bounded_over_all_models(tmp_path: Path) -> None:
    old = States(tmp_path / "old", disk_bytes=2000)
    for token in range(5):
        old.keep(state(token, size=200), lasting=True)
    new = States(tmp_path / "new", disk_bytes=2000)
    new.keep(beginning(200), lasting=True)
    for token in range(20):
        new.keep(state(token, size=200), lasting=True)
    files = list(tmp_path.glob("**/*.state"))
    assert sum(file.stat().st_size for file in files) <= 2000
    assert new.shared(BASE) == 3
    assert new.shared([*BASE, 19]) == 4
    assert not list((tmp_path / "old").glob("*.state"))


def test_what_a_crash_left_is_passed_over(tmp_path: Path) -> None:
    States(tmp_path).keep(state(7, size=1000), lasting=True)
    (file,) = tmp_path.glob("*.state")
    whole = file.read_bytes()
    for damaged in (whole[:-1], b"", b"{}\n", b"\xff\xfe", whole.replace(b"tokens", b"nekots")):
        file.write_bytes(damaged)
        assert States(tmp_path).best([*BASE, 7]) is None


def test_a_missing_file_is_not_an_error(tmp_path: Path) -> None:
    states = States(tmp_path)
    states.keep(state(7), lasting=True)
    for file in tmp_path.glob("*.state"):
        file.unlink()
    assert states.best([*BASE, 7]) is None
    assert states.shared([*BASE, 7]) == 0


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    states = States(tmp_path / "taken" / "states")
    states.keep(state(7), lasting=True)
    assert states.best([*BASE, 7]) is None


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_common_is_the_length_of_the_shared_beginning(a: list[int], b: list[int]) -> None:
    length = common(np.asarray(a, dtype=np.int32), np.asarray(b, dtype=np.int32))
    assert a[:length] == b[:length]
    assert length == min(len(a), len(b)) or a[length] != b[length]
