"""Rebuilds a library beside the old one, switches to it, and goes back.

Uses neither the vector store nor the encoder of the old library, because these may be broken.
"""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from index.errors import LibraryError
from index.folder.generations import Generations
from index.folder.lock import Say, silent, write_lock
from index.folder.vector_places import IN_FOLDER, VectorPlace, note
from index.library.library import Library
from index.syncing.prepare_articles import RECIPE
from index.syncing.sync import sync
from index.syncing.work import Work
from index.types import Encoder, Progress, Report, quiet


def rebuild(
    folder: Path,
    encoder: Encoder,
    progress: Progress = quiet,
    say: Say = silent,
    place: VectorPlace = IN_FOLDER,
    *,
    work: Work | None = None,
) -> Report:
    """Rebuild the library from the files it knows, beside the old one, then switch to it.

    `place` is where its vectors are; `work` reads and prepares in place of this process. The old
    library is kept for going back. Raises LibraryError, and leaves the old library in use, if the
    library is empty, anything fails or an article that it holds can no longer be read.
    """
    generations = Generations(folder, place)
    with write_lock(folder, say=say):
        old = Library(generations.current() / "library.sqlite")
        try:
            if not old.roots():
                raise LibraryError("The library is empty: fill it with `byline index PATH`.")
            return build_generation(generations, old, [], encoder, progress, reuse=False, work=work)
        finally:
            old.close()


def build_generation(
    generations: Generations,
    old: Library,
    given: Iterable[Path],
    encoder: Encoder,
    progress: Progress,
    *,
    reuse: bool,
    work: Work | None = None,
) -> Report:
    """Build a new generation from the roots of `old` and `given`, and switch to it.

    The caller must hold the write lock. With `reuse`, unchanged passages keep their vectors. Raises
    WouldLoseError when an article of `old` can no longer be read.
    """
    folder, place = generations.new(), generations.place
    library = Library(folder / "library.sqlite")
    try:
        store = place.open(folder)
        try:
            roots = list(dict.fromkeys([*old.roots(), *given]))
            library.set_encoder(encoder.name)
            library.set_recipe(RECIPE)
            library.add_roots(roots)
            library.keep_numbers(old.numbers())
            reuse = reuse and old.encoder() == encoder.name
            report = sync(roots, library, store, encoder, progress, old=old, reuse=reuse, work=work)
            _expect_nothing_lost(old, library, report)
            note(folder, place.name(folder))
        finally:
            store.close()
            library.close()
        generations.switch(folder)
    except BaseException:
        library.close()
        generations.discard(folder)
        raise
    return report


def go_back(folder: Path, encoder: str, say: Say = silent) -> Path:
    """Use the library as it was before its last rebuild, and give its folder.

    Going back twice changes nothing. `encoder` is the name of the one that is set; the next
    indexing does not rebuild for it again. Raises LibraryError when no earlier library was kept.
    """
    generations = Generations(folder)
    with write_lock(folder, say=say):
        previous = generations.previous()
        if previous is not None:
            with _library(generations.current()) as left, _library(previous) as wanted:
                wanted.decline(stamp(encoder, RECIPE))
                # A number that people have seen must never mean another article.
                wanted.keep_numbers(left.numbers())
                left.decline(None)
        return generations.go_back()


def _library(folder: Path) -> closing[Library]:
    return closing(Library(folder / "library.sqlite"))


def reason_to_rebuild(library: Library, encoder: str) -> str | None:
    """Why a library made now would differ, as a phrase for people; None if it would not.

    `encoder` is the name of the one that is set. Also None if the owner went back from just that.
    """
    made_with, recipe = library.encoder(), recipe_of(library)
    if made_with is None or library.declined() == stamp(encoder, RECIPE):
        return None
    if made_with != encoder:
        return f"the encoder {encoder} instead of {made_with}"
    return "articles are cleaned and split in a new way" if recipe != RECIPE else None


def recipe_of(library: Library) -> str:
    """The recipe of the library's articles, also of a library from before recipes were recorded."""
    noted = library.recipe()
    return noted or next((stamp.recipe for stamp in library.files().values()), RECIPE)


def stamp(encoder: str, recipe: str) -> str:
    """Name an encoder and a recipe, which decide whether a library must be rebuilt."""
    return f"{encoder}; {recipe}"


class WouldLoseError(LibraryError):
    """An article that the library holds can no longer be read."""


def _expect_nothing_lost(old: Library, new: Library, report: Report) -> None:
    lost = set(old.article_ids().values()) - set(new.article_ids().values())
    for (file, _), article_id in old.article_ids().items():
        if article_id not in lost:
            continue
        for failure in report.failed:
            if Path(file).is_relative_to(failure.file):
                raise WouldLoseError(
                    f"The library stays as it was, because articles of {file} can no longer be "
                    f"read ({failure.reason}): mend or delete that file and rebuild again."
                )
