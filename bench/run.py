"""Runs `byline bench`: measures the named parts, prints their tables, saves results and plots.

Everything is measured in one run on one machine, so that the figures can be compared. `results/`
gets a JSON file with the commit and every single measurement, `plots/` the pictures.
"""

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path

from bench import answers, indexing, model, peers, retrieval, start, tune
from bench.figures import Rates, Section, cells
from bench.questions import questions
from bot import assembly
from bot.answering.answerer import Answerer
from bot.errors import SettingsError
from bot.models.llama_settings import Tuning
from bot.settings import Settings
from bot.terminal import console
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder
from index.types import Article, Encoder

RESULTS = Path(__file__).parent / "results"
PLOTS = Path(__file__).parent / "plots"  # shown in README.md and bench/README.md
PARTS = ("model", "answers", "peers", "retrieval", "encoding", "indexing", "start")
# Measured only where they are named: one takes two hours, one needs what an embedded install lacks.
NAMED_ONLY = ("soak", "scale")
# What scale measures; each can be named by itself, since a million passages take most of an hour.
SCALE = ("scale_accepting", "scale_search", "scale_model", "scale_indexing")
_PEERS = 20  # questions: the other pipelines are slow
_SAMPLES = Path(__file__).parent.parent / "bot" / "samples"


def run(
    parts: Sequence[str],
    settings: Settings,
    *,
    limit: int | None = None,
    sizes: Sequence[int] | None = None,
    tuning: bool = False,
    minutes: float = 120,
) -> Path:
    """Measure `parts` (all when none is named) with at most `limit` questions each.

    `sizes` are passages of the libraries that search is measured on; without them each part has
    its own. `minutes` are those of the soak. Returns the file that holds the run. A part that fails
    is noted, and the others go on. Raises SettingsError for a part that does not exist.
    """
    known = (*PARTS, *NAMED_ONLY, *SCALE)
    if unknown := [part for part in parts if part not in known]:
        raise SettingsError(f"There is no part {unknown[0]}: choose from {', '.join(known)}.")
    bench = Bench(settings, limit, sizes, minutes)
    chosen = [part for part in known if part in parts] or ([] if tuning else list(PARTS))
    sections = []
    for part in [*(["tune"] if tuning else []), *_steps(chosen)]:
        console.say(f"measuring: {part}")
        try:
            section = getattr(bench, part)()
        except (BylineError, ImportError, OSError) as error:
            section = Section(part, notes=[f"not measured: {error}"])
        sections.append(section)
        show(section)
    return keep(sections, RESULTS, PLOTS)


