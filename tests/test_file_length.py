"""A file that one can read in one go: none of the project's is longer than 400 lines."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
FOLDERS = ("bench", "bot", "docs", "evals", "index", "tests", "training")
MOST = 400


def test_no_file_is_longer_than_400_lines() -> None:
    files = [path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py")]
    assert Path(__file__) in files
    lengths = {str(path.relative_to(REPOSITORY)): path.read_bytes().count(b"\n") for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > MOST} == {}
