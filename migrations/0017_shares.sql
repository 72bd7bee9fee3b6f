-- Share links: whoever has the address of one sees one thing that its owner has made, and no more.
--
-- The token is kept as it is, and not as its hash, so that the owner can copy the link again:
-- whoever holds this database holds the thing itself. A link that is taken back has no row.
-- What ends a link otherwise is looked up whenever somebody follows it: its time, the thing in the
-- trash, an owner who may not sign in, the house (choices.share_links, which is off until chosen).

CREATE TABLE shares (
    id            UUID        PRIMARY KEY,
    token         TEXT        NOT NULL UNIQUE, -- 192 random bits
    user_id       UUID        NOT NULL,
    generation_id UUID        NOT NULL,
    password_hash TEXT,                        -- argon2id; NULL: none is asked for
    with_prompt   BOOLEAN     NOT NULL,
    expires_at    TIMESTAMPTZ,                 -- NULL: never
    created_at    TIMESTAMPTZ NOT NULL
);