class Bench:
    """Measures the parts, one method each; opens what they need when it is first needed."""

    def __init__(
        self, settings: Settings, limit: int | None, sizes: Sequence[int] | None, minutes: float
    ) -> None:
        self._settings = settings
        self._limit = limit
        self._sizes = sizes
        self._minutes = minutes
        self._folder = settings.cache / "bench"

    def tune(self) -> Section:
        """Find the fastest settings of llama.cpp and keep them in the cache."""
        return tune.tune(self._language, self._settings.cache)

    def model(self) -> Section:
        """Measure the rates of the bare model."""
        return model.measure(self._language, self._tuning)[0]

    def answers(self) -> Section:
        """Measure answers in every mode."""

        def rated() -> Rates:
            return model.measure(self._language, self._tuning, rounds=1)[1]

        with (
            tempfile.TemporaryDirectory() as of_cold,
            tempfile.TemporaryDirectory() as of_ready,
            self._answerer(Path(of_ready)) as ready,
        ):
            # All in one folder, so that the prompts' common prefix is read once, not eighty times.
            new = partial(self._answerer, Path(of_cold))
            return answers.measure(new, ready, questions(self._limit), rated)

    def peers(self) -> Section:
        """Measure Byline beside the plain pipeline and, if it is installed, LlamaIndex."""
        from evals.plain import PlainPipeline

        notes: list[str] = []
        with (
            tempfile.TemporaryDirectory() as of_cold,
            tempfile.TemporaryDirectory() as of_ready,
            self._answerer(Path(of_cold)) as cold,
            self._answerer(Path(of_ready)) as ready,
        ):
            cold.warm_up()
            answers.prepare(ready)
            plain = PlainPipeline(self._samples.searcher, assembly.language_model(self._settings))
            contestants = {
                "Byline, cold": peers.ours(cold),
                "Byline, passages read ahead": peers.ours(ready),
                "plain": peers.plain(plain),
            }
            try:
                contestants["LlamaIndex CitationQueryEngine"] = peers.llama_index(
                    self._articles(),
                    self._language,
                    self._weights_of_encoder,
                    self._settings.context_tokens,
                )
            except ImportError as error:
                notes.append(
                    f"LlamaIndex: left out ({error}); install it with "
                    'pip install -c constraints.txt -e ".[bench]"'
                )
            return peers.measure(contestants, questions(self._limit or _PEERS), notes)

    def retrieval(self) -> Section:
        """Measure search over libraries of several sizes."""
        folder = self._folder / "retrieval"
        weights = self._weights_of_encoder
        return retrieval.measure(
            self._sizes or retrieval.SIZES, folder, self._encoder, weights, self._limit
        )

    def encoding(self) -> Section:
        """Measure passages encoded a second."""
        try:
            encoding = import_module("bench.encoding")
        except ModuleNotFoundError:
            return Section("encoding", notes=["left out: there is no bench/encoding.py"])
        library = self._samples.library
        texts = [part.text for part in library.passages(library.passage_ids()).values()]
        for article in self._articles():
            texts += [sentence.text for sentence in library.sentences(article)]
        rows = encoding.measure(texts, Path(self._weights_of_encoder))
        return Section("encoding", [asdict(row) for row in rows])

    def indexing(self) -> Section:
        """Measure indexing of the evaluation's corpus."""
        from evals.sets import corpus

        sizes = [self._limit] if self._limit else indexing.SIZES
        return indexing.measure(sizes, Path(self._weights_of_encoder), corpus())

    def scale_model(self) -> Section:
        """Measure questions a minute of people who ask servers with language models at once."""
        from bench import scale_model

        settings, tokens = self._settings, self._settings.context_tokens
        models = (
            scale_model.on_servers(
                settings.model_url, settings.model_secret, settings.model_name, tokens
            )
            if settings.model_url
            else scale_model.on_own_servers(self._language, tokens)
        )
        reader = assembly.reader(settings)
        searcher = self._samples.searcher
        limit = self._limit or (None if settings.model_url else scale_model.QUESTIONS_HERE)
        return scale_model.measure(
            models, lambda each: Answerer(searcher, each, reader), questions(limit)
        )

    def scale_search(self) -> Section:
        """Measure search with vectors on a Chroma server beside those in the folder."""
        from bench import scale_search

        folder = self._folder / "retrieval"
        sizes, weights = self._sizes or scale_search.SIZES, self._weights_of_encoder
        return scale_search.measure(sizes, folder, self._encoder, weights, self._limit)

    def scale_accepting(self) -> Section:
        """Measure questions accepted a second by bots over one PostgreSQL."""
        from bench import scale_accepting

        return scale_accepting.measure(self._limit or scale_accepting.QUESTIONS)

    def scale_indexing(self) -> Section:
        """Measure indexing on Ray beside plain indexing."""
        from bench import scale
        from evals.sets import corpus

        return scale.measure(
            self._limit or scale.ARTICLES, Path(self._weights_of_encoder), corpus()
        )

    def start(self) -> Section:
        """Measure the time from start to ready, and memory then."""
        _ = self._samples  # makes the library before other processes open it
        return start.measure(self._folder / "library")

    def soak(self) -> Section:
        """Leave a bot running under load and faults."""
        from bench import soak  # the Telegram test server is imported with it

        rows_file = RESULTS / f"soak-{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl"
        return soak.soak(self._settings, self._folder / "soak", rows_file, self._minutes)

    # -- what the parts need

    @cached_property
    def _encoder(self) -> Encoder:
        return assembly.encoder(self._settings)

    @cached_property
    def _samples(self) -> LibraryFolder:
        """Open a library of the sample articles, made when it is first needed."""
        settings = self._settings.model_copy(update={"library": self._folder / "library"})
        library_folder = assembly.open_library_folder(settings, self._encoder)
        library_folder.index([_SAMPLES])
        return library_folder

    def _articles(self) -> list[Article]:
        library = self._samples.library
        found = map(library.article, sorted(library.article_ids().values()))
        return [article for article in found if article]

    @contextmanager
    def _answerer(self, states: Path) -> Iterator[Answerer]:
        """Open an answerer whose cache of read prompts is the folder `states`."""
        from bot.models.llama import LlamaModel

        language = LlamaModel(
            self._language,
            context_tokens=self._settings.context_tokens,
            gpu_layers=self._settings.gpu_layers,
            tuning=self._tuning,
            states=states,
        )
        try:
            yield Answerer(self._samples.searcher, language, assembly.reader(self._settings))
        finally:
            language.close()

    @property
    def _weights_of_encoder(self) -> str:
        return str(assembly.weights(self._settings).resolve(self._settings.encoder, "encoder"))

    @property
    def _language(self) -> Path:
        return Path(assembly.weights(self._settings).resolve(self._settings.model, "language"))

    @property
    def _tuning(self) -> Tuning:
        return assembly.tuning(self._settings, self._language)


def _steps(parts: Sequence[str]) -> list[str]:
    """The methods of `Bench` that measure `parts`: one a part, but for scale, which has several."""
    return [step for part in parts for step in (SCALE if part == "scale" else (part,))]


def show(section: Section) -> None:
    """Print the table on stdout below its name, and the notes below that."""
    console.out.print(f"\n{section.name}\n")
    if section.rows:
        console.table(cells(section.rows))
    for note in section.notes:
        console.out.print(f"  {note}")


def keep(sections: Sequence[Section], folder: Path, plots: Path) -> Path:
    """Write the run as JSON and its plots as PNG; returns the JSON file."""
    from bench.plots import draw

    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    plots.mkdir(parents=True, exist_ok=True)
    file = folder / f"bench-{now:%Y%m%d-%H%M%S}.json"
    whole = {
        "commit": _commit(),
        "at": now.isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}",
        "sections": [asdict(section) for section in sections],
    }
    file.write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    for picture in draw(list(sections), plots):
        console.say(f"plot: {picture}")
    return file


def _commit() -> str:
    """Return the clone's commit; "" outside of a clone."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607
        cwd=RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip()
