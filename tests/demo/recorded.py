"""The exact keys of live answers, recorded on 2026-10-02."""


def keys(names: str) -> set[str]:
    return set(names.split())


RECORDED_KEYS: dict[str, set[str]] = {
    "chat": keys("choices created id model object provider service_tier system_fingerprint usage"),
    "chat choice": keys("finish_reason index logprobs message native_finish_reason"),
    "chat message": keys("content reasoning reasoning_details refusal role"),
    "chat message with image": keys("content images reasoning refusal role"),
    "chat chunk": keys("choices created id model object provider"),
    "last chat chunk": keys("choices created id model object provider service_tier usage"),
    "usage": keys(
        "completion_tokens completion_tokens_details cost cost_details is_byok prompt_tokens"
        " prompt_tokens_details total_tokens"
    ),
    "image": keys("created data usage"),
    "video submit": keys("id polling_url status"),
    "video pending": keys("generation_id id polling_url status"),
    "video completed": keys("generation_id id polling_url status unsigned_urls usage"),
    "video with urls": keys(
        "expires_at generation_id id polling_url status unsigned_urls urls usage"
    ),
    "video failed": keys("error generation_id id polling_url status"),
}
