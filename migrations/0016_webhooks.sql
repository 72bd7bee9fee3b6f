-- Webhooks: where a person's programs want to be told that a generation has ended.
--
-- An endpoint's secret is made from its salt and the installation's own key, so it is nowhere in
-- here; secret_hash is its SHA-256, by which we notice that the installation's key is another one.
-- While a replaced secret is still good, old_salt makes it.
--
-- failing_since is the first failure after the last success. off_why says why nothing is sent any
-- more: owner, failing, gone (the receiver said so), key-changed (the installation's own).

CREATE TABLE webhooks (
    id            UUID        PRIMARY KEY,
    user_id       UUID        NOT NULL,
    key_id        UUID,                        -- only what is made with this API key; NULL: all
    name          TEXT        NOT NULL,
    url           TEXT        NOT NULL,
    kinds         JSON        NOT NULL,        -- ["text", "image", "video"]
    events        JSON        NOT NULL,        -- ["generation.succeeded", …]
    salt          TEXT        NOT NULL,
    secret_hash   TEXT        NOT NULL,
    old_salt      TEXT,
    old_until     TIMESTAMPTZ,
    failing_since TIMESTAMPTZ,
    off_at        TIMESTAMPTZ,
    off_why       TEXT,
    created_at    TIMESTAMPTZ NOT NULL
);

-- What was to be told to whom, for 30 days. The row is written in the transaction of the ending it
-- tells of; what is sent is read when it is sent, so nothing a person has deleted lies here.
-- Several endpoints are told of one event; its id is the same for all of them and at every attempt.
CREATE TABLE webhook_deliveries (
    id            UUID        PRIMARY KEY,
    webhook_id    UUID        NOT NULL,
    event_id      UUID        NOT NULL,
    event         TEXT        NOT NULL,
    generation_id UUID,                        -- NULL for a test
    state         TEXT        NOT NULL,        -- pending → delivered or failed
    attempts      INTEGER     NOT NULL DEFAULT 0,
    last_at       TIMESTAMPTZ,
    last_status   INTEGER,                     -- of the receiver's answer, if there was one
    last_error    TEXT,                        -- a sentence for the owner
    created_at    TIMESTAMPTZ NOT NULL
);

-- The pending ones, and when each is to be tried. Trying pushes due_at a little into the future;
-- a process that dies leaves it there, and the next one tries then. A table of its own, so that
-- looking for work never reads what is long over.
CREATE TABLE webhook_queue (
    delivery_id UUID        PRIMARY KEY,
    webhook_id  UUID        NOT NULL,
    due_at      TIMESTAMPTZ NOT NULL
);
