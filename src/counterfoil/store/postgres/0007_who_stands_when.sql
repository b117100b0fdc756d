-- A timeline tells its documents by itself: one look at them all is one stretch of one index, and by id, as they are
-- sorted within a day.
CREATE TABLE placed (
    key bigint NOT NULL,
    day bigint NOT NULL,
    document bytea NOT NULL REFERENCES document (id),
    PRIMARY KEY (key, day, document)
);
INSERT INTO placed SELECT p.key, p.day, d.id FROM place p JOIN document d ON d.no = p.document ORDER BY 1, 2, 3;
DROP TABLE place;
ALTER TABLE placed RENAME TO place;
ALTER INDEX placed_pkey RENAME TO place_pkey;
ALTER TABLE place RENAME CONSTRAINT placed_document_fkey TO place_document_fkey;

-- The few documents that have lines which no link explains are found without a look at all others.
CREATE INDEX document_unlinked ON document (id) WHERE unlinked = 1;
