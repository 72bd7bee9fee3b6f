"""Quotes worked out by hand: of images and words here, of films in the file beside it."""

from app.catalog.model import Kind, Role
from tests.catalog.film_quotes import FILMS, TOKENS, Row

REFERENCE = Role.REFERENCE

IMAGES: list[Row] = [
    Row(
        "black-forest-labs/flux.2-klein-4b",
        {},
        14_000,
        "estimate",
        "1 megapixel × $0.014, and $0.014 is what was billed for 1024×1024",
    ),
    Row(
        "black-forest-labs/flux.2-klein-4b",
        {},
        15_000,
        "estimate",
        "1 megapixel × $0.014 + 1 given × $0.001, billed just so",
        {REFERENCE: 1},
    ),
    Row(
        "black-forest-labs/flux.2-pro",
        {},
        30_000,
        "estimate",
        "$0.00000732421875 × 4096 tokens = $0.03 for one megapixel",
    ),
    Row(
        "bytedance-seed/seedream-4.5",
        {"n": 3, "resolution": "4K"},
        120_000,
        "estimate",
        "$0.00000958083832335329 × 4175 tokens = $0.04 an image, × 3, at any size",
    ),
    Row("recraft/recraft-v4.1-vector", {}, 80_000, "estimate", "0.0000191616766… × 4175 = 0.08"),
    Row("qwen/qwen-image-3", {"resolution": "1K"}, 30_000, "exact", "1 image at 1K"),
    Row(
        "qwen/qwen-image-3",
        {"resolution": "1K", "n": 4},
        126_000,
        "upper_bound",
        "4 × $0.03 + 2 given × $0.003; n is the most that may come",
        {REFERENCE: 2},
    ),
    Row("qwen/qwen-image-3", {"resolution": "2K"}, None, "unknown", "only 1K has a price"),
    Row(
        "x-ai/grok-imagine-image-2.0",
        {"quality": "low", "resolution": "2K"},
        60_000,
        "exact",
        "the line low_2k",
    ),
    Row(
        "google/gemini-3.1-flash-image",
        {"resolution": "4K"},
        168_000,
        "estimate",
        "2,800 tokens × $0.00006; its maker says 2,520",
    ),
    Row(
        "openai/gpt-image-2",
        {"quality": "low"},
        18_130,
        "estimate",
        "600 tokens × $0.00003 + (18/3 + 20) prompt tokens × $0.000005",
    ),
    Row(
        "openai/gpt-image-1-mini",
        {"quality": "low"},
        4_852,
        "estimate",
        "600 tokens × $0.000008 + 26 × $0.000002; billed for 372 and 15 tokens was $0.003006",
    ),
    Row(
        "openai/gpt-image-2",
        {"quality": "auto"},
        277_130,
        "estimate",
        "auto may mean the best: 7,500 × $0.00003, 26 × $0.000005,"
        " and 1 given × 6,500 tokens × $0.000008",
        {REFERENCE: 1},
    ),
    Row(
        "google/gemini-2.5-flash-image",
        {},
        41_508,
        "estimate",
        "over chat: 26 × $0.0000003 + 1,000 words' tokens × $0.0000025 + 1,300 × $0.00003"
        " = 0.0000078 + 0.0025 + 0.039",
    ),
    Row("meta/muse-image", {}, None, "unknown", "no price is published"),
    Row(
        "inclusionai/ming-image-0.1-design-layer",
        {},
        None,
        "unknown",
        "0 in the list, and not free",
        {REFERENCE: 1},
    ),
]

WORDS: list[Row] = [
    Row(
        "mistralai/mistral-small-3.2-24b-instruct",
        {},
        303,
        "estimate",
        "(18/3 + 20) × $0.0000001 + 1,000 × $0.0000003 = 0.0000026 + 0.0003",
    ),
    Row(
        "mistralai/mistral-small-3.2-24b-instruct",
        {"max_tokens": 500},
        156,
        "upper_bound",
        "(18 bytes + 40) × $0.0000001 + 500 × $0.0000003 = 0.0000058 + 0.00015",
    ),
    Row(
        "mistralai/mistral-small-3.2-24b-instruct",
        {"max_tokens": 500},
        253,
        "estimate",
        "((18 + 3,000)/3 + 20) = 1,026 × $0.0000001 + 500 × $0.0000003 = 0.0001026 + 0.00015",
        context_chars=3_000,
    ),
    Row(
        "openai/gpt-5-mini",
        {},
        10_007,
        "estimate",
        "26 × $0.00000025 + (1,000 + 4,000 of medium thinking) × $0.000002",
    ),
    Row(
        "openai/gpt-5-mini",
        {"reasoning_effort": "minimal"},
        3_007,
        "estimate",
        "26 × $0.00000025 + (1,000 + 500) × $0.000002",
    ),
    Row(
        "google/gemini-2.5-flash",
        {"max_tokens": 100},
        1_008,
        "estimate",
        "(26 + 1 picture × 2,500) × $0.0000003 + 100 × $0.0000025 = 0.0007578 + 0.00025",
        {Role.ATTACHMENT: 1},
    ),
    Row(
        "acme/long-context",
        {"max_tokens": 1_000},
        2_422_656,
        "estimate",
        "(18 + 1,200,000)/3 + 20 = 400,026 tokens, over the threshold:"
        " × $0.000006 + 1,000 × $0.0000225 = 2.400156 + 0.0225",
        context_chars=1_200_000,
    ),
    Row(
        "mistralai/mistral-small-3.2-24b-instruct",
        {"web_search": True},
        20_969,
        "estimate",
        "((18 + 5 pages × 4,000)/3 + 20) = 6,693 × $0.0000001 + 1,000 × $0.0000003 + 5 × $0.004",
    ),
    Row(
        "mistralai/mistral-small-3.2-24b-instruct",
        {"web_search": False, "max_tokens": 500},
        156,
        "upper_bound",
        "as without it",
    ),
    Row("liquid/lfm-2.5-2.6b:free", {}, 0, "exact", "free"),
    Row(
        "liquid/lfm-2.5-2.6b:free",
        {"web_search": True},
        20_000,
        "upper_bound",
        "the model is free, the search is not: 5 × $0.004",
    ),
    Row("openrouter/free", {"max_tokens": 10}, 0, "exact", "free"),
    Row("openrouter/auto", {"max_tokens": 10}, None, "unknown", "a price of -1 is no price"),
]

ROWS = [
    *((Kind.VIDEO, row) for row in FILMS + TOKENS),
    *((Kind.IMAGE, row) for row in IMAGES),
    *((Kind.TEXT, row) for row in WORDS),
]
