"""What was said before a question, and where its answer is kept.

Knows sessions, and that a group's number may have changed since a question was asked in it.
"""

from collections.abc import Callable

from bot.memory.conversation_names import moved_name
from bot.memory.question_log import QueuedQuestion
from bot.memory.sessions import Sessions
from bot.types import Answer, Turn


class Conversations:
    """Sessions, looked up by question. All methods raise LibraryError; any thread may call them."""

    def __init__(self, sessions: Sessions, home: Callable[[int], int]) -> None:
        """`home` gives a chat's present number, as `Outbox.home` does."""
        self._sessions = sessions
        self._home = home

    def history(self, question: QueuedQuestion) -> list[Turn]:
        """The turns that `question` may refer to, oldest first.

        Only the answer that it replies to, or what somebody has said, if it replies to that; else
        its talk. For an edited question the talk ends before the answer that is replaced.
        """
        if question.about is not None:
            answer = self.answer(question, question.about)
            if answer is not None:
                return [answer.turn]
        if question.quoted:
            return [Turn(question.quoted, "")]
        return self._sessions.history(self._name(question), question.talk, before=question.replaces)

    def answer(self, question: QueuedQuestion, answer_id: int | None) -> Answer | None:
        """An answer given in the conversation of `question`; None when it is not kept."""
        if answer_id is None:
            return None
        return self._sessions.answer(self._name(question), answer_id)

    def remember(self, question: QueuedQuestion, answer: Answer) -> int:
        """Keep the answer to `question`, in place of the one it replaces; returns its id."""
        name = self._name(question)
        return self._sessions.remember(name, answer, question.talk, question.replaces)

    def _name(self, question: QueuedQuestion) -> str:
        return moved_name(question.conversation, question.chat, self._home(question.chat))
