"""How people ask whether somebody else's message is true; `bot.messenger.incoming.quoted` reads it.

A pattern of a whole text in any case, without the marks at its end.
"""

_THIS = r"(?:this|that|it|these|those)"
_THING = r"(?: (?:news|story|report|claim|message|post|info|information|rumou?r|headline))?"
_TRULY = r"(?:really |actually |even |indeed )?"
_PLEASE = r"(?:,? please)?"

IS_THIS_TRUE = (
    r"(?:so,? |and |but |hey,? )?(?:"
    rf"(?:is|are|was|were) {_THIS}{_THING} {_TRULY}(?:true|right|correct|accurate|real)(?: or not)?"
    rf"|did {_THIS} {_TRULY}happen"
    rf"|(?:can|could) (?:you|someone|anyone|somebody|anybody) (?:please )?"
    rf"(?:confirm|verify|check|fact[- ]?check) {_THIS}{_THING}{_PLEASE}"
    rf"|(?:please )?(?:verify|check|fact[- ]?check)(?: {_THIS})?{_THING}{_PLEASE}"
    r"|true or (?:false|not)"
    rf"|(?:is there )?any truth (?:in|to) {_THIS}"
    r")"
)

ASKED = "Is it true that {}?"
"""The question that this asks of a statement."""
