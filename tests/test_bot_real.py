"""The whole bot with the real models: a question, a follow-up and a re-index, as people see them.

With -s the conversation and its seconds are printed; BYLINE_TRANSCRIPT names a file for it.
"""

import os
import shutil
from pathlib import Path

import pytest
from bot_fakes import SAMPLES, bot_settings, is_answer, says
from conftest import REAL_CACHE
from telegram_server import TelegramServer, transcript

from bot import assembly
from bot.memory import all_databases
from bot.messenger.app import Service
from index.vectors.ctranslate2_encoder import CTranslate2Encoder

TRANSCRIPT = os.environ.get("BYLINE_TRANSCRIPT")  # before conftest hides the environment
QUESTION = "Who led the Ukrainian team at the Istanbul talks in May 2025?"
FOLLOW_UP = "And who led the Russian side?"


def keep(shown: str) -> None:
    print(f"\n{shown}")
    if TRANSCRIPT:
        Path(TRANSCRIPT).write_text(shown + "\n", encoding="utf-8")


@pytest.mark.slow
async def test_question_follow_up_and_re_index_with_the_real_model(
    tmp_path: Path, minilm: CTranslate2Encoder
) -> None:
    articles = tmp_path / "articles"
    shutil.copytree(SAMPLES, articles)
    async with TelegramServer.running(flood=True) as server:
        ana = server.private_chat(server.user(first_name="Ana"))
        settings = bot_settings(server, tmp_path, admins=str(ana.id))
        settings = settings.model_copy(update={"cache": REAL_CACHE})
        library_folder = assembly.open_library_folder(settings, minilm)
        library_folder.index([articles])
        answerer = assembly.answerer(settings, library_folder)
        try:
            with all_databases.opened(settings.library) as kept:
                async with Service(settings, answerer, library_folder, kept).running():
                    await ana.send(QUESTION)
                    first = await ana.wait_for(is_answer, within=120)
                    await ana.send(FOLLOW_UP)
                    second = await ana.wait_for(is_answer, within=120, after=first)
                    ferry = "title: Ferry sinks off Varde\n---\nA ferry sank off Varde on Monday.\n"
                    (articles / "new.md").write_text(f"---\n{ferry}")
                    next(articles.glob("notre-dame-fire*")).unlink()
                    await ana.send("/reindex")
                    done = await ana.wait_for(says("Re-indexed"))
        finally:
            library_folder.close()
        shown = transcript(ana)
        keep(shown)

    assert "Umerov" in first.text
    assert "Medinsky" in second.text
    for message in (first, second):
        cited = message.text.partition("“")[2].partition("”")[0]
        assert any(cited in file.read_text() for file in SAMPLES.glob("*.md"))
    for words in ("1 added", "1 removed", "11 unchanged", "0 failed"):
        assert words in done.text
    assert server.refused == []
