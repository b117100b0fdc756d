-- Timelines: on which day a document stands under a name of its partner; and what a link rests on.

-- `day` counts from 1 January of the year 1; `head` is as in table key.
CREATE TABLE place (
    key bigint NOT NULL,
    day bigint NOT NULL,
    head bigint NOT NULL,
    document bigint NOT NULL REFERENCES document,
    PRIMARY KEY (key, day, head, document)
);

ALTER TABLE link ADD COLUMN basis text COLLATE "C" NOT NULL DEFAULT 'reference';
