-- Layout 2. One file holds many runs. What is queried by the store has a column; the rest is JSON, read back whole.

-- What is large and often the same is kept once, by its content: sources, profiles, traces.
CREATE TABLE blobs (
    id      INTEGER PRIMARY KEY,
    digest  BLOB NOT NULL UNIQUE, -- SHA-256 of what is packed
    content BLOB NOT NULL         -- compressed (zlib)
) STRICT;

CREATE TABLE machines (
    id       INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL -- as people know it
) STRICT;

CREATE TABLE boots (
    id      INTEGER PRIMARY KEY,
    machine INTEGER NOT NULL REFERENCES machines (id),
    boot    TEXT NOT NULL,
    UNIQUE (machine, boot)
) STRICT;

CREATE TABLE revisions (
    id       INTEGER PRIMARY KEY,
    revision TEXT NOT NULL,
    program  TEXT NOT NULL, -- digest of the program itself
    UNIQUE (revision, program)
) STRICT;

CREATE TABLE runs (
    id         TEXT PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    state      TEXT NOT NULL,
    seed       INTEGER NOT NULL,
    experiment TEXT NOT NULL
) STRICT;

-- One boot of one machine with one program, as far as a run is concerned. The boot of imported runs, and of those from
-- before boots were kept, is not known.
CREATE TABLE sessions (
    id          INTEGER PRIMARY KEY,
    run         TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    boot        INTEGER REFERENCES boots (id),
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    started_ms  INTEGER NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_run ON sessions (run);

-- The key is the cell's place in the plan; its identity is the same for the same content in every run.
CREATE TABLE cells (
    run      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    key      INTEGER NOT NULL,
    identity TEXT NOT NULL,
    cell     TEXT NOT NULL,
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

-- One row a launch, written whole in one transaction. A launch that failed may be tried again, and a round that a session
-- left half done is done again by the next one: nothing is overwritten, and attempts count from 0.
CREATE TABLE attempts (
    id      INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    round   INTEGER NOT NULL,
    cell    INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    head    BLOB NOT NULL, -- the launch without its samples: JSON, compressed (zlib)
    samples BLOB NOT NULL, -- columns, compressed (zlib)
    UNIQUE (session, round, cell, attempt)
) STRICT;
-- What succeeded is there once.
CREATE UNIQUE INDEX measured_once ON attempts (session, round, cell) WHERE outcome = 'measured';

CREATE TABLE ceilings (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    ceiling TEXT NOT NULL
) STRICT;
CREATE INDEX ceilings_of_run ON ceilings (run);

CREATE TABLE profiles (
    run     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    cell    INTEGER NOT NULL,
    profile INTEGER NOT NULL REFERENCES blobs (id), -- JSON
    PRIMARY KEY (run, cell)
) STRICT;

CREATE TABLE traces (
    run   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    cell  INTEGER NOT NULL,
    trace INTEGER NOT NULL REFERENCES blobs (id), -- JSON
    PRIMARY KEY (run, cell)
) STRICT;

CREATE TABLE sources (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES blobs (id) -- JSON
) STRICT;
CREATE INDEX sources_of_run ON sources (run);

CREATE TABLE instructions (
    run          TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    instructions TEXT NOT NULL
) STRICT;
CREATE INDEX instructions_of_run ON instructions (run);

-- What a run found, by the program named, from so many attempts: an index reads these and no samples.
CREATE TABLE medians (
    run      TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    program  TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    medians  BLOB NOT NULL -- JSON, compressed (zlib)
) STRICT;

-- A comparison is written when it begins; each of its duels when it has ended.
CREATE TABLE comparisons (
    id         TEXT PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    head       TEXT NOT NULL
) STRICT;

CREATE TABLE duels (
    id         INTEGER PRIMARY KEY,
    comparison TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
    duel       BLOB NOT NULL -- JSON, compressed (zlib)
) STRICT;
CREATE INDEX duels_of_comparison ON duels (comparison);

-- What people are asked before a run of an experiment. Open until `closed_ms`; the next run takes it in.
CREATE TABLE polls (
    id         INTEGER PRIMARY KEY,
    experiment TEXT NOT NULL,
    topics     TEXT NOT NULL,
    opened_ms  INTEGER NOT NULL,
    closed_ms  INTEGER,
    run        TEXT REFERENCES runs (id) ON DELETE CASCADE
) STRICT;

-- One row a person: a changed guess takes the place of the earlier one.
CREATE TABLE ballots (
    id      INTEGER PRIMARY KEY,
    poll    INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    guesser TEXT NOT NULL,
    cast_ms INTEGER NOT NULL,
    ballot  TEXT NOT NULL,
    UNIQUE (poll, guesser)
) STRICT;
