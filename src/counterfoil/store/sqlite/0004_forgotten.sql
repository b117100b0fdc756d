-- What was forgotten, whole or in part.

-- Salts of what is left of a fact in the place of its secret, where only elements of it were forgotten.
ALTER TABLE fact ADD COLUMN salts BLOB;

-- The last fact that a document, or an entry of it, was forgotten.
ALTER TABLE document ADD COLUMN forgotten INTEGER REFERENCES fact DEFERRABLE INITIALLY DEFERRED;

-- What is still to be done outside of a transaction, and is done at the next start where it was cut off.
CREATE TABLE unfinished (step TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
