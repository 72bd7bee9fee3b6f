"""OpenRouter's answers as JSON Schema, condensed from its published SDK types (October 2026).

A type is the name JSON Schema gives it; `"string|null"` allows both.
"""

from typing import Any

Schema = dict[str, Any]


def shape(**fields: Any) -> Schema:
    """An object with these fields. `may_` before a name makes the field optional."""
    named = {name.removeprefix("may_"): _schema(kind) for name, kind in fields.items()}
    needed = [name for name in fields if not name.startswith("may_")]
    return {"type": "object", "required": needed, "properties": named}


def listed(kind: Any) -> Schema:
    return {"type": "array", "items": _schema(kind)}


def either(*kinds: Any) -> Schema:
    return {"anyOf": [_schema(kind) for kind in kinds]}


def _schema(kind: Any) -> Schema:
    if isinstance(kind, str):
        return {"type": kind.split("|")}
    return kind


STRINGS = listed("string")
COST_DETAILS = shape(
    upstream_inference_completions_cost="number",
    upstream_inference_prompt_cost="number",
    may_upstream_inference_cost="number|null",
)
USAGE = shape(
    completion_tokens="integer",
    prompt_tokens="integer",
    total_tokens="integer",
    may_cost="number|null",
    may_is_byok="boolean",
    may_cost_details=COST_DETAILS,
    may_prompt_tokens_details="object|null",
    may_completion_tokens_details="object|null",
)
FINISH = {"enum": ["tool_calls", "stop", "length", "content_filter", "error", None]}
IMAGES = listed(shape(image_url=shape(url="string")))
REASONING = listed(shape(type="string", may_text="string|null", may_index="integer"))

