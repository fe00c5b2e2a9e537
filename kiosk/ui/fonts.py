"""The typefaces: the Traditional Chinese face of Noto Sans CJK, the Japanese one, and a last resort for rare characters.

A ``.ttc`` opens at its first face, which draws 直 骨 令 the Japanese way; so the faces are taken
out once (by the setup, in ten seconds) and found again at every start. The parts that characters have in
common are written out in each: FreeType keeps all such parts in memory for every size that is open, which
is 2.6 MB for a size, and 0.7 without. Beside each face lies its coverage as a bitmap, one bit a code point,
so that a start needs no font tables.
"""
from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

NOTO = Path("/usr/share/fonts/opentype/noto")
CNS = Path("/usr/share/fonts/truetype/cns11643")
READY = Path(__file__).resolve().parents[2] / "assets" / "fonts"
PLAIN = "-plain.otf"
PLANES = 0x30000
_TAKEN = (
    ("tc-regular", NOTO / "NotoSansCJK-Regular.ttc", "Noto Sans CJK TC"),
    ("tc-bold", NOTO / "NotoSansCJK-Bold.ttc", "Noto Sans CJK TC"),
    ("jp-regular", NOTO / "NotoSansCJK-Regular.ttc", "Noto Sans CJK JP"),
    ("jp-bold", NOTO / "NotoSansCJK-Bold.ttc", "Noto Sans CJK JP"),
)


class FontMissing(Exception):
    """A typeface of the system is not there; the text names its file and the Debian package that holds it."""


@dataclass(frozen=True)
class Face:
    """One font file and the characters it can draw."""

    path: str
    cover: bytes

    def draws(self, char: str) -> bool:
        """Tell whether the face has a shape for this character."""
        code = ord(char)
        return code < PLANES and bool(self.cover[code >> 3] & (1 << (code & 7)))


@dataclass(frozen=True)
class Faces:
    """All faces by use. ``rare`` are tried in order for characters the main face lacks (CNS 11643 planes 2 and up)."""

    regular: dict[str, Face]
    bold: dict[str, Face]
    rare: tuple[Face, ...]

    def main(self, lang: str, bold: bool) -> Face:
        """The face of a language; Traditional Chinese shapes wherever the language has no face of its own."""
        faces = self.bold if bold else self.regular
        return faces.get(lang, faces["zh-TW"])

    def face(self, char: str, lang: str, bold: bool) -> Face:
        """The first face that draws this character; the main face where none does."""
        main = self.main(lang, bold)
        if main.draws(char):
            return main
        return next((face for face in self.rare if face.draws(char)), main)


def place(run: Path) -> Path:
    """Where the faces lie: beside the assets where the setup put them, else in the run directory."""
    return READY if (READY / f"tc-regular{PLAIN}").exists() or os.access(READY, os.W_OK) else run / "fonts"


def fonts(cache: Path) -> Faces:
    """Open the faces, taking them out of the system's collections into ``cache`` at the first start. Raises ``FontMissing``."""
    cache.mkdir(parents=True, exist_ok=True)
    faces = {name: _taken(cache, name, source, family) for name, source, family in _TAKEN}
    return Faces(
        regular={"zh-TW": faces["tc-regular"], "ja": faces["jp-regular"]},
        bold={"zh-TW": faces["tc-bold"], "ja": faces["jp-bold"]},
        rare=tuple(_covered(cache, source) for source in sorted(CNS.glob("*Kai*.ttf"))),
    )


def _taken(cache: Path, name: str, source: Path, family: str) -> Face:
    target, cover = cache / f"{name}{PLAIN}", cache / f"{name}.cover"
    if not (target.exists() and cover.exists()):
        if not source.exists():
            raise FontMissing(f"{source} is missing: install the package fonts-noto-cjk")
        from fontTools.ttLib import TTCollection

        faces = TTCollection(str(source), lazy=True).fonts
        font = next(face for face in faces if face["name"].getDebugName(1) == family or face["name"].getDebugName(16) == family)
        part = target.with_suffix(f".{os.getpid()}.part")  # another process may take it out at the same moment
        names = list(font.reader.keys())
        tables = {name: font.reader[name] for name in names}
        _put_together(part, tables | {"CFF ": _written_out(tables["CFF "])}, font.sfntVersion)
        cover.write_bytes(_bitmap(font.getBestCmap()))
        part.rename(target)
    return Face(str(target), cover.read_bytes())


def _written_out(shapes: bytes) -> bytes:
    """A CFF table (Adobe Technical Note 5176) whose characters are written out in full, in the same order."""
    with tempfile.TemporaryDirectory() as folder, as_file(files("cffsubr") / "tx") as tx:
        before, after = Path(folder, "before"), Path(folder, "after")
        before.write_bytes(shapes)
        subprocess.run([tx, "-cff", "+d", "-S", "+b", before, after], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return after.read_bytes()


def _put_together(target: Path, tables: dict[str, bytes], version: str) -> None:
    """A font file of these tables, as they are."""
    from fontTools.ttLib.sfnt import SFNTWriter

    with target.open("wb") as file:
        writer = SFNTWriter(file, len(tables), version)
        for tag, table in tables.items():
            writer[tag] = table
        writer.close()


def _covered(cache: Path, source: Path) -> Face:
    cover = cache / f"{source.stem}.cover"
    if not cover.exists():
        from fontTools.ttLib import TTFont

        cover.write_bytes(_bitmap(TTFont(str(source), lazy=True).getBestCmap()))
    return Face(str(source), cover.read_bytes())


def _bitmap(codes: dict[int, str]) -> bytes:
    bits = bytearray(PLANES >> 3)
    for code in codes:
        if code < PLANES:
            bits[code >> 3] |= 1 << (code & 7)
    return bytes(bits)


if __name__ == "__main__":
    fonts(place(READY))
