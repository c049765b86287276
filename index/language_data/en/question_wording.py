"""How questions are worded: what kind of thing they want, and what makes one lean on the chat.

Patterns, all for any case unless said otherwise; `bot.question` reads them.
"""

from index.language_data.en.date_words import MONTH

# What is wanted -> the words that ask for it. A question may want several things.
WANTS = {
    "person": r"\b(?:who|whom|whose)\b",
    "place": r"\bwhere\b",
    "time": r"\b(?:when|(?:what|which) (?:year|date|day|month)|how long ago)\b",
    "date": r"\b(?:what|which) (?:exact )?(?:day|date|year)\b",
    "amount": r"\b(?:how (?:many|much)|what (?:number|share|percentage|per ?cent|proportion))\b",
    "size": r"\bhow (?:large|big|high)\b",
    "measure": r"\bhow (?:long|old|far|tall|often|wide|deep|heavy|strong|fast)\b",
    "figure": r"\b(?:counts?|toll|figures?)\b",
    # "which company", but not "what did they say": one thing, not what somebody did.
    "thing": (
        r"\b(?:what|which) (?!(?:did|do|does|is|are|was|were|has|have|had|will|would|shall|should"
        r"|can|could|may|might|must|happen\w*|caus\w*|else|about|if)\b)\w"
    ),
    "reason": r"\b(?:why|how come|and what|what about)\b",
    # At the beginning of the question: the news of some days, not a fact.
    "news": (
        r"^\s*(?:and |so )?(?:what(?:['’]s| is| has| else)?|anything) "
        r"(?:happen(?:ed|ing)|new|went on|going on|did [\w .'’-]{2,40} do)\b"
    ),
}
ASKS_FOR_SOMETHING = r"\b(?:who|whom|whose|what|which|when|where|why|how)\b"
ASKS_FOR_A_DEED = (
    r"(?:who|whom|whose|where|why|how)\b(?! (?:long|old|often)\b)"
    r"|what (?:did|do|does|has|have|had|will|would|can|could)\b"
    r"|which (?!(?:day|weekday|date|week|weekend|month|year|season|quarter|decade|century|hour"
    r"|time|morning|evening|night|period|term|deadline|one|of)s?\b)\w+ (?!is|are|was|were)\w+"
)
"""Asks for what somebody did, which thing, who or where: never answered by a time alone."""

WHEN_BEFORE_A_DEED = r"(?:and |so )?when (?=(?:did|do|does|will|would)\b)"
"""Without it "When did the probe land?" asks for a yes or a no."""

OFFERS_A_CHOICE = r"\bor\b"
LATEST = (
    r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|current(?:ly)?|now|nowadays|so far"
    r"|still|up ?date|these days|at the moment|as of today|to date|any news|what'?s new)\b"
)
ANOTHER = r"\b(?:before|after|since) (?:that|then|this)\b|\b(?:else|another|previous(?:ly)?)\b"
"""Asks for something else than was told: "and the time before that?"."""

OTHER_TIMES = (
    r"\b(?:when|how long|before|after|since|until|between|last|previous|next|earlier|later)\b"
)
"""Asks about other times than the one that the question names."""

BOUNDS = r"\b(?:by|from|to|than|since|until|till|before|after|between)\b"
"""Stands before or in a time that what is asked for does not belong to."""

TELLS = (
    r"\b(?:say|said|tell|told|announc\w*|promis\w*|plan\w*|expect\w*|predict\w*|forecast\w*"
    r"|demand\w*|propos\w*|vow\w*|pledg\w*|agree\w*|order\w*|warn\w*|estimat\w*|call\w*"
    r"|accus\w*|charg\w*|convict\w*|sentenc\w*|acquit\w*)\b"
)
"""Asks what was told at some time, which may be of another: "How many flats were promised?"."""

