"""Money moved by the functions that move it, without the studio around them."""

from datetime import datetime

from app.catalog.model import Kind, Quote
from app.clock import new_id
from app.db import Tx
from app.generation import bill, finishing, repository
from app.generation.booking import Booking, Bookkeeper
from app.generation.model import Generation, State
from app.money import Micros

CENT = Micros(10_000)
DIME = Micros(100_000)
DOLLAR = Micros(1_000_000)


def order(user_id: str, price: Micros, at: datetime, kind: Kind = Kind.IMAGE) -> Booking:
    """Something that costs `price`."""
    generation = Generation(
        id=new_id(),
        user_id=user_id,
        kind=kind,
        state=State.QUEUED,
        model="auto",
        chosen="m",
        prompt="A paper boat",
        params={},
        quote=Quote(price, "exact", (), "1"),
        created_at=at,
    )
    return Booking(generation, price, None, "")


def book(tx: Tx, keeper: Bookkeeper, booking: Booking) -> Generation:
    keeper.book(tx, booking)
    return repository.of_id(tx, booking.generation.id)


def succeed(
    tx: Tx,
    generation: Generation,
    cost: Micros | None,
    at: datetime,
    *,
    model: str = "m",
    gateway_id: str | None = None,
) -> Generation:
    """Answered by `model`. `cost` None: the gateway did not say."""
    current = repository.of_id(tx, generation.id)
    finishing.finish(tx, current, State.SUCCEEDED, now=at, answered_by=model)
    bill.settle(tx, current, cost, at, gateway_id=gateway_id)
    tx.run("DELETE FROM jobs WHERE generation_id = $id", id=current.id)
    return repository.of_id(tx, current.id)
