"""Takes over the conversations that the very first Byline kept in tables of another form.

It kept answers in one table, and in another the id behind which the present talk began.
"""

from bot.memory.memory_database import Connection


def take_over(db: Connection) -> None:
    """Move what is in the first tables into those of now, and drop the first ones.

    Ids stay, since buttons name them. Where the present tables have answers already, theirs do, and
    the earlier answers get ids below zero.
    """
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"answers", "beginnings"} <= tables:
        return
    taken = db.execute("SELECT 1 FROM exchanges").fetchone()
    (last,) = db.execute("SELECT ifnull(max(id), 0) FROM answers").fetchone()
    db.execute(
        "INSERT INTO exchanges (id, conversation, talk, asked_at, record) "
        "SELECT id - ?, conversation, ifnull(id > after, 0), asked_at, record "
        "FROM answers LEFT JOIN beginnings USING (conversation)",
        (last + 1 if taken else 0,),
    )
    db.execute("INSERT OR IGNORE INTO talks SELECT conversation, 1 FROM beginnings")
    db.execute("DROP TABLE answers")
    db.execute("DROP TABLE beginnings")
