"""Who may import whom, read from the imports: the two tables below are the architecture."""

import ast
from functools import cache
from pathlib import Path

from every_case import over

REPOSITORY = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(REPOSITORY)
    for part in ("index", "bot")
    for path in (REPOSITORY / part).rglob("*.py")
)

# A folder (or a file beside the folders): what it may import besides itself and COMMON.
COMMON = (
    *("index/types.py", "index/errors.py", "index/atomic.py", "index/language_data"),
    *("bot/types.py", "bot/errors.py"),
)
LAYERS = {
    place: tuple(allowed.split())
    for place, _, allowed in (
        line.partition(":")
        for line in """\
index/types.py:
index/errors.py:
index/language_data:
index/atomic.py:
index/sqlite.py:
index/splitting:
index/vectors:
index/cleaning: index/splitting
index/library: index/sqlite.py index/splitting
index/readers: index/cleaning index/splitting
index/web: index/cleaning index/readers
index/cloud: index/readers
index/known_vectors.py:
index/search.py: index/known_vectors.py index/library index/splitting
index/syncing: index/cleaning index/library index/readers index/splitting
index/folder: index
bot/types.py:
bot/errors.py:
bot/logs.py:
bot/drawing.py:
bot/secret_file.py:
bot/setting_faults.py:
bot/settings.py: bot/secret_file.py bot/setting_faults.py
bot/version.py:
bot/failure_log.py: bot/logs.py
bot/language:
bot/question: bot/language
bot/answering: bot/language bot/question index/splitting
bot/lookup: bot/answering bot/language bot/question index/library index/search.py index/splitting
bot/models:
bot/memory: index/sqlite.py
bot/following: bot/language bot/lookup bot/question index/library index/search.py
bot/adding: bot/settings.py index
bot/backup: bot/memory bot/settings.py bot/version.py index
bot/messenger/text: bot/adding bot/answering bot/following bot/lookup index/cleaning
bot/messenger/sending:
bot/messenger/incoming: bot/memory bot/settings.py bot/messenger/text bot/messenger/sending
bot/messenger/queue: bot/answering bot/memory bot/messenger/text bot/messenger/sending
bot/serving: bot/answering bot/lookup bot/memory bot/messenger/text bot/question bot/settings.py \
index
bot/messenger: bot index/folder index/web
bot/assembly.py: bot/answering bot/models bot/settings.py index
bot/terminal: bot index
bot/__main__.py: bot/terminal
""".splitlines()
    )
}
ENTRY_POINTS = ("bot/terminal",)  # alone import the composition root, bot/assembly.py

# A vendor library -> the only files that may import it.
VENDORS = {
    "chromadb": ["index/vectors/chroma_"],
    "datasketch": ["index/library/duplicate_detection.py"],
    "anyascii": ["index/library/spelling.py"],
    "rapidfuzz": ["index/library/spelling.py"],
    "sentence_transformers": ["index/vectors/sentence_transformers_encoder.py"],
    "ctranslate2": ["index/vectors/ctranslate2_encoder.py"],
    "onnxruntime": ["bot/models/onnx_reader.py"],
    "tokenizers": ["index/vectors/ctranslate2_encoder.py", "bot/models/onnx_reader.py"],
    "torch": ["index/vectors/sentence_transformers_encoder.py"],
    "transformers": ["index/vectors/sentence_transformers_encoder.py"],
    "sentencex": ["index/splitting/sentences.py"],
    "trafilatura": ["index/readers/html.py"],
    "htmldate": ["index/readers/page_date_metadata.py"],
    "readability": ["index/readers/html.py"],
    "resiliparse": ["index/readers/html.py"],
    "pypdfium2": ["index/readers/pdf.py", "index/readers/pdf_unseen.py"],
    "spellchecker": ["index/readers/pdf_hyphens.py"],
    "docx": ["index/readers/docx.py"],
    "frontmatter": ["index/readers/markdown.py"],
    "yaml": ["index/readers/markdown.py"],
    "markdown_it": ["index/readers/markdown.py"],
    "dateparser": ["index/readers/date_parsing.py"],
    "charset_normalizer": ["index/readers/decoding.py"],
    "httpx": [
        *("index/web/connection.py", "index/vectors/chroma_server.py"),
        "bot/models/server_connection.py",
    ],
    "fsspec": ["index/cloud/other_storage.py"],
    "pyarrow": ["index/cloud/buckets.py", "index/readers/parquet.py"],
    "ray": ["index/syncing/ray_work.py"],
    "protego": ["index/web/robots.py"],
    "feedparser": ["index/web/feeds.py"],
    "courlan": ["index/web/refresh.py"],
    "fastwarc": ["index/readers/saved_page.py"],
    "sqlite3": ["index/sqlite.py"],
    "llama_cpp": ["bot/models/llama.py"],
    "huggingface_hub": ["bot/models/downloads.py"],
    "spacy": ["bot/language/grammar.py"],
    "snowballstemmer": ["bot/language/words.py"],
    "text_to_num": ["bot/language/quantities.py"],
    "telegram": ["bot/messenger/"],
    "aiolimiter": ["bot/messenger/sending/all_calls.py"],
    "tornado": [
        *("bot/messenger/incoming/quiet_server.py", "bot/messenger/incoming/webhook.py"),
        "bot/messenger/health_port.py",
    ],
    "fastapi": ["bot/serving/http_api.py"],
    "starlette": ["bot/serving/http_api.py", "bot/serving/page/routes.py"],
    "jinja2": ["bot/serving/page/rendering.py"],
    "uvicorn": ["bot/serving/http_server.py"],
    "mcp": ["bot/serving/mcp_server.py"],
    "anyio": ["bot/serving/mcp_server.py"],
    "prometheus_client": ["bot/serving/prometheus_format.py"],
    "babel": ["bot/messenger/text/translation.py"],
    "PIL": ["bot/drawing.py", "index/readers/page_styles.py"],
    "pymupdf_fonts": ["bot/drawing.py"],
    "faster_whisper": ["bot/models/speech_to_text.py"],
    "tenacity": [
        "bot/messenger/sending/outbox.py",
        "bot/models/server_connection.py",
        "index/vectors/chroma_store.py",
    ],
    "psycopg": ["bot/memory/postgres.py"],
    "rich": ["bot/terminal/console.py", "bot/logs.py"],
    "typer": ["bot/terminal/"],
    "pydantic_settings": ["bot/settings.py"],
}

