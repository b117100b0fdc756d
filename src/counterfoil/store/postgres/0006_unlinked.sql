-- Which documents have lines that no link by reference or decision explains: those alone wait for what else could be
-- meant. Until it is worked out a document counts as one of them.
ALTER TABLE document ADD COLUMN unlinked bigint NOT NULL DEFAULT 1;
