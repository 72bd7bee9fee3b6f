-- A generation is one request for text, an image or a video, from asking to ending.
--
-- state   queued → running → succeeded, failed, cancelled, interrupted or unknown
-- stage   what a running one is doing: submitting, waiting, downloading, streaming
--
-- "submitting" is committed before the paid request leaves, and gateway_id before the first poll.
-- A row found submitting after a crash is one whose outcome nobody can know: it ends unknown and
-- is never sent again.
--
-- changed is taken from a sequence at every change a person would want to see; since writes are
-- one after the other it is also the order of commits, and so the cursor of the status endpoint.
--
-- Rows are inserted in time order and their indexed column never changes: that is what keeps
-- lists fast. No foreign keys: DuckDB refuses to update a row that others point at.

CREATE SEQUENCE changes;

CREATE TABLE generations (
    id            UUID        PRIMARY KEY,
    user_id       UUID        NOT NULL,
    key_id        UUID,
    kind          TEXT        NOT NULL,
    state         TEXT        NOT NULL,
    stage         TEXT,
    model         TEXT        NOT NULL,             -- as asked: a model or a route
    chosen        TEXT        NOT NULL,             -- the model to ask, fixed at booking
    answered_by   TEXT,                             -- the model that answered
    prompt        TEXT        NOT NULL,
    system        TEXT,
    params        JSON        NOT NULL,
    inputs        JSON        NOT NULL,             -- [{media_id, role}]
    thread_id     UUID,
    parent_id     UUID,
    quote_micros  BIGINT,
    quote_kind    TEXT        NOT NULL,
    price_version TEXT,                             -- the prices it was booked with
    cost_micros   BIGINT,
    cost_source   TEXT,                             -- gateway, or computed until the gateway tells
    error         JSON,
    attempts      JSON        NOT NULL,
    gateway_id    TEXT,                             -- the gateway's name for it
    favourite     BOOLEAN     NOT NULL DEFAULT false,
    title         TEXT,
    created_at    TIMESTAMPTZ NOT NULL,
    started_at    TIMESTAMPTZ,
    finished_at   TIMESTAMPTZ,
    deleted_at    TIMESTAMPTZ,
    events        INTEGER     NOT NULL DEFAULT 0,   -- how many a reader along has been sent
    changed       BIGINT      NOT NULL
);

-- The job queue of images and videos: one row while there is something left to do.
--
-- Work is done once due_at has passed. Taking a job pushes due_at into the future and writes
-- leased_by, the process that took it; a process that dies leaves its name there, and the next
-- one knows. A cancelled video keeps its row: the gateway cannot stop it, so it goes on being
-- polled, and is kept if it arrives. A table of its own, so that looking for work never reads
-- what has long ended.
CREATE TABLE jobs (
    generation_id UUID        PRIMARY KEY,
    due_at        TIMESTAMPTZ NOT NULL,
    leased_by     UUID,
    failures      INTEGER     NOT NULL DEFAULT 0,   -- busy answers in a row
    missing       INTEGER     NOT NULL DEFAULT 0,   -- "no such job" answers in a row
    heard_at      TIMESTAMPTZ                       -- when the gateway last told us anything
);

-- A streamed answer, second by second, while it arrives. Appended, so that keeping up costs what
-- is new and not what is there; removed when the whole answer is written at the ending.
CREATE TABLE text_pieces (
    generation_id UUID    NOT NULL,
    number        INTEGER NOT NULL,
    text          TEXT    NOT NULL,
    reasoning     TEXT    NOT NULL
);

-- The whole answer of a text that has ended.
CREATE TABLE answers (
    generation_id UUID PRIMARY KEY,
    text          TEXT NOT NULL,
    reasoning     TEXT NOT NULL
);

-- Costs that we computed ourselves, to be asked after at the gateway and corrected.
CREATE TABLE cost_checks (
    generation_id UUID        PRIMARY KEY,
    gateway_id    TEXT        NOT NULL,
    due_at        TIMESTAMPTZ NOT NULL,
    tries         INTEGER     NOT NULL
);

-- A repeated send with the same key is the same generation, for 24 hours.
CREATE TABLE idempotency_keys (
    user_id       UUID        NOT NULL,
    key           TEXT        NOT NULL,
    request_hash  TEXT        NOT NULL,
    generation_id UUID        NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, key)
);
