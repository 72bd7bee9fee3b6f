-- API keys: how scripts and other programs act for a person.
--
-- A key and its secret are two things, so that a secret can be replaced while the old one still
-- works: rotating adds a row to api_key_secrets and sets an end to the one before. Only the SHA-256
-- of a secret is kept. prefix is its first 13 characters, which are no secret: they are how it is
-- found, and what a person tells their keys apart by.
--
-- A key that was revoked keeps its row, without secrets: the ledger names it.

CREATE TABLE api_keys (
    id                UUID        PRIMARY KEY,
    user_id           UUID        NOT NULL,       -- whose it is, and the most that it may do
    name              TEXT        NOT NULL,
    prefix            TEXT        NOT NULL,       -- of its newest secret
    scopes            JSON        NOT NULL,       -- ["text", "image", "video", "read", "admin"]
    models            JSON        NOT NULL,       -- patterns of names; [] is all its owner may use
    ip_allow          JSON        NOT NULL,       -- networks in CIDR; [] is everywhere
    budget_micros     BIGINT,                     -- for all of its life; NULL is no limit of its own
    expires_at        TIMESTAMPTZ,
    created_at        TIMESTAMPTZ NOT NULL,
    revoked_at        TIMESTAMPTZ,
    last_used_at      TIMESTAMPTZ,                -- written at most once a minute
    last_used_address TEXT
);

CREATE TABLE api_key_secrets (
    prefix     TEXT        PRIMARY KEY,
    key_id     UUID        NOT NULL,
    hash       TEXT        NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ                        -- set when it was replaced; NULL for the newest
);
