"""Copies of remote places: what is copied, what is not copied again, and how refusals are told."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Byline, Engines, refused
from every_case import over
from storage_servers import KEY, SECRET, google_server, put_google, s3_server

from bot.adding.gatherer import Gatherer
from bot.adding.remote_places import COPIED, copy_again
from bot.settings import load
from index.cloud import copies
from index.cloud.places import is_address, normal, open_place
from index.errors import RemoteError
from index.folder.library_folder import LibraryFolder
from index.readers import formats
from index.types import Encoder, Failure

pytest_plugins = "cli_fixtures"
FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


class Memory:
    """A folder in fsspec's storage in memory."""

    address = "memory://news"

    def __init__(self) -> None:
        import fsspec

        self._storage = fsspec.filesystem("memory")

    def put(self, name: str, text: str) -> None:
        self._storage.pipe(f"/news/{name}", text.encode())

    def delete(self, name: str) -> None:
        self._storage.rm(f"/news/{name}", recursive=True)

    def clear(self) -> None:
        self._storage.store.clear()
        self._storage.pseudo_dirs[:] = [""]


@pytest.fixture
def memory() -> Iterator[Memory]:
    held = Memory()
    held.clear()
    yield held
    held.clear()


def copied(folder: Path, address: str = Memory.address) -> dict[str, str]:
    place = copies.folder_of(folder, address)
    files = (path for path in place.rglob("*") if path.suffix in formats.SUFFIXES)
    seen = {str(path.relative_to(place)): path.read_text() for path in files}
    return {name: text for name, text in seen.items() if not name.startswith(".")}


def copy(folder: Path, address: str = Memory.address) -> tuple[list[str], list[Failure]]:
    """Copy the place; the names of what was fetched, and the failures."""
    place = copies.folder_of(folder, address)
    before = {path: path.stat().st_ino for path in place.rglob("*.*")}
    kept = [path.open("rb") for path in before if path.is_file()]  # so that no number is used again
    failed = copies.copy(open_place(address), folder)
    after = {path: path.stat().st_ino for path in place.rglob("*.*")}
    for file in kept:
        file.close()
    new = [path for path, number in after.items() if before.get(path) != number]
    names = [str(path.relative_to(place)) for path in new if path.suffix in formats.SUFFIXES]
    return sorted(name for name in names if not name.startswith(".")), failed


@over(
    [
        ("s3://bucket/a", True),
        ("GS://bucket", True),
        ("memory:///a", True),
        ("file:///a", True),
        ("articles", False),
        ("./s3:/bucket", False),
        ("C:\\articles", False),
        ("://", False),
        ("a b://c", False),
    ]
)
def test_an_address_is_told_from_a_path(text: str, address: bool) -> None:
    assert is_address(text) == address


@over(
    [
        ("https://example.org/a", "`byline add URL`"),
        ("s3://", "lacks the bucket"),
        ("s3://AKIA:secret123@bucket/a", "leave it out"),
        ("sftp://me:secret123@host/a", "leave it out"),
        ("nonsense://a", "is unknown"),
        ("s3:///a", "lacks the bucket"),
    ]
)
def test_an_address_that_cannot_be_used_is_refused_without_its_secrets(
    address: str, remedy: str
) -> None:
    with pytest.raises(RemoteError) as refusal:
        open_place(address)
    assert remedy in str(refusal.value)
    assert "secret123" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_address_has_one_form() -> None:
    assert normal("S3://Bucket/A/") == "s3://Bucket/A"
    assert normal("s3://anonymous@bucket") == "s3://anonymous@bucket"


def test_only_what_changed_is_fetched_again(memory: Memory, tmp_path: Path) -> None:
    memory.put("a.txt", FERRY)
    memory.put("deep/b.md", BRIDGE)
    memory.put("deep/notes.xlsx", "no article")
    memory.put(".hidden/c.txt", FERRY)
    assert copy(tmp_path) == (["a.txt", "deep/b.md"], [])
    assert copied(tmp_path) == {"a.txt": FERRY, "deep/b.md": BRIDGE}

    assert copy(tmp_path) == ([], [])
    memory.put("a.txt", BRIDGE)
    assert copy(tmp_path) == (["a.txt"], [])
    memory.delete("deep/b.md")
    assert copy(tmp_path) == ([], [])
    assert copied(tmp_path) == {"a.txt": BRIDGE}


