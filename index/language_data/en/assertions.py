"""What makes a clause a fact, a denial, or neither. Verbs and nouns in their dictionary form."""

FACTUAL = frozenset(
    """acknowledge add admit announce clarify conclude confirm declare demonstrate determine
    disclose discover emphasise emphasize ensure establish explain find force hear inform know learn
    let make manage mean note notice observe prove realise realize recall remember reveal
    rule say see show state stress succeed tell underline begin continue start help""".split()
)
"""What they govern is so, or is told as so."""

NOT_SO = frozenset(
    """acquit avoid ban bar cancel cease clear decline fail forget halt prevent prohibit refrain
    refuse stop unable""".split()
)
"""What they govern is not so or was not done: "refused to pay", "acquitted of bribery"."""

DENIED = frozenset("deny denial dismiss disprove dispute rebut refute reject".split())
"""What they govern is not so, by somebody's own account: "denied that she had met him"."""

RULED_OUT = frozenset({"rule out", "call off", "back away", "turn down"})
"""As `NOT_SO`: verbs of two words."""

CLAIMED = frozenset(
    """allege argue assume believe claim consider estimate insist maintain report suggest suspect
    think write""".split()
)
"""What they govern is somebody's view."""

DECIDED = frozenset("agree choose decide opt pledge promise resolve vote vow".split())
"""Not so, and not to be, behind "not to": "decided not to close it"."""

FACTS = frozenset("evidence fact finding knowledge news proof ruling".split())
"""Nouns before "that" and what is so."""

DOUBT = frozenset(["doubt", "question"])
"""Nouns before "that" and what is so where there is none: "no doubt that"."""

FEW = frozenset("barely few hardly less little scant scarcely".split())
"""Words for nearly none: "little evidence that"."""

LIMITS = FEW | frozenset("acting deputy except ex former not only partially partly vice".split())
"""Words that say so of a part only, or of another one: "partly open", "the former mayor"."""

OF_ALL = frozenset("all both each every everybody everyone many most".split())
"""Words that ask for more than a part."""

ALIKE_PREPOSITIONS = ("at during in inside on within", "into to toward towards", "about over")
"""Prepositions that say nearly the same of when, where or what, a line each."""

AGAINST = (("for", "against"), ("with", "without"))
"""Prepositions that say the opposite of each other."""

TELLING = frozenset("say tell report hear see know".split())
"""Facts when somebody does it, hearsay in the passive: "was said to have sunk"."""

NOBODY = frozenset("no none nobody nothing neither".split())
NEVER = frozenset("not n't never no nor neither nowhere".split())
IN_DOUBT = frozenset(
    """allegedly almost apparently barely hardly largely likely maybe mostly nearly partly partially
    perhaps possibly presumably probably reportedly scarcely supposedly""".split()
)
"""Adverbs that leave open whether something is so."""

CONDITIONAL = frozenset("if unless whether lest provided".split())
POSSIBLE = frozenset("may might could would should must can ought 'd ca".split())
"""Auxiliaries that do not say that something is so."""

OF_THE_PAST = frozenset("did had has have was were".split())
"""Auxiliaries of questions that what was so answers."""

FUTURE = frozenset("will shall 'll wo".split())
SINCE = frozenset("after before by despite following on since until upon while".split())
"""Prepositions before "-ing" for what is so: "after meeting him"."""

WITHOUT = frozenset(["without", "instead", "than"])
"""Before "-ing" for what is not so."""

COPULAS = frozenset("be become fall get go remain stay turn".split())
"""Verbs that only bring a state: "went bankrupt"."""

TELLS_NO_DEED = frozenset("be cost do happen have last occur take".split())
"""Verbs that answers are put with whatever their sentence says: "The strike lasted 19 days"."""

CHANGE_THEMSELVES = frozenset(
    """begin break burn capsize change climb close collapse crash decline decrease derail detonate
    dock double drop end expand explode fall fill flood grow heal improve increase land launch melt
    merge move narrow open pass reopen resume rise shrink shut sink slow spread start stop tear
    triple turn widen worsen""".split()
)
"""What does it and what it is done to are one: "the bridge closed", "the bridge was closed"."""

GIVES_OFFICE = frozenset(
    "appoint choose crown declare designate elect make name nominate pick proclaim vote".split()
)
"""Verbs that say who becomes what: "the board made Ann Bell chief executive"."""

ANYBODY = frozenset(
    "anybody anyone anything somebody someone something everybody everyone everything".split()
)
ANY = frozenset(["any", "some"])
INDEFINITE = frozenset("a an another other several some any".split())

SAME = (
    "bankrupt insolvent",
    "dismiss sack fire",
    "jail imprison",
    "resign quit",
    "buy acquire purchase",
    "begin start",
    "end finish",
    "acquit clear",
    "injure hurt wound",
    "arrest detain",
)
"""Words for the same, a line each."""

REVERSED = (
    (
        "rise increase grow climb jump soar surge",
        "fall decrease decline shrink drop slide slump plunge tumble sink",
    ),
    ("win", "lose"),
    ("accept approve", "reject"),
    ("convict sentence jail imprison", "acquit clear"),
    ("guilty", "innocent"),
    ("alive", "dead"),
    ("survive", "die"),
    ("legal", "illegal"),
    ("safe", "unsafe"),
    ("possible", "impossible"),
)
"""What is the one is not the other."""

YES_NO = (
    r"(?:and |but |so |then |well,? )?"
    r"(?P<aux>(?:did|do|does|is|are|was|were|has|have|had|will|would"
    r"|can|could|should|shall|may|might|must|am)(?:n['’]t)?|won['’]t|can['’]t)\s+(?P<rest>.+?)\s*\?*"
)
"""Pattern of a whole question that asks for a yes or a no; in any case."""

IS_IT_TRUE = r"(?:(?:is|was) it (?:true|right|correct|the case) that)\s+(?P<rest>.+?)\s*\?*"
IN_PART = frozenset("all every everybody everyone just least merely only until".split())
"""Behind "not": only a part is denied."""

YES, NO = "Yes", "No"
"""Open an answer that says what its sentence says; English questions are answered in English."""

ASKS_WHO = frozenset("who whom which what".split())
"""Open the phrase that is asked for: "which airline"."""

MUTUAL = frozenset("meet marry divorce play fight face".split())
"""What both sides do: who met Putin is whom Putin met."""
