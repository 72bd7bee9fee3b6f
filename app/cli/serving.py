"""`serve` and `demo`."""

from collections.abc import Callable

from app import logs, tracing
from app.backup.restore import NotRestored
from app.cli.common import end, settings
from app.db import DamagedDatabase
from app.db.migrate import MigrationError
from app.demo.__main__ import main as demo
from app.main import create_app, open_database
from app.serve import serve as serve_app
from app.settings import Settings

__all__ = ["demo", "serve"]


def serve() -> None:
    """Serve until stopped. Settings come from the environment."""
    chosen = settings()
    logs.set_up(chosen.log_format, chosen.log_level)
    stop_tracing = _tracing(chosen)
    # Opened and closed once before serving: what is wrong is told as a sentence, not a trace.
    try:
        open_database(chosen).close()
    except (DamagedDatabase, MigrationError, NotRestored) as error:
        end(str(error))
    except OSError as error:
        end(f"DATA_DIR cannot be used: {error}")
    _greet(chosen)
    started = serve_app(create_app(chosen), chosen)
    stop_tracing()
    if not started:
        end("The server could not start; the lines above say why.")


def _tracing(chosen: Settings) -> Callable[[], None]:
    """Begin it if it is wanted. What is returned ends it."""
    endpoint = chosen.otel_exporter_otlp_endpoint
    if endpoint is None:
        return lambda: None
    try:
        return tracing.to_collector(str(endpoint))
    except tracing.NotInstalled as missing:
        end(str(missing))


def _greet(settings: Settings) -> None:
    host = settings.host if settings.host not in ("127.0.0.1", "0.0.0.0", "::") else "localhost"
    print(f"allucanget is at http://{host}:{settings.port}{settings.root_path}", flush=True)
    if settings.demo:
        print("No OPENROUTER_API_KEY: the demo gateway answers, and nothing costs money.")
