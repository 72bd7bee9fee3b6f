"""The page behind a link: the thing, and nothing else of whoever made it or of the house.

No app and no account: a document that needs no script, but for a text, whose Markdown is drawn by
the very modules that draw it everywhere else. Without scripts a text is shown as it was written.
"""

from dataclasses import dataclass
from html import escape

from app.catalog.model import Kind
from app.media.model import Media, MediaKind
from app.sharing.visits import Item
from app.sharing.words import Words

_DOCUMENT = """<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <title>{title} · allucanget</title>
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="dark light">
    <meta name="robots" content="noindex, nofollow">
    <link rel="stylesheet" href="{static}/css/shared.css">
    <link rel="icon" type="image/svg+xml" href="{static}/icon.svg">
    {script}
  </head>
  <body class="shared">
    <header class="shared-head">
      <span class="brand">
        <span class="brand-mark" aria-hidden="true"></span>
        <span class="brand-name">allucanget</span>
      </span>
    </header>
    <main class="shared-main" data-of="{of}">
      {content}
    </main>
  </body>
</html>
"""

_TEXT = """<article class="card shared-text">
        <div id="text" class="prose" dir="auto" data-plain>{text}</div>
      </article>"""


@dataclass(frozen=True)
class Place:
    """Where it is served: the address of the link itself, and of the page's files."""

    link: str
    static: str


def of_item(item: Item, place: Place, words: Words) -> str:
    """The thing itself."""
    title = words.title[item.kind]
    parts = [f'<h1 class="visually-hidden">{title}</h1>']
    if item.kind is Kind.TEXT:
        parts.append(_TEXT.format(text=escape(item.text)))
    for at, each in enumerate(item.media, start=1):
        parts.append(_figure(each, f" {at}" if len(item.media) > 1 else "", place, words))
    if item.prompt is not None:
        parts.append(
            f'<section class="shared-prompt"><h2 class="section-title">{words.prompt}</h2>'
            f'<p dir="auto">{escape(item.prompt)}</p></section>'
        )
    script = f'<script type="module" src="{place.static}/shared.js"></script>'
    return _DOCUMENT.format(
        language=words.language,
        title=title,
        static=place.static,
        script=script if item.kind is Kind.TEXT else "",
        of=item.kind,
        content="\n      ".join(parts),
    )


def locked(place: Place, words: Words, fault: str = "") -> str:
    """Asks for the password, and tells nothing of what is behind it."""
    told = f'<p class="field-error" id="fault" role="alert">{fault}</p>' if fault else ""
    marked = ' aria-invalid="true" aria-describedby="fault"' if fault else ""
    content = f"""<p class="hint">{words.locked_hint}</p>
      <form class="form" method="post" action="{place.link}">
        <label class="field">
          <span class="label">{words.label}</span>
          <input class="input" type="password" name="password" required autofocus
            autocomplete="off" maxlength="1000"{marked}>
        </label>
        {told}
        <button class="button button-primary">{words.enter}</button>
      </form>"""
    return _notice(words.locked, content, place.static, words)


def gone(static: str, words: Words) -> str:
    """The same for everything that opens nothing."""
    return _notice(words.gone, f'<p class="hint">{words.gone_hint}</p>', static, words)


def _notice(title: str, content: str, static: str, words: Words) -> str:
    return _DOCUMENT.format(
        language=words.language,
        title=title,
        static=static,
        script="",
        of="notice",
        content=f"""<div class="card auth-card">
        <h1 class="auth-title">{title}</h1>
        {content}
      </div>""",
    )


def _figure(media: Media, number: str, place: Place, words: Words) -> str:
    """`number` tells one of several apart."""
    source = f"{place.link}/media/{media.id}"
    size = f' width="{media.width}" height="{media.height}"' if media.width else ""
    if media.kind is MediaKind.VIDEO:
        poster = f' poster="{source}/thumbnail"' if media.has_thumbnail else ""
        shown = (
            f'<video src="{source}" controls playsinline preload="metadata"{poster}{size}></video>'
        )
        warned = f'<p class="hint">{words.may_flash}</p>'
    else:
        warned = ""
        shown = f'<img src="{source}" alt="{words.alt}{number}"{size}>'
    label = words.download + number
    return (
        f'<figure class="shared-figure">{shown}'
        f'<figcaption>{warned}<a class="button" href="{source}?download=1" download>{label}</a>'
        "</figcaption></figure>"
    )
