-- Who may use what: tiers, and the routes that choose a model.
--
-- A user's row names their tier. NULL is no limit. models and routes hold, for each kind,
-- patterns of names: * stands for anything, and ! before one forbids.

CREATE TABLE tiers (
    name                TEXT PRIMARY KEY,
    models              JSON NOT NULL,             -- {"text": ["google/*", "!*-pro"], …}
    routes              JSON NOT NULL,             -- {"text": ["auto", "auto/*"], …}
    budget_day_micros   BIGINT,
    budget_month_micros BIGINT,
    jobs_at_once        JSON NOT NULL,             -- {"text": 20, "image": null, …}
    storage_bytes       BIGINT,
    requests_per_minute INTEGER                    -- of every kind: a page full of pictures is many
);

-- A route is an ordered chain of models: the first that is offered, allowed, well and able to do
-- what is asked answers. When none can, the fallback route of the same kind is tried.
-- A tier may have a route of its own under the name of everybody's.

CREATE TABLE routes (
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,                  -- auto, auto/fast, …
    tier           TEXT NOT NULL,                  -- '' for everybody
    chain          JSON NOT NULL,                  -- ["google/gemini-2.5-flash", …]
    fallback_route TEXT,
    PRIMARY KEY (kind, name, tier)
);

-- What a fresh installation starts with. Administrators change it.

INSERT INTO tiers VALUES
('free',
 '{"text": ["*:free", "google/gemini-2.5-flash-lite", "deepseek/deepseek-v3.2", "mistralai/mistral-small-3.2-24b-instruct", "openai/gpt-5-nano"],
   "image": ["black-forest-labs/flux.2-klein-4b", "openai/gpt-image-1-mini"],
   "video": ["google/veo-3.1-lite", "x-ai/grok-imagine-video", "bytedance/seedance-2.0-mini"]}',
 '{"text": ["auto", "auto/fast"], "image": ["auto", "auto/fast"], "video": ["auto"]}',
 250000, 2500000, '{"text": 4, "image": 2, "video": 1}', 1073741824, 1200),
('basic',
 '{"text": ["*", "!openai/*-pro*"], "image": ["*"], "video": ["*", "!openai/sora-2-pro"]}',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 5000000, 50000000, '{"text": null, "image": 50, "video": 20}', 10737418240, 6000),
('standard',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 15000000, 150000000, '{"text": null, "image": 100, "video": 50}', 53687091200, 12000),
('premium',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 50000000, 500000000, '{"text": null, "image": 200, "video": 100}', 214748364800, 30000),
('professional',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 '{"text": ["*"], "image": ["*"], "video": ["*"]}',
 NULL, NULL, '{"text": null, "image": null, "video": null}', NULL, NULL);

-- From the dearer to the cheaper, because a model that stands in may not cost more than was quoted.

INSERT INTO routes VALUES
('text', 'auto', '',
 '["google/gemini-2.5-flash", "google/gemini-2.5-flash-lite", "deepseek/deepseek-v3.2"]',
 'auto/fast'),
('text', 'auto/fast', '',
 '["google/gemini-2.5-flash-lite", "deepseek/deepseek-v3.2", "mistralai/mistral-small-3.2-24b-instruct"]',
 NULL),
('text', 'auto/best', '',
 '["anthropic/claude-sonnet-5", "x-ai/grok-4.5", "anthropic/claude-haiku-4.5"]',
 'auto'),
('text', 'auto/best', 'premium',
 '["openai/gpt-5.5", "google/gemini-2.5-pro", "anthropic/claude-sonnet-5"]',
 'auto'),
('text', 'auto/best', 'professional',
 '["openai/gpt-5.5", "google/gemini-2.5-pro", "anthropic/claude-sonnet-5"]',
 'auto'),
('text', 'auto', 'free',
 '["google/gemini-2.5-flash-lite", "deepseek/deepseek-v3.2", "mistralai/mistral-small-3.2-24b-instruct", "nvidia/nemotron-3.5-lightning:free"]',
 NULL),
('image', 'auto', '',
 '["google/gemini-2.5-flash-image", "bytedance-seed/seedream-4.5", "black-forest-labs/flux.2-pro"]',
 'auto/fast'),
('image', 'auto/fast', '',
 '["openai/gpt-image-1-mini", "black-forest-labs/flux.2-klein-4b"]',
 NULL),
('image', 'auto/best', '',
 '["google/gemini-3.1-flash-image", "openai/gpt-image-2"]',
 'auto'),
('video', 'auto', '',
 '["google/veo-3.1-fast", "alibaba/wan-2.6", "x-ai/grok-imagine-video", "google/veo-3.1-lite"]',
 NULL),
('video', 'auto/fast', '',
 '["x-ai/grok-imagine-video", "google/veo-3.1-lite"]',
 NULL),
('video', 'auto/best', '',
 '["minimax/hailuo-3", "kwaivgi/kling-v3.0-std", "runway/gen-4.5"]',
 'auto'),
('image', 'auto', 'free',
 '["openai/gpt-image-1-mini", "black-forest-labs/flux.2-klein-4b"]',
 NULL),
('video', 'auto', 'free',
 '["google/veo-3.1-lite"]',
 NULL);

-- The models that may answer a generation, in order, as they were chosen when it was booked: a
-- restart goes on along the same chain. [{"model", "params", "amount"}]; NULL before there were
-- chains. max_cost_micros is what the person allowed, if they said.

ALTER TABLE generations ADD COLUMN chain JSON;
ALTER TABLE generations ADD COLUMN max_cost_micros BIGINT;
