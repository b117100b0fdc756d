-- The record: facts, checkpoints, documents, blocking keys, links and discrepancies.
--
-- The same tables as in SQLite, column by column, so that one set of statements serves both: texts sort by their code
-- points (COLLATE "C"), times, dates and decimals stand as they are written.

-- What the facts of one batch and kind have in common.
CREATE TABLE origin (
    no bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    recorded text COLLATE "C" NOT NULL,
    reader text COLLATE "C" NOT NULL
);

CREATE TABLE fact (
    no bigint PRIMARY KEY,
    entry bytea NOT NULL,
    subject bytea NOT NULL,
    origin bigint NOT NULL REFERENCES origin,
    predecessor bigint,
    secret bytea,
    claims bytea
);

-- By stretches of 16,384 facts: only the last stretch is written to, however long the log has become.
CREATE INDEX fact_subject ON fact ((no >> 14), substr(subject, 1, 4));

CREATE TABLE checkpoint (
    size bigint PRIMARY KEY,
    root bytea NOT NULL,
    frontier bytea NOT NULL,
    note text COLLATE "C" NOT NULL,
    recorded text COLLATE "C" NOT NULL
);

-- Names of companies, each once; `folded` is the name without regard to case.
CREATE TABLE party (
    no bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    -- A name may be longer than an entry of an ordered index can be.
    EXCLUDE USING hash (name WITH =)
);

-- `amount` is exact; `millionths` is the same number rounded down, for ranges.
CREATE TABLE document (
    no bigint PRIMARY KEY,
    id bytea NOT NULL UNIQUE,
    original bytea NOT NULL,
    position bigint NOT NULL,
    file text COLLATE "C" NOT NULL,
    document text COLLATE "C" NOT NULL,
    format text COLLATE "C" NOT NULL,
    number text COLLATE "C",
    issuer bigint REFERENCES party,
    partner bigint REFERENCES party,
    role text COLLATE "C" NOT NULL,
    issued text COLLATE "C",
    due text COLLATE "C",
    currency text COLLATE "C",
    amount text COLLATE "C",
    millionths bigint,
    valid bigint,
    fact bigint NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED,
    checked bigint REFERENCES fact DEFERRABLE INITIALLY DEFERRED
);

-- The order of lists as far as every value surely fits into an index.
CREATE INDEX document_list ON document (issued NULLS FIRST, document);

CREATE INDEX document_original ON document (substr(original, 1, 4));

-- `head` is the first four bytes of the document's id as a number: within a key it sorts as the ids do.
CREATE TABLE key (
    key bigint NOT NULL,
    side bigint NOT NULL,
    head bigint NOT NULL,
    document bigint NOT NULL REFERENCES document,
    PRIMARY KEY (key, side, head, document)
);

CREATE TABLE link (
    id bytea PRIMARY KEY,
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
    state text COLLATE "C" NOT NULL,
    evidence text COLLATE "C" NOT NULL,
    fact bigint NOT NULL REFERENCES fact DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX link_source ON link (source);
CREATE INDEX link_target ON link (target);

CREATE TABLE discrepancy (
    id bytea PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    document bigint NOT NULL REFERENCES document,
    line text COLLATE "C",
    expected text COLLATE "C",
    found text COLLATE "C",
    amount text COLLATE "C",
    currency text COLLATE "C",
    since text COLLATE "C",
    others text COLLATE "C" NOT NULL,
    why text COLLATE "C" NOT NULL
);

CREATE INDEX discrepancy_document ON discrepancy (document);
