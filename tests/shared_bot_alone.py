"""One of several bots over one PostgreSQL, as a process of its own, for tests that kill it.

    python tests/shared_bot_alone.py FOLDER LEASE_S

Its model waits for the file `go` in FOLDER, as in bot_alone.py. LEASE_S is after how many silent
seconds the others take up its questions. Everything else is in the environment.
"""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

from bot_alone import ForgetfulEncoder, WaitingModel

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.memory.all_databases import Server
from bot.messenger.app import Service, until_stopped
from bot.messenger.sending.send_rate import TELEGRAM
from bot.settings import load


def main(folder: Path, lease_s: float) -> None:
    """Run the bot until SIGTERM."""
    logging.basicConfig(level=logging.INFO)
    settings = load()
    encoder: Any = ForgetfulEncoder()
    library_folder = assembly.open_library_folder(settings, encoder)
    server = Server(settings.database_url or "", settings.database_secret, lease_s)
    with all_databases.opened(settings.library, server) as kept:
        answerer = Answerer(library_folder.searcher, WaitingModel(folder / "go"))
        service = Service(settings, answerer, library_folder, kept, TELEGRAM.times(10))
        asyncio.run(until_stopped(service))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
