"""The catalog of models is complete, and a broken one is refused in one line."""

from pathlib import Path

import pytest
from model_sources import make

from bot.errors import WeightsError
from bot.models.catalog import Asked, HubSource, RegistrySource
from bot.models.weights import load_catalog


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[model]]", "[[model"),
        ('kind = "language"', 'kind = "oracle"'),
        ('name = "tiny.gguf"', 'name = "../tiny.gguf"'),
        ('name = "tiny.gguf"', 'name = "/etc/tiny.gguf"'),
        ('sha256 = "', 'sha256 = "x'),
        ("memory_gb = 0.1\n", ""),
        ("part{n:02}", "part{m}"),
        ("parts = 3", "parts = 0"),
        ("parts = 3", 'parts = 3\nfiles = ["other.gguf"]'),
        ('default_language = "tiny"', 'default_language = "tinyencoder"'),
        ('default_language = "tiny"', 'default_language = "gone"'),
    ],
)
def test_a_catalog_that_makes_no_sense_is_refused_in_one_line(
    tmp_path: Path, old: str, new: str
) -> None:
    make(tmp_path)
    path = tmp_path / "catalog.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(WeightsError) as caught:
        load_catalog(path)
    assert "\n" not in str(caught.value)


def test_a_catalog_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="Cannot read the model catalog"):
        load_catalog(tmp_path / "gone.toml")


def test_every_model_of_the_shipped_catalog_is_complete_and_pinned() -> None:
    catalog = load_catalog()

    assert len(set(catalog.names())) == len(catalog.names())
    assert catalog.get(catalog.default_language).tried
    assert catalog.get(catalog.default_encoder).tried
    for model in catalog.models:
        assert model.about
        assert model.licence
        assert model.memory_gb * 1e9 > model.size
        assert model.sources
        if model.kind == "language":
            assert all(file.name.endswith(".gguf") for file in model.files)
        packages = [source for source in model.sources if isinstance(source, RegistrySource)]
        if packages:
            assert all(any(each.has(file) for each in packages) for file in model.files)
        for source in model.sources:
            if isinstance(source, HubSource):
                assert source.repo.count("/") == 1
                assert len(source.revision) == 40, "a branch is not a pin"
                int(source.revision, 16)
            elif isinstance(source, RegistrySource):
                carried = [file for file in model.files if source.has(file)]
                members = [member for file in carried for member in source.members(file)]
                assert len(set(members)) == source.parts * (1 if source.archive else len(carried))
                assert source.version[0].isdigit()


def test_an_encoder_tells_in_which_languages_questions_are_found() -> None:
    catalog = load_catalog()
    measured = {each.name: each for each in catalog.get(catalog.default_encoder).languages}
    assert len(measured) == 13
    assert measured["English"].own.use == "found"
    assert measured["Chinese"].own.use != "found"
    assert measured["Arabic"].in_english.use == "not"


@pytest.mark.parametrize(
    ("shares", "use"),
    [
        ((0.5, 0.8, 0.8), "found"),
        ((1.0, 1.0, 0.7), "half"),
        ((0.2, 0.6, 0.3), "half"),
        ((0.9, 0.5, 0.9), "not"),
        ((0.9, 0.9, 0.2), "not"),
    ],
)
def test_what_is_offered_and_taken_decides_of_what_use_a_language_is(
    shares: tuple[float, float, float], use: str
) -> None:
    assert Asked(*shares).use == use
