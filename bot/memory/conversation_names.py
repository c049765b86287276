"""Names of conversations in the databases: "telegram:CHAT:PERSON" (pure).

One conversation a person and chat, so that in a group nobody's follow-ups mix with another's.
"""


def chat_prefix(chat: int) -> str:
    """What the names of all conversations in `chat` begin with."""
    return f"telegram:{chat}:"


def moved_name(name: str, old: int, new: int) -> str:
    """The name that a conversation of the chat `old` has once that chat has become `new`."""
    return name.replace(chat_prefix(old), chat_prefix(new), 1)
