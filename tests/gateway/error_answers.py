"""Error answers of OpenRouter as met in 2026, condensed: what was asked, told, and meant.

The texts are shortened; status, keys and headers are as they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayGone,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    OutcomeUnknown,
)

Asked = Literal["chat", "images", "video", "poll", "content", "models"]


@dataclass(frozen=True)
class Case:
    name: str
    asked: Asked
    status: int
    body: Mapping[str, object] | str
    meant: type[GatewayProblem]
    reason: str = ""  # what the person may read, as a beginning
    wait: int | None = None  # seconds
    moderated: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def error(code: int, message: str, **metadata: object) -> dict[str, object]:
    """The normal shape."""
    told: dict[str, object] = {"message": message, "code": code}
    return {"error": told | ({"metadata": metadata} if metadata else {}), "user_id": "user_x"}


def zod(*complaints: str) -> dict[str, object]:
    """Zod's shape: a JSON array inside a string."""
    return {"success": False, "error": {"name": "ZodError", "message": f"[{','.join(complaints)}]"}}


def availability(status: int, message: str, error_type: str, **told: object) -> dict[str, object]:
    """The shape with `http_status` instead of `code`."""
    return {
        "error": {
            "message": message,
            "error_type": error_type,
            "http_status": status,
            "availability": told,
        }
    }


FUNNEL = {"routing_funnel": [{"step": "Initial Endpoints", "endpoint_count": 1}]}
GENERIC = "Provider returned error"


def reset(at: str) -> dict[str, str]:
    return {"X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": at}


# The clock of these cases stands at 1795000800, in seconds since 1970.
IN_A_MINUTE = "1795000860000"
AT_MIDNIGHT = "1795046400000"

