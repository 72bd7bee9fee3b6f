-- A thread is a conversation: text generations in a tree (parent_id), told apart by thread_id.
-- This row holds what the turns do not: whose it is, and what it is called.

CREATE TABLE threads (
    id         UUID        PRIMARY KEY,
    user_id    UUID        NOT NULL,
    title      TEXT        NOT NULL,
    model      TEXT        NOT NULL,   -- the one last asked
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    deleted_at TIMESTAMPTZ
);
