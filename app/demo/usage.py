"""The `usage` object that ends every chat and image answer."""

from decimal import Decimal

from app.demo.pricing import Tokens
from app.demo.wire import Json


def usage(
    tokens: Tokens, came_in: Decimal, went_out: Decimal, searched: Decimal = Decimal(0)
) -> Json:
    """Token counts and what is charged, in dollars; the shape of live answers."""
    cost = float(came_in + went_out + searched)
    return {
        "prompt_tokens": tokens.prompt,
        "completion_tokens": tokens.completion,
        "total_tokens": tokens.prompt + tokens.completion,
        "cost": cost,
        "is_byok": False,
        "prompt_tokens_details": {
            "cached_tokens": 0,
            "cache_write_tokens": 0,
            "audio_tokens": 0,
            "video_tokens": 0,
        },
        "cost_details": {
            "upstream_inference_cost": float(came_in + went_out),
            "upstream_inference_prompt_cost": float(came_in),
            "upstream_inference_completions_cost": float(went_out),
        },
        "completion_tokens_details": {
            "reasoning_tokens": tokens.reasoning,
            "image_tokens": tokens.image,
            "audio_tokens": 0,
        },
    }
