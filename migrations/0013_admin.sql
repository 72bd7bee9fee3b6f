-- What administrators change while the studio runs, and the record of it.
--
-- The audit log is appended to and never edited. before and after hold what was changed and
-- nothing else; no secret, prompt or password is ever in them.

CREATE TABLE audit (
    id         UUID        NOT NULL,               -- in the order of time
    actor      TEXT        NOT NULL,               -- the id of the administrator, or 'command line'
    address    TEXT        NOT NULL,               -- where the request came from
    action     TEXT        NOT NULL,               -- person.change, invite.create, …
    subject    TEXT        NOT NULL,               -- the id or name of what was changed
    before     JSON,
    after      JSON,
    created_at TIMESTAMPTZ NOT NULL
);

-- One row for each choice that is not left to the environment.

CREATE TABLE choices (
    name       TEXT        PRIMARY KEY,
    value      JSON        NOT NULL,
    changed_by TEXT        NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- For whom an invitation is, in the words of whoever made it.

ALTER TABLE invites ADD COLUMN note TEXT;
