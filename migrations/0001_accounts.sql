-- Who may use the studio, and where they are signed in.
--
-- Nothing in here opens a door by itself: passwords are argon2id hashes, refresh tokens and
-- invitation codes are kept as SHA-256 only.
--
-- No foreign keys: DuckDB rewrites a row when an indexed column changes, and refuses to while
-- another table points at it. No index on anything that is updated, for the same reason.

CREATE TABLE users (
    id            UUID        PRIMARY KEY,
    email         TEXT        NOT NULL,            -- as it was typed, for reading
    email_key     TEXT        NOT NULL UNIQUE,     -- the form in which it is compared
    name          TEXT        NOT NULL,
    password_hash TEXT        NOT NULL,
    role          TEXT        NOT NULL,            -- user, admin
    state         TEXT        NOT NULL,            -- pending, active, disabled
    tier          TEXT        NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

-- One sign-in: a browser with its two cookies, or a bearer token, which has no refresh tokens
-- and ends by itself. It lives while ended_at is NULL and expires_at has not passed. Dead ones
-- stay for a month: they tell from which addresses a person has been signed in before.

CREATE TABLE sessions (
    id           UUID        PRIMARY KEY,
    user_id      UUID        NOT NULL,
    address      TEXT        NOT NULL,
    user_agent   TEXT        NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,             -- to the hour: moves with each refresh
    expires_at   TIMESTAMPTZ NOT NULL,
    ended_at     TIMESTAMPTZ
);

-- Every refresh token a session has had, each the successor of the one before. The replaced
-- ones are what a thief would use, so they must be recognised.

CREATE TABLE refresh_tokens (
    hash        TEXT        PRIMARY KEY,
    session_id  UUID        NOT NULL,
    issued_at   TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ                        -- NULL for the newest
);

-- A code that lets one person register while sign-up is by invitation.

CREATE TABLE invites (
    id         UUID        PRIMARY KEY,
    code_hash  TEXT        NOT NULL UNIQUE,
    created_by UUID        NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,                        -- NULL: good until it is used
    used_by    UUID,
    used_at    TIMESTAMPTZ
);
