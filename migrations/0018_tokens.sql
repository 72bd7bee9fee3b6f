-- How many tokens an answer took, as the gateway counted them: NULL where it did not say, and for
-- all answers from before. Never guessed, unlike the numbers of `conversation_answers`, which a
-- program of OpenAI's expects to be told in any case.

ALTER TABLE answers ADD COLUMN prompt_tokens INTEGER;
ALTER TABLE answers ADD COLUMN completion_tokens INTEGER;
ALTER TABLE answers ADD COLUMN reasoning_tokens INTEGER;  -- some of the completion's
ALTER TABLE answers ADD COLUMN cached_tokens INTEGER;     -- some of the prompt's
