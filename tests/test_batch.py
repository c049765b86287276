"""Questions from a file: what a line may hold, and how a wrong one is named."""

import json
from datetime import date
from pathlib import Path

import pytest
from every_case import over

from bot.errors import QuestionError
from bot.terminal.batch import Item, read_questions
from bot.types import Turn

WHOLE = {
    "id": "a-1",
    "question": "And  when?",
    "history": [{"question": "Where?", "answer": "In Istanbul."}],
    "asked_on": "2025-05-16",
}


def file_of(*lines: object) -> Path:
    file = Path("questions.jsonl")
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_bytes("\n".join(texts).encode())
    return file


def test_a_whole_line_is_read_whole() -> None:
    turn = Turn("Where?", "In Istanbul.")
    expected = Item("a-1", "And  when?", (turn,), date(2025, 5, 16))
    assert read_questions(file_of(WHOLE)) == [expected]


@pytest.mark.parametrize("more", [{}, {"history": [], "asked_on": None}, {"history": None}])
def test_history_and_day_are_optional(more: dict[str, object]) -> None:
    line = {"id": "1", "question": "Who?", **more}
    assert read_questions(file_of(line)) == [Item("1", "Who?", (), None)]


def test_an_id_may_be_a_number() -> None:
    assert [item.id for item in read_questions(file_of({"id": 7, "question": "Who?"}))] == ["7"]


def test_unknown_keys_blank_lines_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    line = json.dumps({"id": "1", "question": "Who?", "gold": ["x"]})
    Path("q.jsonl").write_bytes(f"\ufeff{line}\r\n\r\n  \n{line}\r\n".encode())
    assert len(read_questions(Path("q.jsonl"))) == 2


def test_a_separator_within_a_question_ends_no_line() -> None:
    question = "Who\u2028led\x85them?"
    line = json.dumps({"id": "1", "question": question}, ensure_ascii=False)
    assert [item.question for item in read_questions(file_of(line))] == [question]


@over(
    [
        ("{", "the line: Invalid JSON"),
        ("[]", "the line: "),
        ({"question": "Who?"}, "id: Field required"),
        ({"id": "1"}, "question: Field required"),
        ({"id": "1", "question": None}, "question: "),
        ({"id": "1", "question": "  "}, "The question is empty"),
        ({"id": "1", "question": "why " * 500}, "The question is 1,999 characters long"),
        ({"id": "1", "question": "Who?", "asked_on": "yesterday"}, "asked_on: "),
        ({"id": "1", "question": "Who?", "history": "none"}, "history: "),
        ({"id": "1", "question": "Who?", "history": [{"question": "A?"}]}, "history.0.answer: "),
        ('{"id": "1", "question": "\\ud800"}', "the line: "),
    ],
)
def test_a_wrong_line_is_named_with_its_number_and_its_fault(line: object, fault: str) -> None:
    file = file_of({"id": "1", "question": "Who?"}, "", line)
    with pytest.raises(QuestionError) as caught:
        read_questions(file)
    message = str(caught.value)
    assert message.startswith(f"{file}, line 3: {fault}")
    assert "\n" not in message


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfe{", b"\x80"])
def test_a_file_without_questions_is_refused(data: bytes) -> None:
    Path("q.jsonl").write_bytes(data)
    with pytest.raises(QuestionError, match=r"q\.jsonl (holds no questions|cannot be read)"):
        read_questions(Path("q.jsonl"))


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"No such file or directory.*: name a file"):
        read_questions(Path("missing.jsonl"))
    with pytest.raises(QuestionError, match=r"Is a directory.*: name a file"):
        read_questions(tmp_path)
