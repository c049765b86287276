"""Opens the libraries that questions over news are asked on: the samples, the corpus, our own.

Each is made once in the cache and then only brought up to date. Knows nothing of questions.
"""

import gzip
import shutil
from pathlib import Path

from bot.settings import Settings
from evals import sets
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync
from index.types import Encoder
from index.vectors.chroma_store import ChromaStore

_HERE = Path(__file__).parent
_SAMPLES = _HERE.parent / "bot" / "samples"
VERSIONS = _HERE / "versions"
TOPICS = _HERE / "topics"
YES_NO = _HERE / "yes_no"
STRANGERS = _HERE / "strangers"
CHATS = _HERE / "chats"

# Sets that are asked on the library of another.
_SHARED = {"news-a": "news-corpus", "topics-found": "topics", "chats": "strangers"}


def cache_of(settings: Settings) -> Path:
    """Return the folder for libraries made with the encoder of `settings`: each has its own."""
    return settings.cache / "evals" / Path(settings.encoder).name


def build(which: str, cache: Path, encoder: Encoder) -> Searcher:
    """Open the library of the set `which` in its folder of `cache`.

    Raises SettingsError where the corpus is missing.
    """
    name = _SHARED.get(which, which)
    folder = cache / name
    folder.mkdir(parents=True, exist_ok=True)
    roots = _roots(name, folder)
    library = Library(folder / "library.sqlite")
    if not all(any(Path(file).is_relative_to(r) for r in roots) for file in library.files()):
        # It was made from the articles of another clone: each would be in it twice.
        library.close()
        (folder / "library.sqlite").unlink()
        shutil.rmtree(folder / "chroma", ignore_errors=True)
        library = Library(folder / "library.sqlite")
    store = ChromaStore(folder / "chroma")
    sync(roots, library, store, encoder)
    return Searcher(library, store, encoder)


def _roots(name: str, folder: Path) -> list[Path]:
    if name == "news":
        return [_SAMPLES]
    if name == "versions":
        return [VERSIONS / "articles.jsonl"]
    if name in ("topics", "strangers"):  # few articles, so those of `versions` stand around them
        own = TOPICS if name == "topics" else STRANGERS
        return [own / "articles.jsonl", VERSIONS / "articles.jsonl"]
    if name == "yes-no":
        return [YES_NO / "articles.jsonl"]
    return [_unpacked(folder / "corpus.jsonl")]


def _unpacked(target: Path) -> Path:
    packed = sets.corpus()
    if not target.exists():
        draft = target.with_suffix(".part")
        with gzip.open(packed) as source, draft.open("wb") as unpacked:
            shutil.copyfileobj(source, unpacked)
        draft.replace(target)
    return target
