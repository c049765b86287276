"""The checks of settings, models, library and machine in every state, each with what to do."""

import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doctor_checks import always, check

from bot import assembly
from bot.models import speech_to_text
from bot.models.catalog import Asked, load_catalog
from bot.models.weights import Weights
from bot.settings import Settings, load
from bot.terminal import cli, doctor
from bot.terminal.doctor import Check, examine
from index.library.library import Library

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"
GB = 1024**3
ALL = "Python|llama.cpp|Engines|Chats|Extra voice|Extra serve|Extra mcp"
ALL += "|Extra postgres|Extra cloud|Extra ray|Memory|Language model|Encoder"
ALL += "|Languages|Library|Sources|Cache|Telegram token|Admins"


def with_free_memory(monkeypatch: pytest.MonkeyPatch, gb: float) -> None:
    monkeypatch.setattr(doctor, "_free_memory", lambda: int(gb * GB))


def with_disk(monkeypatch: pytest.MonkeyPatch, free: float) -> None:
    usage = shutil._ntuple_diskusage(int(100 * GB), 0, int(free * GB))
    monkeypatch.setattr(shutil, "disk_usage", always(usage))


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    return file


@pytest.fixture
def encoder_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own-encoder"
    folder.mkdir()
    (folder / "modules.json").write_text("[]")
    return folder


def test_every_check_is_made_once_and_one_that_is_not_good_has_a_remedy(settings: Settings) -> None:
    checks = list(examine(settings))
    assert [check.name for check in checks] == ALL.split("|")
    assert all(bool(check.remedy) == (check.state != "good") for check in checks)
    assert not any("\n" in check.seen + check.remedy for check in checks)


def test_a_broken_list_of_sources_is_bad(settings: Settings) -> None:
    assert check("Sources", settings).state == "good"
    settings.library.mkdir()
    (settings.library / "sources.toml").write_text('every = "2 h"\nfeeds = ["https://a.example/"]')
    assert check("Sources", settings).seen.endswith("1 feeds, 0 pages, 0 folders, every 120 min")
    (settings.library / "sources.toml").write_text("pages = []\nfeeds = 1")
    found = check("Sources", settings)
    assert (found.state, found.seen) == ("bad", str(settings.library / "sources.toml"))
    assert "line 2: feeds is a list of texts" in found.remedy
    assert 'write feeds = ["…", "…"]' in found.remedy


def test_languages_are_those_of_the_encoder_and_a_better_one_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check("Languages", settings)
    assert found.state == "good"
    assert re.fullmatch(r"questions: English, .*; found but often refused: .*Chinese.*", found.seen)

    own = load(library=settings.library, cache=settings.cache, encoder="/own/encoder")
    found = check("Languages", own)
    assert (found.state, found.seen) == ("note", "not measured with /own/encoder")
    assert "`byline eval languages`" in found.remedy

    catalog = load_catalog()
    usual = catalog.get(catalog.default_encoder)
    well = Asked(1.0, 1.0, 1.0)
    wide = tuple(replace(each, own=well) for each in usual.languages)
    more = replace(catalog, models=(*catalog.models, replace(usual, name="wide", languages=wide)))
    monkeypatch.setattr(assembly, "weights", lambda settings: Weights(more, settings.cache))
    found = check("Languages", settings)
    assert (found.state, found.remedy) == ("note", "set BYLINE_ENCODER=wide for more of them")


def test_an_old_python_is_bad(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("Python", settings).state == "good"
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "9", "1"))
    found = check("Python", settings)
    assert found.state == "bad"
    assert "install Python 3.11" in found.remedy


def test_memory_is_compared_with_what_the_chosen_models_take(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, gguf: Path
) -> None:
    with_free_memory(monkeypatch, 3.0)
    found = check("Memory", settings)
    assert found.state == "bad"
    assert found.seen == "3.0 GB free, the models take at most about 3.5 GB"
    assert "BYLINE_MODEL=qwen2.5-coder-0.5b" in found.remedy
    small = load(library=settings.library, cache=settings.cache, model="smollm2-135m")
    assert check("Memory", small).state == "good"
    own = load(library=settings.library, cache=settings.cache, model=str(gguf))
    assert check("Memory", own).seen == "3.0 GB free, the models take at most about 2.0 GB"


def test_missing_corrupt_and_unknown_weights_are_bad_and_say_what_to_run(
    settings: Settings,
) -> None:
    for name, fetch in (("Language model", settings.model), ("Encoder", settings.encoder)):
        found = check(name, settings)
        assert found.state == "bad"
        assert f"`byline models fetch {fetch}`" in found.remedy
    small = load(cache=settings.cache, library=settings.library, model="smollm2-135m")
    file = settings.cache / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"cut off")
    found = check("Language model", small)
    assert found.state == "bad"
    assert "is not the file we know" in found.remedy
    unknown = load(cache=settings.cache, library=settings.library, model="gpt", encoder="bert")
    assert "`byline models list`" in check("Language model", unknown).remedy
    assert "`byline models list`" in check("Encoder", unknown).remedy


