"""Words that deny, words that are each other's opposite, and where a denial's reach ends."""

NEGATIONS = frozenset("no not never neither nor none nobody nothing without cannot".split())
DENIALS = frozenset(
    """deny denies denied denying refuse refuses refused refusing fail fails failed
    failing""".split()
)
"""Verbs that say that something is not so or was not done."""

AFFIRMATIONS = frozenset(["yes"])
"""Words that open an answer and claim what the question asks."""

NOT_ONLY = (
    r"\bnot (?:only|just|merely|least)\b|\bno (?:doubt|later|less|fewer|more) than\b|\bno\.? (?=\d)"
)
"""Phrases with a negation that deny nothing."""

CLAUSE_BREAK = (
    r"[,;:.!?—–()]|\b(?:but|although|though|while|whereas|because|unless|until|after|before"
    r"|since|as|if|where|when|who|whom|which|adding|and)\b"
)
"""Where the reach of a negation ends."""

OPPOSITES = (
    ("more over above exceed exceeds exceeded", "less fewer under below"),
    (
        """rise rises rose risen rising increase increases increased grow grows grew grown climb
        climbs climbed jump jumps jumped soar soars soared surge surges surged""",
        """fall falls fell fallen falling decline declines declined decrease decreases decreased
        shrink shrinks shrank shrunk slide slides slid slump slumps slumped plunge plunges plunged
        tumble tumbles tumbled sink sinks sank drop drops dropped""",
    ),
    ("gain gains gained win wins won", "lose loses lost"),
    ("likely", "unlikely"),
    ("higher", "lower"),
    ("larger bigger", "smaller"),
    ("before", "after"),
    ("accept accepts accepted", "reject rejects rejected"),
    ("approve approves approved", "reject rejects rejected"),
    ("maximum", "minimum"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("guilty", "innocent"),
    ("enter enters entered", "leave leaves left"),
    ("import imports imported", "export exports exported"),
    ("buy buys bought", "sell sells sold"),
)
"""Two sides a line: a sentence that says the one does not carry a claim that says the other."""

SYMMETRIC = frozenset(
    """meet meets met marry marries married join joins joined agree agrees agreed talk talks talked
    divorce divorced border borders bordered face faces faced""".split()
)
"""Verbs that both sides do: "Trump met Putin" is "Putin met Trump"."""
