-- One file holds many runs. What is queried by the store has a column; the rest is JSON, read back whole.
CREATE TABLE IF NOT EXISTS runs (
    id          TEXT PRIMARY KEY,
    started_ms  INTEGER NOT NULL,
    state       TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    experiment  TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS cells (
    run  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    key  INTEGER NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (run, key)
) STRICT;

-- One row a launch, written with its samples in one transaction. The head is the launch without its samples.
CREATE TABLE IF NOT EXISTS launches (
    id    INTEGER PRIMARY KEY,
    run   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    cell  INTEGER NOT NULL,
    round INTEGER NOT NULL,
    head  TEXT NOT NULL,
    UNIQUE (run, cell, round)
) STRICT;

CREATE TABLE IF NOT EXISTS samples (
    launch   INTEGER NOT NULL REFERENCES launches (id) ON DELETE CASCADE,
    batch    INTEGER NOT NULL,
    rank     INTEGER NOT NULL,
    start    REAL NOT NULL,
    seconds  REAL NOT NULL,
    steal    REAL NOT NULL,
    switches INTEGER NOT NULL,
    PRIMARY KEY (launch, batch, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ceilings (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    ceiling TEXT NOT NULL
) STRICT;

-- A comparison is written when it begins; each of its duels when it has ended.
CREATE TABLE IF NOT EXISTS comparisons (
    id         TEXT PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    head       TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS duels (
    id         INTEGER PRIMARY KEY,
    comparison TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
    duel       BLOB NOT NULL -- JSON, compressed (zlib)
) STRICT;

-- What people are asked before a run of an experiment. Open until `closed_ms`; the next run takes it in.
CREATE TABLE IF NOT EXISTS polls (
    id         INTEGER PRIMARY KEY,
    experiment TEXT NOT NULL,
    topics     TEXT NOT NULL,
    opened_ms  INTEGER NOT NULL,
    closed_ms  INTEGER,
    run        TEXT REFERENCES runs (id) ON DELETE CASCADE
) STRICT;

-- One row a person: a changed guess takes the place of the earlier one.
CREATE TABLE IF NOT EXISTS ballots (
    id      INTEGER PRIMARY KEY,
    poll    INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    guesser TEXT NOT NULL,
    cast_ms INTEGER NOT NULL,
    ballot  TEXT NOT NULL,
    UNIQUE (poll, guesser)
) STRICT;

CREATE TABLE IF NOT EXISTS profiles (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    cell    INTEGER NOT NULL,
    profile BLOB NOT NULL, -- JSON, compressed (zlib)
    PRIMARY KEY (run, cell)
) STRICT;

CREATE TABLE IF NOT EXISTS traces (
    run   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    cell  INTEGER NOT NULL,
    trace BLOB NOT NULL, -- JSON, compressed (zlib)
    PRIMARY KEY (run, cell)
) STRICT;

CREATE TABLE IF NOT EXISTS sources (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source BLOB NOT NULL -- JSON, compressed (zlib)
) STRICT;

CREATE TABLE IF NOT EXISTS instructions (
    run          TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    instructions TEXT NOT NULL
) STRICT;

-- What a run found for each cell, by the program named, from so many launches: a history reads these and no samples.
CREATE TABLE IF NOT EXISTS medians (
    run      TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    program  TEXT NOT NULL,
    launches INTEGER NOT NULL,
    medians  BLOB NOT NULL -- JSON, compressed (zlib)
) STRICT;
