"""No library that is used reports its use to its makers."""

import os
import subprocess
import sys

import pytest

import bot.models
from index.vectors import chroma_collection

SWITCHES = ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY")


def test_the_libraries_that_run_models_are_told_to_report_nothing() -> None:
    assert bot.models.__doc__
    assert [os.environ.get(name) for name in SWITCHES] == ["1", "1"]


def test_chroma_is_opened_with_its_reports_off() -> None:
    assert not chroma_collection.client_settings().anonymized_telemetry


@pytest.mark.slow
def test_hugging_face_reads_its_switch_after_it_is_set() -> None:
    told = "import bot.assembly, huggingface_hub.constants as c; print(c.HF_HUB_DISABLE_TELEMETRY)"
    environment = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    ran = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "True"
