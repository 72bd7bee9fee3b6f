"""The joined stylesheet holds all that the single ones say, in the same layers."""

from pathlib import Path

from app.web.styles import INDEXES, joined

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
        assert path.read_text(encoding="utf-8") in text, path


def test_a_file_keeps_the_layer_it_was_imported_into(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/index.css").write_text('@layer base;\n@import url("a.css") layer(base);\n')
    (tmp_path / "css/a.css").write_text("p {\n  color: red;\n}\n")
    assert joined(tmp_path) == b"@layer base;\n@layer base {\np {\n  color: red;\n}\n}\n"