def test_a_voice_model_is_checked_where_one_is_set(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "Voice model" not in {check.name for check in examine(settings)}
    with_free_memory(monkeypatch, 3.75)
    assert check("Memory", settings).state == "good"
    named = load(cache=settings.cache, library=settings.library, voice_model="whisper-base")
    assert check("Memory", named).state == "bad"
    assert "`byline models fetch whisper-base`" in check("Voice model", named).remedy
    (tmp_path / "model.bin").write_bytes(b"weights")
    own = load(cache=settings.cache, library=settings.library, voice_model=str(tmp_path))
    monkeypatch.setattr(speech_to_text, "find_spec", always(True))
    assert check("Voice model", own).state == "good"
    monkeypatch.setattr(speech_to_text, "find_spec", always(None))
    assert '-e ".[voice]"` in the clone' in check("Voice model", own).remedy


def test_weights_of_ones_own_are_good_and_those_of_the_hub_are_noted(
    settings: Settings, gguf: Path, encoder_folder: Path
) -> None:
    own = load(
        cache=settings.cache,
        library=settings.library,
        model=str(gguf),
        encoder=str(encoder_folder),
    )
    assert check("Language model", own).state == "good"
    assert check("Encoder", own).state == "good"
    hub = load(cache=settings.cache, library=settings.library, encoder="owner/name")
    assert check("Encoder", hub).state == "note"


def test_a_library_that_is_not_there_is_noted_unless_it_cannot_be_made(
    settings: Settings, tmp_path: Path
) -> None:
    found = check("Library", settings)
    assert (found.state, found.remedy) == ("note", "run `byline index PATH`")
    assert not settings.library.exists()
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = check("Library", load(library=blocked / "library", cache=settings.cache))
    assert found.state == "bad"
    assert "BYLINE_LIBRARY" in found.remedy


def test_a_library_is_counted_and_one_of_another_encoder_is_bad(
    library: Library, settings: Settings
) -> None:
    library.set_encoder(settings.encoder)
    found = check("Library", settings)
    assert (found.state, found.seen) == ("good", f"{settings.library}: 0 articles, 0 passages")
    library.set_encoder("other")
    found = check("Library", settings)
    assert found.state == "bad"
    assert "made with other" in found.seen
    assert "BYLINE_ENCODER=other or run `byline index --rebuild`" in found.remedy


def test_a_damaged_or_unreadable_library_is_bad(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = settings.library / "index" / "library.sqlite"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database" * 100)
    found = check("Library", settings)
    assert found.state == "bad"
    assert "byline index PATH" in found.remedy

    def refuse(path: Path) -> bool:  # tests may run as root, who may look anywhere
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    found = doctor._library(settings)
    assert found.state == "bad"
    assert "Permission denied" in found.seen


def test_the_cache_folder_is_named_and_must_be_writable_and_roomy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check("Cache", settings)
    assert found.state == "good"
    assert found.seen.startswith(f"{settings.cache}: downloads go here")
    with monkeypatch.context() as patch:
        with_disk(patch, 1.5)
        found = check("Cache", settings)
        assert found.state == "note"
        assert "1.5 GB free" in found.seen
        assert "3 GB are needed" in found.remedy
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", always(False))
        assert check("Cache", settings).state == "bad"
    settings.cache.write_text("a file")
    found = check("Cache", settings)
    assert found.state == "bad"
    assert "BYLINE_CACHE" in found.remedy


def test_a_missing_token_is_noted_a_malformed_one_bad_and_none_is_shown(
    settings: Settings,
) -> None:
    found = check("Telegram token", settings)
    assert found.state == "note"
    assert "@BotFather" in found.remedy
    for token, state in ((TOKEN, "good"), ("secret-but-malformed", "bad"), ("1:secret", "bad")):
        given = load(library=settings.library, cache=settings.cache, telegram_bot_token=token)
        checks = list(examine(given))
        assert check("Telegram token", given).state == state
        assert token not in repr(checks)
        assert "secret" not in repr(checks)


def test_admins_are_named_and_their_lack_is_noted(settings: Settings) -> None:
    assert check("Admins", settings).state == "note"
    assert "BYLINE_ADMINS" in check("Admins", settings).remedy
    given = load(library=settings.library, cache=settings.cache, admins="34,12")
    assert (check("Admins", given).state, check("Admins", given).seen) == ("good", "12, 34")


@pytest.mark.parametrize(
    ("states", "code"), [(["good"], 0), (["good", "note"], 0), (["note", "bad", "good"], 2)]
)
def test_the_command_ends_with_2_if_and_only_if_something_is_bad(
    states: list[Any], code: int, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [Check(f"Check {n}", state, "seen", "mend it") for n, state in enumerate(states)]
    monkeypatch.setattr(doctor, "examine", lambda settings: iter(checks))
    monkeypatch.setattr(sys, "argv", ["byline", "doctor"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code or 0) == code
    shown = capfd.readouterr()
    assert shown.err == ""
    assert len(shown.out.splitlines()) == len(states)
    assert all("seen -> mend it" in line for line in shown.out.splitlines())


@pytest.mark.slow
def test_help_the_doctor_and_the_list_of_models_load_no_heavy_library(tmp_path: Path) -> None:
    program = """
import sys
from bot.terminal.cli import main
for argv in (["--help"], ["ask", "--help"], ["doctor"], ["models", "list"]):
    sys.argv = ["byline", *argv]
    try:
        main()
    except SystemExit:
        pass
heavy = {"torch", "transformers", "sentence_transformers", "llama_cpp", "chromadb", "telegram"}
print("HEAVY", sorted(heavy & set(sys.modules)))
"""
    environment = {
        "PATH": os.environ["PATH"],
        "BYLINE_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": str(Path(cli.__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.endswith("HEAVY []\n")
    assert "Check all that Byline needs." in done.stdout
    assert done.stderr == ""
