-- What floors above the record keep, and facts of other companies that we hold.

-- Rows by shelf and key; what they mean is the business of the floor that the shelf belongs to.
CREATE TABLE kept (
    shelf text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (shelf, key)
);

-- Of a fact of another company: when that company says that it was recorded.
ALTER TABLE fact ADD COLUMN attested text COLLATE "C";
