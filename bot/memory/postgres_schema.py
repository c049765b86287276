"""The tables of chats in PostgreSQL (pure): those of the SQLite files, and what workers share.

The columns that both have are filled by the same statements. A worker is one running bot; what it
works on has its name, and belongs to nobody once the worker's time is over.
"""

SCHEMA = "byline"  # where the tables are, so that nothing else in the database is touched
CHANNEL = "byline"  # by which workers tell each other that something has changed

_TABLES = """
CREATE TABLE about (version INTEGER NOT NULL);

CREATE TABLE people (
    id BIGINT PRIMARY KEY, name TEXT NOT NULL, allowed INTEGER NOT NULL,
    at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE codes (
    code TEXT PRIMARY KEY, at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP);

CREATE TABLE exchanges (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY, conversation TEXT NOT NULL,
    talk BIGINT NOT NULL, asked_at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    record TEXT NOT NULL);
CREATE INDEX exchanges_by_talk ON exchanges (conversation text_pattern_ops, talk, id);
CREATE TABLE talks (conversation TEXT PRIMARY KEY, number BIGINT NOT NULL);

CREATE TABLE verdicts (
    person BIGINT NOT NULL, answer BIGINT NOT NULL, good INTEGER NOT NULL,
    at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP, record TEXT NOT NULL,
    PRIMARY KEY (person, answer));

CREATE TABLE updates (
    id BIGINT PRIMARY KEY, at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    person BIGINT, body TEXT, starts INTEGER NOT NULL DEFAULT 0, worker TEXT);
CREATE INDEX open_updates ON updates (id) WHERE body IS NOT NULL;

CREATE TABLE questions (
    id BIGINT PRIMARY KEY, at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    person BIGINT NOT NULL, chat BIGINT NOT NULL, thread BIGINT, message BIGINT NOT NULL,
    conversation TEXT NOT NULL, talk BIGINT NOT NULL, text TEXT,
    language TEXT NOT NULL DEFAULT '',
    shown TEXT NOT NULL DEFAULT '[]', answer BIGINT, starts INTEGER NOT NULL DEFAULT 0,
    about BIGINT, replaces BIGINT,
    -- the worker that shows it to its reader, the one that is free to answer it, whether a model
    -- has begun on it, and whether its reader wants it stopped
    worker TEXT, wanted TEXT, begun BOOLEAN NOT NULL DEFAULT FALSE,
    stop BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (chat, message));
CREATE INDEX open_questions ON questions (id) WHERE text IS NOT NULL;
CREATE INDEX questions_by_person ON questions (person);
CREATE TABLE pauses (at TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP);

CREATE TABLE workers (name TEXT PRIMARY KEY, until TIMESTAMP NOT NULL);
CREATE TABLE turns (person BIGINT PRIMARY KEY, at TIMESTAMP NOT NULL);
CREATE TABLE allowances (
    name TEXT NOT NULL, key BIGINT NOT NULL, left_over DOUBLE PRECISION NOT NULL,
    at TIMESTAMP NOT NULL, PRIMARY KEY (name, key));
CREATE INDEX allowances_by_age ON allowances (at);
"""

# What somebody has said to which a question replies.
_QUOTED = "ALTER TABLE questions ADD COLUMN quoted TEXT NOT NULL DEFAULT ''"

STEPS = (_TABLES, _QUOTED)
"""What brings the tables from each version to the next; the first makes them in an empty schema."""
