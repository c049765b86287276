"""The command as people and programs meet it: what it prints where, and how it refuses.

The models are stand-ins, but in the tests at the end, which run the command as a program of its own
with real ones.
"""

import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import REAL_CACHE
from fakes import HashingEncoder, ScriptedModel
from odd_site import Site, article

from bot import assembly
from bot.models.weights import Kind, Weights
from bot.settings import Settings, load
from bot.terminal import cli, console
from bot.types import LanguageModel, Prompt
from index.errors import EncoderError
from index.library.library import Library
from index.types import Encoder

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"
LED = "Ukraine's team was led by its defence minister, Rustem Umerov."
WHO_LED = "Who led Ukraine's team?"
REPOSITORY = Path(cli.__file__).parents[2]
KEYS = ["id", "question", "standalone_question", "outcome", "text", "claims", "citations"]
KEYS += ["nearest", "evidence", "support", "timing"]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Byline = Callable[..., Done]
Write = Callable[[str, str], Path]


class Engines:
    """The heavy engines, replaced; counts how often each was opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoders = 0
        self.models: list[ScriptedModel] = []
        monkeypatch.setattr(assembly, "encoder", self._encoder)
        monkeypatch.setattr(assembly, "language_model", self._model)
        monkeypatch.setattr(Weights, "resolve", _resolve)

    @property
    def opened(self) -> int:
        return self.encoders + len(self.models)

    def _encoder(self, settings: Settings) -> Encoder:
        self.encoders += 1
        return HashingEncoder(settings.encoder)

    def _model(self, settings: Settings, *, remember: bool = True) -> LanguageModel:
        self.models.append(ScriptedModel([_reply] * 20))
        return self.models[-1]


_real_resolve = Weights.resolve


def _resolve(self: Weights, choice: str, kind: Kind) -> str:
    """The defaults count as being here, for what they are replaced by needs no file."""
    default = choice in (self.catalog.default_language, self.catalog.default_encoder)
    return choice if default else _real_resolve(self, choice, kind)


def _reply(prompt: Prompt) -> list[str]:
    """The sentence about the team; in a rewrite of a follow-up, that question."""
    asked = prompt.turns[-1][0]
    numbers = [line.split("]")[0][1:] for line in asked.splitlines() if LED in line]
    return [f"{LED[:-1]} [{numbers[0]}]."] if numbers else [WHO_LED]


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return Engines(monkeypatch)


@pytest.fixture
def byline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Byline:
    """Runs the command in this process, with the library `tmp_path/library`, and an empty cache."""
    monkeypatch.setenv("BYLINE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path / "cache"))

    def run(*args: object, stdin: str = "") -> Done:
        source = tmp_path / "stdin"
        source.write_text(stdin, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["byline", *map(str, args)])
        capfd.readouterr()
        with source.open(encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stdin", file)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return Done(code, *capfd.readouterr())

    return run


@pytest.fixture
def filled(byline: Byline, engines: Engines, write: Write) -> Path:
    """A library with one article; its file."""
    text = f"The talks were held in Istanbul on 16 May 2025. {LED} Nothing was agreed."
    article = write("talks.txt", text)
    done = byline("index", article.parent)
    assert done == Done(0, "", "1 added, 0 changed, 0 removed, 0 unchanged, 0 failed\n")
    engines.encoders = 0
    return article


def refused(done: Done, *remedies: str) -> None:
    """One line on stderr that says what to do, exit code 2, and nothing else."""
    assert done.code == 2, done
    assert done.out == ""
    assert len(done.lines) == 1, done.err
    assert done.err.startswith("byline: ")
    assert done.err.endswith("\n")
    for remedy in remedies:
        assert remedy in done.err


# -- help and arguments


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_help_names_every_command_in_whole_words(byline: Byline, args: list[str]) -> None:
    done = byline(*args)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Usage: byline ")
    assert "..." not in done.out.split("Commands:")[1]
    assert len(done.out.splitlines()) < 22
    for command in ("index", "ask", "chat", "telegram", "run", "doctor", "models"):
        assert f"  {command} " in done.out


@pytest.mark.parametrize(
    "args",
    [
        *("index", "ask", "chat", "telegram", "run", "doctor", "models", "models list"),
        *("models fetch", "library", "library check", "library export", "library import"),
    ],
)
def test_each_commands_help_fits_on_half_a_screen(byline: Byline, args: str) -> None:
    done = byline(*args.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: byline {args} ")
    assert len(done.out.splitlines()) <= 16


@pytest.mark.parametrize(
    ("args", "help"),
    [
        (["--loud"], "`byline --help`"),
        (["sing"], "`byline --help`"),
        (["ask", "--loud", "Who?"], "`byline ask --help`"),
        (["ask", "Who?", "--library"], "--library"),
        (["ask", "Who", "led?"], "`byline ask --help`"),
        (["models", "fetch"], "`byline models fetch --help`"),
        (["ask"], "a question, or --batch IN.jsonl --out OUT.jsonl"),
        (["ask", "Who?", "--batch", "a", "--out", "b"], "either a question, or --batch"),
        (["ask", "--batch", "in.jsonl"], "--out OUT.jsonl"),
        (["ask", "Who?", "--out", "out.jsonl"], "--batch IN.jsonl"),
        (["index", "--rebuild", "somewhere"], "`byline index PATH`"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_in_one_line(
    byline: Byline, engines: Engines, args: list[str], help: str
) -> None:
    refused(byline(*args), help)
    assert engines.opened == 0


@pytest.mark.parametrize("command", ["index", "chat", "telegram", "run", "doctor", "models list"])
def test_a_bad_setting_is_refused_by_every_command(
    byline: Byline, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("BYLINE_CONTEXT_TOKENS", "10")
    refused(byline(*command.split()), "BYLINE_CONTEXT_TOKENS", "Correct it")


# -- index


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
    refused(byline("index", folder), "holds no articles", ".html, .jsonl, .md, .pdf")
    assert engines.opened == 0


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("a.pptx", b"PK\x03\x04", ".html, .jsonl, .md, .pdf"),
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
    assert "mend" in done.lines[-1]


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


# -- library


def test_a_whole_library_is_said_to_be_whole(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    done = byline("library", "check")
    assert (done.code, done.err, engines.encoders) == (0, "", 0)
    assert all(line.startswith("ok ") for line in done.out.splitlines())
    assert "1 articles, 3 sentences, 1 passages, all offsets hold" in done.out


def test_files_that_could_not_be_read_are_listed_until_they_can(
    byline: Byline, filled: Path, write: Write
) -> None:
    bad = write("bad.txt", "")
    byline("index")
    done = byline("library", "check")
    assert (done.code, f"failed  {bad}: " in done.out) == (0, True)
    bad.write_text("The talks go on. So it was said.")
    byline("index")
    assert "failed" not in byline("library", "check").out


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        ("DELETE FROM vectors", "Vectors"),
        ("INSERT INTO words (rowid, text) VALUES (77, 'stray')", "Keywords"),
        ('UPDATE sentences SET "end" = start + 9999 WHERE number = 1', "Articles"),
        ("UPDATE passages SET id = 'talks:000000000000'", "Articles"),
        ("INSERT INTO meta VALUES ('unfinished', '[]')", "Indexing"),
    ],
)
def test_what_is_wrong_is_named_and_mended(
    byline: Byline, filled: Path, tmp_path: Path, harm: str, name: str
) -> None:
    library = Library(tmp_path / "library" / "index" / "library.sqlite")
    with library.transaction() as db:
        db.execute(harm)
    library.close()
    done = byline("library", "check")
    assert done.code == 2
    assert f"BAD   {name}: " in done.out
    assert "`byline library check --repair`" in done.err
    mended = byline("library", "check", "--repair")
    assert (mended.code, "mended" in mended.out) == (0, True), mended
    assert byline("library", "check").code == 0
    assert LED in byline("ask", WHO_LED).out


def test_lost_vectors_are_noticed_and_brought_back_without_encoding(
    byline: Byline, filled: Path, engines: Engines, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "library" / "index" / "chroma")
    done = byline("library", "check")
    assert (done.code, "1 passages are not found by meaning" in done.out) == (2, True)
    assert byline("library", "check", "--repair").code == 0
    assert LED in byline("ask", WHO_LED).out


def test_an_empty_library_is_not_checked_or_exported(byline: Byline, tmp_path: Path) -> None:
    refused(byline("library", "check"), "is empty", "`byline index PATH`")
    refused(byline("library", "export", tmp_path / "a.zip"), "is empty", "`byline index PATH`")
    assert not (tmp_path / "a.zip").exists()


def test_a_library_moves_to_another_machine_and_what_cites_it_still_opens(
    byline: Byline, filled: Path, tmp_path: Path
) -> None:
    cited = json.loads(byline("ask", WHO_LED, "--json").out)["citations"][0]
    archive, there = tmp_path / "library.zip", tmp_path / "there"
    done = byline("library", "export", archive)
    assert (done.code, done.err.startswith("1 articles are in ")) == (0, True)
    assert sorted(zipfile.ZipFile(archive).namelist()) == ["library.sqlite", "manifest.json"]
    filled.unlink()
    assert byline("library", "import", archive, "--library", there).code == 0
    again = json.loads(byline("ask", WHO_LED, "--json", "--library", there).out)["citations"][0]
    assert again == cited
    assert byline("library", "check", "--library", there).code == 0
    # The files are not there any more, and that empties nothing.
    shutil.rmtree(filled.parent)
    byline("index", "--library", there)
    assert LED in byline("ask", WHO_LED, "--library", there).out


def test_an_import_takes_no_librarys_place_unasked_and_can_be_taken_back(
    byline: Byline, filled: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "library.zip"
    byline("library", "export", archive)
    filled.write_text("The talks were put off. Nobody said why.")
    byline("index")
    refused(byline("library", "import", archive), "--replace", "--library")
    assert byline("library", "import", archive, "--replace").code == 0
    assert LED in byline("ask", WHO_LED).out
    assert byline("index", "--rollback").code == 0
    assert LED not in byline("ask", WHO_LED).out


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("fault", ["slip", "more", "cut", "changed", "newer", "no archive", "bomb"])
def test_an_archive_that_is_not_to_be_trusted_is_refused_and_leaves_nothing(
    byline: Byline, tmp_path: Path, fault: str
) -> None:
    good, bad, there = tmp_path / "good.zip", tmp_path / "bad.zip", tmp_path / "there"
    byline("library", "export", good)
    with zipfile.ZipFile(good) as archive:
        about = json.loads(archive.read("manifest.json"))
        database = archive.read("library.sqlite")
    members = {"manifest.json": json.dumps(about).encode(), "library.sqlite": database}
    if fault == "slip":
        members["../../slipped.txt"] = b"out"
    elif fault == "more":
        members["chroma/chroma.sqlite3"] = b"more"
    elif fault == "changed":
        members["library.sqlite"] = database[:-1] + bytes([database[-1] ^ 1])
    elif fault == "newer":
        members["manifest.json"] = json.dumps(about | {"format": 99}).encode()
    elif fault == "bomb":
        members["library.sqlite"] = database + bytes(50_000_000)
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    if fault == "cut":
        bad.write_bytes(good.read_bytes()[:-200])
    if fault == "no archive":
        bad.write_text("hello")
    done = byline("library", "import", bad, "--library", there)
    refused(done, "up to date" if fault == "newer" else "`byline library export`")
    assert not list(tmp_path.rglob("slipped.txt"))
    assert not list(there.glob("index*"))


# -- ask


def test_an_answer_is_shown_with_its_sources(byline: Byline, filled: Path) -> None:
    done = byline("ask", WHO_LED)
    assert (done.code, done.err) == (0, "")
    assert f"{LED[:-1]} [1]." in done.out
    assert f"  [1] “{LED}”" in done.out


def test_json_is_one_object_on_stdout_and_nothing_else(byline: Byline, filled: Path) -> None:
    done = byline("ask", WHO_LED, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("\n") == 1
    record = json.loads(done.out)
    assert list(record) == KEYS
    assert (record["id"], record["question"], record["outcome"]) == ("", WHO_LED, "answered")
    assert [c["sentence"] for c in record["citations"]] == [LED]


def test_json_of_what_is_not_found_is_an_object_too(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "language_model", lambda *_, **__: ScriptedModel(odds=[-9.0]))
    record = json.loads(byline("ask", "Who won the cup?", "--json").out)
    assert (record["outcome"], record["citations"]) == ("not_found", [])
    assert len(record["nearest"]) == 1


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("question", "remedy"),
    [("", "type what you want"), (" \n ", "type what you want"), ("why " * 2000, "at most 1,000")],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_an_empty_or_huge_question_is_refused_before_a_model_is_loaded(
    byline: Byline, engines: Engines, question: str, remedy: str, more: list[str]
) -> None:
    refused(byline("ask", question, *more), remedy)
    assert engines.opened == 0


def test_bytes_that_are_no_text_in_a_question_do_no_harm(byline: Byline, filled: Path) -> None:
    done = byline("ask", "Who led \udcff Ukraine's team?", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["question"] == "Who led � Ukraine's team?"


# -- library, weights and disk


def test_another_encoder_makes_the_library_anew_and_answers_come_from_the_old_until_then(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_ENCODER", "another")
    assert LED in byline("ask", WHO_LED).out
    assert "would be made anew, for the encoder another" in byline("index", "--dry-run").err
    done = byline("index")
    assert done.lines[0].startswith("Rebuilding the library, for the encoder another instead of")
    assert done.lines[1].startswith("1 added")
    assert LED in byline("ask", WHO_LED).out
    assert "Encoder: another" in byline("library", "check").out
    assert byline("index", "--rollback").code == 0
    assert byline("index").lines[0].endswith("1 unchanged, 0 failed")
    assert "Encoder: all-minilm-l6-v2" in byline("library", "check").out


def test_a_library_whose_encoder_is_gone_names_both_ways_out(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_another(settings: Settings) -> Encoder:
        if settings.encoder != "another":
            raise EncoderError(f"The encoder {settings.encoder} cannot be loaded.")
        return HashingEncoder(settings.encoder)

    monkeypatch.setattr(assembly, "encoder", only_another)
    monkeypatch.setenv("BYLINE_ENCODER", "another")
    for args in (["ask", WHO_LED], ["index"], ["chat"]):
        refused(
            byline(*args), "BYLINE_ENCODER=all-minilm-l6-v2", "`byline index --rebuild`", "another"
        )
    assert byline("index", "--rebuild").code == 0
    assert byline("ask", WHO_LED).code == 0


def test_a_damaged_library_says_how_to_make_a_new_one(
    byline: Byline, filled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library" / "index"
    for file in folder.glob("library.sqlite*"):
        file.unlink()
    (folder / "library.sqlite").write_bytes(b"no database" * 1000)
    for args in (["ask", WHO_LED], ["index"], ["index", "--rebuild"]):
        refused(byline(*args), "is damaged", "`byline index PATH`")


def test_damaged_vectors_say_how_to_make_new_ones(
    byline: Byline, filled: Path, tmp_path: Path
) -> None:
    database = tmp_path / "library" / "index" / "chroma" / "chroma.sqlite3"
    database.write_bytes(b"no database" * 1000)
    refused(byline("ask", WHO_LED), "`byline index --rebuild`")
    assert byline("index", "--rebuild").code == 0
    assert LED in byline("ask", WHO_LED).out


def test_a_library_on_a_disk_that_cannot_be_written_names_the_way_out(
    byline: Byline, engines: Engines, write: Write, tmp_path: Path
) -> None:
    article = write("a.txt", LED)
    blocked = tmp_path / "file"
    blocked.write_text("")  # tests may run as root, whom no permission stops
    for place in (blocked / "library", "/proc/byline"):
        refused(byline("index", article, "--library", place), "writable", "--library")


@pytest.mark.parametrize("state", ["missing", "corrupt"])
def test_weights_that_are_not_right_say_what_to_fetch(
    byline: Byline, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("BYLINE_MODEL", "smollm2-135m")
    if state == "corrupt":
        file = tmp_path / "cache/models/smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"GGUF")
    told = "not the file we know" if state == "corrupt" else "not on this machine"
    for args in (["ask", WHO_LED], ["chat"], ["models", "path", "smollm2-135m"]):
        refused(byline(*args), told, "`byline models fetch smollm2-135m`")


def test_a_missing_encoder_says_what_to_fetch(byline: Byline, write: Write) -> None:
    article = write("a.txt", LED)
    refused(byline("index", article), "`byline models fetch all-minilm-l6-v2`")


def test_a_file_that_is_no_model_is_refused_without_the_librarys_chatter(
    byline: Byline, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        Engines(patch)
        byline("index", write("a.txt", LED))
    monkeypatch.setattr(assembly, "encoder", lambda settings: HashingEncoder(settings.encoder))
    fake = tmp_path / "fake.gguf"
    fake.write_bytes(b"GGUF\x03\x00\x00\x00 and no more")
    monkeypatch.setenv("BYLINE_MODEL", str(fake))
    refused(byline("ask", WHO_LED), "fake.gguf", "BYLINE_MODEL")


def test_a_disk_error_that_no_room_foresaw_is_one_line_too(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(settings: Settings) -> Encoder:
        raise OSError(30, "Read-only file system", "/somewhere")

    monkeypatch.setattr(assembly, "encoder", fail)
    refused(byline("ask", WHO_LED), "/somewhere", "Read-only file system", "writable")


# -- batch


def questions(*lines: object) -> Path:
    file = Path("in.jsonl")
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def test_a_batch_is_answered_in_order_with_one_load_of_the_model(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    history = [{"question": "What was held in Istanbul?", "answer": "Talks were held."}]
    file = questions(
        {"id": "b", "question": WHO_LED},
        {"id": 7, "question": "And who led the team?", "history": history},
        {"id": "a", "question": WHO_LED, "asked_on": "2025-05-17"},
    )
    done = byline("ask", "--batch", file, "--out", "deep/down/out.jsonl")
    assert done == Done(0, "", "")
    written = Path("deep/down/out.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in written.splitlines()]
    assert [record["id"] for record in records] == ["b", "7", "a"]
    assert all(list(record) == KEYS for record in records)
    assert records[1]["question"] == "And who led the team?"
    assert len(engines.models) == 1


def test_each_answer_is_on_disk_before_the_next_question_is_asked(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def reply(prompt: Prompt) -> list[str]:
        seen.append(len(Path("out.jsonl").read_text(encoding="utf-8").splitlines()))
        return _reply(prompt)

    monkeypatch.setattr(assembly, "language_model", lambda *_, **__: ScriptedModel([reply] * 3))
    lines = [{"id": n, "question": f"{WHO_LED[:-1]} on day {n}?"} for n in range(3)]
    assert byline("ask", "--batch", questions(*lines), "--out", "out.jsonl").code == 0
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    "line", ["{", {"id": "2"}, {"question": "Who?"}, {"id": "2", "question": ""}]
)
def test_a_bad_line_is_named_before_a_model_is_loaded_or_anything_written(
    byline: Byline, filled: Path, engines: Engines, line: object
) -> None:
    file = questions({"id": "1", "question": WHO_LED}, line)
    refused(byline("ask", "--batch", file, "--out", "out.jsonl"), "in.jsonl, line 2: ")
    assert engines.opened == 0
    assert not Path("out.jsonl").exists()


def test_a_batch_that_is_not_there_is_refused(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    done = byline("ask", "--batch", "none.jsonl", "--out", "out.jsonl")
    refused(done, "none.jsonl", "name a file of JSON lines")
    assert engines.opened == 0


@pytest.mark.parametrize("out", [".", "file/out.jsonl", "/proc/none/out.jsonl", "in.jsonl"])
def test_an_out_that_cannot_be_written_is_refused_before_a_model_is_loaded(
    byline: Byline, filled: Path, engines: Engines, out: str
) -> None:
    Path("file").write_text("")
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", out), out, "--out")
    assert engines.opened == 0
    assert WHO_LED in file.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_disk_that_fills_up_while_answering_is_one_line(byline: Byline, filled: Path) -> None:
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", "/dev/full"), "No space left", "--out")


def test_earlier_answers_are_kept_when_the_model_cannot_be_loaded(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out.jsonl").write_text("earlier\n")
    monkeypatch.setenv("BYLINE_MODEL", "qwen2.5-7b")
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", "out.jsonl"), "models fetch qwen2.5-7b")
    assert Path("out.jsonl").read_text() == "earlier\n"


# -- chat, run and the bot


def test_a_chat_over_a_pipe_answers_follows_up_starts_over_and_ends(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    lines = [WHO_LED, "", "And who was it?", "/new", "Who led them?", "/quit", "Never asked?"]
    done = byline("chat", stdin="\n".join(lines))
    assert done.code == 0
    assert done.out.count(f"“{LED}”") == 3
    assert "›" not in done.out
    assert done.lines == ["Type a question; /new starts over, /quit ends."]
    asked = {p.turns[-1][0] for p in engines.models[0].prompts}
    leaning = [text for text in asked if "\nEarlier: " in text]
    assert len(leaning) == 1
    assert WHO_LED in leaning[0]


def test_a_chat_ends_with_its_input_and_outlives_a_refused_question(
    byline: Byline, filled: Path
) -> None:
    done = byline("chat", stdin=f"{'why ' * 500}\n{WHO_LED}\n")
    assert done.code == 0
    assert done.out.count(f"“{LED}”") == 1
    assert len(done.lines) == 2
    assert done.lines[1].startswith("byline: The question is 1,999 characters long")


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were fetched; all the others are there."""
    names: list[str] = []

    def fetch(self: Any, name: str, progress: console.DownloadProgress) -> Path:
        names.append(name)
        return Path("/cache") / name

    monkeypatch.setattr(Weights, "status", lambda self, name: "ready")
    monkeypatch.setattr(Weights, "fetch", fetch)
    return names


