-- What the gateway last told of its models.
--
-- catalogue_answers keeps its last good answer to each question we ask (one list of models,
-- or the prices of one image model), as values of ours in JSON. It is replaced whole, and
-- serves while the gateway is away.

CREATE TABLE catalogue_answers (
    question   TEXT        PRIMARY KEY,   -- 'text', 'image', …, or 'prices/' and a model's id
    fetched_at TIMESTAMPTZ NOT NULL,
    document   JSON        NOT NULL
);

-- catalogue_notes remembers what changed in between: prices, and models that came and went.
-- Nothing depends on them; they are for people who wonder.

CREATE TABLE catalogue_notes (
    noted_at  TIMESTAMPTZ NOT NULL,
    kind      TEXT        NOT NULL,
    model     TEXT        NOT NULL,
    what      TEXT        NOT NULL CHECK (what IN ('appeared', 'vanished', 'price')),
    before    JSON,                       -- price lines: [{"what": …, "usd": …}]
    after     JSON
);