CHAT = shape(
    id="string",
    object={"const": "chat.completion"},
    created="integer",
    model="string",
    system_fingerprint="string|null",
    may_service_tier="string|null",
    choices=listed(
        shape(
            index="integer",
            finish_reason=FINISH,
            message=shape(
                role={"const": "assistant"},
                may_content="string|null",
                may_refusal="string|null",
                may_reasoning="string|null",
                may_reasoning_details=REASONING,
                may_images=IMAGES,
            ),
        )
    ),
    may_usage=USAGE,
)
CHAT_CHUNK = shape(
    id="string",
    object={"const": "chat.completion.chunk"},
    created="integer",
    model="string",
    may_service_tier="string|null",
    choices=listed(
        shape(
            index="integer",
            finish_reason=FINISH,
            delta=shape(
                may_role={"const": "assistant"},
                may_content="string|null",
                may_reasoning="string|null",
                may_reasoning_details=REASONING,
                may_images=IMAGES,
            ),
        )
    ),
    may_usage=USAGE,
    may_error=shape(code="integer|string", message="string", may_metadata="object"),
)
IMAGE = shape(
    created="integer",
    data=listed(shape(b64_json="string", may_media_type="string")),
    may_usage=USAGE,
)
IMAGE_EVENT = either(
    shape(
        type={"const": "image_generation.partial_image"},
        partial_image_index="integer",
        b64_json="string",
    ),
    shape(
        type={"const": "image_generation.completed"},
        b64_json="string",
        created="integer",
        may_media_type="string",
        may_usage=USAGE,
    ),
)
CAPABILITY = either(
    shape(type={"const": "enum"}, values=STRINGS),
    shape(type={"const": "range"}, min="number", max="number"),
    shape(type={"const": "boolean"}),
)
CAPABILITIES: Schema = {"type": "object", "additionalProperties": CAPABILITY}
IMAGE_MODELS = shape(
    data=listed(
        shape(
            id="string",
            name="string",
            description="string",
            created="integer",
            architecture=shape(input_modalities=STRINGS, output_modalities=STRINGS),
            supported_parameters=CAPABILITIES,
            supports_streaming="boolean",
            endpoints="string",
        )
    )
)
IMAGE_ENDPOINTS = shape(
    id="string",
    endpoints=listed(
        shape(
            provider_name="string",
            provider_slug="string",
            provider_tag="string|null",
            supported_parameters=CAPABILITIES,
            allowed_passthrough_parameters=STRINGS,
            supports_streaming="boolean",
            pricing=listed(shape(billable="string", unit="string", cost_usd="number")),
        )
    ),
)
VIDEO_JOB = shape(
    id="string",
    polling_url="string",
    status="string",
    may_generation_id="string|null",
    may_unsigned_urls=STRINGS,
    may_urls=STRINGS,
    may_expires_at="integer",
    may_usage=shape(may_cost="number|null", may_is_byok="boolean"),
    may_error="string|object",
)
VIDEO_MODELS = shape(
    data=listed(
        shape(
            id="string",
            canonical_slug="string",
            name="string",
            created="integer",
            supported_resolutions="array|null",
            supported_aspect_ratios="array|null",
            supported_sizes="array|null",
            supported_durations="array|null",
            supported_frame_images="array|null",
            generate_audio="boolean|null",
            seed="boolean|null",
            upscale_factor="object|null",
            creativity="array|null",
            allowed_passthrough_parameters=STRINGS,
            may_pricing_skus={"type": "object", "additionalProperties": {"type": "string"}},
        )
    )
)
PRICING: Schema = {
    "type": "object",
    "required": ["prompt", "completion"],
    "properties": {"discount": {"type": "number"}},
    "additionalProperties": {"type": "string"},
}
ARCHITECTURE = shape(
    modality="string|null",
    input_modalities=STRINGS,
    output_modalities=STRINGS,
    may_tokenizer="string",
    may_instruct_type="string|null",
)
MODELS = shape(
    data=listed(
        shape(
            id="string",
            canonical_slug="string",
            name="string",
            created="integer",
            context_length="integer|null",
            architecture=ARCHITECTURE,
            pricing=PRICING,
            top_provider=shape(
                is_moderated="boolean",
                may_context_length="integer|null",
                may_max_completion_tokens="integer|null",
            ),
            supported_parameters=STRINGS,
            supported_voices="array|null",
            default_parameters="object|null",
            per_request_limits="object|null",
            links=shape(details="string"),
            may_expiration_date="string|null",
            may_reasoning=shape(
                mandatory="boolean",
                may_supported_efforts="array|null",
                may_default_effort="string|null",
                may_default_enabled="boolean",
            ),
        )
    ),
    links=shape(next="string|null"),
    total_count="integer",
)
MODEL_ENDPOINTS = shape(
    data=shape(
        id="string",
        name="string",
        created="integer",
        description="string",
        architecture=ARCHITECTURE,
        endpoints=listed(
            shape(
                name="string",
                model_id="string",
                model_name="string",
                provider_name="string",
                tag="string",
                quantization="string|null",
                context_length="integer",
                max_completion_tokens="integer|null",
                max_prompt_tokens="integer|null",
                pricing=PRICING,
                supported_parameters=STRINGS,
                supports_tool_choice="object",
                supports_implicit_caching="boolean",
                supports_diarization="boolean",
                native_tools="object",
                service_tier="string|null",
                uptime_last_1d="number|null",
                uptime_last_30m="number|null",
                uptime_last_5m="number|null",
                latency_last_30m="object|null",
                throughput_last_30m="object|null",
            )
        ),
    )
)
KEY = shape(
    data=shape(
        label="string",
        limit="number|null",
        limit_remaining="number|null",
        limit_reset="string|null",
        usage="number",
        usage_daily="number",
        usage_weekly="number",
        usage_monthly="number",
        byok_usage="number",
        include_byok_in_limit="boolean",
        is_free_tier="boolean",
        is_management_key="boolean",
        free_model_daily_requests=shape(used="integer", limit="integer", remaining="integer"),
        budgets="array",
        effective_budget="object|null",
        rate_limit=shape(requests="integer", interval="string", note="string"),
    )
)
CREDITS = shape(data=shape(total_credits="number", total_usage="number"))
GENERATION = shape(
    data=shape(
        id="string",
        api_type="string|null",
        model="string",
        provider_name="string|null",
        created_at="string",
        total_cost="number",
        usage="number",
        is_byok="boolean",
        streamed="boolean|null",
        cancelled="boolean|null",
        finish_reason="string|null",
        tokens_prompt="integer|null",
        tokens_completion="integer|null",
        native_tokens_reasoning="integer|null",
        num_media_completion="integer|null",
        provider_responses="array|null",
        data_region="string",
    )
)
EMBEDDINGS = shape(
    object={"const": "list"},
    model="string",
    data=listed(
        shape(object={"const": "embedding"}, embedding="array|string", may_index="integer")
    ),
    may_usage=shape(prompt_tokens="integer", total_tokens="integer", may_cost="number"),
)
REFUSAL = shape(
    error=shape(code="integer", message="string", may_metadata="object|null"),
    may_user_id="string",
)
