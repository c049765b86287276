"""The library's tables and keyword index, and the upgrade of older libraries."""

from index.errors import LibraryError
from index.library.spelling import names_of
from index.splitting.languages_without_spaces import separated
from index.sqlite import Connection, Options

# Raised when an older Byline would misread what is in the tables; a library without a number is of
# the first. Tables and columns that an older one ignores do not raise it.
FORMAT = 1

# In WAL mode `synchronous = NORMAL` still survives kill -9. A power cut may undo the last
# transactions as a whole, which the next sync brings in again: 1 ms an article instead of 3.
OPTIONS = Options(
    pragmas=("foreign_keys = ON", "synchronous = NORMAL"),
    functions={"separated": separated, "names_of": names_of},
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, recipe TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,
    published TEXT, UNIQUE (file, key));
CREATE INDEX IF NOT EXISTS articles_by_url ON articles (url);
CREATE TABLE IF NOT EXISTS sentences (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    first INTEGER NOT NULL, last INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id);
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (published);
CREATE INDEX IF NOT EXISTS articles_by_digest ON articles (digest);
CREATE TABLE IF NOT EXISTS vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS signatures (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, bands BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS copies (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, copy_of INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS copies_by_group ON copies (copy_of);
CREATE TRIGGER IF NOT EXISTS passage_ungrouped AFTER DELETE ON passages BEGIN
    INSERT OR IGNORE INTO meta VALUES ('ungrouped', ''); END;
CREATE TABLE IF NOT EXISTS failures (
    source TEXT PRIMARY KEY, file TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS failures_by_file ON failures (file);
CREATE TABLE IF NOT EXISTS numbers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE);
"""

# Articles of a library from before articles had numbers.
_UNNUMBERED = "FROM articles WHERE id NOT IN (SELECT article_id FROM numbers)"

# The keyword index is made from the passages alone, so a library with another version of it gets a
# new one when it is opened. `names` hold all words with a capital by their sound, for names that
# are misspelt in a question; those of passages that are gone stay until it is made again. They are
# filled by the trigger of the keyword index, which older versions of Byline replace by theirs.
_KEYWORDS_VERSION = 3
_KEYWORDS = """
DROP TRIGGER IF EXISTS passage_added;
DROP TRIGGER IF EXISTS passage_removed;
DROP TABLE IF EXISTS words;
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='porter unicode61');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, text) VALUES (new.rowid, separated(new.text));
    INSERT OR IGNORE INTO names
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
    FROM json_each(names_of(new.text)); END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.rowid, separated(old.text)); END;
INSERT INTO words (rowid, text) SELECT rowid, separated(text) FROM passages;
CREATE TABLE IF NOT EXISTS names (
    sound TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (sound, word)) WITHOUT ROWID;
DELETE FROM names;
INSERT OR IGNORE INTO names
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
FROM passages, json_each(names_of(passages.text));
"""


def prepare(db: Connection) -> None:
    """Create what is missing. Raises LibraryError for a library of a newer Byline."""
    is_new = not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    if not is_new:
        _expect_known_format(db)
    db.executescript(_SCHEMA)
    if is_new:
        db.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))
    if db.execute("PRAGMA user_version").fetchone()[0] != _KEYWORDS_VERSION:
        make_keywords(db)
    if db.execute(f"SELECT 1 {_UNNUMBERED} LIMIT 1").fetchone():
        db.execute(
            f"INSERT INTO numbers (article_id) SELECT id {_UNNUMBERED} ORDER BY published, id"
        )


def _expect_known_format(db: Connection) -> None:
    found = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    if found and int(found[0]) > FORMAT:
        (_, _, path), *_ = db.execute("PRAGMA database_list").fetchall()
        raise LibraryError(
            f"The library {path} was made by a newer Byline (format {found[0]}, this one knows "
            f"{FORMAT}): bring this one up to date, or choose another library with --library."
        )


def make_keywords(db: Connection) -> None:
    """Rebuild the keyword index from the passages."""
    mark = f"PRAGMA user_version = {_KEYWORDS_VERSION};"
    db.executescript(f"BEGIN IMMEDIATE; {_KEYWORDS} {mark} COMMIT;")


def keywords_match(db: Connection) -> bool:
    """Compare the keyword index, word by word, with one made from the passages now."""
    (made_by,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'words'").fetchone()
    again = made_by.replace("VIRTUAL TABLE words", "VIRTUAL TABLE temp.words_again", 1)
    db.execute(again)
    try:
        db.execute(
            "INSERT INTO temp.words_again (rowid, text) SELECT rowid, separated(text) FROM passages"
        )
        db.execute("CREATE VIRTUAL TABLE temp.now USING fts5vocab('main', 'words', 'instance')")
        db.execute(
            "CREATE VIRTUAL TABLE temp.again USING fts5vocab('temp', 'words_again', 'instance')"
        )
        (differences,) = db.execute(
            "SELECT (SELECT count(*) FROM (SELECT * FROM temp.now EXCEPT SELECT * FROM temp.again))"
            " + (SELECT count(*) FROM (SELECT * FROM temp.again EXCEPT SELECT * FROM temp.now))"
        ).fetchone()
        return bool(differences == 0)
    finally:
        for table in ("now", "again", "words_again"):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")
