"""The packages that Byline needs: lock, constraints, pyproject.toml and licences agree."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bot.version import VERSION
from docs import from_packages

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(from_packages.locked())
# Of the machine that the lock is for.
THERE = {
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


def constrained() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wanted = Requirement(line)
            exact = str(wanted.specifier).removeprefix("==")
            found.setdefault(canonicalize_name(wanted.name), set()).add(exact)
    return found


def test_the_lock_has_the_versions_of_the_constraints() -> None:
    constraints = constrained()
    others = {
        name: held
        for name, held in LOCKED.items()
        if constraints.get(name, {held.partition("+")[0]}) != {held.partition("+")[0]}
    }
    assert others == {}, "make requirements.lock again: its head says how"


def test_nothing_in_the_lock_is_left_open_by_the_constraints() -> None:
    # setuptools comes with every environment.
    assert set(LOCKED) - set(constrained()) <= {"setuptools"}


def test_every_package_of_the_lock_has_hashes() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(LOCKED) > 100
    for entry in entries:
        lines = entry.strip().splitlines()
        assert len(lines) > 1, entry
        assert all(
            re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?", each) for each in lines[1:]
        )


def test_all_that_pyproject_asks_for_is_in_the_lock() -> None:
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        held = LOCKED[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(Version(held).public, prereleases=True), line


def test_the_lock_has_what_its_packages_need_and_nothing_else() -> None:
    """Walked over the installed packages, so that a new dependency of one is noticed."""
    wanted = [Requirement(line) for line in PROJECT["dependencies"]]
    seen: set[tuple[str, str]] = set()
    while wanted:
        requirement = wanted.pop()
        for extra in ("", *requirement.extras):
            name = canonicalize_name(requirement.name)
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                needed = requires(name) or []
            except PackageNotFoundError:
                pytest.fail(f"{name} is needed and not installed: run `make install`")
            for line in needed:
                below = Requirement(line)
                if below.marker is None or below.marker.evaluate({**THERE, "extra": extra}):
                    wanted.append(below)
    assert {name for name, _ in seen} == set(LOCKED)


def test_the_installed_packages_are_those_of_the_lock() -> None:
    """Else the page on licences would tell of others."""
    others = {name: version(name) for name, held in LOCKED.items() if version(name) != held}
    # Where there is no CPU build of PyTorch by another name.
    assert {name for name in others if name != "torch"} == set()


def test_the_version_is_one() -> None:
    assert PROJECT["version"] == VERSION
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## (.+)$", changes, re.MULTILINE)
    assert releases[:2] == ["Unreleased", VERSION]


def test_the_licence_is_the_one_that_pyproject_names() -> None:
    assert PROJECT["license"] == "MIT"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License")
    assert "The Byline authors" in text


def test_every_package_names_its_licence() -> None:
    assert [name for name in LOCKED if from_packages.licence(name) == "not stated"] == []


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ({"License-Expression": ["MIT"], "License": ["other"]}, "MIT"),
        ({"License": ["Apache 2.0"]}, "Apache 2.0"),
        ({"License": ["line\nline"], "Classifier": ["License :: OSI Approved :: ISC"]}, "ISC"),
        ({"License": ["x" * 900], "Classifier": ["License :: OSI Approved"]}, "not stated"),
        ({"License": ["A | B"]}, "A / B"),
        ({}, "not stated"),
    ],
)
def test_a_licence_is_read_from_what_a_package_states(
    stated: dict[str, list[str]], name: str
) -> None:
    assert from_packages.named(stated) == name


def test_a_package_that_is_not_installed_is_named_with_the_remedy() -> None:
    with pytest.raises(KeyError, match="make install"):
        from_packages.licence("no-such-package-here")