REFUSED = [
    Case("400_invalid_model", "chat", 400, error(400, "acme/x is not a valid model ID"),
         GatewayRefused, "acme/x is not"),
    Case("400_missing_messages", "chat", 400, error(400, 'Input required: specify "prompt"'),
         GatewayRefused, 'Input required: specify "prompt"'),
    Case("400_broken_json", "chat", 400,
         error(400, "Input must have at least 1 token.", provider_name=None),
         GatewayRefused, "Input must"),
    Case("400_reasoning_mandatory", "chat", 400,
         error(400, "Reasoning is mandatory for this endpoint.", provider_name=None),
         GatewayRefused, "Reasoning is mandatory"),
    Case("400_context_length", "chat", 400,
         error(400, "This endpoint's maximum context length is 131072 tokens.",
               error_type="context_length_exceeded"),
         GatewayRefused, "This endpoint's maximum"),
    Case("400_content_policy", "images", 400,
         error(400, GENERIC, error_type="content_policy_violation",
               provider_code="moderation_blocked", raw="Your request was rejected."),
         GatewayRefused, "Your request was rejected.", moderated=True),
    Case("400_zod_speech", "images", 400,
         zod('{"code":"invalid_type","path":["input"],"message":"expected string"}'),
         GatewayRefused, "input: expected string"),
    Case("400_zod_models_modality", "models", 400,
         zod('{"code":"custom","message":"Invalid value: \\"file\\".","path":["output"]}'),
         GatewayRefused, 'output: Invalid value: "file".'),
    Case("400_video_duration", "video", 400,
         error(400, "Duration 99s is not supported for this model. Supported: 4, 6, 8s",
               failed_routing_step="Validate Video Parameters", **FUNNEL),
         GatewayRefused, "Duration 99s is not supported"),
    Case("400_video_resolution", "video", 400,
         error(400, "Resolution 4K is not supported for this model.",
               failed_routing_step="Validate Video Parameters", **FUNNEL),
         GatewayRefused, "Resolution 4K"),
    Case("400_video_prompt_required", "video", 400,
         error(400, "xAI video generations require a prompt when no image is provided"),
         GatewayRefused, "xAI video generations require a prompt"),
    Case("400_video_reference_data_url", "video", 400,
         error(400, "Invalid reference URL: input_references[0].video_url.url: Only HTTPS"),
         GatewayRefused, "Invalid reference URL"),
    Case("400_video_previous_job_id", "video", 400,
         error(400, "bytedance/seedance-2.0-mini does not support previous_job_id"),
         GatewayRefused, "bytedance/seedance-2.0-mini does not support"),
    Case("400_video_content_index", "content", 400,
         error(400, "Video index 5 out of range (1 videos available)"),
         GatewayRefused, "Video index 5"),
    Case("400_images_n", "images", 400,
         error(400, 'No provider for acme/brush supports the requested parameter(s): n "5".',
               failed_routing_step="Filter by Image Capabilities", **FUNNEL),
         GatewayRefused, "No provider for acme/brush supports"),
    Case("400_images_aspect_ratio", "images", 400,
         error(400, "No provider for acme/brush supports the parameter(s): aspect_ratio",
               failed_routing_step="Filter by Image Capabilities", **FUNNEL),
         GatewayRefused, "No provider for acme/brush supports"),
    Case("400_speech_format", "images", 400, error(400, 'Gemini TTS only supports "pcm".'),
         GatewayRefused, "Gemini TTS"),
    Case("400_speech_voice", "images", 400, error(400, "An explicit voice is required."),
         GatewayRefused, "An explicit voice"),
    Case("400_stt_format", "images", 400, error(400, 'Unsupported response_format "srt".'),
         GatewayRefused, "Unsupported response_format"),
    Case("400_stt_diarize", "images", 400, error(400, "The model does not support diarize."),
         GatewayRefused, "The model does not support diarize."),
    Case("403_moderation", "chat", 403,
         error(403, 'acme/words requires moderation. Your input was flagged for "violence".',
               reasons=["violence"], flagged_input="first part...", model_slug="acme/words"),
         GatewayRefused, "acme/words requires moderation", moderated=True),
    Case("403_guardrail", "chat", 403,
         error(403, "Request blocked: prompt injection patterns detected",
               patterns=["ignore all previous instructions"]),
         GatewayRefused, "Request blocked", moderated=True),
    Case("404_route", "images", 404, error(404, "Not Found"), GatewayRefused, "Not Found"),
    Case("404_output_modalities", "chat", 404,
         error(404, "No endpoints found that support the requested output modalities: image",
               failed_routing_step="Filter by Model Output Modalities", **FUNNEL),
         GatewayRefused, "No endpoints found"),
    Case("404_data_policy", "chat", 404,
         error(404, "No endpoints found matching your data policy (Free model training).",
               failed_routing_step="Filter by Data Policy", **FUNNEL),
         GatewayRefused, "No endpoints found matching"),
    Case("404_availability_privacy", "chat", 404,
         availability(404, "No endpoints for acme/words match your data policy.", "not_found",
                      code="privacy_restricted", retryable=False, excluded_by=["zdr"]),
         GatewayRefused, "No endpoints for acme/words"),
    Case("404_video_job", "poll", 404, error(404, "Job gen-vid-1 not found"),
         GatewayGone, "Job gen-vid-1 not found"),
    Case("410_video_content", "content", 410, error(410, "Video is no longer available"),
         GatewayGone, "Video is no longer available"),
    Case("413_too_large", "images", 413, error(413, "Request payload too large"),
         GatewayRefused, "Request payload too large"),
    Case("422_unprocessable", "chat", 422, error(422, "Invalid argument"),
         GatewayRefused, "Invalid argument"),
    Case("429_free_tier_daily", "chat", 429,
         error(429, "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000",
               headers=reset(AT_MIDNIGHT), limit_source="openrouter_free_tier_daily"),
         GatewayRefused, "Rate limit exceeded", headers=reset(AT_MIDNIGHT)),
]  # fmt: skip

