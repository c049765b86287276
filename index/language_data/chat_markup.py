"""Markup of chats with language models, in any language: no paper prints it for its readers."""

ROLES = (
    r"system|user|assistant|human"
    r"|benutzer|nutzer|assistent"
    r"|sistema|usuario|asistente"
    r"|система|пользователь|помощник|ассистент"
    r"|користувач|помічник|асистент"
)
"""Pattern of who speaks in such a chat, in any case; a colon follows."""

MARKS = (
    r"<\|?/?(?:im_|start_|end_|eot|eos|bos|begin_|sys|inst|endoftext|system|user|assistant)"
    r"[\w| ]*\|?>"
    r"|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|###\s*(?:instruction|response|system|user|assistant)\b"
    r"|[\"']role[\"']\s*:"
    r"|\bStated:\s*(?:yes|no)\b"
    r"|\A\s*\[\d{1,2}\]\s"
)
"""Pattern of marks that set turns apart, in any case; the last one numbers a paragraph as a prompt
numbers evidence."""
