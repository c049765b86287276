"""Recognises what a site says about itself, its pages and its readers (pure).

Rights, dates of update, calls for readers' experiences, demands on the browser. Every repetition
in a pattern is bounded, so that no text takes more than linear time.
"""

import re

from index.cleaning.labels import BULLETS
from index.language_data.en import reporting_verbs

_LONGEST = 900
_CLOCK = (
    r"(?:\d{1,2}[:.]\d\d\b.{0,20}|.{0,30}\d ?[ap]\.?m\b.{0,30}|\w{3,9}\.? \d{1,2}, \d{4})\W{0,2}$"
)

_RIGHTS = (
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d|by )|copyright:)",
    r"(?:all )?rights reserved\b",
    r"(?:the )?(?:opinions|views|thoughts)(?: and (?:opinions|views))? expressed"
    r" (?:by (?:columnists|contributors|the (?:authors?|writers?))|(?:here|herein|in this)\b"
    r"|are (?:those|their|his|hers?|solely))",
    rf"(?!.{{0,500}}{reporting_verbs.IN_A_RULING})"
    r".{0,500}\b(?:opinions|views|thoughts) expressed (?:(?:in this|here|by)\b[^.]{0,60}\b"
    r"(?:are|belong to)\b|are (?:the author['’]s|his|her|their|those of|solely)\b)",
    r".{0,500}[.”\"] all rights reserved\.?$",
    r"[^.]{2,60}\bopinions are decided by\b",
    r"(?:editor['’]s note: )?this (?:column|article|story|essay|post|piece) (?:was )?"
    r"(?:originally|first) (?:appeared|published|posted|ran) (?:in|on|at|by)\b",
    r"this (?:column|article|story|essay|post|piece)?\b ?appear(?:s|ed) in the .{3,40} issue\b",
    r"this (?:column|article|story|essay|post|piece) (?:is|was) adapted from a post\b",
    r"this is an opinion (?:column|piece|article)\b",
    r"content created by the daily caller\b",
    r".{0,120}\btranscripts are created on a rush deadline\b",
    r"this is a rush transcript\b",
    r"this (?:article|story|essay|post|piece|report|video|episode) (?:is|was) (?:also )?"
    r"(?:re-?|co-?)?(?:published|produced|reported) (?:in (?:partnership|collaboration)"
    r"|with permission|by the [\w ]{3,40} team)\b",
    r"this (?:article|story|essay|piece) is part of\b.{2,120}"
    r"\b(?:collaboration|partnership|initiative)\b",
    r"[^.!?]{5,150} © ?(?:19|20)\d\d [^.]{2,60}\. all rights reserved\.?$",
    r"in addition to its own editorials\b",
    r".{0,200}\bsee our privacy policy\b",
    r"(?:our|[\w ]{2,30} coverage at) [^.]{2,80}\b(?:made possible|supported|funded)(?: in part)?"
    r" by a grant\b",
    r"[^.]{3,80} receives (?:financial )?support from\b.{3,200}\bsolely responsible for\b",
)
_DATES = (
    r"this (?:article|story|page) is more than (?:a|one|\d+) (?:year|month)s? old",
    r"\W{0,3}(?:(?:this|the) (?:post|story|article|page|report|column) (?:was )?)?"
    r"(?:last )?updated:?(?: (?:at|on))? ?" + _CLOCK,
    r"\W{0,2}(?:most recent|last|latest) update ?:",
    r"\(we last added to this (?:post|story)\b",
    r"(?:editors?['’]?s? note: )?(?:this (?:story|article|post|page|report)|it)"
    r" (?:has been|was|will be|is being) (?:last )?updated(?: (?:throughout|regularly|continually"
    r"|as more [\w ]{3,30}|(?:with|to (?:reflect|include|add)) (?:additional|more|new|further"
    r"|breaking|the latest) [\w, ]{3,70}))*\W{0,2}$",
    # "Saturday, 9 March 2024 05:42 PM"
    r"\w{6,9}, \d{1,2} (?-i:[A-Z])\w{2,8} (?:19|20)\d\d \d\d?:\d\d(?: ?[ap]m)?$",
    r"(?:editor['’]s note: )?this is a (?:breaking|developing) (?:news )?story\b.{0,160}$",
    r"this (?:news )?story is (?:breaking|developing)\b.{0,160}$",
    r"(?:about )?(?:\d+|an?|one|two|three) (?:second|minute|hour|day|week|month|year)s? ago$",
)
_READERS = (
    r"(?:are|have|were|did|do) you\b[^?]{5,200}\? .{0,300}\b(?:e-?mail(?:ing)?|share your"
    r"|get in touch|tell us|let us know|contact us|whatsapp)\b",
    r"(?:how|why|where) (?:have|has|do|did|are) you\b[^?]{5,200}\? .{0,300}\b(?:e-?mailing"
    r"|share your|get in touch|tell us|let us know)\b",
    r"share your (?:thoughts|experiences?|stor(?:y|ies)|views?)\b.{5,300}\bjoin the conversation\b",
    r"if you (?:have|would like|know|see|spot|notice)\b.{5,200}\b(?:send|e-?mail|contact|let) us\b",
    r"(?-i:Read More [A-Z])",
    r"our (?:new|latest|current) issue\b.{0,80}\bis (?:out|available)\b",
    r"get (?:instant|unlimited|full) access to\b",
    r"as a public service, (?:we['’]ve removed|all our)\b",
    r".{0,250}\bplease (?:express|submit|send) your (?:views?|letters?)\b",
    r"\[you['’]re .{5,160}\byou can get our\b",
    r"q&a\b.{5,200}\bshow hide\b",
    r"join the [\w ]{3,40} (?:lab|club|community|conversation)\b",
    r"to stay (?:updated|up to date|informed), (?:follow|subscribe|sign)\b",
    r"the news moves fast\b",
    r"(?:for|see|find|read|more of) (?:all )?our (?:latest|full|complete|other|earlier)\b[^.]{0,80}"
    r"\b(?:coverage|stories|reporting)\b",
    r"\W{0,2}editor['’]s note: (?:as a public service"
    r"|this (?:article|story|column|post) (?:was|is) free|.{5,160}\bfreely available\b)",
    r".{0,300}\bsupport (?:strong |great |quality |independent |our )?(?:local )?journalism"
    r" (?:by|today)\b",
    r"interested in .{2,60} as an interest to stay up to date",
    r"related video (?-i:[A-Z])",
    r"please (?:include a contact number|verify you're not a robot|enable javascript)",
)
_BROWSER = (
    r"\{\"unitname\"",
    r"(?:your browser does not support|javascript is (?:required|disabled))",
    r"(?:we use cookies|this (?:web)?site uses cookies)",
    r"[\d.,]{1,6} ?(?:[km] )?(?:shares?|comments?|views?|likes?|retweets?)$",
    r"\d+ of \d+$",
)
_NOTICE = re.compile("|".join((*_RIGHTS, *_DATES, *_READERS, *_BROWSER)), re.IGNORECASE)


def is_notice(line: str) -> bool:
    """Whether `line` is about the site, the page or its readers instead of the news."""
    return len(line) <= _LONGEST and bool(_NOTICE.match(line.lstrip(BULLETS)))
