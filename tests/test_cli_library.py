"""`byline library`, and what commands say of a library, weights or a disk that is damaged."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from cli_runner import LED, WHO_LED, Byline, Engines, Write, refused
from fakes import HashingEncoder

from bot import assembly
from bot.settings import Settings
from index.errors import EncoderError
from index.library.library import Library
from index.types import Encoder

pytest_plugins = "cli_fixtures"


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
def test_what_is_wrong_is_named_and_repaired(
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
    repaired = byline("library", "check", "--repair")
    assert (repaired.code, "repaired" in repaired.out) == (0, True), repaired
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


def test_an_archive_that_is_not_there_alone_is_to_blame(byline: Byline, tmp_path: Path) -> None:
    done = byline("library", "import", tmp_path / "none.zip")
    refused(done, "none.zip cannot be read (No such file or directory): name a file")
    assert str(tmp_path / "library") not in done.err


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


def test_another_encoder_makes_the_library_anew_and_answers_come_from_the_old_until_then(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_ENCODER", "another")
    assert LED in byline("ask", WHO_LED).out
    assert "would be rebuilt, for the encoder another" in byline("index", "--dry-run").err
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


def test_damaged_vectors_are_made_anew_when_the_library_is_opened(
    byline: Byline, filled: Path, tmp_path: Path
) -> None:
    database = tmp_path / "library" / "index" / "chroma" / "chroma.sqlite3"
    database.write_bytes(b"no database" * 1000)
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
