"""Files that are not to be trusted: `byline restore` refuses them and changes nothing."""

import hashlib
import json
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kept_libraries import fill
from library_folders import one_line

from bot.backup import archive
from bot.backup.backup import back_up
from bot.backup.restore import restore
from bot.settings import load
from index.errors import LibraryError
from index.folder import export


@pytest.fixture(scope="module")
def one_saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup beside its folder `library`; tests change neither."""
    folder = tmp_path_factory.mktemp("saved")
    fill(folder / "library", "old")
    back_up(load(library=folder / "library"), folder / "backup.zip")
    return folder / "backup.zip"


Members = dict[str, bytes]


def manifest(members: Members) -> dict[str, object]:
    about: dict[str, object] = json.loads(members["manifest.json"])
    return about


def with_manifest(members: Members, **changed: object) -> Members:
    return {**members, "manifest.json": json.dumps({**manifest(members), **changed}).encode()}


def listed(members: Members) -> Members:
    """The members, with a manifest that names all of them as they are."""
    files = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in members.items()
        if name != "manifest.json"
    }
    return with_manifest(members, files=files)


def named(name: str) -> Callable[[Members], Members]:
    return lambda members: listed({**members, name: b"slipped"})


def chat(sql: str, name: str = "sessions.sqlite") -> Callable[[Members], Members]:
    """A change of a chat database, listed in the manifest as if nothing were wrong."""

    def change(members: Members) -> Members:
        from index.sqlite import Database

        path = Path("changed.sqlite").absolute()
        path.write_bytes(members[name])
        with closing(Database(path, lambda db: db.executescript(sql))):
            pass
        return listed({**members, name: path.read_bytes()})

    return change


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {key: data for key, data in members.items() if key != name}


def flipped(name: str) -> Callable[[Members], Members]:
    return lambda members: {**members, name: bytes([members[name][0] ^ 1]) + members[name][1:]}


def garbage(name: str) -> Callable[[Members], Members]:
    return lambda members: listed({**members, name: b"no database" * 500})


UP_TO_DATE, ANOTHER = "bring this one up to date", "`byline backup`"
FAULTS: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a path upwards": (named("../slipped.txt"), ANOTHER),
    "a path upwards in a folder": (named("received/../../slipped.txt"), ANOTHER),
    "a path from the root": (named("/tmp/slipped.txt"), ANOTHER),
    "a path with an empty part": (named("received//slipped.txt"), ANOTHER),
    "a path with a backslash": (named("received\\..\\slipped.txt"), ANOTHER),
    "a folder as a file": (named("received/"), ANOTHER),
    "a file as a folder": (named("received/old.txt/slipped.txt"), ANOTHER),
    "a name with a line break": (named("received/a\nb.txt"), ANOTHER),
    "a name that is very long": (named(f"received/{'a' * 500}"), ANOTHER),
    "the pointer to the library": (named("current"), ANOTHER),
    "settings that would be read": (named(".env"), ANOTHER),
    "a lock": (named("writer.lock"), ANOTHER),
    "a database's log": (named("sessions.sqlite-wal"), ANOTHER),
    "a member that is not listed": (lambda m: {**m, "received/more.txt": b"more"}, ANOTHER),
    "a member that is missing": (without("people.sqlite"), ANOTHER),
    "no library": (lambda m: listed(without("library.zip")(m)), ANOTHER),
    "no manifest": (without("manifest.json"), ANOTHER),
    "a manifest that is no JSON": (lambda m: {**m, "manifest.json": b"{"}, ANOTHER),
    "a manifest nested deep": (lambda m: {**m, "manifest.json": b"[" * 200_000}, ANOTHER),
    "a manifest of another form": (lambda m: {**m, "manifest.json": b'{"format": 1}'}, ANOTHER),
    "sizes that are no numbers": (
        lambda m: with_manifest(m, files={"library.zip": {"size": "1", "sha256": "x"}}),
        ANOTHER,
    ),
    "a moment that is none": (lambda m: with_manifest(m, made="\x1b[2Jnow"), ANOTHER),
    "a newer form": (lambda m: with_manifest(m, format=2), UP_TO_DATE),
    "a changed database": (flipped("sessions.sqlite"), ANOTHER),
    "a changed library": (flipped("library.zip"), ANOTHER),
    "a changed article": (flipped("received/old.txt"), ANOTHER),
    "a file that is no database": (garbage("journal.sqlite"), ANOTHER),
    "a file that is no library": (garbage("library.zip"), "`byline library export`"),
    "chats of a newer Byline": (chat("PRAGMA user_version = 99"), UP_TO_DATE),
    "people of a newer Byline": (chat("PRAGMA user_version = 2", "people.sqlite"), UP_TO_DATE),
    "a trigger": (
        chat("CREATE TRIGGER t AFTER INSERT ON talks BEGIN DELETE FROM exchanges; END"),
        ANOTHER,
    ),
    "a view for a table": (chat("DROP TABLE talks; CREATE VIEW talks AS SELECT 1"), ANOTHER),
    "a bomb": (lambda m: listed({**m, "received/zeros.txt": bytes(90_000_000)}), ANOTHER),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_not_to_be_trusted_is_refused_and_changes_nothing(
    one_saved: Path, tmp_path: Path, fault: str
) -> None:
    folder = one_saved.parent / "library"
    with zipfile.ZipFile(one_saved) as good:
        members = {name: good.read(name) for name in good.namelist()}
    harm, remedy = FAULTS[fault]
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in harm(members).items():
            written.writestr(name, data)
    before = snapshot(folder)
    with pytest.raises(LibraryError) as error:
        restore(bad, folder, replace=True)
    assert remedy in str(error.value)
    assert one_line(error)
    assert snapshot(folder) == before
    assert not list(tmp_path.rglob("slipped*"))
    with pytest.raises(LibraryError):
        restore(bad, tmp_path / "there")
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("fault", ["cut", "text", "twice", "missing", "empty"])
def test_a_file_that_is_no_whole_archive_is_refused(
    one_saved: Path, tmp_path: Path, fault: str
) -> None:
    saved, bad = one_saved, tmp_path / "bad.zip"
    if fault == "cut":
        bad.write_bytes(saved.read_bytes()[:-300])
    elif fault == "text":
        bad.write_text("hello")
    elif fault == "empty":
        bad.write_bytes(b"")
    elif fault == "twice":
        bad.write_bytes(saved.read_bytes())
        with zipfile.ZipFile(bad, "a") as more, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            more.writestr("people.sqlite", b"another")
    with pytest.raises(LibraryError) as error:
        restore(bad, tmp_path / "there")
    assert one_line(error)
    assert not (tmp_path / "there").exists()


def test_a_file_with_any_byte_changed_is_refused_or_not_different(
    one_saved: Path, tmp_path: Path
) -> None:
    whole, bad = one_saved.read_bytes(), tmp_path / "bad.zip"
    places = range(3, len(whole), len(whole) // 60)
    refusals = 0
    for at in places:
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read_all(bad)
        except LibraryError as error:
            assert "\n" not in str(error)  # noqa: PT017 - a byte may stand where nothing is read
            refusals += 1
        else:
            assert members(bad) == members(one_saved)
    assert refusals > len(places) / 2


@pytest.mark.parametrize("flipped", [0x01, 0x55, 0x80, 0xFF])
def test_a_wrong_place_at_the_end_of_a_file_is_refused(
    one_saved: Path, tmp_path: Path, flipped: int
) -> None:
    with archive.opened(one_saved) as backup:
        backup.unpack("library.zip", tmp_path / "library.zip")
    bad = tmp_path / "bad.zip"
    for file in (one_saved, tmp_path / "library.zip"):
        whole = file.read_bytes()
        for at in range(len(whole) - 6, len(whole) - 2):  # where the list of members begins
            bad.write_bytes(whole[:at] + bytes([whole[at] ^ flipped]) + whole[at + 1 :])
            with pytest.raises(LibraryError, match="damaged"):
                read_all(bad) if file == one_saved else export.bring_in(tmp_path / "there", bad)


def read_all(file: Path) -> None:
    """Read all of a backup."""
    with archive.opened(file) as backup:
        backup.verify()


def members(file: Path) -> dict[str, bytes]:
    """Names and contents of what an archive holds."""
    with zipfile.ZipFile(file) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def test_a_library_with_a_byte_changed_is_not_imported(one_saved: Path, tmp_path: Path) -> None:
    with archive.opened(one_saved) as backup:
        backup.unpack("library.zip", tmp_path / "library.zip")
    whole = (tmp_path / "library.zip").read_bytes()
    for at in range(len(whole) // 3, len(whole) * 2 // 3, len(whole) // 20):
        bad = tmp_path / "bad.zip"
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with pytest.raises(LibraryError, match="cannot be brought in"):
            export.bring_in(tmp_path / "there", bad)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Names and contents of all that counts in a library folder, without counters of SQLite's."""
    return {
        str(path.relative_to(folder)): path.read_bytes()[100 if path.suffix == ".sqlite" else 0 :]
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".lock", ".sqlite-wal", ".sqlite-shm")
        if "chroma" not in path.parts
    }


def test_names_that_a_backup_may_hold() -> None:
    good = ["library.zip", "sessions.sqlite", "received/a b.txt", "fetched/x/y/é…z.html"]
    assert [name for name in good if not archive.is_good_name(name)] == []
