"""Runs `byline mcp` in a process of its own, with fakes for encoder and model.

python tests/mcp_alone.py LIBRARY
"""

import sys
from pathlib import Path

import pytest
from cli_runner import Engines
from paced_model import PacedModel

from bot import assembly
from bot.terminal import cli

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        Engines(patch)
        patch.setattr(assembly, "language_model", lambda *_, **__: PacedModel())
        sys.argv = ["byline", "mcp", "--library", str(Path(sys.argv[1]))]
        cli.main()
