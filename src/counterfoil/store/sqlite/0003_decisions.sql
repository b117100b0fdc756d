-- What people decided: about links, and about discrepancies. Facts keep each step, these tables the last one.

-- `link` is the id of the link, and the columns behind it are what the link was when it was decided on.
CREATE TABLE decision (
    link BLOB PRIMARY KEY,
    confirmed INTEGER NOT NULL,
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
    evidence TEXT NOT NULL,
    why TEXT,
    fact INTEGER NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX decision_source ON decision (source);
CREATE INDEX decision_target ON decision (target);

-- `discrepancy` is the id of the discrepancy, which may have closed by itself since and may come again.
CREATE TABLE handling (
    discrepancy BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    owner TEXT,
    why TEXT,
    expected TEXT,
    found TEXT,
    amount TEXT,
    fact INTEGER NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