# Folders and files that turn values into values: no disk, network, database, clock or thread.
PURE = (
    *("index/cleaning", "index/language_data", "index/splitting", "index/types.py"),
    *(
        "index/library/keywords.py",
        "index/library/duplicate_detection.py",
        "index/library/spelling.py",
    ),
    *("index/web/addresses.py", "index/web/robots.py"),
    *(
        "bot/types.py",
        "bot/setting_faults.py",
        "bot/language",
        "bot/question",
        "bot/answering",
        "bot/lookup",
    ),
    *(
        "bot/following",
        "bot/adding/adding_result.py",
        "bot/adding/failure_groups.py",
        "bot/messenger/text",
    ),
)
IMPURE = {  # files of PURE folders that are not, and why
    "bot/answering/timing.py": "reads the clock",
    "bot/language/grammar.py": "loads its model, without what spaCy would load beside it",
    "bot/following/matcher.py": "asks the library",
    "bot/lookup/more_quotations.py": "asks the library",
    "bot/lookup/story.py": "asks the library",
    "bot/messenger/text/translation.py": "reads the translations",
}
OUTSIDE_WORLD = {
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "fcntl", "sqlite3", "subprocess"),
    *("socket", "ssl", "urllib.request", "http", "httpx", "requests", "threading", "asyncio"),
    *("multiprocessing", "time", "random", "logging", "filelock", "platformdirs", "sys"),
}


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in it, by its dotted name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively: name the module in full"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def inside(path: Path, places: tuple[str, ...]) -> bool:
    """Whether `path` is one of `places` or lies in one of them."""
    return any(str(path) == place or str(path).startswith(f"{place}/") for place in places)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@cache
def known_modules() -> dict[str, Path]:
    """Every module's dotted name -> its file; a folder that has code of its own counts."""
    known = {".".join(module.with_suffix("").parts): module for module in MODULES}
    known |= {
        name.removesuffix(".__init__"): module
        for name, module in known.items()
        if name.endswith(".__init__") and (REPOSITORY / module).stat().st_size > 200
    }
    return known


@cache
def ours(path: Path) -> frozenset[Path]:
    """The project's own files that `path` imports."""
    known = known_modules()
    return frozenset(known[name] for name in imports(path) if name in known)


@cache
def layer(path: Path) -> str:
    """The row of LAYERS that `path` belongs to: the deepest folder that has one."""
    return max((place for place in LAYERS if inside(path, (place,))), key=len, default="")


def test_the_files_are_found() -> None:
    assert Path("index/library/library.py") in MODULES
    assert Path("bot/messenger/app.py") in MODULES


@over([p for p in MODULES if p.name != "__init__.py"])
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    own = layer(path)
    assert own, f"{path} belongs to no layer: give its folder a line in LAYERS"
    used = {other for other in ours(path) if not inside(other, (own, *COMMON, *LAYERS[own]))}
    assert not used


@over(LAYERS)
def test_every_layer_exists(place: str) -> None:
    assert (REPOSITORY / place).exists(), "take it out of the table"


def test_only_entry_points_import_the_composition_root() -> None:
    root = Path("bot/assembly.py")
    assert not [p for p in MODULES if root in ours(p) and not inside(p, ENTRY_POINTS)]


def test_no_two_layers_import_each_other() -> None:
    arrows = {(layer(path), layer(other)) for path in MODULES for other in ours(path)}
    assert not [(a, b) for a, b in arrows if a != b and (b, a) in arrows and "" not in (a, b)]


@over(VENDORS)
def test_a_vendor_library_is_imported_only_in_its_file(library: str) -> None:
    users = {str(path) for path in MODULES if any(within(n, library) for n in imports(path))}
    strangers = {user for user in users if not user.startswith(tuple(VENDORS[library]))}
    assert not strangers, f"{library} belongs into {VENDORS[library]}"
    assert users, f"nothing imports {library}: take it out of the table"


@over([p for p in MODULES if inside(p, PURE) and str(p) not in IMPURE])
def test_a_pure_file_touches_nothing_outside(path: Path) -> None:
    assert not {n for n in imports(path) if any(within(n, world) for world in OUTSIDE_WORLD)}


def test_only_three_places_choose_the_engines() -> None:
    """Everything else takes protocols, so that a store, an encoder or a model can be exchanged."""
    engines = ["index.vectors.chroma_store", "index.vectors.chroma_server"]
    engines += ["index.vectors.sentence_transformers_encoder"]
    engines += ["bot.models.llama", "bot.models.server_model"]
    users = {
        str(path)
        for path in MODULES
        if any(within(n, engine) for n in imports(path) for engine in engines)
    }
    places = ["index/folder/open_generation.py", "index/folder/vector_places.py"]
    assert users == {"bot/assembly.py", *places}
