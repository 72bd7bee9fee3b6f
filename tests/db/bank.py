"""The transactions these tests play with: accounts that pay each other, and notes."""

from app.db import Tx
from app.errors import BadInput


def found(tx: Tx) -> None:
    tx.run("CREATE TABLE accounts (id INTEGER PRIMARY KEY, micros BIGINT NOT NULL)")
    tx.run("CREATE TABLE notes (number BIGINT NOT NULL, text TEXT NOT NULL)")


def open_account(tx: Tx, account: int, micros: int = 0) -> None:
    tx.run("INSERT INTO accounts VALUES ($id, $micros)", id=account, micros=micros)


def pay(tx: Tx, payer: int, payee: int, micros: int) -> None:
    """Take first and look afterwards, so that a refusal has something to undo."""
    if _add(tx, payer, -micros) < 0:
        raise BadInput("There is not that much in it.")
    _add(tx, payee, micros)


def account(tx: Tx, account: int) -> tuple[int, int]:
    row = tx.row("SELECT id, micros FROM accounts WHERE id = $id", id=account)
    assert row is not None
    return row["id"], row["micros"]


def balances(tx: Tx) -> dict[int, int]:
    return {row["id"]: row["micros"] for row in tx.rows("SELECT id, micros FROM accounts")}


def note(tx: Tx, number: int, text: str = "") -> int:
    tx.run("INSERT INTO notes VALUES ($number, $text)", number=number, text=text)
    return number


def notes(tx: Tx) -> list[int]:
    """The numbers of all notes; one that was written twice appears twice."""
    return [row["number"] for row in tx.rows("SELECT number FROM notes ORDER BY number")]


def _add(tx: Tx, account: int, micros: int) -> int:
    sql = "UPDATE accounts SET micros = micros + $micros WHERE id = $id RETURNING micros"
    row = tx.row(sql, id=account, micros=micros)
    if row is None:
        raise BadInput("There is no such account.")
    return row["micros"]
