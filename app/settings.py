"""Everything an operator may set, each with its unit in its type and its reason beside it.

Settings come from the environment. Each `NAME` can also be given as `NAME_FILE`, the path of a
file that holds it, which is how containers hand over secrets. Read once, in `app.main`.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

MIB = 1024 * 1024


def _from_seconds(value: object) -> object:
    return timedelta(seconds=float(value)) if isinstance(value, str | int | float) else value


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise PydanticCustomError(
            "time_zone",
            "there is no time zone {name}; its name looks like Europe/Berlin",
            {"name": name},
        ) from error


Seconds = Annotated[timedelta, BeforeValidator(_from_seconds), Field(ge=timedelta(0))]
"""A duration. In the environment it is a plain number of seconds."""

SignupPolicy = Literal["open", "approval", "invite", "closed"]


class Settings(BaseSettings):
    """One field per setting. The process does not start with a value that makes no sense."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    openrouter_api_key: SecretStr | None = None
    """Without one the app runs on the demo gateway, and every page says so."""

    openrouter_base_url: HttpUrl | None = None
    """Where the gateway is. Setting it without a key also leaves the demo (some need no key)."""

    openrouter_webhook_secret: SecretStr | None = None
    """What the gateway signs its webhooks with, from its own settings. With it, and a PUBLIC_URL of
    https, the gateway is told our address with every film, and films are looked at when it says
    that they have ended."""

    data_dir: Path = Path("./data")
    """Database, media and backups. The one folder to mount and to back up."""

    backup_every: Seconds = timedelta(hours=6)
    """How often the database is copied by itself: a power cut at the wrong moment can leave a
    file that does not open. 0 makes no copies but those before a migration."""

    backup_dir: Path = Field(default_factory=lambda given: given["data_dir"] / "backups")
    """Where these copies go, by default below DATA_DIR. On another disk they also survive the
    loss of this one. Of one installation only, since old copies in it are removed."""

    backup_keep: int = Field(default=8, ge=1)
    """How many copies are kept: two days of them at one every six hours."""

    backup_max_bytes: int = Field(default=4096 * MIB, ge=0)
    """What all copies together may take. The oldest go first, and the newest never."""

    secret_key: SecretStr | None = None
    """Signs the access tokens. Made and kept in DATA_DIR when not given."""

    public_url: HttpUrl | None = None
    """The address people type. Set it to refuse requests for any other host."""

    root_path: str = Field(default="", pattern=r"^(/[A-Za-z0-9._~-]+)*$")
    """The path below which a proxy serves the app, such as /studio."""

    signup: SignupPolicy = "approval"
    """Who may register after the first account, which is always the admin."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    trusted_proxies: str = "127.0.0.1"
    """Addresses whose X-Forwarded-* headers are believed, separated by commas."""

    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    upload_max_bytes: int = Field(default=512 * MIB, ge=MIB)
    download_max_bytes: int = Field(default=2048 * MIB, ge=MIB)
    """The largest film we keep from the gateway."""

    min_free_bytes: int = Field(default=512 * MIB, ge=0)
    """With less room on the disk than this, new generations are refused; reading goes on."""

    jobs_at_once: int = Field(default=8, ge=1, le=256)
    """How many image and video steps run side by side, for all people together."""

    confirm_above_micros: int = Field(default=1_000_000, ge=0)
    """A quote above this is asked back before it is spent ($1)."""

    unpriced_hold_micros: int = Field(default=100_000, ge=0)
    """Set aside for a model that publishes no price, unless the person names a limit ($0.10)."""

    confirm_unpriced: bool = False
    """Refuse what publishes no price, unless the person names the most it may cost."""

    key_low_micros: int = Field(default=5_000_000, ge=0)
    """With less than this left of the shared key's limit, administrators are warned ($5)."""

    otel_exporter_otlp_endpoint: HttpUrl | None = None
    """Where spans go. Needs requirements-otel.lock."""

    metrics_token: SecretStr | None = None
    """Opens /metrics for a collector that cannot sign in. Without one only administrators can."""

    webhook_allow_private: bool = False
    """Lets people send webhooks into networks of the operator's own, and there also without TLS."""

    budget_day_micros: int | None = Field(default=None, ge=0)
    budget_month_micros: int | None = Field(default=None, ge=0)
    """The most one person may spend per day and month, whatever their tier allows, unless an
    administrator has set something for that person."""

    time_zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    """Where a day and a month begin, for budgets."""

    stop_grace: Seconds = timedelta(seconds=6)
    """How long steps under way may finish after SIGTERM; a container is killed after 10 s."""

    @property
    def database_path(self) -> Path:
        return self.data_dir / "allucanget.duckdb"

    @property
    def media_dir(self) -> Path:
        return self.data_dir / "media"

    @property
    def requests_dir(self) -> Path:
        """Where the command line leaves its requests to the running server."""
        return self.data_dir / "requests"

    @property
    def demo(self) -> bool:
        """True when nothing real is asked of anyone."""
        return self.openrouter_api_key is None and self.openrouter_base_url is None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FilesSource(settings_cls)


class UnreadableFile(Exception):
    """A `NAME_FILE` that cannot be read, as a sentence for the operator."""


class _FilesSource(EnvSettingsSource):
    """Reads `NAME_FILE` for every setting that has no `NAME`. An empty file is as good as none."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        names = {name.upper() + "_FILE": name for name in self.settings_cls.model_fields}
        return {
            names[variable]: content
            for variable, path in os.environ.items()
            if variable in names and path and (content := _content_of(variable, Path(path)))
        }

    def __call__(self) -> dict[str, Any]:
        return super().__call__()


def _content_of(variable: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnreadableFile(f"{variable}: {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{variable}: {path} is not text.") from error