# A bare number could be anything. It counts as a year only after one of these words, or between
# one such as "the" and what it is the year of: "the 2020 flood", but not "the 2000 workers".
YEAR = (
    rf"(?:\b(?:in|of|since|during|before|after|until|by|from|year|early|late|mid|{MONTH}|\d{{1,2}},?)"
    r"|(?:\b(?:the|its|his|her|their|our|this|that)|['’]s)(?=\s+(?:19|20)(?!00)\d\d\s+[a-z]))"
    r"\s+((?:1[5-9]|20)\d\d)\b"
)
SUCCESSOR = (
    r"who\b.*\b(?:after|before|(?:re|dis)plac\w+|succeed\w*|follow\w*) "
    r"(?P<name>[\w’'-]+(?: [\w’'-]+){0,2})\W*"
)
"""Asks for another person than the one named: "Who came after Cameron?"."""

# -- what leans on the chat

AUXILIARY = (
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)\b"
)

LEANING = (
    r"^(?:and|but|or|so|also|then|what about|how about|what else|why|how so|who else|anything)\b"
    r"|\b(?:he|she|it|they|him|them|hers|theirs|this|that|these|those|same|else|others?|another"
    r"|again|too|either|instead)\b"
    # "Is there a treaty?" points at nothing that was said.
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b"
    # "After that" and "what happened after?", but not "after the vote" and "more than 40".
    r"|\b(?:then|before|after|since)\b(?=\W*$)"
    r"|\b(?:what|anything|nothing|some|any) more\b|\bmore\b(?=\W*$)"
    # "The new one", but not "one of the ships".
    r"|\b(?:the|this|that|which|first|second|last|next|new|old) ones?\b"
)
_TRUE = (
    "true|false|likely|unlikely|possible|impossible|legal|illegal|allowed|forbidden|safe|dangerous"
    "|clear|known|certain|right|wrong|fair|common|usual|worth|necessary|easy|hard|difficult"
    "|important|enough|time"
)
_TELLING = (
    r"sa(?:y|ys|id)|true|likely|possible|clear|certain|sure|claim\w*|agree\w*|announc\w*"
    r"|den(?:y|ied|ies)|warn\w*|promis\w*|confirm\w*|fear\w*|hop(?:e|ed|es)|expect\w*|kn[oe]wn?"
    r"|thinks?|thought|believ\w*|show\w*|prove[ds]?|report\w*|suggest\w*|demand\w*|admit\w*"
)
POINTS_AT_NOTHING = (
    r"\bit (?:ever |really |still )?(?:rain|snow|freez|thaw|hail|thunder)\w*"
    r"|\b(?:how (?:cold|cool|mild|warm|hot|dark|wet|windy|late|early)|what time)"
    rf" {AUXILIARY} it\b"
    rf"|\bit (?:be |become |been )?(?:not |still |ever |now )?(?:{_TRUE})"
    r" (?:\w+ ){0,2}(?:that|to|for|whether|if|who|when)\b"
    r"|\b(?:who|what|when|where|why|how|which \w+) (?:is|was) it (?:that|who|which)\b"
    r"|\b(?:is|was) it (?:the |an? |(?-i:[A-Z]))[^?,]* (?:that|who|which)\b"
    # "When does it start, the strike?"
    r"|\b(?:it|they|he|she)\b(?=[^,?]*, (?:the |an? |(?-i:[A-Z]))[^,?]*\W*$)"
    r"|\bthis (?:week|weekend|month|quarter|season|year|spring|summer|autumn|fall|winter|morning"
    rf"|afternoon|evening|century|decade|{MONTH})\b"
    # "Who said that prices rose?", but not "Who said that in Lom?"
    rf"|\b(?:{_TELLING}) that (?=\w+ \w)(?!in\b|on\b|at\b|to\b|of\b|by\b|about\b|before\b|after\b"
    rf"|{AUXILIARY})"
    # "the whale that stranded"
    r"|\b(?:the|an?|every|any) [\w’'-]+ that (?!day\b|time\b|week\b|month\b|year\b|night\b)\w+"
    r"|\b(?:those|these) (?:who|whose|which|that)\b"
    r"|\btoo (?:many|much|few|little|late|early|high|low|long|short|big|small|expensive)\b"
    r"|\beither\b(?=.* or\b)|\binstead of\b"
)
"""Words of `LEANING` that stand for grammar or for something in the same question."""

