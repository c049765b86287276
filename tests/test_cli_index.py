"""`byline index` and `byline add`."""

import asyncio
from pathlib import Path

import pytest
from cli_runner import LED, WHO_LED, Byline, Done, Engines, Write, refused
from odd_site import Site, article

pytest_plugins = "cli_fixtures"


def test_an_empty_library_is_not_indexed_again_and_none_is_made(
    byline: Byline, engines: Engines, tmp_path: Path
) -> None:
    for args in (["index"], ["ask", WHO_LED], ["chat"], ["index", "--rebuild"]):
        refused(byline(*args), "is empty", "`byline index PATH`")
    assert engines.opened == 0
    assert not (tmp_path / "library").exists()


def test_a_path_that_is_not_there_is_refused_before_the_encoder_is_loaded(
    byline: Byline, engines: Engines
) -> None:
    refused(byline("index", "nowhere"), "nowhere does not exist", "check the path")
    assert engines.opened == 0


def test_an_empty_folder_is_refused_with_the_kinds_of_file_it_could_hold(
    byline: Byline, engines: Engines, tmp_path: Path
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    refused(byline("index", folder), "holds no articles", ".html, .jsonl, .md, .parquet, .pdf")
    assert engines.opened == 0


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("a.pptx", b"PK\x03\x04", ".html, .jsonl, .md, .parquet, .pdf"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00" * 50, ":"),
        ("a.html", b"<html></html>", ":"),
        ("a.jsonl", b"{", ":"),
    ],
)
def test_a_file_that_is_no_article_is_refused_in_one_line(
    byline: Byline, tmp_path: Path, name: str, data: bytes, remedy: str
) -> None:
    (tmp_path / name).write_bytes(data)
    refused(byline("index", tmp_path / name), name, remedy)


def test_a_file_that_may_not_be_read_is_refused_in_one_line(
    byline: Byline, engines: Engines, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    refused(byline("index", tmp_path / "a.txt"), "a.txt", "check")


def test_a_bad_file_among_good_ones_is_reported_and_skipped(
    byline: Byline, engines: Engines, write: Write
) -> None:
    folder = write("good.txt", LED).parent
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "[red]empty.md").write_bytes(b"")
    done = byline("index", folder)
    assert (done.code, done.out) == (0, "")
    assert done.lines[0] == "1 added, 0 changed, 0 removed, 0 unchanged, 2 failed"
    assert {line.split(": ")[0] for line in done.lines[1:]} == {
        f"  {folder}/binary.txt",
        f"  {folder}/[red]empty.md",
    }


def test_a_folder_with_bad_files_only_is_refused_after_they_were_named(
    byline: Byline, engines: Engines, write: Write
) -> None:
    folder = write("a.txt", "").parent
    write("b.txt", "")
    done = byline("index", folder)
    assert (done.code, done.out) == (2, "")
    assert [line.split(":")[0] for line in done.lines] == [
        "0 added, 0 changed, 0 removed, 0 unchanged, 2 failed",
        f"  {folder}/a.txt",
        f"  {folder}/b.txt",
        "byline",
    ]
    assert "correct that" in done.lines[-1]


def test_without_paths_what_was_indexed_before_is_looked_at_again(
    byline: Byline, filled: Path
) -> None:
    counts = "0 added, 0 changed, 0 removed, 1 unchanged, 0 failed\n"
    assert byline("index") == Done(0, "", counts)
    filled.write_text("The talks were put off. Nobody said why.")
    assert byline("index").err.startswith("0 added, 1 changed")
    rebuilt = byline("index", "--rebuild")
    assert rebuilt == Done(0, "", "1 added, 0 changed, 0 removed, 0 unchanged, 0 failed\n")


def test_a_dry_run_loads_no_model_and_changes_nothing(
    byline: Byline, filled: Path, engines: Engines, write: Write
) -> None:
    write("new.txt", f"{LED} More is to come.")
    filled.rename(filled.with_name("renamed.txt"))
    done = byline("index", "--dry-run")
    assert (done.code, done.out, engines.opened) == (0, "", 0)
    assert done.lines[0].startswith("Nothing was changed")
    assert done.lines[1] == "1 added, 0 changed, 1 moved, 0 removed, 0 unchanged, 0 failed"
    assert byline("index").lines == done.lines[1:]


def test_a_dry_run_of_a_new_library_makes_none(
    byline: Byline, engines: Engines, write: Write, tmp_path: Path
) -> None:
    done = byline("index", "--dry-run", write("talks.txt", LED))
    assert (done.code, done.lines[1].split(",")[0]) == (0, "1 added")
    assert not (tmp_path / "library").exists()


def test_one_can_go_back_to_before_a_rebuild_and_forward_again(
    byline: Byline, filled: Path, engines: Engines, write: Write
) -> None:
    refused(byline("index", "--rollback"), "no earlier library", "--rebuild")
    filled.write_text("The talks were put off. Nobody said why.")
    assert byline("index", "--rebuild").code == 0
    assert LED not in byline("ask", WHO_LED).out
    opened = engines.opened
    done = byline("index", "--rollback")
    assert (done.code, done.err) == (0, "Back to 1 articles; once more undoes that.\n")
    assert engines.opened == opened
    assert LED in byline("ask", WHO_LED).out
    assert byline("index", "--rollback").code == 0
    assert LED not in byline("ask", WHO_LED).out
    refused(byline("index", "--rollback", "--rebuild"), "do not go together")


async def test_a_page_is_added_and_what_was_understood_is_printed(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_ALLOW_HOSTS", "127.0.0.1")
    async with Site.running() as site:
        url = site.page("/ferry", article("Ferry returns"))
        done = await asyncio.to_thread(byline, "add", url)
        assert (done.code, done.out) == (0, "")
        assert done.err.splitlines()[:3] == [
            "Added",
            "  Ferry returns",
            "  The Harbour Post · 9 March 2024 · 2 sentences",
        ]
        gone = f"{site.url}/gone"
        done = await asyncio.to_thread(byline, "add", gone)
        assert done == Done(2, "", f"byline: {gone} is not there (404): check the address.\n")
        done = await asyncio.to_thread(byline, "add", url, gone)
        assert done.code == 2
        assert "In the library already" in done.err
        assert "1 of 2 pages were not added" in done.err

        (tmp_path / "library" / "sources.toml").write_text(f'pages = ["{gone}"]')
        done = await asyncio.to_thread(byline, "index")
        assert done.code == 0
        assert "1 unchanged, 1 failed" in done.err
        assert f"{gone}: is not there (404)" in done.err


def test_what_is_no_address_is_refused_before_anything_is_loaded(
    byline: Byline, engines: Engines
) -> None:
    done = byline("add", "articles/ferry.txt")
    assert done.code == 2
    assert "is no web address: write https://" in done.err
    assert engines.encoders == 0


async def test_sources_alone_fill_an_empty_library(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.setenv("BYLINE_SOURCES", str(tmp_path / "mine.toml"))
    async with Site.running() as site:
        page = site.page("/ferry", article("Ferry returns"))
        (tmp_path / "mine.toml").write_text(f'pages = ["{page}"]')
        done = await asyncio.to_thread(byline, "index")
        assert done.err.endswith("1 added, 0 changed, 0 removed, 0 unchanged, 0 failed\n")
