"""Words by which a report says that something is not so, of all languages that are read."""

NEGATIONS = frozenset(
    """no not never
    nicht kein keine keinem keinen keiner keines nie niemand
    ne pas jamais aucun aucune
    nunca ningún ninguna ninguno
    не ни нет никогда никто
    ні немає ніколи ніхто""".split()
)
