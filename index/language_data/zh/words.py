"""Words of Chinese, which is written without spaces."""

SEVERAL_WORDS = r"[\u3400-\u9fff]{6,}"
"""So many characters in a row are more than one word."""

PRONOUNS = "[他她它這这那此]"
"""Characters that point at what was said, in a question that leans on it."""
