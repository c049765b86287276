"""`byline backup` and `byline restore`: what goes in comes back, and nothing else does."""

import hashlib
import json
import stat
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cli_runner import Byline, refused
from kept_libraries import ANA, fill, held, opened
from library_folders import one_line

from bot.backup import archive
from bot.backup.backup import back_up
from bot.backup.restore import restore
from bot.backup.settings_lines import settings_lines
from bot.memory import all_databases
from bot.memory.sessions import Sessions
from bot.settings import Settings, load, secrets
from index.errors import LibraryError
from index.folder import export
from index.folder.switch import DRAFT, alone
from index.library.library import Library

pytest_plugins = "cli_fixtures"

TOKEN = "7000000001:AAF-a-token-of-thirty-five-letters"


@pytest.fixture
def kept(settings: Settings) -> Settings:
    """Settings over a folder with articles, chats and files of the word "old"."""
    fill(settings.library, "old")
    return settings


@pytest.fixture
def saved(kept: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    back_up(kept, file)
    return file


@pytest.fixture(scope="module")
def one_saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup beside its folder `library`, for tests that change neither."""
    folder = tmp_path_factory.mktemp("saved")
    fill(folder / "library", "old")
    back_up(load(library=folder / "library"), folder / "backup.zip")
    return folder / "backup.zip"


def test_all_comes_back_in_another_folder_and_nothing_is_read_again(
    kept: Settings, saved: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    restore(saved, there)
    assert held(there) == held(kept.library)
    library_folder = opened(there)
    with closing(library_folder):
        # The files that Byline keeps are in the new folder, and known to be there.
        assert all(
            Path(file).is_relative_to(there) for file in library_folder.library.article_files()
        )
        assert library_folder.library.roots() == [there / "fetched", there / "received"]
        report = library_folder.index([])
        assert (report.added, report.removed, report.unchanged) == (0, 0, 2)
    assert not (there / DRAFT).exists()


def test_a_conversation_goes_on_where_it_was(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "there")
    with all_databases.opened(tmp_path / "there") as memory:
        last = memory.sessions.last(ANA)
        assert last
        number, answer = last
        assert memory.sessions.remember(ANA, answer) == number + 1
        assert not memory.journal.receive(2, 7, "the same update again")


def test_what_was_there_is_replaced_as_a_whole_and_only_when_asked(
    saved: Path, tmp_path: Path, kept: Settings
) -> None:
    there = tmp_path / "there"
    fill(there, "new", turns=3)
    (there / "received" / "more.txt").write_text("One more article that nobody needs. It is here.")
    before = held(there)
    with pytest.raises(LibraryError, match=r"holds 2 articles .*--replace") as error:
        restore(saved, there)
    assert one_line(error)
    assert held(there) == before
    restore(saved, there, replace=True)
    assert held(there) == held(kept.library)
    restore(saved, there, replace=True)
    assert sorted(path.name for path in there.glob("index*")) == ["index-2", "index-3"]


def test_chats_alone_are_not_replaced_unasked_either(saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    with all_databases.opened(there):
        pass
    with pytest.raises(LibraryError, match="--replace"):
        restore(saved, there)


def test_while_a_bot_runs_it_is_backed_up_and_not_replaced(kept: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    with all_databases.opened(kept.library) as memory:
        back_up(kept, file)
        with pytest.raises(LibraryError, match=r"A bot runs over .*: stop it") as error:
            restore(file, kept.library, replace=True)
        assert one_line(error)
        memory.people.decide(8, False, "still at work")
    restore(file, kept.library, replace=True)
    assert held(kept.library).people == ("old",)


def test_a_backup_of_one_moment_has_what_was_written_before_it_and_nothing_half(
    kept: Settings, tmp_path: Path
) -> None:
    sessions = Sessions(kept.library / "sessions.sqlite")
    answer = sessions.last(ANA)
    assert answer
    with sessions._db.transaction() as db:
        db.execute("DELETE FROM exchanges")  # never committed before the copy is made
        back_up(kept, tmp_path / "backup.zip")
    sessions.close()
    restore(tmp_path / "backup.zip", tmp_path / "there")
    with all_databases.opened(tmp_path / "there") as memory:
        assert memory.sessions.last(ANA) == answer


def test_two_backups_and_a_restore_do_not_get_in_each_others_way(
    kept: Settings, saved: Path, tmp_path: Path
) -> None:
    with alone(kept.library):
        with pytest.raises(LibraryError, match="try again when it is done"):
            back_up(kept, tmp_path / "two.zip")
        with pytest.raises(LibraryError, match="try again when it is done"):
            restore(saved, kept.library, replace=True)
    assert not (tmp_path / "two.zip").exists()


def test_a_library_that_was_being_indexed_is_repaired_when_it_is_opened(
    kept: Settings, tmp_path: Path
) -> None:
    with closing(Library(kept.library / "index" / "library.sqlite")) as library:
        library.begin([kept.library / "received"])
        with library.transaction() as db:
            db.execute("DELETE FROM vectors")
    back_up(kept, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "there")
    library_folder = opened(tmp_path / "there")
    with closing(library_folder):
        assert library_folder.library.ids_without_vectors() == set()
        library_folder.index([])
        assert library_folder.behind() is None


def test_only_its_owner_can_read_a_backup(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_settings_are_kept_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "hidden-from-all-eyes"
    given: dict[str, object] = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"https://ana:{secret}@telegram.example/{TOKEN}",
        "BYLINE_WEBHOOK_SECRET": secret,
        "BYLINE_WEBHOOK_URL": f"https://ana:pass@news.example/hook?key={secret}",
        "BYLINE_ADMINS": "41,7",
        "BYLINE_THREADS": "2",
        "BYLINE_DRAFTS": "true",
        "BYLINE_SOURCES": "/srv/sources.toml",
        "BYLINE_MODEL": "smollm2-135m",
        "BYLINE_LIBRARY": "/srv/library",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, str(value))
    lines = settings_lines(load())
    assert [line for line in lines.splitlines() if not line.startswith("#")] == [
        "BYLINE_MODEL=smollm2-135m",
        "BYLINE_SOURCES=/srv/sources.toml",
        "BYLINE_THREADS=2",
        "BYLINE_ADMINS=41,7",
        "BYLINE_DRAFTS=true",
        "BYLINE_WEBHOOK_URL=https://news.example/hook",
    ]
    assert secret not in lines
    assert TOKEN.partition(":")[2] not in lines


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("https://ana:pw@api.example:8443/x", "https://api.example:8443/x"),
        ("https://pw@api.example/", "https://api.example"),
        ("https://api.example/?token=pw", "https://api.example/"),
        ("https://api.example/#pw", "https://api.example/"),
        ("http://[fe80::1", ""),
    ],
)
def test_an_address_is_kept_without_what_may_be_secret(address: str, line: str) -> None:
    lines = settings_lines(load(telegram_api_url=address))
    assert f"\nTELEGRAM_API_URL={line}\n" in lines


def test_a_short_end_of_a_secret_takes_no_other_setting_along() -> None:
    settings = load(telegram_bot_token="not-a-token:2", threads=2)
    assert secrets(settings) == ["not-a-token:2"]
    assert "BYLINE_THREADS=2" in settings_lines(settings)


def test_what_a_backup_writes_of_settings_can_be_read_as_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_ALLOWED", "7,-100")
    monkeypatch.setenv("BYLINE_ACCESS", "closed")
    before = load()
    monkeypatch.delenv("BYLINE_ALLOWED")
    monkeypatch.delenv("BYLINE_ACCESS")
    (tmp_path / ".env").write_text(settings_lines(before))
    assert load() == before


def test_a_backup_that_cannot_be_written_says_so(kept: Settings, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="name a file in one that exists"):
        back_up(kept, tmp_path / "nowhere" / "backup.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(LibraryError, match="cannot be written"):
        back_up(kept, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# -- files that are not to be trusted

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
    refusals = 0
    for at in range(3, len(whole), len(whole) // 60):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            with archive.opened(bad) as backup:
                backup.verify()
        except LibraryError as error:
            assert "\n" not in str(error)  # noqa: PT017 - a byte may stand where nothing is read
            refusals += 1
    assert refusals > 50


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


# -- the commands


def test_the_commands_say_what_they_did(byline: Byline, kept: Settings, tmp_path: Path) -> None:
    file, there = tmp_path / "backup.zip", tmp_path / "there"
    done = byline("backup", file)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"2 articles, the chats and 3 files are in {file} (")
    done = byline("restore", file, "--library", there)
    assert done.code == 0
    assert done.err.startswith("2 articles and the chats of 20")
    assert str(there / "settings.env") in done.err
    refused(byline("restore", file), "--replace", "--library")
    assert byline("restore", file, "--replace").code == 0
    refused(byline("restore", tmp_path / "none.zip"), "cannot be read")


def test_an_empty_library_is_not_backed_up(byline: Byline, tmp_path: Path) -> None:
    refused(byline("backup", tmp_path / "a.zip"), "is empty", "`byline index PATH`")
    assert list(tmp_path.glob("*.zip")) == []