FOR_THE_OPERATOR = [
    Case("401_no_key", "chat", 401, error(401, "No cookie auth credentials found"),
         GatewayMisconfigured),
    Case("401_bad_key", "chat", 401, error(401, "User not found."), GatewayMisconfigured),
    Case("401_missing_header", "content", 401, error(401, "Missing Authentication header"),
         GatewayMisconfigured),
    Case("402_insufficient_credits", "video", 402,
         error(402, "Insufficient credits.", limit_source="openrouter_credits"),
         GatewayMisconfigured),
    Case("402_minimum_balance", "chat", 402,
         error(402, "This request requires at least $1.00 in balance for image output",
               limit_source="openrouter_key_limit", remedy_hint="Raise this API key's limit.",
               previous_errors=[{"code": 402, "message": "at least $1.00"}]),
         GatewayMisconfigured),
    Case("403_budget", "video", 403, error(403, "Budget exceeded for this workspace"),
         GatewayMisconfigured),
]  # fmt: skip

NOTHING_HAPPENED = [
    Case("402_in_flight_budget", "video", 402,
         error(402, "This request would exceed your credits given your in-flight requests.",
               reason="in_flight_budget_exhausted", limit_source="openrouter_in_flight_budget"),
         GatewayBusy, wait=5, headers={"Retry-After": "5"}),
    Case("429_free_tier_minute", "chat", 429,
         error(429, "Rate limit exceeded: free-models-per-min. ", headers=reset(IN_A_MINUTE)),
         GatewayBusy, "Rate limit exceeded", wait=60, headers=reset(IN_A_MINUTE)),
    Case("429_free_tier_minute, hint in the body only", "chat", 429,
         error(429, "Rate limit exceeded: free-models-per-min. ", headers=reset(IN_A_MINUTE)),
         GatewayBusy, "Rate limit exceeded", wait=60),
    Case("429_upstream", "chat", 429,
         error(429, GENERIC, raw="acme/words is temporarily rate-limited upstream.",
               limit_source="upstream_provider_shared_pool", retry_after_seconds=1,
               headers={"Retry-After": "1"}),
         GatewayBusy, "acme/words is temporarily", wait=1, headers={"Retry-After": "1"}),
    Case("429_plain", "chat", 429,
         error(429, "Rate limit exceeded", error_type="rate_limit_exceeded"),
         GatewayBusy, "Rate limit exceeded"),
    Case("503_unavailable", "chat", 503,
         error(503, "Service temporarily unavailable", error_type="provider_overloaded"),
         GatewayBusy, "Service temporarily", wait=10, headers={"Retry-After": "10"}),
    Case("503_availability", "chat", 503,
         availability(503, "All providers for acme/camera failed.", "provider_overloaded",
                      code="temporarily_unavailable", retryable=True, retry_after=20),
         GatewayBusy, "All providers for acme/camera", wait=20),
    Case("529_overloaded", "chat", 529, error(529, GENERIC), GatewayBusy, GENERIC),
    Case("409_video_content", "content", 409, error(409, "Video is not ready yet"),
         GatewayBusy, "Video is not ready yet"),
]  # fmt: skip

FAILED = [
    Case("408_timeout", "chat", 408, error(408, "Operation timed out."),
         GatewayFailed, "Operation timed out."),
    Case("500_internal", "chat", 500, error(500, "Internal Server Error", error_type="server"),
         GatewayFailed, "Internal Server Error"),
    Case("502_provider", "images", 502,
         error(502, GENERIC, error_type="provider_unavailable", raw="upstream connect error"),
         GatewayFailed, "upstream connect error"),
    Case("504_gateway_timeout", "chat", 504,
         error(504, "Provider did not respond in time", error_type="timeout"),
         GatewayFailed, "Provider did not respond"),
    Case("524_edge_timeout", "images", 524, error(524, "Request timed out."),
         GatewayFailed, "Request timed out."),
    Case("html_cloudflare_502", "chat", 502,
         "<!DOCTYPE html>\n<html><head><title>502: Bad gateway</title></head></html>",
         GatewayFailed),
    Case("499_client_closed", "video", 499, error(499, "Client Closed Request"),
         OutcomeUnknown, "Client Closed Request"),
]  # fmt: skip

CASES = [*REFUSED, *FOR_THE_OPERATOR, *NOTHING_HAPPENED, *FAILED]
