"""What the doctor says of llama.cpp, engines on servers, extras and the database of chats."""

import importlib.util
import shutil
import tomllib
from pathlib import Path

import pytest
from doctor_checks import always, check
from odd_model_server import OddModelServer, status
from pydantic import SecretStr

from bot.settings import Settings, load
from bot.terminal import engines
from bot.terminal.doctor import Check, examine

ROOT = Path(__file__).parents[1]


def test_a_missing_llama_cpp_asks_for_a_compiler_only_where_there_is_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check("llama.cpp", settings).state == "good"
    monkeypatch.setattr(importlib.util, "find_spec", always(None))
    monkeypatch.setattr(shutil, "which", always("/usr/bin/c++"))
    with_compiler = check("llama.cpp", settings)
    monkeypatch.setattr(shutil, "which", always(None))
    without = check("llama.cpp", settings)
    assert (with_compiler.state, without.state) == ("bad", "bad")
    assert with_compiler.remedy == "run `make install`"
    assert "/usr/bin/c++" in with_compiler.seen
    assert without.remedy.startswith("install a C++ compiler")


def test_llama_cpp_tells_what_it_was_built_with(settings: Settings) -> None:
    found = check("llama.cpp", settings)
    assert found.seen.startswith("installed; built for ")
    assert "GPU" in found.seen


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise OSError('libcudart.so.12: no such file')", "OSError: libcudart.so.12"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "it ends with signal 4"),
    ],
)
def test_a_llama_cpp_that_cannot_be_loaded_is_bad(
    program: str, reason: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines._llama_build.cache_clear()
    monkeypatch.setattr(engines, "_ASK_LLAMA", program)
    found = check("llama.cpp", settings)
    engines._llama_build.cache_clear()
    assert (found.state, found.remedy) == ("bad", "run `make install` again")
    assert reason in found.seen


def test_engines_here_are_named(settings: Settings) -> None:
    found = check("Engines", settings)
    assert found.seen == "the language model runs here; vectors in the library's folder"
    assert found.state == "good"


def test_extras_are_installed_or_say_how_they_would_be(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check("Extra ray", settings).seen == "installed, for indexing on several machines"
    assert check("Extra cloud", settings).seen.startswith("installed, for object storage")
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name in ("ray", "fsspec") else 1)
    pages = {"cloud": "storage.md", "ray": "cluster.md"}
    for name, page in pages.items():
        found = check(f"Extra {name}", settings)
        assert found.state == "good"  # nobody needs it who does not use it
        assert found.seen.startswith("not installed; for ")
        how = f'pip install -c constraints.txt -e ".[{name}]"'
        assert f"`{how}` in the clone" in found.seen
        assert how in (ROOT / "docs/howto" / page).read_text(encoding="utf-8")


def test_every_extra_is_listed_but_those_for_work_on_byline_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [seen.name.removeprefix("Extra ") for seen in engines.extras()]
    assert set(listed) == set(project["optional-dependencies"]) - {"dev", "docs", "bench"}


def test_what_chats_remember_is_in_the_folder_unless_a_database_is_set(settings: Settings) -> None:
    found = check("Chats", settings)
    assert (found.state, found.seen) == ("good", "what they remember is in the library's folder")


def test_a_database_is_never_shown_with_what_follows_its_name(settings: Settings) -> None:
    url = "postgresql://byline@127.0.0.1:1/chats"
    found = check("Chats", settings.model_copy(update={"database_url": f"{url}?sslkey=own.key"}))
    assert found.state == "bad"
    assert f"is in {url}, which cannot be used" in found.seen
    assert "BYLINE_DATABASE_URL" in found.remedy
    assert "own.key" not in repr(found)


@pytest.mark.slow
def test_a_database_is_tried_and_left_as_it_is(settings: Settings) -> None:
    from postgres_server import PASSWORD, new_database, running_postgres

    with new_database() as url:
        given = {"database_url": url, "database_password": SecretStr(PASSWORD)}
        found = check("Chats", settings.model_copy(update=given))
        assert (found.state, found.seen.endswith("which can be used")) == ("good", True)
        name = url.rpartition("/")[2]
        sql = "SELECT 1 FROM pg_namespace WHERE nspname = 'byline'"
        assert running_postgres().run(sql, name) == []
        given["database_password"] = SecretStr("wrong-one")
        found = check("Chats", settings.model_copy(update=given))
        assert (found.state, "BYLINE_DATABASE_PASSWORD" in found.remedy) == ("bad", True)
        assert "wrong-one" not in repr(found)


def test_engines_on_servers_are_asked_whether_they_answer(
    settings: Settings, one_certificate: None
) -> None:
    def found_with(**given: object) -> Check:
        return check("Engines", load(library=settings.library, cache=settings.cache, **given))

    with OddModelServer().running() as model, OddModelServer().running() as chroma:
        chroma.no_list = status(200, '"1.0.0"')
        chroma_url = chroma.url.removesuffix("/v1")
        found = found_with(model_url=model.url, chroma_url=chroma_url)
        assert (found.state, found.remedy) == ("good", "")
        assert f"language model on {model.url}: otter-7b" in found.seen
        assert f"vectors on the Chroma server {chroma_url}, which answers" in found.seen
        gone = "http://127.0.0.1:9/v1"
        found = found_with(model_url=f"{model.url},{gone}")
        assert (found.state, "correct BYLINE_MODEL_URL" in found.remedy) == ("note", True)
        found = found_with(model_url=model.url, model_name="lynx")
        assert (found.state, "correct BYLINE_MODEL_NAME" in found.remedy) == ("bad", True)
        chroma.no_list = status(401)
        found = found_with(model_url=model.url, chroma_url=chroma_url)
        assert (found.state, "BYLINE_CHROMA_TOKEN" in found.remedy) == ("bad", True)
        elsewhere = load(library=settings.library, cache=settings.cache, model_url=model.url)
        assert "Language model" not in {each.name for each in examine(elsewhere)}