def test_run_without_a_token_indexes_the_samples_once_and_tells_how_to_get_one(
    byline: Byline, engines: Engines, fetched: list[str], tmp_path: Path
) -> None:
    done = byline("run", stdin=f"{WHO_LED}\n")
    assert done.code == 0
    assert f"“{LED}”" in done.out
    assert [line.split(" ")[0] for line in done.lines] == ["Indexing", "12", "No", "Type"]
    token = done.lines[2]
    assert "@BotFather" in token
    assert "TELEGRAM_BOT_TOKEN" in token
    assert str(tmp_path / "library") in done.lines[0]

    again = byline("run", stdin="/quit\n")
    assert (again.code, again.out) == (0, "")
    assert again.lines == done.lines[2:]
    assert fetched == []


def test_run_fetches_what_is_missing_and_leaves_a_library_alone_that_has_articles(
    byline: Byline, filled: Path, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Weights, "status", lambda self, name: "missing")
    done = byline("run", stdin="")
    assert done.code == 0
    assert fetched == ["all-minilm-l6-v2", "qwen2.5-coder-1.5b"]
    assert done.lines[:2] == [f"{name} is in /cache/{name}" for name in fetched]
    assert "Indexing" not in done.err


@pytest.mark.usefixtures("filled", "bot_logs")
def test_the_bot_without_a_token_says_how_to_get_one(byline: Byline, engines: Engines) -> None:
    refused(byline("telegram"), "@BotFather", "TELEGRAM_BOT_TOKEN")
    assert engines.opened == 0


