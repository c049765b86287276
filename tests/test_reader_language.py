"""The reader chooses among sentences in Latin letters, and judges answers in English only."""

from collections.abc import Sequence

from every_case import over

from bot.answering import verification
from bot.answering.confidence import STATED_FROM, at_best, support, witnesses
from bot.answering.reader_language import may_choose, may_judge
from bot.question.understand import understood
from bot.types import Evidence, Verdict, Words
from index.types import Article, Sentence

ENGLISH = "The tower of the lighthouse is 31 metres high, and it is open to all of the public."
GERMAN = "Der Turm ist 31 Meter hoch und wird von der Stadt im Mai wieder für alle geöffnet."
SPANISH = "La torre mide 31 metros y los vecinos de la ciudad entrarán gratis los domingos."
RUSSIAN = "Башня высотой 31 метр открыта для всех жителей города по воскресеньям."
CHINESE = "这座灯塔高三十一米，星期天向所有市民免费开放。"
ARABIC = "يبلغ ارتفاع المنارة واحدا وثلاثين مترا وهي مفتوحة للجميع."
GREEK = "Ο πύργος έχει ύψος 31 μέτρα και είναι ανοιχτός για όλους."


@over([
        ("How high is the tower?", ENGLISH, True, True),
        ("tower height", ENGLISH, True, True),
        ("Who won La Liga?", ENGLISH, True, True),
        ("Did Macron die?", ENGLISH, True, True),
        ("Who runs Credit Agricole du Nord?", ENGLISH, True, True),
        ("How many goals did Virgil van Dijk score?", ENGLISH, True, True),
        ("How high is the tower?", GERMAN, True, False),
        ("Wie hoch ist der Turm, und von wem ist er für die Stadt?", GERMAN, True, False),
        ("¿Cuánto mide la torre?", SPANISH, True, False),
        ("¿Cuánto mide la torre de la ciudad y de los vecinos?", ENGLISH, True, False),
        ("How high is the tower?", RUSSIAN, False, False),
        ("Какой высоты башня?", RUSSIAN, False, False),
        ("Какой высоты башня?", ENGLISH, False, False),
        ("灯塔有多高？", CHINESE, False, False),
        ("How high is it?", CHINESE, False, False),
        ("How high is it?", ARABIC, False, False),
        ("How high is it?", GREEK, False, False),
        ("31?", "31", True, True),
    ],
)  # fmt: skip
def test_what_the_reader_may_be_asked(asked: str, text: str, choose: bool, judge: bool) -> None:
    question, article = understood(asked), Article("a", "", text)
    assert (may_choose(question, article), may_judge(question, article)) == (choose, judge)


class Sure:
    """A reader that finds everything carried."""

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        raise AssertionError("it is not asked to read")

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        return [Verdict(0.9, 0.0) for _ in claims]


def evidence(text: str, sure: float) -> list[Evidence]:
    return [Evidence(1, Sentence("a", 0, 0, len(text), text), Article("a", "", text), (), 0.5,
                     Words(0, 4, sure))]  # fmt: skip


def test_where_it_cannot_judge_the_models_odds_alone_count() -> None:
    question = understood("¿Cuánto mide la torre?")
    for sure in (-9.0, 9.0):
        items = evidence(SPANISH, sure)
        assert not verification.judges(Sure(), question, items)
        carried = verification.carried(Sure(), question, "31 metros", items)
        assert carried is None
        seen = witnesses(2.5, question, "31 metros", items, items, carried=carried)
        assert seen.read is None
        assert support(seen) == support(at_best(2.5, items, judged=False)) > STATED_FROM
    unsure = witnesses(1.5, question, "31 metros", items, items)
    assert support(unsure) < STATED_FROM


def test_in_english_both_count() -> None:
    question = understood("How high is the tower?")
    found = []
    for sure in (-9.0, 9.0):
        items = evidence(ENGLISH, sure)
        assert verification.judges(Sure(), question, items)
        carried = verification.carried(Sure(), question, "31 metres", items)
        assert carried is not None
        seen = witnesses(2.0, question, "31 metres", items, items, carried=carried)
        found.append(support(seen))
    assert found[0] < STATED_FROM < found[1]