TAKES_TO = (
    r"\bit (?:have |had )?(?:cost|tak|need|requir|took)\w*(?: \w+){0,4}? to \w+"
    r"(?= (?!in\b|on\b|at\b|by\b|for\b|then\b|there\b)\w)"
)
"""May be such words too: "How much did it cost to build the hall?", but "How long did it take to
reach Lom?" may be asked of the ship that was told of."""

POSSESSIVES = r"\b(?:his|her|its|their)\b"
"""Lean on the chat unless a name stands before them: "Britain and its allies"."""

ASKS_FOR_ONE = r"(?:who|whom|which|what are|what were)\b"
"""Asks for names, which are told in the answer: "Who stands for mayor?"."""

CONNECTIVE = r"^(?:and|but|so|then)\s+"
CORRECTION = (
    r"^(?:(?:no|nope|sorry|oops|wait|actually|oh|well)\b[,!:–—-]+\s*)*"
    r"(?:i (?:meant|mean|was asking)\b[,:]?\s*(?:to ask\b[,:]?\s*)?)?(?=\w+ \w)"
)
"""Before a whole question that is asked in place of the one before: "Sorry, I meant how many"."""

# -- two questions in one

ASKS = (
    r"(?:(?:in|on|at|by|from|for) )?"
    r"(?:how (?:many|much|long|old|far|high|big|large|often)"
    r"|what|when|where|which|who|whom|whose|why)"
)
_THING = r"(?:the|a|an|his|her|its|their|our|this|that|(?-i:[A-Z][\w’'-]*))\b"
SECOND_QUESTION = (
    rf",?\s+and\s+(?={ASKS}\b|{AUXILIARY} (?:he|she|it|they|there|this|that|these|those|{_THING}))"
)
TWO_OF_A_KIND = r"\b(?P<one>the first) and (?P<other>the second)\b"
"""Two things, each with its article; "the first and second lines" are told in one answer."""

ELSEWHERE = rf"{ASKS} (?P<how>in|on|at|by|from|for|to|during) (?P<what>[^?]+)"
"""All but where or when is left out: "what in June?"."""

OF_ANOTHER = rf"(?P<asks>{ASKS}) (?P<what>{_THING}[^?]*)"
"""The verb is that of the question before: "how much the restoration?"."""

VERB_LAST = rf"(?P<asks>{ASKS}) (?P<verb>did|do|does) (?P<what>.+) (?P<last>\w+)\?"
WHICH_FIRST = (
    r"(?:what|which|which of (?:them|the two|these))(?: event)? "
    r"(?:came|happened|took place|occurred|began|started) "
    rf"(?P<order>first|earlier|sooner|later|last)(?:[,:] ?| (?={_THING}))"
    r"(?P<one>[^?]+?),? or (?P<other>[^?]+)\?*"
)
""" "What happened last, the fire or the flood?", but not "what happened last week or ..."."""

_MOMENT = (
    r"(?=[^?]*(?:\d|\b(?:hour|day|night|morning|evening|week|month|year|decade)s?\b"
    r"|\b(?:Jan|Febr)uary\b|\b(?:March|April|May|June|July|August)\b|\w+(?:em|o)ber\b"
    r"|\w+day\b|\b(?:now|first|last)\b))"
)
CHANGED = (
    r"how (?:did|has|have) (?P<what>[^?]+?) (?:change|changed|develop|developed) "
    rf"(?:between {_MOMENT}(?P<one>[^?]+?) and|from {_MOMENT}(?P<since>[^?]+?) to) "
    rf"{_MOMENT}(?P<other>(?:(?! and (?:why|how|what|who|where)\b)[^?])+)\?*"
)
PLURAL = r"^(?:the )?\w+(?<![su])s\b(?! of\b.*\bof\b)"

ASKED_IN_ENGLISH = (
    r"\b(?:who|whom|whose|what|when|where|why|how|which|did|does|were|are|should|would|could)\b"
)
"""A word of questions that no other language in Latin letters has."""
