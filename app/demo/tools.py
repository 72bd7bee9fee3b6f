"""Calling a function that was offered, if the request insists: the first, or the one named."""

import json
from typing import Any, cast

from app.demo.wire import Json, object_in, objects_in

_EXAMPLES: Json = {"string": "a paper boat", "number": 1.5, "integer": 1, "boolean": True}


def insisted_call(body: Json, messages: list[Json]) -> Json | None:
    """The call, or None where words are wanted: also once the function has answered."""
    choice: Any = body.get("tool_choice")
    functions = [object_in(each.get("function")) for each in objects_in(body.get("tools"))]
    named = object_in(object_in(choice).get("function")).get("name") if choice else None
    if isinstance(choice, dict):
        functions = [each for each in functions if each.get("name") == named]
    insists = choice == "required" or isinstance(choice, dict)
    if not functions or not insists or messages[-1].get("role") == "tool":
        return None
    name = str(functions[0].get("name"))
    arguments = json.dumps(_example(object_in(functions[0].get("parameters"))))
    called = {"name": name, "arguments": arguments}
    return {"id": f"call_{name}", "type": "function", "function": called}


def pieces_of(call: Json) -> list[Json]:
    """As a stream brings it: who is called, then with what, in two halves."""
    function = cast(Json, call["function"])
    arguments = str(function["arguments"])
    half = len(arguments) // 2
    head = {**call, "index": 0, "function": {"name": function["name"], "arguments": ""}}
    rest = [arguments[:half], arguments[half:]]
    return [head, *({"index": 0, "function": {"arguments": each}} for each in rest)]


def _example(schema: Json) -> Any:
    """Something that fits the simplest of schemas."""
    if schema.get("type") == "object":
        fields = object_in(schema.get("properties"))
        return {name: _example(object_in(each)) for name, each in fields.items()}
    if schema.get("type") == "array":
        return [_example(object_in(schema.get("items")))]
    choices = cast(list[Any], schema.get("enum") or [])
    return choices[0] if choices else _EXAMPLES.get(str(schema.get("type")))
