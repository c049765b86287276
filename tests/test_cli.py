"""The command `byline`: its help, its arguments, models, and the program as a whole."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import KEYS, LED, WHO_LED, Byline, Done, Engines, Write, refused
from conftest import REAL_CACHE

from bot import assembly
from bot.settings import load
from bot.terminal import cli
from bot.version import VERSION
from index.types import Encoder

pytest_plugins = "cli_fixtures"

REPOSITORY = Path(cli.__file__).parents[2]


def test_the_version_is_told(byline: Byline) -> None:
    assert byline("--version") == Done(0, f"byline {VERSION}\n", "")


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_help_names_every_command_in_whole_words(byline: Byline, args: list[str]) -> None:
    done = byline(*args)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Usage: byline ")
    assert "..." not in done.out.split("Commands:")[1]
    assert len(done.out.splitlines()) < 28
    for command in ("index", "ask", "chat", "telegram", "run", "doctor", "models"):
        assert f"  {command} " in done.out


@pytest.mark.parametrize("group", ["models", "library", "feedback"])
def test_help_of_a_group_names_its_commands_in_whole_words(byline: Byline, group: str) -> None:
    done = byline(group, "--help")
    assert (done.code, done.err) == (0, "")
    assert "..." not in done.out.split("Commands:")[1]


@pytest.mark.parametrize(
    "args",
    [
        *("index", "ask", "chat", "telegram", "run", "doctor", "models", "models list"),
        *("models fetch", "library", "library check", "library export", "library import"),
    ],
)
def test_each_commands_help_fits_on_half_a_screen(byline: Byline, args: str) -> None:
    done = byline(*args.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: byline {args} ")
    assert len(done.out.splitlines()) <= 16


@pytest.mark.parametrize(
    ("args", "remedy"),
    [
        (["--loud"], "`byline --help`"),
        (["sing"], "No such command 'sing'. `byline --help` shows"),
        (["aks"], "No such command 'aks'. Did you mean 'ask'? `byline --help` shows"),
        (["ask", "--loud", "Who?"], "`byline ask --help`"),
        (["ask", "Who?", "--library"], "--library"),
        (["ask", "Who", "led?"], "`byline ask --help`"),
        (["models", "fetch"], "`byline models fetch --help`"),
        (["ask"], "a question, or --batch IN.jsonl --out OUT.jsonl"),
        (["ask", "Who?", "--batch", "a", "--out", "b"], "either a question, or --batch"),
        (["ask", "--batch", "in.jsonl"], "--out OUT.jsonl"),
        (["ask", "Who?", "--out", "out.jsonl"], "--batch IN.jsonl"),
        (["index", "--rebuild", "somewhere"], "`byline index PATH`"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_in_one_line(
    byline: Byline, engines: Engines, args: list[str], remedy: str
) -> None:
    refused(byline(*args), remedy)
    assert engines.opened == 0


@pytest.mark.parametrize("command", ["index", "chat", "telegram", "run", "doctor", "models list"])
def test_a_bad_setting_is_refused_by_every_command(
    byline: Byline, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("BYLINE_CONTEXT_TOKENS", "10")
    refused(byline(*command.split()), "BYLINE_CONTEXT_TOKENS", "Correct it")


def forget_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("evals", "bench")]:
        monkeypatch.delitem(sys.modules, name)


def test_measuring_without_a_clone_or_a_library_names_the_cause(
    byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "evals.measure", None)
        refused(byline("eval", "news"), "evals.measure", '-e ".[dev]"')
    forget_measuring(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "psutil", None)
        refused(byline("bench"), "psutil", 'by `pip install -c constraints.txt -e ".[dev]"` in')
    forget_measuring(monkeypatch)
    installed = [path for path in sys.path if not Path(path, "evals").is_dir()]
    monkeypatch.setattr(sys, "path", installed)
    refused(byline("eval", "news"), "needs a clone", "no evals/ folder")
    refused(byline("bench"), "needs a clone", "no bench/ folder")


def test_an_unknown_set_or_pipeline_is_refused_with_those_there_are(byline: Byline) -> None:
    unknown_set = byline("eval", "nosuch")
    refused(unknown_set, "There is no set nosuch: choose one of qa, ", "or all for all of them")
    assert "pipeline" not in unknown_set.err
    unknown_pipeline = byline("eval", "all", "--pipeline", "nosuch")
    refused(unknown_pipeline, "There is no pipeline nosuch: choose one of byline, ")
    assert "set" not in unknown_pipeline.err


def test_the_list_of_models_is_a_table(byline: Byline) -> None:
    done = byline("models", "list")
    assert (done.code, done.err) == (0, "")
    head, *rows = done.out.splitlines()
    assert head.split() == ["NAME", "KIND", "SIZE", "MEMORY", "LICENCE", "HERE", "ABOUT"]
    assert any(row.split()[:2] == ["smollm2-135m", "language"] for row in rows)
    assert all("missing" in row for row in rows)


@pytest.mark.parametrize("command", ["fetch", "path"])
def test_an_unknown_model_is_refused_with_those_there_are(byline: Byline, command: str) -> None:
    refused(byline("models", command, "gpt-99"), "gpt-99", "choose one of qwen2.5-coder-1.5b")


def test_the_path_of_a_model_stands_alone_on_stdout(byline: Byline, tmp_path: Path) -> None:
    shutil.copytree(
        real("smollm2-135m"), tmp_path / "cache/models/smollm2-135m", copy_function=os.symlink
    )
    done = byline("models", "path", "smollm2-135m")
    assert (done.code, done.err) == (0, "")
    assert Path(done.out.strip()).is_file()
    assert done.out.count("\n") == 1


def real(name: str) -> Path:
    folder = REAL_CACHE / "models" / name
    if not folder.is_dir():
        pytest.fail(f"{folder} is not there: run `byline models fetch {name}` (once).")
    return folder


def program(folder: Path, *args: object, stdin: str = "", **environment: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *map(str, args)],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(folder),
            "BYLINE_CACHE": str(REAL_CACHE),
            "BYLINE_LIBRARY": str(folder / "library"),
            "BYLINE_MODEL": "smollm2-135m",
            **environment,
        },
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.slow
def test_the_program_refuses_what_is_not_there_in_one_line(tmp_path: Path) -> None:
    refused(program(tmp_path, "index", "nowhere"), "nowhere does not exist", "check the path")


def test_the_program_is_silent_but_for_what_was_asked_for(
    tmp_path: Path, write: Write, minilm: Encoder
) -> None:
    real("smollm2-135m")
    article = write("talks.txt", f"The talks were held in Istanbul. {LED} Nothing was agreed.")
    library_folder = assembly.open_library_folder(load(library=tmp_path / "library"), minilm)
    library_folder.index([article])
    library_folder.close()
    done = program(tmp_path, "ask", WHO_LED, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(json.loads(done.out)) == KEYS
    # Nothing was left outside the library and the cache.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "library"]
