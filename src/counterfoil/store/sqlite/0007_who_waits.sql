-- The few documents that have lines which no link explains are found without a look at all others.
CREATE INDEX document_unlinked ON document (no) WHERE unlinked = 1;
