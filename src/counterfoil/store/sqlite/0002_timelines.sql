-- Timelines: on which day a document stands under a name of its partner; and what a link rests on.

-- `day` counts from 1 January of the year 1; `head` is as in table key.
CREATE TABLE place (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    head INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    PRIMARY KEY (key, day, head, document)
) STRICT, WITHOUT ROWID;

ALTER TABLE link ADD COLUMN basis TEXT NOT NULL DEFAULT 'reference';
