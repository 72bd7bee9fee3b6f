-- Conversations that were brought along whole, as programs do over /v1. They are texts without a
-- thread: what was said before is nowhere else, so it is kept here, beside the generation.
--
-- messages and options are as they were sent, but for pictures inside them: in the place of their
-- bytes stands how many there were. Both belong to the owner of the generation.

CREATE TABLE conversations (
    generation_id UUID PRIMARY KEY,
    messages      JSON NOT NULL,
    options       JSON NOT NULL             -- tools, stop, response_format, …
);

-- What an answer has beyond its text and its thoughts, which are in `answers`.

CREATE TABLE conversation_answers (
    generation_id     UUID    PRIMARY KEY,
    finish_reason     TEXT    NOT NULL,     -- '' when it never came to its end
    tool_calls        JSON    NOT NULL,     -- [{"id", "name", "arguments"}]
    prompt_tokens     INTEGER NOT NULL,     -- counted by the gateway, or guessed from the letters
    completion_tokens INTEGER NOT NULL,
    reasoning_tokens  INTEGER
);