@pytest.mark.usefixtures("filled", "fetched", "bot_logs")
@pytest.mark.parametrize("command", ["telegram", "run"])
def test_a_wrong_token_is_refused_in_one_line_that_does_not_hold_it(
    byline: Byline,
    telegram_that_knows_nobody: str,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", telegram_that_knows_nobody)
    done = byline(command)
    refused(done, "does not know this token", "@BotFather")
    assert "secret" not in done.err


@pytest.mark.usefixtures("filled", "bot_logs")
@pytest.mark.parametrize("token", ["no-token", "123:short", "with space:in it", "ünï:cödé"])
def test_a_token_that_cannot_be_one_is_refused_too(
    byline: Byline,
    telegram_that_knows_nobody: str,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    monkeypatch.setenv("TELEGRAM_API_URL", telegram_that_knows_nobody)
    refused(byline("telegram"), "@BotFather")


@pytest.fixture
def telegram_that_knows_nobody() -> Iterator[str]:
    """A Bot API server that refuses every token."""

    class Refusal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def bot_logs() -> Iterator[None]:
    """The bot's logging as it is, put back afterwards."""
    root = logging.getLogger()
    before = root.level, root.handlers[:], sys.excepthook, threading.excepthook
    raising = logging.raiseExceptions
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    sys.excepthook, threading.excepthook = before[2:]
    logging.raiseExceptions = raising


# -- models


def test_the_list_of_models_is_a_table(byline: Byline) -> None:
    done = byline("models", "list")
    assert (done.code, done.err) == (0, "")
    head, *rows = done.out.splitlines()
    assert head.split() == ["NAME", "KIND", "SIZE", "MEMORY", "LICENCE", "HERE", "ABOUT"]
    assert any(row.split()[:2] == ["smollm2-135m", "language"] for row in rows)
    assert all("missing" in row for row in rows)


@pytest.mark.parametrize("command", ["fetch", "path"])
def test_an_unknown_model_is_refused_with_those_there_are(byline: Byline, command: str) -> None:
    refused(byline("models", command, "gpt-99"), "gpt-99", "choose one of qwen2.5-coder-1.5b")


def test_the_path_of_a_model_stands_alone_on_stdout(byline: Byline, tmp_path: Path) -> None:
    shutil.copytree(
        _real("smollm2-135m"), tmp_path / "cache/models/smollm2-135m", copy_function=os.symlink
    )
    done = byline("models", "path", "smollm2-135m")
    assert (done.code, done.err) == (0, "")
    assert Path(done.out.strip()).is_file()
    assert done.out.count("\n") == 1


# -- as a program of its own, with a real encoder and the smallest real language model


def _real(name: str) -> Path:
    folder = REAL_CACHE / "models" / name
    if not folder.is_dir():
        pytest.fail(f"{folder} is not there: run `byline models fetch {name}` (once).")
    return folder


def program(folder: Path, *args: object, stdin: str = "", **environment: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-c", "from bot.terminal.cli import main; main()", *map(str, args)],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(folder),
            "BYLINE_CACHE": str(REAL_CACHE),
            "BYLINE_LIBRARY": str(folder / "library"),
            "BYLINE_MODEL": "smollm2-135m",
            **environment,
        },
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_the_program_refuses_what_is_not_there_in_one_line(tmp_path: Path) -> None:
    refused(program(tmp_path, "index", "nowhere"), "nowhere does not exist", "check the path")


def test_the_program_is_silent_but_for_what_was_asked_for(
    tmp_path: Path, write: Write, minilm: Encoder
) -> None:
    _real("smollm2-135m")
    article = write("talks.txt", f"The talks were held in Istanbul. {LED} Nothing was agreed.")
    library_folder = assembly.open_library_folder(load(library=tmp_path / "library"), minilm)
    library_folder.index([article])
    library_folder.close()
    done = program(tmp_path, "ask", WHO_LED, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(json.loads(done.out)) == KEYS
    # Nothing was left outside the library and the cache.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "library"]


# -- pages and sources


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
        assert "1 of 2 pages were not brought in" in done.err

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
