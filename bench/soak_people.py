"""Twenty people who use the bot: they ask, follow up, edit, stop, look around, and think between.

Knows Telegram as people see it; does not know how the bot works or what is measured.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from bench.flatness import Timed
from bench.questions import Question
from bench.rough_telegram import Chat, Message, RoughTelegram, User

PEOPLE = 20
_IN_GROUPS = 6
_IN_A_GROUP = 2
_READ_S = (3.0, 12.0)  # reading an answer, before a follow-up or a tap
_LOST_S = 900.0  # after so long a question counts as unanswered
_DOES = {"ask": 50, "follow up": 25, "edit": 8, "stop": 7, "look": 10}
_LOOKS = ("/latest", "/search canal", "/timeline Istanbul talks", "/sources", "/article 3")


@dataclass
class Seen:
    """What people saw: what they `did`, first answers, and the questions that had none."""

    began: float
    did: Counter[str] = field(default_factory=Counter)
    answers: list[Timed] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began


@dataclass
class Person:
    """A user in a chat, private or a group."""

    chat: Chat
    user: User
    seen: Seen
    chance: random.Random
    numbers: "count[int]"

    async def live(self, questions: Sequence[Question], think_s: float) -> None:
        """Do one thing after the other, with pauses of `think_s` at the mean; until cancelled."""
        while True:
            await asyncio.sleep(self.chance.expovariate(1 / think_s))
            what = self.chance.choices(list(_DOES), list(_DOES.values()))[0]
            self.seen.did[what] += 1
            await self._do(what, self.chance.choice(questions))

    async def ask(self, question: Question) -> Message | None:
        """Ask, wait for the answer and note how long it took."""
        asked = self._say(question.question)
        answer = await self._ended(asked)
        if answer is not None:
            took_s = answer.history[-1][0] - asked.sent_at
            self.seen.answers.append((question.id, self.seen.now(), took_s))
        return answer

    async def _do(self, what: str, question: Question) -> None:
        if what == "look":
            self.chat.post(self.user, self._named(self.chance.choice(_LOOKS)))
        elif what == "edit":
            asked = self._say(question.question)
            await asyncio.sleep(self.chance.uniform(0, 3))
            before = time.monotonic()  # an answer may come before the call returns
            await self.chat.edit(asked.id, f"{self._named(question.follow_up)} {question.question}")
            await self._ended(asked, since=before)
        elif what == "stop":
            asked = self._say(question.question)
            live = await self._live_message(asked)
            if live is not None and "Stop" in live.labels:
                await self.chat.press(live, "Stop", user=self.user)
            await self._ended(asked)
        else:
            answer = await self.ask(question)
            if answer is None or what == "ask":
                return
            await asyncio.sleep(self.chance.uniform(*_READ_S))
            if answer.labels and self.chance.random() < 0.5:
                await self.chat.press(answer, answer.labels[0], user=self.user)
            await self._ended(self._say(question.follow_up, answer))

    def _say(self, text: str, to: Message | None = None) -> Message:
        # With a number, or it would be the answer that the bot has kept.
        reply_to = to if to is not None and self.chat.type != "private" else None
        return self.chat.post(self.user, f"{self._named(text)} ({next(self.numbers)})", reply_to)

    def _named(self, text: str) -> str:
        if self.chat.type == "private":
            return text
        name = self.chat.server.me.username
        command, _, words = text.partition(" ")
        return f"{command}@{name} {words}" if text.startswith("/") else f"@{name} {text}"

    async def _live_message(self, asked: Message) -> Message | None:
        """The first message in reply to `asked`."""
        return await self._wait(asked, lambda _: True)

    async def _ended(self, asked: Message, since: float = 0.0) -> Message | None:
        """The reply to `asked` once it waits for nothing more, changed after `since`."""
        found = await self._wait(
            asked,
            lambda m: "Stop" not in m.labels and m.text != "…" and m.history[-1][0] > since,
        )
        if found is None:
            self.seen.unanswered.append(asked.text)
        elif "went wrong" in found.text:
            self.seen.broken.append(f"{asked.text}: {found.text}")
        return found

    async def _wait(self, asked: Message, wanted: Callable[[Message], bool]) -> Message | None:
        deadline = time.monotonic() + _LOST_S
        while time.monotonic() < deadline:
            for message in reversed(self.chat.messages):
                if message.reply_to is asked and message.from_bot and wanted(message):
                    return message
                if message is asked:
                    break
            await self.chat.server.until_changed(deadline)
        return None


def people(server: RoughTelegram, seen: Seen) -> list[Person]:
    """Return `PEOPLE` people: most in private chats, some in groups of two."""
    numbers = count(1)
    found = []
    groups: list[Chat] = []
    for place in range(PEOPLE):
        user = server.user(first_name=f"P{place}")
        if place >= PEOPLE - _IN_GROUPS:
            if place % _IN_A_GROUP == 0:
                groups.append(server.group_chat(f"G{place}", -1001000000001 - place))
            chat: Chat = groups[-1]
            chat.members.append(user)
        else:
            chat = server.private_chat(user)
        found.append(Person(chat, user, seen, random.Random(place), numbers))  # noqa: S311
    return found
