"""GET /models and its relatives: the catalogue in the shapes OpenRouter lists it."""

from dataclasses import dataclass

from app.demo.catalogue import Catalogue
from app.demo.wire import BASE_PATH, Answer, Json, Refusal, Request, json_answer, zod_refusal

MODALITIES = (
    "text",
    "image",
    "embeddings",
    "audio",
    "video",
    "rerank",
    "decisions",
    "speech",
    "transcription",
    "all",
)
CREATED = 1790000000
MOST_LISTED = 1000
MAY_BE_CACHED = {
    "cache-control": "public, max-age=120, stale-while-revalidate=3600, stale-if-error=3600"
}
UNSET = dict.fromkeys(
    ("temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "repetition_penalty")
)
TOOL_CHOICES = ("none", "auto", "required", "function")


@dataclass(frozen=True, slots=True)
class Listings:
    catalogue: Catalogue

    async def models(self, request: Request) -> Answer:
        """Only models that write text, unless `output_modalities` says otherwise."""
        wanted = request.query.get("output_modalities", "text").split(",")
        unknown = [modality for modality in wanted if modality not in MODALITIES]
        if unknown:
            return zod_refusal([_bad_modality(unknown[0])])
        found = {
            model["id"]: model_view(model)
            for modality in wanted
            for model in self.catalogue.writing(modality)
        }
        start = int(request.query.get("offset", "0"))
        limit = min(int(request.query.get("limit", "500")), MOST_LISTED)
        page = list(found.values())[start : start + limit]
        links = {"next": None}
        document = {"data": page, "total_count": len(found), "links": links}
        return json_answer(document, headers=MAY_BE_CACHED)

    async def count(self, request: Request) -> Answer:
        return json_answer({"data": {"count": len(self.catalogue.writing("text"))}})

    async def model_endpoints(self, request: Request) -> Answer:
        return json_answer({"data": _endpoints_view(self._named(request))})

    async def image_models(self, request: Request) -> Answer:
        listed = [image for image in self.catalogue.images.values() if image["listed"]]
        return json_answer({"data": [self._image_view(image) for image in listed]})

    async def image_endpoints(self, request: Request) -> Answer:
        model = self._named(request)
        image = self.catalogue.images.get(model["id"])
        if image is None or not image["listed"]:
            raise Refusal(404, f"Model {model['id']} not found")
        return json_answer({"id": model["id"], "endpoints": [_image_endpoint(model, image)]})

    async def video_models(self, request: Request) -> Answer:
        return json_answer(
            {"data": [self._video_view(video) for video in self.catalogue.videos.values()]}
        )

    def _named(self, request: Request) -> Json:
        model_id = f"{request.params['author']}/{request.params['slug']}"
        for model in self.catalogue.models.values():
            if model_id in (model["id"], model["canonical_slug"]):
                return model
        raise Refusal(404, f"Model {model_id} not found")

    def _image_view(self, image: Json) -> Json:
        model = self.catalogue.models[image["id"]]
        return {
            "id": model["id"],
            "name": model["name"],
            "description": "",
            "created": CREATED,
            "architecture": {
                "input_modalities": model["input_modalities"],
                "output_modalities": model["output_modalities"],
            },
            "supported_parameters": image["supported_parameters"],
            "supports_streaming": image["supports_streaming"],
            "endpoints": f"{BASE_PATH}/images/models/{model['id']}/endpoints",
        }

    def _video_view(self, video: Json) -> Json:
        model = self.catalogue.models[video["id"]]
        limits = {name: value for name, value in video.items() if name != "needs_video"}
        return limits | {
            "canonical_slug": model["canonical_slug"],
            "hugging_face_id": None,
            "name": model["name"],
            "created": model.get("created", CREATED),
            "upscale_factor": None,
            "creativity": None,
            "description": "Edits a video." if video["needs_video"] else "",
        }


def model_view(model: Json) -> Json:
    """One entry of GET /models."""
    view: Json = {
        "id": model["id"],
        "canonical_slug": model["canonical_slug"],
        "hugging_face_id": None,
        "name": model["name"],
        "created": model.get("created", CREATED),
        "description": "",
        "context_length": model["context_length"],
        "architecture": _architecture(model),
        "pricing": model["pricing"],
        "top_provider": {
            "context_length": model["context_length"],
            "max_completion_tokens": model["max_completion_tokens"],
            "is_moderated": False,
        },
        "per_request_limits": None,
        "supported_parameters": model["supported_parameters"],
        "default_parameters": UNSET,
        "supported_voices": model.get("supported_voices"),
        "knowledge_cutoff": None,
        "expiration_date": model.get("expiration_date"),
        "links": {"details": f"{BASE_PATH}/models/{model['canonical_slug']}/endpoints"},
    }
    return view | ({"reasoning": model["reasoning"]} if "reasoning" in model else {})


def _architecture(model: Json) -> Json:
    comes_in, goes_out = model["input_modalities"], model["output_modalities"]
    return {
        "modality": f"{'+'.join(comes_in)}->{'+'.join(goes_out)}",
        "input_modalities": comes_in,
        "output_modalities": goes_out,
        "tokenizer": model["tokenizer"],
        "instruct_type": None,
    }


def _endpoints_view(model: Json) -> Json:
    return {
        "id": model["id"],
        "name": model["name"],
        "created": model.get("created", CREATED),
        "description": "",
        "architecture": _architecture(model),
        "endpoints": [_endpoint(model)],
    }


def _endpoint(model: Json) -> Json:
    unknown = ("uptime_last_30m", "uptime_last_5m", "latency_last_30m", "throughput_last_30m")
    cannot = (
        "supports_implicit_caching",
        "supports_diarization",
        "supports_voice_cloning",
        "supports_multiple_audio_references",
        "supports_image_reference",
    )
    return (
        dict.fromkeys(unknown)
        | dict.fromkeys(cannot, False)
        | {
            "name": f"{model['provider_name']} | {model['canonical_slug']}",
            "model_id": model["id"],
            "model_name": model["name"],
            "context_length": model["context_length"] or 0,
            "pricing": model["pricing"] | {"discount": 0},
            "provider_name": model["provider_name"],
            "tag": model["provider_slug"],
            "quantization": "unknown",
            "max_completion_tokens": model["max_completion_tokens"],
            "max_prompt_tokens": None,
            "supported_parameters": model["supported_parameters"],
            "supports_tool_choice": dict.fromkeys(TOOL_CHOICES, True),
            "status": 0,
            "uptime_last_1d": 99.9,
            "native_tools": {},
            "service_tier": None,
        }
    )


def _image_endpoint(model: Json, image: Json) -> Json:
    return {
        "provider_name": model["provider_name"],
        "provider_slug": model["provider_slug"],
        "provider_tag": model["provider_slug"],
        "supported_parameters": image["supported_parameters"],
        "allowed_passthrough_parameters": image["allowed_passthrough_parameters"],
        "supports_streaming": image["supports_streaming"],
        "pricing": image["pricing"],
    }


def _bad_modality(value: str) -> Json:
    known = ", ".join(MODALITIES)
    message = f'Invalid output_modalities value: "{value}". Valid values are: {known}'
    return {"code": "custom", "message": message, "path": ["output_modalities"]}
