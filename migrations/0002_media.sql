-- Media is one stored file: something a person uploaded, or an output of a generation.
--
-- The bytes are on the disk, at a path made from the id alone, and are there before the row is:
-- a crash in between leaves bytes without a row, which a sweep removes, never a row without
-- bytes. Everything here was measured by us; only name comes from the person who sent the file,
-- and it is shown, never used as a path.
--
-- A row is never changed but for deleted_at: set while its generation lies in the trash, and
-- NULL again when that is undone. Uploads have no generation.

CREATE TABLE media (
    id            UUID        PRIMARY KEY,         -- version 7: later files sort later
    user_id       UUID        NOT NULL,            -- the only one who may read it
    generation_id UUID,
    position      INTEGER     NOT NULL,            -- orders the outputs of one generation, from 0
    kind          TEXT        NOT NULL CHECK (kind IN ('image', 'video', 'audio')),
    mime          TEXT        NOT NULL,            -- told from the bytes, and what we serve it as
    name          TEXT        NOT NULL,            -- '' when nobody gave it one
    width         INTEGER,                         -- pixels as shown, turned upright; NULL for audio
    height        INTEGER,
    duration_s    DOUBLE,                          -- NULL for pictures
    has_audio     BOOLEAN     NOT NULL,
    bytes         BIGINT      NOT NULL,
    sha256        TEXT        NOT NULL,            -- of the bytes, in hex; also the ETag
    has_thumbnail BOOLEAN     NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    deleted_at    TIMESTAMPTZ
);

-- Never updated, so the index costs nothing after the insert.
CREATE INDEX media_generation ON media (generation_id);
