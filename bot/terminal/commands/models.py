"""Commands on the weights of models: `byline models list`, `fetch` and `path`."""

from typing import Annotated

import typer

from bot import assembly
from bot.settings import Settings, load
from bot.terminal import console

Name = Annotated[str, typer.Argument(help="A name from the list.")]


def list_models() -> None:
    """List the models, and which of them are here."""
    weights = assembly.weights(load())
    rows = [("NAME", "KIND", "SIZE", "MEMORY", "LICENCE", "HERE", "ABOUT")]
    for name in weights.catalog.names():
        model = weights.catalog.get(name)
        size, memory = f"{model.size / 1e6:,.0f} MB", f"{model.memory_gb:g} GB"
        state = weights.status(name)
        rows.append((name, model.kind, size, memory, model.licence, state, model.about))
    console.table(rows)


def fetch_model(name: Name) -> None:
    """Download a model and check its SHA-256."""
    fetch(load(), name)


def path_of_model(name: Name) -> None:
    """Print where a model is on this machine."""
    typer.echo(assembly.weights(load()).path(name))


def fetch(settings: Settings, name: str) -> None:
    """Download a model and show the progress. Raises BylineError, which names the remedy."""
    progress = console.DownloadProgress()
    try:
        path = assembly.weights(settings).fetch(name, progress)
    finally:
        progress.finish()
    console.say(f"{name} is in {path}")
