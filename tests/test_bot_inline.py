"""Inline mode: @bot and words, typed in any chat."""

from pathlib import Path

from bot_fakes import LED, PacedModel, running_bot, says
from telegram_server import TelegramServer


async def test_inline_results_carry_the_quoted_sentence_with_outlet_date_and_link(
    server: TelegramServer, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        found = await server.inline(server.user(), "Rustem Umerov defence minister").answered()

    place = next(n for n, (text, _) in enumerate(found.texts) if LED in text)
    first, (text, entities) = found.results[place], found.texts[place]
    assert text.startswith(f"“{LED}”\nThe Harbour Post, 16 May 2025 · Russia and Ukraine")
    assert any("#:~:text=" in e.get("url", "") for e in entities)
    assert first["title"].startswith("Russia and Ukraine agree to swap")
    assert LED in first["description"]
    assert found.personal
    assert found.cache_time <= 60
    assert model.prompts == []


async def test_inline_results_come_in_pages_and_only_for_the_last_letters_typed(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        for number in range(20):
            path = rig.articles / f"ferry{number}.md"
            path.write_text(
                f"---\ntitle: Ferry {number}\n---\nFerry {number} left port {number}.\n"
            )
        rig.library_folder.index([])
        ana = server.user()
        typed = [server.inline(ana, "ferry"[: n + 1]) for n in range(5)]
        page = await typed[-1].answered()
        rest = await server.inline(ana, "ferry", page.next_offset).answered()
        empty = await server.inline(ana, "  ").answered()
        nothing = await server.inline(ana, "zzzqqq").answered()

    assert len(page.results) == 8
    assert not {r["id"] for r in page.results} & {r["id"] for r in rest.results}
    assert not any(query.answer.done() for query in typed[:-1])
    assert empty.results == nothing.results == []


async def test_inline_is_for_who_may_ask_and_leads_others_to_the_bot(
    server: TelegramServer, tmp_path: Path
) -> None:
    owner, stranger = server.user(first_name="Olga"), server.user(first_name="Sam")
    chat = server.private_chat(owner)
    async with running_bot(server, tmp_path, PacedModel(), admins=str(owner.id), access=None):
        refused = await server.inline(stranger, "Umerov").answered()
        served = await server.inline(owner, "Umerov").answered()
        await chat.send(f"/allow {stranger.id}")
        await chat.wait_for(says("may ask from now on"))
        later = await server.inline(stranger, "Umerov").answered()

    assert refused.results == []
    assert refused.button is not None
    assert "invited" in refused.button["text"]
    assert served.results
    assert later.results


async def test_what_is_typed_inline_is_not_kept(server: TelegramServer, tmp_path: Path) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await server.inline(server.user(), "Umerov secret-words").answered()
    for file in (tmp_path / "library").glob("*.sqlite*"):
        assert b"secret-words" not in file.read_bytes()


async def test_long_names_of_files_in_any_script_are_no_obstacle(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        cyrillic = "переговоры-в-стамбуле-завершились-обменом-пленными"
        long = "a-file-that-is-named-like-the-whole-address-of-the-page-it-was-saved-from-"
        for number, name in enumerate((cyrillic, f"{long}1", f"{long}2")):
            text = f"---\ntitle: Ferry {number}\n---\nFerry {number} left port {number}.\n"
            (rig.articles / f"{name}.md").write_text(text, encoding="utf-8")
        rig.library_folder.index([])
        found = await server.inline(server.user(), "ferry").answered()
    assert {"Ferry 0", "Ferry 1", "Ferry 2"} <= {each["title"] for each in found.results}
    assert server.refused == []