def test_a_copy_that_somebody_deleted_is_made_again(memory: Memory, tmp_path: Path) -> None:
    memory.put("a.txt", FERRY)
    copy(tmp_path)
    (copies.folder_of(tmp_path, memory.address) / "a.txt").unlink()
    assert copy(tmp_path) == (["a.txt"], [])


def test_a_place_that_is_empty_or_gone_keeps_its_copies(memory: Memory, tmp_path: Path) -> None:
    memory.put("a.txt", FERRY)
    copy(tmp_path)
    memory.delete("a.txt")
    memory.put("a.bin", "no article")
    with pytest.raises(RemoteError, match=r"holds no articles: put files ending in .*\.jsonl"):
        copy(tmp_path)
    memory.clear()
    with pytest.raises(RemoteError, match="does not exist: check the address"):
        copy(tmp_path)
    assert copied(tmp_path) == {"a.txt": FERRY}
    (failure,) = copy_again(tmp_path)
    assert (failure.file, failure.reason[:14]) == (memory.address, "does not exist")


def test_a_file_that_is_too_large_is_told_and_its_copy_stays(
    memory: Memory, tmp_path: Path
) -> None:
    memory.put("a.txt", FERRY)
    memory.put("b.txt", BRIDGE)
    copy(tmp_path)
    memory.put("a.txt", "x" * 2_000_001)
    names, (failure,) = copy(tmp_path)
    assert names == []
    assert failure.file == "memory://news/a.txt"
    assert "more than the 2 MB" in failure.reason
    assert copied(tmp_path) == {"a.txt": FERRY, "b.txt": BRIDGE}


def test_a_file_that_grows_while_it_is_fetched_is_given_up(memory: Memory, tmp_path: Path) -> None:
    memory.put("a.txt", FERRY)
    memory.put("b.txt", BRIDGE)
    place = open_place(memory.address)
    listed = list(place.files())
    memory.put("a.txt", "x" * 2_000_001)
    place.files = lambda: iter(listed)  # type: ignore[method-assign]
    (failure,) = copies.copy(place, tmp_path)
    assert "more than the 2 MB" in failure.reason
    assert copied(tmp_path) == {"b.txt": BRIDGE}


def test_names_that_no_disk_takes_are_replaced_and_lead_nowhere(
    memory: Memory, tmp_path: Path
) -> None:
    for name in ("x" * 250 + ".txt", "a\nb.txt", "e\\f.txt"):
        memory.put(name, FERRY)
    names, failed = copy(tmp_path / "in")
    assert failed == []
    assert len(names) == 3
    assert all(name.endswith(".txt") and "\n" not in name for name in names)
    assert copy(tmp_path / "in") == ([], [])
    memory.put("../../out.txt", FERRY)
    copy(tmp_path / "in")
    assert not (tmp_path / "out.txt").exists()


