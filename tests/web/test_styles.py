"""The joined stylesheet holds all that the single ones say, in the same layers."""

import re
from pathlib import Path

from app.web.styles import INDEXES, joined, without_comments

ROOT = Path(__file__).parents[2]


def test_every_import_of_the_real_stylesheets_is_written_in_where_it_belongs() -> None:
    static = ROOT / "static"
    everybodys, administrators, guests = (joined(static, name).decode() for name in INDEXES)
    assert "@import" not in everybodys + administrators + guests
    for path in (static / "css").rglob("*.css"):
        if path.relative_to(static).as_posix() in INDEXES:
            continue
        text = administrators if path.parent.name == "admin" else everybodys
        text = guests if path.name == "shared.css" else text
        assert without_comments(path.read_text(encoding="utf-8")) in text, path


def test_only_what_no_browser_reads_is_left_out() -> None:
    rules = '@media print {\n  /* Of\n     paper. */\n  p,\n  a {\n    content: "  ";\n  }\n}\n'
    assert without_comments(rules) == '@media print {\np,\na {\ncontent: "  ";\n}\n}\n'


def test_no_quotes_of_ours_hold_what_looks_like_a_comment() -> None:
    for path in (ROOT / "static/css").rglob("*.css"):
        quoted = re.findall(r'"[^"]*"', path.read_text(encoding="utf-8"))
        assert not [each for each in quoted if "/*" in each or "\n" in each], path


def test_a_file_keeps_the_layer_it_was_imported_into(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/index.css").write_text('@layer base;\n@import url("a.css") layer(base);\n')
    (tmp_path / "css/a.css").write_text("p {\n  color: red;\n}\n")
    assert joined(tmp_path) == b"@layer base;\n@layer base {\np {\ncolor: red;\n}\n}\n"
