"""Headers that are known before the answer is, and belong on it whatever it turns out to be."""

from collections.abc import Mapping, MutableMapping
from typing import Any, cast

from starlette.requests import HTTPConnection

_PLACE = "app.answer_headers"

Headers = dict[str, str]


def prepare(scope: MutableMapping[str, Any]) -> Headers:
    """Make room for them in a request's scope. What is added shows in the dict returned."""
    added: Headers = {}
    scope[_PLACE] = added
    return added


def add_headers(connection: HTTPConnection, headers: Mapping[str, str]) -> None:
    """Put these on the answer, be it a document, a stream or an error."""
    cast(Headers, connection.scope[_PLACE]).update(headers)