def test_copying_that_was_cut_off_goes_on_where_it_was(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_BATCH", 2)
    for number in range(5):
        memory.put(f"{number}.txt", FERRY)

    def stop(done: int, total: int, file: str) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copies.copy(open_place(memory.address), tmp_path, stop)
    assert len(copied(tmp_path)) == 4
    marks = copies.folder_of(tmp_path, memory.address) / ".marks.jsonl"
    marks.write_text(marks.read_text() + '["half a li')  # as a crash leaves it
    assert copy(tmp_path) == (["4.txt"], [])


def test_a_local_folder_by_address_and_one_file_are_copied_too(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.txt").write_text(FERRY)
    for address in (f"file://{tmp_path}/shared", f"file://{tmp_path}/shared/a.txt"):
        assert copy(tmp_path / "in", address) == (["a.txt"], [])
        assert copied(tmp_path / "in", address) == {"a.txt": FERRY}
    assert len(copies.addresses(tmp_path / "in")) == 2


@pytest.mark.slow
def test_a_known_place_is_copied_again_when_all_is_indexed_again(
    memory: Memory, tmp_path: Path, encoder: Encoder
) -> None:
    memory.put("a.txt", FERRY)
    settings = load(library=tmp_path / "library")
    copy(settings.library / COPIED)

    def none(name: str) -> Encoder:
        raise AssertionError(name)

    folder = LibraryFolder(settings.library, encoder, none)
    gatherer = Gatherer(settings, folder)
    assert gatherer.reindex().added == 1
    memory.put("b.txt", BRIDGE)
    assert gatherer.reindex().added == 1
    memory.delete("a.txt")
    report = gatherer.reindex()
    assert (report.removed, report.failed) == (1, [])
    folder.close()


@pytest.mark.parametrize("missing", ["pyarrow", "fsspec"])
def test_without_the_extra_one_line_names_it(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [each for each in sys.modules if each.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    address = "s3://bucket/a" if missing == "pyarrow" else "memory://news"
    refused(byline("index", address), missing, '-e ".[cloud]"` in the clone')
    assert engines.opened == 0


def test_what_cannot_be_copied_is_refused_before_the_encoder_is_loaded(
    byline: Byline, engines: Engines, memory: Memory
) -> None:
    refused(byline("index", memory.address), "does not exist", "check the address")
    refused(byline("index", "--dry-run", memory.address), "leave out --dry-run")
    assert engines.opened == 0


@pytest.mark.slow
@pytest.mark.usefixtures("engines")
def test_a_bucket_is_indexed_and_indexed_again(
    byline: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow
    from pyarrow import parquet

    news = tmp_path / "buckets" / "news"
    (news / "2024" / "a b").mkdir(parents=True)
    (news / "2024" / "a b" / "ferry?#1.txt").write_text(FERRY)
    parquet.write_table(
        pyarrow.table({"id": ["b"], "text": [BRIDGE]}), news / "2024" / "part-0.parquet"
    )
    (news / "2025.txt").write_text("Another folder. It is not asked for.")
    for name in [each for each in os.environ if each.startswith(("AWS_", "GOOGLE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    with s3_server(tmp_path / "buckets") as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        refused(byline("index", "s3://news/2024"), "check the keys in the environment")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret-of-the-tests")
        wrong = byline("index", "s3://news/2024")
        refused(wrong, "refuses access: check the keys")
        assert "wrong-secret" not in wrong.err
        assert KEY not in wrong.err
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        refused(byline("index", "s3://news/2023"), "s3://news/2023 does not exist")
        refused(byline("index", "s3://views"), "s3://views does not exist")

        assert "2 added" in byline("index", "s3://news/2024").err
        again = byline("index")
        assert "0 added, 0 changed, 0 removed, 2 unchanged, 0 failed" in again.err
        (news / "2024" / "c.md").write_text("# Harbour\n\nThe harbour opens on Friday.")
        assert "1 added, 0 changed, 0 removed, 2 unchanged" in byline("index").err
    gone = byline("index")
    assert "s3://news/2024: cannot be reached" in gone.err
    assert "0 removed" in gone.err
    for file in (tmp_path / "library").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()


@pytest.mark.slow
def test_googles_buckets_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with google_server() as url:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", url)
        put_google(url, "news", "a b/ferry?#1.txt", FERRY.encode())
        put_google(url, "news", "c.md", BRIDGE.encode())
        address = "gs://anonymous@news"
        assert copy(tmp_path, address) == (["a b/ferry?#1.txt", "c.md"], [])
        assert copy(tmp_path, address) == ([], [])
        put_google(url, "news", "c.md", FERRY.encode())
        assert copy(tmp_path, address) == (["c.md"], [])
        assert copy(tmp_path, "gs://anonymous@news/c.md") == (["c.md"], [])
        with pytest.raises(RemoteError, match="does not exist"):
            copy(tmp_path, "gs://anonymous@views/none")
