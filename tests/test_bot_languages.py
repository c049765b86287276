"""Menus and descriptions as Telegram is told them, and lines in the language of each person."""

from pathlib import Path

from bot_fakes import WHO_LED, PacedModel, is_answer, running_bot, says
from telegram_server import TelegramServer

from index.types import Failure

TOLD = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def test_menu_and_descriptions_are_set_in_each_language_and_owners_see_more(
    server: TelegramServer, tmp_path: Path
) -> None:
    owner = server.user(first_name="Olga")
    server.private_chat(owner)
    async with running_bot(server, tmp_path, PacedModel(), admins=str(owner.id), introduced=False):
        pass

    default, chat = '{"type": "default"}', f'{{"chat_id": {owner.id}, "type": "chat"}}'
    names = [command["command"] for command in server.commands[default, ""]]
    assert {"ask", "search", "latest", "article", "timeline", "about", "forget"} <= set(names)
    assert "reindex" not in names
    for language in ("", "de", "es", "ru", "uk"):
        menu = {c["command"]: c["description"] for c in server.commands[default, language]}
        full = {c["command"]: c["description"] for c in server.commands[chat, language]}
        assert list(menu) == names
        assert set(full) - set(menu) >= {"allow", "status", "reindex"}
        assert server.descriptions["description", language]
        assert server.descriptions["short_description", language]
    german = {c["command"]: c["description"] for c in server.commands[default, "de"]}
    assert german["about"] == "was dieser Bot ist und was er speichert"
    assert "Artikel" in server.descriptions["description", "de"]


async def test_what_telegram_has_is_not_sent_again_and_what_failed_is(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.fail_next("setMyDescription", 500)
    async with running_bot(server, tmp_path, PacedModel(), introduced=False):
        chat = server.private_chat(server.user())
        await chat.send("/help")
        await chat.wait_for(says("/search"))
    assert ("description", "uk") not in server.descriptions
    async with running_bot(server, tmp_path, PacedModel(), introduced=False):
        pass
    assert ("description", "uk") in server.descriptions
    told = len(server.calls_of(*TOLD))
    async with running_bot(server, tmp_path, PacedModel(), introduced=False):
        pass
    assert len(server.calls_of(*TOLD)) == told


async def test_an_owner_who_has_not_written_yet_gets_the_menu_at_a_later_start(
    server: TelegramServer, tmp_path: Path
) -> None:
    owners = '{"chat_id": 4242, "type": "chat"}'
    server.fail_next("setMyCommands", 400, times=5, when=lambda params: "scope" in params)
    async with running_bot(server, tmp_path, PacedModel(), admins="4242", introduced=False):
        pass
    assert (owners, "de") not in server.commands
    assert ("description", "uk") in server.descriptions
    async with running_bot(server, tmp_path, PacedModel(), admins="4242", introduced=False):
        pass
    assert (owners, "de") in server.commands


async def test_each_person_reads_the_lines_in_their_own_language(
    server: TelegramServer, tmp_path: Path
) -> None:
    grete = server.private_chat(server.user(first_name="Grete", language_code="de-AT"))
    ivan = server.private_chat(server.user(first_name="Ivan", language_code="ru"))
    joao = server.private_chat(server.user(first_name="João", language_code="pt-br"))
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, spaced=False):
        await grete.send(WHO_LED)
        await grete.wait_for(lambda m: m.labels == ["Stopp"])
        await ivan.send(WHO_LED)
        waiting = await ivan.wait_for(says("Вы 2-й в очереди"))
        assert waiting.labels == ["Стоп"]
        pressed = await (await ivan.press(waiting, "Стоп")).answered()
        assert pressed.text == "Остановлено."
        await ivan.wait_for(says("Остановлено."))
        model.go.set()
        answer = await grete.wait_for(is_answer)
        assert "The Harbour Post, 16. Mai 2025" in answer.text

        model.odds.extend([-9.0] * 4)  # however often it looks
        await grete.send("Who will lead the talks in 2031?")
        await grete.wait_for(says("Das steht nicht in den Artikeln.", "Nächste Schlagzeilen:"))
        await joao.send("/help")
        await joao.wait_for(says("Ask in whole sentences"))
        await ivan.send("/about")
        await ivan.wait_for(says("Статей: 12", "Языковая модель"))


async def test_a_question_that_a_restart_resumes_keeps_its_language(
    server: TelegramServer, tmp_path: Path
) -> None:
    grete = server.private_chat(server.user(first_name="Grete", language_code="de"))
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, spaced=False):
        await grete.send(WHO_LED)
        await grete.wait_for(says("…"))
    await grete.wait_for(says("Byline wird neu gestartet."))
    async with running_bot(server, tmp_path, PacedModel(), spaced=False):
        await grete.wait_for(is_answer)
    shown = [text for message in grete.messages for _, text in message.history]
    assert not any("restarted" in text for text in shown)


async def test_an_owner_reads_the_status_in_their_language(
    server: TelegramServer, tmp_path: Path
) -> None:
    olga = server.user(first_name="Olga", language_code="de")
    chat = server.private_chat(olga)
    async with running_bot(server, tmp_path, PacedModel(), admins=str(olga.id)) as rig:
        bad = Failure("/news/leer.txt", "leer.txt is empty: remove it.")
        rig.library_folder.library.set_failures("/news/leer.txt", [bad])
        await chat.send("/status")
        shown = await chat.wait_for(says("Warteschlange: 0 Fragen", "Läuft seit 0 Std."))
    assert "Index: 12 Artikel" in shown.text
    assert "Dateien, die nicht gelesen werden konnten: 1\n• leer.txt: leer.txt is" in shown.text
    assert "Keine Fehler seit dem Start." in shown.text
    for english in ("Line:", "Speed", "Memory", "Running"):
        assert english not in shown.text
