-- What an administrator has changed about a model, on top of what the gateway tells of it. It
-- stays while the model is away, and holds for every kind the model can make.

CREATE TABLE model_changes (
    model  TEXT    PRIMARY KEY,
    hidden BOOLEAN NOT NULL,             -- offered to nobody
    name   TEXT                          -- shown instead of the gateway's; NULL: as published
);
