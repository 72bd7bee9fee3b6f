"""GET /key, /credits and /generation: what has been spent so far."""

from dataclasses import dataclass
from typing import Any

from app.demo.context import Context
from app.demo.generations import Generation
from app.demo.wire import Answer, Json, Refusal, Request, json_answer

CREDITS = 25.0
FREE_REQUESTS_A_DAY = 1000
NOWHERE = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Account:
    context: Context

    async def key(self, request: Request) -> Answer:
        view = self._key_view(request.key or "")
        return json_answer({"data": view}, headers={"cache-control": "private, no-store"})

    async def credits(self, request: Request) -> Answer:
        spent = float(self.context.generations.spent())
        return json_answer({"data": {"total_credits": CREDITS, "total_usage": spent}})

    async def generation(self, request: Request) -> Answer:
        """404 for a while after the call, as with OpenRouter."""
        wanted = request.query.get("id", "")
        found = self.context.generations.find(wanted)
        if found is None:
            raise Refusal(404, f"Generation {wanted} not found")
        return json_answer({"data": _generation_view(found)})

    def _key_view(self, key: str) -> Json:
        spent = float(self.context.generations.spent())
        used = self.context.generations.free_requests()
        limits: Json = dict.fromkeys(("limit", "limit_reset", "limit_remaining", "expires_at"))
        paid = dict.fromkeys(("usage", "usage_daily", "usage_weekly", "usage_monthly"), spent)
        own = ("byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly")
        rest: Json = {
            "label": f"{key[:12]}...{key[-3:]}",
            "is_management_key": False,
            "is_provisioning_key": False,
            "include_byok_in_limit": False,
            "is_free_tier": False,
            "creator_user_id": "user_example",
            "organization_id": None,
            "workspace_id": NOWHERE,
            "allowed_data_regions": ["global"],
            "free_model_daily_requests": {
                "used": used,
                "limit": FREE_REQUESTS_A_DAY,
                "remaining": max(0, FREE_REQUESTS_A_DAY - used),
            },
            "rate_limit": {
                "requests": -1,
                "interval": "10s",
                "note": "This field is deprecated and safe to ignore.",
            },
            "budgets": [],
            "effective_budget": None,
        }
        return limits | paid | dict.fromkeys(own, 0) | rest


UNKNOWN = (
    "external_user",
    "native_tokens_cached",
    "num_media_prompt",
    "num_input_audio_prompt",
    "num_search_results",
    "num_fetches",
    "web_search_engine",
    "service_tier",
    "router",
    "user_agent",
    "http_referer",
    "request_id",
    "session_id",
    "preset_id",
    "upstream_id",
    "cache_discount",
    "response_cache_source_id",
)


def _generation_view(one: Generation) -> Json:
    cost = float(one.cost)
    return (
        _tokens_view(one)
        | dict[str, Any].fromkeys(UNKNOWN)
        | {
            "id": one.id,
            "api_type": one.api_type,
            "created_at": one.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "model": one.model["canonical_slug"],
            "provider_name": one.model["provider_name"],
            "app_id": 0,
            "streamed": one.streamed,
            "cancelled": one.cancelled,
            "latency": 341,
            "moderation_latency": 0,
            "generation_time": 12350,
            "num_media_completion": one.media,
            "origin": "",
            "is_byok": False,
            "finish_reason": one.finish_reason,
            "native_finish_reason": one.finish_reason,
            "usage": cost,
            "total_cost": cost,
            "upstream_inference_cost": 0,
            "data_region": "global",
            "workspace_id": NOWHERE,
            "provider_responses": [_provider_response(one)],
        }
    )


def _tokens_view(one: Generation) -> Json:
    return {
        "tokens_prompt": one.prompt_tokens,
        "tokens_completion": one.completion_tokens,
        "native_tokens_prompt": one.prompt_tokens,
        "native_tokens_completion": one.completion_tokens,
        "native_tokens_completion_images": one.image_tokens,
        "native_tokens_reasoning": one.reasoning_tokens,
    }


def _provider_response(one: Generation) -> Json:
    return {
        "endpoint_id": NOWHERE,
        "is_byok": False,
        "latency": 341,
        "model_permaslug": one.model["canonical_slug"],
        "provider_name": one.model["provider_name"],
        "status": 200,
    }
