"""Telegram's methods, under Telegram's names, and what each refuses.

Error texts are Telegram's as tdlib and recorded live answers give them; only those about commands,
descriptions, captions and getFile are from memory.
"""

from __future__ import annotations

import re
import time

from lo_bot_api_emulator import ApiRefusal
from telegram_chats import Answered, Chat, InlineAnswered, Message
from telegram_checks import Json, markup, photo_size, scope_key, written
from telegram_html import Entity, utf16
from telegram_models import BufferedInputFile, ChatAction
from telegram_world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Methods(World):
    """What the bot can call."""

    def __init__(self, callback_lifetime: float) -> None:
        """A press of a button may wait `callback_lifetime` seconds for its answer."""
        super().__init__()
        self.callback_lifetime = callback_lifetime
        self.commands: dict[tuple[str, str], list[Json]] = {}  # (scope as JSON, language)
        self.descriptions: dict[tuple[str, str], str] = {}  # (name, language)
        self.menu_button: Json = {"type": "commands"}

    def known_chat(self, params: Json) -> Chat | None:
        """The chat that a call names, if there is one."""
        identity = str(params.get("chat_id", ""))
        if identity.startswith("@"):
            names = {f"@{getattr(chat, 'username', '')}": chat for chat in self.chats.values()}
            return names.get(identity)
        return self.chats.get(int(identity)) if re.fullmatch(r"-?\d+", identity) else None

    def _chat(self, params: Json) -> Chat:
        chat = self.known_chat(params)
        if chat is None:
            raise ApiRefusal("Bad Request: chat not found")
        if chat.blocked:
            raise ApiRefusal("Forbidden: bot was blocked by the user", 403)
        if chat.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiRefusal(upgraded, 400, {"migrate_to_chat_id": chat.moved_to})
        return chat

    def getMe(self, _: Json) -> Json:
        """The bot itself."""
        rights = {"can_join_groups": True, "can_read_all_group_messages": False}
        return {**self.me.wire(), **rights, "supports_inline_queries": True}

    def setMyCommands(self, params: Json) -> bool:
        """Set the menu of commands for a scope and a language."""
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise ApiRefusal("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise ApiRefusal("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[scope_key(params)] = params["commands"]
        return True

    def getMyCommands(self, params: Json) -> list[Json]:
        """The menu of commands of a scope and a language."""
        return self.commands.get(scope_key(params), [])

    def setMyDescription(self, params: Json) -> bool:
        """Set the text of an empty chat."""
        return self._describe("description", 512, params)

    def setMyShortDescription(self, params: Json) -> bool:
        """Set the text of the bot's profile."""
        return self._describe("short_description", 120, params)

    def _describe(self, name: str, limit: int, params: Json) -> bool:
        text = params.get(name, "")
        if utf16(text) > limit:
            raise ApiRefusal(f"Bad Request: {name} is too long")
        self.descriptions[name, params.get("language_code", "")] = text
        return True

    def setChatMenuButton(self, params: Json) -> bool:
        """Set the button beside the input field."""
        self.menu_button = params.get("menu_button", {"type": "default"})
        return True

    def getChat(self, params: Json) -> Json:
        """All about a chat."""
        gifts = {f"{kind}_gifts": True for kind in ("unlimited", "limited", "unique")}
        gifts |= {"premium_subscription": True, "gifts_from_channels": True}
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**self._chat(params).wire(), **full}

    def sendChatAction(self, params: Json) -> bool:
        """Show that the bot is typing, or the like."""
        chat = self._chat(params)
        if params["action"] not in set(ChatAction):
            raise ApiRefusal("Bad Request: wrong parameter action in request")
        chat.actions.append((time.monotonic(), params["action"]))
        return True

    def sendMessage(self, params: Json) -> Json:
        """Send a text."""
        text, entities = written(params, "text", 4096, "message is too long")
        return self._send(params, text, params["text"], entities)

    def sendMessageDraft(self, params: Json) -> bool:
        """Show a draft in a private chat."""
        chat = self._chat(params)
        if chat.type != "private":
            raise ApiRefusal("Bad Request: TEXTDRAFT_PEER_INVALID")  # from memory
        if params["draft_id"] == 0:
            raise ApiRefusal("Bad Request: draft_id must be non-zero")  # from memory
        text = written(params, "text", 4096, "message is too long")[0] if "text" in params else ""
        chat.drafts.append((params["draft_id"], text))
        self.touch()
        return True

    def sendDocument(self, params: Json) -> Json:
        """Send a file."""
        html = params.get("caption", "")
        text, entities = written(params, "caption", 1024, "message caption is too long")
        file = params["document"]
        if not isinstance(file, BufferedInputFile):
            raise ApiRefusal("Bad Request: wrong file identifier/HTTP URL specified")
        document = self.store(file.data, file.filename or "file", "application/octet-stream")
        return self._send(params, text, html, entities, document=document)

    def sendPhoto(self, params: Json) -> Json:
        """Send a picture."""
        text, entities = written(params, "caption", 1024, "message caption is too long")
        file = params["photo"]
        if not isinstance(file, BufferedInputFile):
            raise ApiRefusal("Bad Request: wrong file identifier/HTTP URL specified")
        if len(file.data) > 10 * 1024 * 1024:
            raise ApiRefusal("Bad Request: file is too big")
        size = photo_size(file.data)
        width, height = size["width"], size["height"]
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise ApiRefusal("Bad Request: PHOTO_INVALID_DIMENSIONS")
        return self._send(params, text, params.get("caption", ""), entities, photo=file.data)

    def _send(
        self,
        params: Json,
        text: str,
        html: str,
        entities: list[Entity],
        *,
        document: Json | None = None,
        photo: bytes | None = None,
    ) -> Json:
        chat = self._chat(params)
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.threads:
            raise ApiRefusal("Bad Request: message thread not found")
        reply = params.get("reply_parameters") or {}
        answered = chat.find(reply["message_id"]) if reply else None
        if reply and answered is None and not reply.get("allow_sending_without_reply"):
            raise ApiRefusal("Bad Request: message to be replied not found")
        message = self.post(
            chat,
            self.me,
            text=text,
            html=html,
            entities=entities,
            markup=markup(params),
            reply_to=answered,
            thread_id=thread,
            document=document,
            photo=photo,
            silent=params.get("disable_notification", False),
            link_preview=params.get("link_preview_options"),
        )
        return message.wire()

    def _editable(self, params: Json) -> Message:
        message = self._chat(params).find(params.get("message_id", 0))
        if message is None:
            raise ApiRefusal("Bad Request: message to edit not found")
        if not message.from_bot:
            raise ApiRefusal("Bad Request: message can't be edited")
        return message

    def editMessageText(self, params: Json) -> Json:
        """Replace text and buttons of a message."""
        message = self._editable(params)
        if message.document or message.photo:
            raise ApiRefusal("Bad Request: there is no text in the message to edit")
        text, entities = written(params, "text", 4096, "MESSAGE_TOO_LONG")
        return self._edit(message, text, params["text"], entities, markup(params))

    def editMessageReplyMarkup(self, params: Json) -> Json:
        """Replace the buttons of a message."""
        old = self._editable(params)
        return self._edit(old, old.text, old.html, old.entities, markup(params))

    def _edit(
        self, old: Message, text: str, html: str, entities: list[Entity], markup: Json | None
    ) -> Json:
        keyboard = (markup or {}).get("inline_keyboard") or []
        if (text, entities, keyboard) == (old.text, old.entities, old.buttons):
            raise ApiRefusal(f"Bad Request: {NOT_MODIFIED}")
        self.rewrite(old, text, html, entities, markup)
        return old.wire()

    def deleteMessage(self, params: Json) -> bool:
        """Delete a message."""
        chat = self._chat(params)
        message = chat.find(params["message_id"])
        if message is None:
            raise ApiRefusal("Bad Request: message to delete not found")
        if not message.from_bot and chat.type != "private":
            raise ApiRefusal("Bad Request: message can't be deleted")
        chat.messages.remove(message)
        self.touch()
        return True

    def answerCallbackQuery(self, params: Json) -> bool:
        """Answer a press, once and in time."""
        press = self._presses.get(params["callback_query_id"])
        seconds = time.monotonic() - press.at if press else 0
        if press is None or press.answer.done() or seconds > self.callback_lifetime:
            raise ApiRefusal(f"Bad Request: {TOO_OLD}")
        text = params.get("text", "")
        if utf16(text) > 200:
            raise ApiRefusal("Bad Request: MESSAGE_TOO_LONG")
        alert = params.get("show_alert", False)
        press.answer.set_result(Answered(text, alert, params.get("url"), seconds))
        return True

    def answerInlineQuery(self, params: Json) -> bool:
        """Answer an inline query, once and in time."""
        query = self._inline.get(params["inline_query_id"])
        late = query is not None and time.monotonic() - query.at > self.callback_lifetime
        if query is None or late or query.answer.done():
            raise ApiRefusal(f"Bad Request: {TOO_OLD}")
        results, button = params["results"], params.get("button")
        if len(results) > 50:
            raise ApiRefusal("Bad Request: RESULTS_TOO_MUCH")
        ids = [result["id"] for result in results]
        if any(not 1 <= len(each.encode()) <= 64 for each in ids):
            raise ApiRefusal("Bad Request: RESULT_ID_INVALID")
        if len(set(ids)) < len(ids):
            raise ApiRefusal("Bad Request: RESULT_ID_DUPLICATE")
        if len(params.get("next_offset", "").encode()) > 64:
            raise ApiRefusal("Bad Request: NEXT_OFFSET_INVALID")
        if button and not re.fullmatch(r"[\w-]{1,64}", button.get("start_parameter", "")):
            raise ApiRefusal("Bad Request: START_PARAM_INVALID")
        texts = []
        for result in results:
            if result["type"] != "article":
                raise ApiRefusal(f"Not Implemented: {result['type']} is not simulated here", 501)
            if not result["title"]:
                raise ApiRefusal("Bad Request: RESULT_TITLE_EMPTY")
            content = {**result["input_message_content"]}
            content["text"] = content.pop("message_text")
            texts.append(written(content, "text", 4096, "MESSAGE_TOO_LONG"))
        seconds, personal = params.get("cache_time", 300), params.get("is_personal", False)
        offset = params.get("next_offset", "")
        query.answer.set_result(InlineAnswered(results, texts, seconds, personal, offset, button))
        return True

    def getFile(self, params: Json) -> Json:
        """Where a file can be downloaded."""
        file = self._files.get(params["file_id"])
        if file is None:
            raise ApiRefusal("Bad Request: wrong file_id or the file is temporarily unavailable")
        if file["file_size"] > 20 * 1024 * 1024:
            raise ApiRefusal("Bad Request: file is too big")
        return file
