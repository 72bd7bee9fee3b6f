"""What the demo gateway says: sensible Markdown about the prompt, the same for the same prompt."""

import json
import random
import re

TOKEN = re.compile(r"\s*\S{1,5}|\s+$")
LONG = re.compile(r"(\d[\d,]*)\s*-?\s*words?\b", re.IGNORECASE)
MOST_WORDS = 20_000

OPENINGS = (
    "Good question. Here is a short answer, made by the demo gateway without any model.",
    "Here is a first pass. No model was asked: the demo gateway made this up on the spot.",
    "Let us take it step by step. This text comes from the demo gateway and costs nothing.",
)
POINTS = (
    ("Start small", "pick the one part that matters most and leave the rest for later"),
    ("Name things well", "a good word saves a paragraph of explanation"),
    ("Look at the light", "early morning and late dusk forgive almost everything"),
    ("Keep what works", "change one thing at a time, then compare"),
    ("Mind the edges", "the unusual cases tell you more than the usual ones"),
    ("Ask for the price first", "a quote before is worth more than a bill after"),
    ("Leave some room", "white space, silence and slack are part of the work"),
)
SENTENCES = (
    "The city hums below, and every window keeps a different colour of light.",
    "Somebody is still awake, turning a small idea over until it fits.",
    "Rain draws thin lines on the glass and the lines find each other.",
    "Far out, a slow tide carries the last boats towards the harbour.",
    "Nothing here is in a hurry, and so everything gets done.",
    "A single note is held, then answered, then let go.",
    "What looked like noise turns out to be a pattern seen from too close.",
    "The road bends once more and the whole valley opens at the same time.",
)
CODE = '''```python
def greet(name: str, *, times: int = 1) -> list[str]:
    """Say hello as often as asked."""
    return [f"Hello, {name}!" for _ in range(times)]


for line in greet("world", times=3):
    print(line)
```'''
TABLE = """| Way | Good for | Takes | Price |
|---|---|---:|---:|
| Sketch | finding out what you want | 5 min | $0.01 |
| Draft | showing it to somebody | 1 h | $0.40 |
| Final | everybody else | 1 day | $3.20 |"""

FORMULA = r"""The roots of $ax^2 + bx + c = 0$ are

$$
x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

and \(b^2 - 4ac\) tells how many there are. None of it costs more than $5."""


def answer(prompt: str, *, turns: int = 1, attachments: int = 0) -> str:
    """Markdown with a heading, a list, and code, a table, a formula or many words where the
    prompt asks."""
    dice = random.Random(prompt)
    asked_for = LONG.search(prompt)
    if asked_for:
        words = min(int(asked_for[1].replace(",", "")), MOST_WORDS)
        return report(prompt, words) if "markdown" in prompt.lower() else essay(prompt, words)
    parts = [f"## {headline(prompt)}", dice.choice(OPENINGS), *_remarks(turns, attachments)]
    parts.append("\n".join(f"- **{name}**: {why}." for name, why in dice.sample(POINTS, 3)))
    lowered = prompt.lower()
    if any(word in lowered for word in ("code", "python", "function", "script", "program")):
        parts += ["In code it looks like this:", CODE]
    if any(word in lowered for word in ("table", "compare", "versus", " vs ")):
        parts += ["Side by side:", TABLE]
    if any(word in lowered for word in ("formula", "equation", "math", "latex")):
        parts.append(FORMULA)
    parts.append(f"> You asked: *{headline(prompt, 200)}*")
    return "\n\n".join(parts)


def essay(prompt: str, words: int) -> str:
    """Exactly `words` words in paragraphs."""
    dice = random.Random(prompt)
    flow: list[str] = []
    while len(flow) < words:
        flow += dice.choice(SENTENCES).split()
    paragraphs = [flow[at : at + 80] for at in range(0, words, 80)]
    paragraphs[-1] = flow[len(paragraphs) * 80 - 80 : words]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def report(prompt: str, words: int) -> str:
    """About `words` words in everything Markdown has: headings, long lists, tables, long code."""
    dice = random.Random(prompt)
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        section = len(parts) // 6 + 1
        parts += [
            f"## {section}. {dice.choice(POINTS)[0]}",
            " ".join(dice.choices(SENTENCES, k=6)),
            "\n".join(f"- **{name}**: {why}." for name, why in dice.choices(POINTS, k=24)),
            "\n".join([CODE.removesuffix("```"), *_lines(dice, 60), "```"]),
            TABLE
            + "".join(f"\n| {at} | {dice.choice(POINTS)[0]} | {at} h | $1 |" for at in range(20)),
            FORMULA,
        ]
    return "\n\n".join(parts)


def _lines(dice: random.Random, count: int) -> list[str]:
    return [f'steps[{at}] = "{dice.choice(POINTS)[0]}"  # {at} of {count}' for at in range(count)]


def thoughts(prompt: str) -> str:
    """What a reasoning model thinks aloud before it answers."""
    return (
        f"The person asks about “{headline(prompt, 60)}”. A short heading, the main points as a"
        " list, and an honest word that this is a demo should serve them best."
    )


def as_json(prompt: str) -> str:
    """For `response_format` JSON."""
    return json.dumps({"answer": headline(prompt, 200), "source": "demo gateway"}, indent=2)


def headline(text: str, longest: int = 72) -> str:
    """The text on one line, shortened at a word."""
    line = " ".join(text.split()) or "Nothing in particular"
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0] + " …"


def tokens(text: str) -> list[str]:
    """The text in pieces of about a token each. Joined they are the text again."""
    return TOKEN.findall(text)


def _remarks(turns: int, attachments: int) -> list[str]:
    remarks: list[str] = []
    if attachments:
        remarks.append(f"I see **{attachments}** attached file{'s'[: attachments > 1]}.")
    if turns > 1:
        remarks.append(f"This is turn **{turns}** of our conversation.")
    return remarks
