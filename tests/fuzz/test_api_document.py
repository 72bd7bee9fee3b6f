"""Whatever anybody asks of any route: the answer is one that the API document tells of."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

import pytest
import requests
import schemathesis
import schemathesis.checks
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

from tests.fuzz.effort import EXAMPLES, effort
from tests.fuzz.house import House
from tests.fuzz.visitors import Administrator, Stranger
from tests.studio import PATIENCE

Case = schemathesis.Case[Any]
Operation = APIOperation[Any, Any, Any, Any]
Cases = st.SearchStrategy[Case]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

pytestmark = pytest.mark.timeout(max(300, 60 * EXAMPLES))

BOUNDARIES = None if EXAMPLES else 8
"""How many cases at the edge of what the document allows, and as many beyond it, are asked of each
route. None: all of them, half a gigabyte of body among them."""

checks = cast(Any, schemathesis.checks)
checks.load_all_checks()
NO_MATTER = [
    checks.CHECKS.get_one(name)
    for name in (
        # No document can tell of all that makes no sense: a model that is not offered, a place
        # in a list that never was.
        "positive_data_acceptance",
        # A number may come as `"5"` where no money hangs on it.
        "negative_data_rejection",
        # Asks everything again without credentials; here the stranger does.
        "ignored_auth",
        # Some addresses fit several paths, as `text` fits both `{generation_id}` and `{kind}`:
        # they take the methods of them all.
        "unsupported_method",
        "allow_header_conformance",
    )
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with House(tmp_path_factory.mktemp("house")).open() as house:
        yield house.studio.url


@pytest.fixture(scope="module")
def operations(url: str) -> list[Operation]:
    document = requests.get(f"{url}/api/openapi.json", timeout=PATIENCE).json()
    schema = cast(Any, schemathesis.openapi.from_dict(document))
    return [each.ok() for each in schema.get_all_operations()]


class Walk:
    """One visitor's way through all routes, and what was odd on it."""

    def __init__(self, visitor: Stranger, *, thorough: bool) -> None:
        self._visitor, self._thorough = visitor, thorough
        self.odd: dict[str, str] = {}
        self.welcome: set[str] = set()

    def to(self, operation: Operation, examples: int) -> None:
        session = self._visitor.session_for(operation.path)
        things = self._visitor.things_for(operation.path)

        @effort(examples)
        @given(_cases(operation), st.booleans())
        def tried(case: Case, real: bool) -> None:
            self._ask(session, case, things if real else {})

        for case in _boundaries(operation) if self._thorough else ():
            self._ask(session, case, things)
        tried()

    def _ask(self, session: requests.Session, case: Case, things: dict[str, str]) -> None:
        label = str(case.operation.label)
        case.path_parameters.update(things)
        if case.query.get("wait"):
            case.query["wait"] = 0  # there will be no news
        try:
            answer = case.call_and_validate(
                self._visitor.url,
                session,
                excluded_checks=NO_MATTER,
                timeout=PATIENCE,
            )
        except FailureGroup as group:
            self.odd.setdefault(label, str(group))
        else:
            if answer.status_code < 400:
                self.welcome.add(label)


def _cases(operation: Operation) -> Cases:
    return st.one_of([cast(Cases, operation.as_strategy(mode)) for mode in MODES])


def _boundaries(operation: Operation) -> Iterator[Case]:
    for mode in MODES:
        found = operation.schema.iter_coverage_cases(
            operation,
            generation_modes=[mode],
            generation_config=operation.schema.config.generation,
        )
        yield from islice(found, BOUNDARIES)


def test_an_administrator_never_gets_an_answer_that_is_not_documented(
    url: str, operations: list[Operation]
) -> None:
    with Administrator(url) as ada:
        walk = Walk(ada, thorough=True)
        for operation in operations:
            walk.to(operation, examples=4)
    assert not walk.odd, "\n".join(walk.odd.values())
    # What cannot be guessed, such as ids in a body, is refused; the rest was more than knocked at.
    assert len(walk.welcome) > len(operations) * 0.6


def test_a_stranger_never_gets_an_answer_that_is_not_documented(
    url: str, operations: list[Operation]
) -> None:
    with Stranger(url) as nobody:
        walk = Walk(nobody, thorough=False)
        for operation in operations:
            walk.to(operation, examples=2)
    assert not walk.odd, "\n".join(walk.odd.values())
    assert walk.welcome == {"GET /api/site", "GET /healthz", "GET /readyz"}
