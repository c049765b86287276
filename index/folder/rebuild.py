"""Makes a library anew beside the old one, switches to it, and goes back.

Needs no vector store and no encoder of the old library: these may be what is broken or gone.
"""

import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from index.errors import LibraryError
from index.folder.generation import vector_store
from index.folder.generations import Generations
from index.folder.lock import Say, silent, writing
from index.library.library import Library
from index.syncing.prepare import RECIPE
from index.syncing.sync import sync
from index.types import Encoder, Progress, Report, quiet


def rebuild(
    folder: Path, encoder: Encoder, progress: Progress = quiet, say: Say = silent
) -> Report:
    """Make the library anew from the files it knows, beside the old one, then switch to it.

    The old library stays if anything fails or an article it holds cannot be read any more, and
    can be gone back to afterwards. Raises LibraryError then, and when it is empty.
    """
    generations = Generations(folder)
    with writing(folder, say=say):
        old = Library(generations.current() / "library.sqlite")
        try:
            if not old.roots():
                raise LibraryError("The library is empty: fill it with `byline index PATH`.")
            return make_anew(generations, old, [], encoder, progress, reuse=False)
        finally:
            old.close()


def make_anew(
    generations: Generations,
    old: Library,
    given: Iterable[Path],
    encoder: Encoder,
    progress: Progress,
    *,
    reuse: bool,
) -> Report:
    """A new generation of `old` and of the new roots `given`, switched to. Only for who writes.

    With `reuse` passages that come out the same keep their vectors.
    """
    place = generations.new()
    library = Library(place / "library.sqlite")
    try:
        store = vector_store(place / "chroma")
        try:
            roots = list(dict.fromkeys([*old.roots(), *given]))
            library.set_encoder(encoder.name)
            library.set_recipe(RECIPE)
            library.add_roots(roots)
            library.keep_numbers(old.numbers())
            reuse = reuse and old.encoder() == encoder.name
            report = sync(roots, library, store, encoder, progress, old=old, reuse=reuse)
            _expect_nothing_lost(old, library, report)
        finally:
            store.close()
            library.close()
        generations.switch(place)
    except BaseException:
        library.close()
        shutil.rmtree(place, ignore_errors=True)
        raise
    return report


def go_back(folder: Path, encoder: str, say: Say = silent) -> Path:
    """Use the library as it was before it was last made anew, and give its folder.

    Doing so once more undoes it. `encoder` is the one that is set: the next indexing must not
    bring back at once what was gone back from. Raises LibraryError when nothing was kept.
    """
    generations = Generations(folder)
    with writing(folder, say=say):
        previous = generations.previous()
        if previous is not None:
            with _library(generations.current()) as left, _library(previous) as wanted:
                wanted.decline(stamp(encoder, RECIPE))
                # So that a number which people have seen never means another article.
                wanted.keep_numbers(left.numbers())
                left.decline(None)
        return generations.go_back()


def _library(place: Path) -> closing[Library]:
    return closing(Library(place / "library.sqlite"))


def differs(library: Library, encoder: str) -> str | None:
    """Why the library is not what would be made now, with the encoder that is set; None if it is.

    Also None where the owner went back from just that.
    """
    made_with, recipe = library.encoder(), recipe_of(library)
    if made_with is None or library.declined() == stamp(encoder, RECIPE):
        return None
    if made_with != encoder:
        return f"the encoder {encoder} instead of {made_with}"
    return "articles are cleaned and split in a new way" if recipe != RECIPE else None


def recipe_of(library: Library) -> str:
    """What the library's articles were made by, also where an older version did not note it."""
    noted = library.recipe()
    return noted or next((stamp.recipe for stamp in library.files().values()), RECIPE)


def stamp(encoder: str, recipe: str) -> str:
    """What decides whether a library has to be made anew."""
    return f"{encoder}; {recipe}"


class WouldLoseError(LibraryError):
    """An article that the library holds cannot be read any more."""


def _expect_nothing_lost(old: Library, new: Library, report: Report) -> None:
    lost = set(old.article_ids().values()) - set(new.article_ids().values())
    for (file, _), id in old.article_ids().items():
        if id not in lost:
            continue
        for failure in report.failed:
            if Path(file).is_relative_to(failure.file):
                raise WouldLoseError(
                    f"The library stays as it was, for articles of {file} cannot be read any "
                    f"more ({failure.reason}): mend or delete that file and rebuild again."
                )
