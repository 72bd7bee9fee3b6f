-- A collection is a name under which a person keeps some of what they made. A generation may be
-- in any number of them, and being in one changes nothing about it.
--
-- What is deleted lies in the trash (deleted_at) for 30 days. Then its files, words and places in
-- collections go for good, and purged_at is set. The emptied row stays: the ledger counts on it,
-- and what was made from it can say that it is gone.

CREATE TABLE collections (
    id         UUID        PRIMARY KEY,
    user_id    UUID        NOT NULL,
    name       TEXT        NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL            -- when something was last put in or taken out
);

CREATE TABLE collection_items (
    collection_id UUID        NOT NULL,
    generation_id UUID        NOT NULL,
    added_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (collection_id, generation_id)
);

ALTER TABLE generations ADD COLUMN purged_at TIMESTAMPTZ;
