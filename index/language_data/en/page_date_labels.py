"""Words before a date on a page, which say what happened on that day; in lower case.

`index.readers.page_date` reads them; phrases with "|" between.
"""

PUBLISHED = """
first published | originally published | published | posted | publication date |
publication | released | release date | written on | date | dated | filed |
created | issued | online since
"""

UPDATED = """
updated | update | last updated | modified | last modified | edited | revised | last change |
changed | corrected | reviewed
"""

NOT_ITS_OWN = """
today | it is now | since | founded | established | est. | copyright | all rights | born |
died | expires | valid | until | next
"""
"""The day is another one: today, that of a foundation or of an event."""

BYLINE = """
by | text | story | words | reported by | written by | from our
"""
"""Words before the name of who wrote it; a date beside it is the article's."""
