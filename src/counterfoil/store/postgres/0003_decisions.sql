-- What people decided: about links, and about discrepancies. Facts keep each step, these tables the last one.

-- `link` is the id of the link, and the columns behind it are what the link was when it was decided on.
CREATE TABLE decision (
    link bytea PRIMARY KEY,
    confirmed bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    source bigint NOT NULL REFERENCES document,
    source_line text COLLATE "C",
    target bigint NOT NULL REFERENCES document,
    target_line text COLLATE "C",
    quantity text COLLATE "C",
    unit text COLLATE "C",
    amount text COLLATE "C",
    currency text COLLATE "C",
    confidence text COLLATE "C" NOT NULL,
    evidence text COLLATE "C" NOT NULL,
    why text COLLATE "C",
    fact bigint NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX decision_source ON decision (source);
CREATE INDEX decision_target ON decision (target);

-- `discrepancy` is the id of the discrepancy, which may have closed by itself since and may come again.
CREATE TABLE handling (
    discrepancy bytea PRIMARY KEY,
    state text COLLATE "C" NOT NULL,
    owner text COLLATE "C",
    why text COLLATE "C",
    expected text COLLATE "C",
    found text COLLATE "C",
    amount text COLLATE "C",
    fact bigint NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
);
