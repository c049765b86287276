"""Articles and questions in other languages: sentences, furniture, and words that are found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore

from index.cleaning.cleaner import clean
from index.library.library import Library
from index.search import keywords
from index.splitting.languages_without_spaces import pairs, separated
from index.splitting.sentences import split
from index.syncing.sync import sync
from index.types import Article

SENTENCES = {
    "de": [
        "Die Fähre zur Unteren Insel fährt ab Montag wieder, sagte Dr. Berg vom Hafenamt.",
        "Die Reparatur hat ca. 1,4 Mio. Kronen gekostet.",
        "„Wir sind froh“, sagte der Bäcker.",
    ],
    "ru": [
        "Паром на Нижний остров снова пойдёт с понедельника, сообщил А. С. Берг из порта.",
        "Ремонт стоил 1,4 млн крон.",
        "«Мы рады», – сказал пекарь.",
    ],
    "uk": [
        "Пором на Нижній острів знову піде з понеділка, повідомив О. Берг із порту.",
        "Ремонт коштував 1,4 млн крон.",
        "«Ми раді», – сказав пекар.",
    ],
    "es": [
        "El transbordador a la Isla Baja volverá el lunes, dijo la Sra. Berg del puerto.",
        "La reparación costó 1,4 millones de coronas.",
        "¿Volverán los turistas?",
        "«Estamos contentos», dijo el panadero.",
    ],
    "zh": [
        "港务局周五表示，开往下岛的渡轮将于周一恢复运行。",
        "修理费用为140万克朗！",
        "面包师说：“我们很高兴。”",
        "游客会回来吗？",
    ],
}
FURNITURE = {
    "de": ["Anzeige", "Lesen Sie auch: Zehn schöne Leuchttürme", "Foto: Ida Berg/dpa", "Mehr dazu"],
    "ru": [
        "Реклама",
        "Читайте также: Десять маяков",
        "Подписывайтесь на наш канал",
        "Читать далее",
    ],
    "uk": [
        "Читайте також: Десять маяків",
        "Підписуйтесь на наш канал",
        "Фото: Іда Берг",
        "Дивіться також",
    ],
    "es": [
        "Publicidad",
        "Lea también: Diez faros",
        "Suscríbete a nuestro boletín",
        "Sigue leyendo",
    ],
    "zh": ["广告", "延伸阅读：十座灯塔", "图片来源：港湾邮报"],
}
# A question, whose words stand in the article in another form where the language has forms.
QUESTIONS = {
    "de": "Wann fährt die Fähre?",
    "ru": "Сколько стоили ремонты парома?",
    "uk": "Скільки коштував ремонт порома?",
    "es": "¿Cuánto costó la reparación?",
    "zh": "渡轮什么时候恢复？",
}


def article(language: str) -> str:
    gap = "" if language == "zh" else " "
    return gap.join(SENTENCES[language])


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_end_where_a_reader_of_the_language_would_end_them(language: str) -> None:
    found = split(Article("a", "", article(language)))
    assert [sentence.text for sentence in found] == SENTENCES[language]


@pytest.mark.parametrize("language", FURNITURE)
def test_furniture_of_the_language_goes_and_the_article_stays(language: str) -> None:
    first, second, *_ = SENTENCES[language]
    text = "\n\n".join([first, *FURNITURE[language], second])
    cleaned = clean(text)
    assert cleaned.text == f"{first}\n\n{second}"
    assert list(cleaned.dropped) == FURNITURE[language]


def test_every_language_is_found_by_its_words(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> None:
    for language in SENTENCES:
        folder = write(f"{language}.txt", article(language)).parent
    sync([folder], library, store, encoder)
    for language, question in QUESTIONS.items():
        found = library.keyword_search(keywords(question), 5)
        assert found, language
        assert found[0][0].startswith(f"{language}:"), language


def test_chinese_is_asked_by_pairs_and_everything_else_by_words() -> None:
    assert pairs("渡轮恢复") == ["渡轮", "轮恢", "恢复"]
    assert pairs("港") == ["港"]
    assert pairs("2024年5月iPhone") == ["2024", "年", "5", "月", "iPhone"]
    assert pairs("ferry") == ["ferry"]
    assert separated("渡轮 ferry").split() == ["渡", "轮", "ferry"]


def test_a_library_with_an_older_keyword_index_gets_a_new_one(
    library: Library,
    store: ListStore,
    encoder: HashingEncoder,
    write: Callable[[str, str], Path],
    tmp_path: Path,
) -> None:
    folder = write("zh.txt", article("zh")).parent
    sync([folder], library, store, encoder)
    with library.transaction() as db:  # as the first version made it
        db.executescript(
            "DROP TRIGGER passage_added; DROP TRIGGER passage_removed; DROP TABLE words;"
            "CREATE VIRTUAL TABLE words USING fts5 (text, content='passages', "
            "content_rowid='rowid', tokenize='porter unicode61');"
            "INSERT INTO words (rowid, text) SELECT rowid, text FROM passages;"
            "PRAGMA user_version = 0;"
        )
    assert library.keyword_search(["渡轮"], 5) == []
    opened = Library(tmp_path / "library" / "index" / "library.sqlite")
    try:
        assert opened.keyword_search(["渡轮"], 5)
        opened.remove("zh")
        assert opened.keyword_search(["渡轮"], 5) == []
    finally:
        opened.close()
