"""Who may import whom, read from the imports themselves: the table below is the architecture."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(REPOSITORY)
    for part in ("index", "bot")
    for path in (REPOSITORY / part).rglob("*.py")
)

# A vendor library -> the only files that may import it: its rooms.
ROOMS = {
    "chromadb": ["index/store.py"],
    "datasketch": ["index/duplicates.py"],
    "sentence_transformers": ["index/encoder.py"],
    "ctranslate2": ["index/converted.py"],
    "tokenizers": ["index/converted.py"],
    "torch": ["index/encoder.py"],
    "transformers": ["index/encoder.py"],
    "sentencex": ["index/sentences.py"],
    "trafilatura": ["index/readers/html.py"],
    "readability": ["index/readers/html.py"],
    "resiliparse": ["index/readers/html.py"],
    "pypdfium2": ["index/readers/pdf.py"],
    "docx": ["index/readers/word.py"],
    "frontmatter": ["index/readers/markdown.py"],
    "yaml": ["index/readers/markdown.py"],
    "markdown_it": ["index/readers/markdown.py"],
    "dateparser": ["index/readers/dates.py"],
    "charset_normalizer": ["index/readers/decoding.py"],
    "httpx": ["index/web/connection.py"],
    "protego": ["index/web/robots.py"],
    "feedparser": ["index/web/feeds.py"],
    "courlan": ["index/refresh.py"],
    "fastwarc": ["index/warc.py"],
    "sqlite3": ["index/database.py", "bot/database.py"],
    "llama_cpp": ["bot/llm.py"],
    "huggingface_hub": ["bot/downloads.py"],
    "snowballstemmer": ["bot/support.py"],
    "telegram": ["bot/messenger/"],
    "babel": ["bot/messenger/wording.py"],
    "PIL": ["bot/drawing.py"],
    "pymupdf_fonts": ["bot/drawing.py"],
    "faster_whisper": ["bot/voice.py"],
    "tenacity": ["bot/messenger/delivery.py"],
    "rich": ["bot/console.py", "bot/logs.py"],
    "typer": ["bot/cli.py"],
    "pydantic_settings": ["bot/settings.py"],
}

# Files that only turn values into values: no disk, network, database, clock, thread or process.
PURE = [
    *("index/clean.py", "index/furniture.py", "index/captions.py", "index/links.py"),
    *("index/notices.py", "index/appeals.py", "index/passages.py", "index/sentences.py"),
    *("index/scripts.py", "index/keywords.py", "index/duplicates.py"),
    *("index/types.py", "bot/evidence.py", "bot/prompt.py", "bot/citations.py", "bot/support.py"),
    "bot/relevance.py",
    *("bot/types.py", "bot/messenger/render.py", "bot/messenger/queue.py"),
    *("bot/messenger/phrases.py", "bot/messenger/lists.py", "bot/finds.py", "bot/timeline.py"),
    *("bot/understood.py", "index/web/addresses.py", "index/web/robots.py"),
]
OUTSIDE_WORLD = {
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "fcntl", "sqlite3", "subprocess"),
    *("socket", "ssl", "urllib.request", "http", "httpx", "requests", "threading", "asyncio"),
    *("multiprocessing", "time", "random", "logging", "filelock", "platformdirs", "sys"),
}

# Words and dates in the language of whom they are for, which is set once for each update.
WORDING = {"bot.messenger.wording", *(f"bot.messenger.wording.{name}" for name in ("day", "say"))}

# What a pure module may use of the above all the same, and why.
ALLOWED = {
    "bot/messenger/phrases.py": WORDING,
    "bot/messenger/lists.py": WORDING,
    "bot/messenger/queue.py": {"asyncio", "asyncio.Event"},  # a queue is waited for
    # Plain values that rooms return and that are shown to people.
    "bot/messenger/render.py": {
        *("index.library", "index.library.Summary", "index.sync", "index.sync.Report"),
        *WORDING,
    },
}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, by its dotted name."""
    for node in ast.walk(ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively: name the module in full"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_the_files_are_found() -> None:
    assert Path("index/library.py") in MODULES
    assert Path("bot/messenger/app.py") in MODULES


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_index_does_not_know_of_bot(path: Path) -> None:
    if path.parts[0] == "index":
        assert not [name for name in imports(path) if within(name, "bot")]


@pytest.mark.parametrize("library", ROOMS)
def test_a_vendor_library_is_imported_only_in_its_room(library: str) -> None:
    users = {str(path) for path in MODULES if any(within(n, library) for n in imports(path))}
    strangers = {user for user in users if not user.startswith(tuple(ROOMS[library]))}
    assert not strangers, f"{library} belongs into {ROOMS[library]}"
    assert users, f"nothing imports {library}: take it out of the table"


@pytest.mark.parametrize("path", PURE)
def test_a_pure_module_touches_nothing_outside(path: str) -> None:
    used = {n for n in imports(Path(path)) if any(within(n, world) for world in OUTSIDE_WORLD)}
    assert used <= ALLOWED.get(path, set())


@pytest.mark.parametrize("path", PURE)
def test_a_pure_module_imports_no_room(path: str) -> None:
    rooms = {
        room.removesuffix(".py").replace("/", ".")
        for rooms in ROOMS.values()
        for room in rooms
        if room not in PURE and room.endswith(".py")
    }
    rooms |= {"index.sync", "index.readers", "bot.assembly", "bot.answering", "bot.weights"}
    used = {name for name in imports(Path(path)) if any(within(name, room) for room in rooms)}
    assert used <= ALLOWED.get(path, set())


def test_only_assembly_and_its_callers_build_the_rooms() -> None:
    """Everything between takes protocols, so that any room can be exchanged."""
    heavy = ("index.store", "index.encoder", "bot.llm")
    users = {
        str(path)
        for path in MODULES
        if any(within(n, room) for n in imports(path) for room in heavy)
    }
    assert users == {"bot/assembly.py", "index/rooms.py"}


@pytest.mark.parametrize("folder", ["index", "bot", "bot/messenger", "evals", "bench"])
def test_the_readme_tree_names_every_file(folder: str) -> None:
    root = Path(__file__).parent.parent
    tree = (root / "README.md").read_text(encoding="utf-8").partition("## The tree")[2]
    files = [file for file in (root / folder).glob("*.py") if file.name != "__init__.py"]
    assert [file.name for file in files if f"{file.name} " not in tree] == []
