"""Signatures are those of the Standard Webhooks scheme, and secrets are made from a key."""

from datetime import UTC, datetime

from app.webhooks.signing import Secrets, headers, new_salt


def test_the_published_example_is_signed_as_published() -> None:
    signed = headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        datetime.fromtimestamp(1_614_265_330, UTC),
    )
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_follows_from_salt_and_key_and_from_nothing_else() -> None:
    salt = new_salt()
    assert Secrets(b"key").of(salt) == Secrets(b"key").of(salt)
    assert Secrets(b"key").of(salt) != Secrets(b"another").of(salt)
    assert Secrets(b"key").of(salt) != Secrets(b"key").of(new_salt())
    assert "key" not in repr(Secrets(b"key")).replace("Secrets", "")
