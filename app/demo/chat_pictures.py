"""Pictures asked for through chat: `modalities` with "image"."""

import asyncio

from app.demo.art.picture import Picture, as_data_url, draw
from app.demo.catalogue import Catalogue
from app.demo.chat_order import ChatOrder
from app.demo.sizes import picture_size


async def draw_for_chat(order: ChatOrder, catalogue: Catalogue) -> tuple[str, int]:
    """The picture as a data URL, and how many tokens it counts as.

    Only snake_case keys of `image_config` are known; others are ignored, as OpenRouter does.
    """
    config = order.image_config
    resolution = config.get("image_size")
    picture = Picture(
        order.prompt,
        config.get("seed"),
        picture_size(resolution=resolution, aspect_ratio=config.get("aspect_ratio")),
        references=tuple(url for url in order.attachments if url.startswith("data:image/")),
    )
    file = await asyncio.to_thread(draw, picture)
    tokens = catalogue.images[order.answering["id"]]["image_tokens"]
    return as_data_url(file, "png"), tokens * (2 if resolution == "4K" else 1)
