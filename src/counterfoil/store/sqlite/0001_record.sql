-- The record: facts, checkpoints, documents, blocking keys, links and discrepancies.
--
-- Ids and digests are random, so every index of them is written to at random: there are as few of them as can be, and
-- those that need not be unique hold four bytes of each. What refers to a document does so by its number. Every table is
-- STRICT, so that the integrity check finds a value of a wrong type.

-- What the facts of one batch and kind have in common.
CREATE TABLE origin (
    no INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded TEXT NOT NULL,
    reader TEXT NOT NULL
) STRICT;

-- `entry` comes first, and what may be long comes last: reading entries must not walk over claims.
CREATE TABLE fact (
    no INTEGER PRIMARY KEY,
    entry BLOB NOT NULL,
    subject BLOB NOT NULL,
    origin INTEGER NOT NULL REFERENCES origin,
    predecessor INTEGER,
    secret BLOB,
    claims BLOB
) STRICT;

-- By stretches of 16,384 facts: only the last stretch is written to, however long the log has become.
CREATE INDEX fact_subject ON fact (no >> 14, substr(subject, 1, 4));

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL,
    frontier BLOB NOT NULL,
    note TEXT NOT NULL,
    recorded TEXT NOT NULL
) STRICT;

-- Names of companies, each once; `folded` is the name without regard to case.
CREATE TABLE party (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
) STRICT;

-- `amount` is exact; `millionths` is the same number rounded down, for ranges.
CREATE TABLE document (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    original BLOB NOT NULL,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    document TEXT NOT NULL,
    format TEXT NOT NULL,
    number TEXT,
    issuer INTEGER REFERENCES party,
    partner INTEGER REFERENCES party,
    role TEXT NOT NULL,
    issued TEXT,
    due TEXT,
    currency TEXT,
    amount TEXT,
    millionths INTEGER,
    valid INTEGER,
    fact INTEGER NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED,
    checked INTEGER REFERENCES fact DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- In the order of lists, with all that lists filter by: every filter is one pass over it and touches only the rows
-- that are shown.
CREATE INDEX document_list ON document (issued, document, number, currency, millionths, valid, issuer, partner);

CREATE INDEX document_original ON document (substr(original, 1, 4));

-- `head` is the first four bytes of the document's id as a number: within a key it sorts as the ids do.
CREATE TABLE key (
    key INTEGER NOT NULL,
    side INTEGER NOT NULL,
    head INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    PRIMARY KEY (key, side, head, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES document,
    source_line TEXT,
    target INTEGER NOT NULL REFERENCES document,
    target_line TEXT,
    quantity TEXT,
    unit TEXT,
    amount TEXT,
    currency TEXT,
    confidence TEXT NOT NULL,
    state TEXT NOT NULL,
    evidence TEXT NOT NULL,
    fact INTEGER NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX link_source ON link (source, state);
CREATE INDEX link_target ON link (target, state);

CREATE TABLE discrepancy (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    line TEXT,
    expected TEXT,
    found TEXT,
    amount TEXT,
    currency TEXT,
    since TEXT,
    others TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX discrepancy_document ON discrepancy (document);
