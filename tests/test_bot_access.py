"""Who may ask, how often, and what the owner can do about it."""

import re
from pathlib import Path

import pytest
from bot_fakes import LED, WHO_LED, PacedModel, answers, is_answer, running_bot, says
from telegram_server import PrivateChat, TelegramServer

from bot.memory.allowed_people import People
from index.errors import LibraryError


@pytest.fixture
def ana(server: TelegramServer) -> PrivateChat:
    """The owner."""
    return server.private_chat(server.user(1, first_name="Ana"))


async def test_with_an_owner_strangers_are_turned_away_and_told_how_to_get_in(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1", access=None):
        await ben.send(WHO_LED)
        refusal = await ben.wait_for(says("invited", str(ben.id)))
        stale = server.post(ben, server.me, text="x", markup={"inline_keyboard": [[]]})
        press = server.press(stale, "source:1:1", ben.members[0])
        assert "invited" in (await press.answered()).text
        for number in range(5):
            await ben.send(f"{WHO_LED} {number}")
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert model.asked == [WHO_LED]
    assert len([m for m in ben.messages if "invited" in m.text]) <= 3
    assert refusal.reply_to is not None


async def test_a_pairing_code_lets_in_one_person_once(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    eve = server.private_chat(server.user(first_name="Eve"))
    async with running_bot(server, tmp_path, PacedModel(), admins="1", access=None):
        await ana.send("/allow")
        offer = await ana.wait_for(says("/start ", "t.me/byline_test_bot"))
        found = re.search(r"/start ([\w-]+) here", offer.text)
        assert found
        await eve.send("/start a-guess")
        await eve.wait_for(says("invited"))
        await ben.send(f"/start {found[1]}")
        await ben.wait_for(says("12 news articles"))
        await eve.send(f"/start {found[1]}")
        await eve.wait_for(says("invited"), after=eve.messages[-1])
    async with running_bot(server, tmp_path, PacedModel(), admins="1", access=None):
        await ben.send(WHO_LED)
        await ben.wait_for(is_answer)
        await ana.send("/users")
        await ana.wait_for(says("Only invited", "✅ Ben", str(ben.id)))


async def test_allow_and_deny_take_effect_at_once_and_deny_stops_what_waits(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, admins="1", access=None, spaced=False):
        await ana.send(f"/allow {ben.id}")
        await ana.wait_for(says("may ask from now on"))
        await ben.send(WHO_LED)
        await ben.wait_for(says(LED[:7], "…"))
        await ana.send(f"/deny {ben.id}")
        await ana.wait_for(says("may not ask any more"))
        await ben.wait_for(says("Stopped."))
        model.go.set()
        await ben.send(WHO_LED)
        await ben.wait_for(says("invited"))
        await ana.send("/deny 1")
        await ana.wait_for(says("cannot be turned away"))


async def test_a_group_that_is_turned_away_is_answered_no_more_on_an_open_bot_either(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    eve = server.user(first_name="Eve")
    group = server.group_chat("News", members=[eve])
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, admins="1", spaced=False):
        await group.send(eve, f"@byline_test_bot {WHO_LED}")
        await group.wait_for(says(LED[:7], "…"))
        await ana.send(f"/deny {group.id}")
        await ana.wait_for(says("may not ask any more"))
        await group.wait_for(says("Stopped."))
        model.go.set()
        await group.send(eve, f"@byline_test_bot {WHO_LED}")
        await group.wait_for(says("invited"))
        await server.private_chat(eve).send(WHO_LED)
        await server.private_chat(eve).wait_for(is_answer)


async def test_an_owner_may_send_as_much_as_they_like(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1", spaced=False):
        for _ in range(70):
            await ana.send("/help")
        await ana.send("/status")
        await ana.wait_for(says("12 articles"))
    assert not any("a minute" in m.text and "wait" in m.text for m in ana.messages)


async def test_what_an_owner_is_told_of_readers_is_for_private_chats(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    group = server.group_chat("News", members=ana.members)
    async with running_bot(server, tmp_path, PacedModel(), admins="1", spaced=False):
        for command in ("/users", "/status", "/log", "/export"):
            asked = await group.send(ana.members[0], f"{command}@byline_test_bot")
            await group.wait_for(says("in our private chat"), after=asked)


async def test_the_allow_list_of_the_settings_lets_in_people_and_whole_groups(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    eve = server.user(first_name="Eve")
    group = server.group_chat("News", members=[eve])
    listed = f"{ben.id}, {group.id}"
    async with running_bot(server, tmp_path, PacedModel(), admins="1", access=None, allowed=listed):
        await ben.send(WHO_LED)
        await ben.wait_for(is_answer)
        await group.send(eve, f"@byline_test_bot {WHO_LED}")
        await group.wait_for(is_answer)
        await server.private_chat(eve).send(WHO_LED)
        await server.private_chat(eve).wait_for(says("invited"))


@pytest.mark.parametrize(
    "command", ["/allow 5", "/deny 5", "/users", "/pause", "/resume", "/status", "/log"]
)
async def test_owners_commands_are_for_owners(
    server: TelegramServer, ben: PrivateChat, tmp_path: Path, command: str
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1"):
        await ben.send(command)
        await ben.wait_for(says("Only the owner"))


async def test_too_many_questions_a_minute_are_refused_with_when_to_ask_again(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, questions_per_minute=2):
        for number in range(8):
            await ben.send(f"{WHO_LED} ({number})")
        refusal = await ben.wait_for(says("more than 2 questions a minute", "again in"))
        await ben.wait_for(answers("(1)"))
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert refusal.reply_to is not None
    assert len([m for m in ben.messages if "more than 2" in m.text]) <= 3
    assert len([m for m in ben.messages if is_answer(m)]) == 2


@pytest.mark.slow
async def test_a_flood_of_commands_does_not_keep_others_waiting(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        for _ in range(150):
            await ben.send("/help")
        for _ in range(20):
            await ben.send("why? " * 800)
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)  # of work, not of Ben's 170 turns
    assert len([m for m in ben.messages if m.from_bot]) < 70


async def test_while_paused_questions_are_kept_even_over_a_restart(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1", spaced=False):
        await ana.send("/pause")
        await ana.wait_for(says("Paused"))
        await ben.send(WHO_LED)
        await ben.wait_for(says("paused by its owner"))
        await ana.send("/status")
        await ana.wait_for(says(", paused", "1 waiting"))
    for _ in range(4):  # more often than what ends the bot each time is tried
        async with running_bot(server, tmp_path, PacedModel(), admins="1", spaced=False):
            pass
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1", spaced=False):
        await ana.send("/status")
        await ana.wait_for(says(", paused", "1 waiting"), after=ana.messages[-1])
        assert model.prompts == []
        await ana.send("/resume")
        await ben.wait_for(is_answer)


async def test_status_and_log_show_failures_but_no_question_and_no_token(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel([ValueError("boom")]), admins="1"):
        await ana.send("/log")
        await ana.wait_for(says("Nothing has gone wrong"))
        await ben.send("a question that nobody else may read")
        await ben.wait_for(says("went wrong on our side"))
        await ana.send("/status")
        await ana.wait_for(says("12 articles", "0 waiting", "Memory", "failed", "Byline 0."))
        await ana.send("/log")
        sent = await ana.wait_for(lambda message: message.document is not None)
        assert sent.document is not None
        assert sent.document["file_name"] == "failures.log"
    written = (tmp_path / "library" / "failures.log").read_text()
    assert "ValueError: boom" in written
    assert "nobody else may read" not in written
    assert server.token not in written


async def test_forget_deletes_all_that_is_kept_of_a_person_and_nothing_of_others(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    private = "Which defence minister led Ukraine's team, asked Ben the curious?"
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        await ben.send(private)
        answer = await ben.wait_for(is_answer)
        await ben.send("/forget")
        await ben.wait_for(says("Forgotten"))
        press = await ben.press(answer, "📖 1")
        assert "not kept any more" in (await press.answered()).text
        await ben.send("/sources")
        await ben.wait_for(says("No answer yet"))
        await ana.send("/sources")
        await ana.wait_for(says(WHO_LED, LED))
    files = [file for file in (tmp_path / "library").iterdir() if file.is_file()]
    assert len(files) >= 3
    assert not any(b"Ben the curious" in file.read_bytes() for file in files)


async def test_where_nobody_can_tell_who_may_ask_nobody_is_answered(
    server: TelegramServer, ben: PrivateChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(people: People, rules: object, person: int, chat: int) -> bool:
        raise LibraryError("The database is away: start it.")

    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1", access=None):
        monkeypatch.setattr(People, "may_ask", fails)
        await ben.send(WHO_LED)
        told = await ben.wait_for(says("Something went wrong"))
        assert "database" not in told.text
    assert model.asked == []


async def test_a_long_list_of_users_comes_in_messages_that_fit(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1") as rig:
        for number in range(101):
            rig.kept.people.decide(5_000_000_000 + number, True, f"Somebody & a Long Name {number}")
        await ana.send("/users")
        await ana.wait_for(says("and 1 more"))
    listed = [m.text for m in ana.messages if "✅" in m.text]
    assert sum(text.count("✅") for text in listed) == 100
    assert server.refused == []


async def test_naming_somebody_in_a_group_says_nothing_of_the_whole_group(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    ben = server.user(first_name="Ben")
    group = server.group_chat("News", members=[*ana.members, ben])
    async with running_bot(server, tmp_path, PacedModel(), admins="1", access=None) as rig:
        for command in ("allow", "deny"):
            await group.send(ana.members[0], f"/{command} @ben")
            await group.wait_for(says(f"Whom? Send /{command}"))
        assert rig.kept.people.everyone() == []
        await group.send(ana.members[0], "/allow")
        await group.wait_for(says("may ask from now on"))
        assert [each.id for each in rig.kept.people.everyone()] == [group.id]
