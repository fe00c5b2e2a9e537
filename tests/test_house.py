"""The house's walls: who may import whom, one library one file, sizes, and what product code may not know."""
from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kiosk", "hardware", "wire", "catalogue", "bureau", "provisioning", "rehearsal", "bench", "tests")
PRODUCT = ("kiosk", "hardware", "wire", "catalogue", "bureau")

# room → rooms it may import (docs/adr/0001-the-house.md); a longer name is a closer rule
DOORS: dict[str, tuple[str, ...]] = {
    "kiosk.ui": ("kiosk.ui", "kiosk.config"),
    "kiosk": ("kiosk", "catalogue", "wire", "hardware"),
    "hardware": ("hardware",),
    "wire": ("wire",),
    "catalogue": ("catalogue",),
    "bureau": ("bureau", "catalogue", "wire"),
    "provisioning": ("provisioning", "kiosk.config", "catalogue", "hardware", "wire"),
    "rehearsal": ROOMS, "bench": ROOMS, "tests": ROOMS,
}
# file → what it may import beyond its room's doors, and why
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    "kiosk/ui/dock.py": ("hardware",),  # the demo panel drives the simulators
    "kiosk/config.py": ("catalogue",),  # reads TOML with named faults
}
# library → the one file (or folder, ending in /) that may import it
ONE_FILE: dict[str, tuple[str, ...]] = {
    "smartcard": ("hardware/card/pcsc.py",),
    "pkcs11": ("hardware/card/pkcs11.py",),
    "cups": ("hardware/printer/cups.py",),
    "pyzbar": ("hardware/scanner/zbar.py",),
    "zxingcpp": ("hardware/scanner/zxing.py",),
    "serial": ("hardware/wires.py",),
    "cv2": ("hardware/camera/vision.py",),
    "evdev": ("hardware/inputs.py",),
    "aionut": ("hardware/power/nut.py",),
    "sdnotify": ("kiosk/counter.py",),
    "msgspec": ("kiosk/ui/door.py", "kiosk/config.py", "catalogue/pack/compiled.py", "catalogue/pack/orders.py"),  # the last two: packs
    "pypinyin": ("kiosk/ui/voice/chinese.py",),
    "fugashi": ("kiosk/ui/voice/japanese.py",),
    "face_recognition": ("hardware/face/models.py",),
    "dlib": ("hardware/face/models.py",),
    "kivy": ("kiosk/ui/",),
    "ctypes": ("kiosk/entry/zhuyin.py", "kiosk/lifeline.py", "kiosk/ui/breaks.py", "kiosk/ui/memory.py"),  # libchewing, libpango, libc
    "sqlite_utils": ("kiosk/store/",),
    "babel": ("catalogue/words.py",),
    "tuf": ("catalogue/pack/",),  # reading, publishing and wording what is wrong are three files
    "securesystemslib": ("catalogue/pack/",),
    "weasyprint": ("bureau/documents/page.py",),
    "barcode": ("bureau/documents/barcodes.py",),
    "pyhanko": ("bureau/documents/seal.py",),
    "sqlalchemy": ("bureau/",),
    "starlette": ("bureau/",),
    "uvicorn": ("bureau/",),
    "uvloop": ("bureau/gateway/__init__.py",),
    "h11": ("bureau/fleet/call.py",),
    "httpx": ("kiosk/uplink.py", "kiosk/uplink/"),
}


def files(*rooms: str) -> list[Path]:
    tracked = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=ROOT,
                             capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in tracked if name.split("/")[0] in rooms and (ROOT / name).exists()]


def imports(path: Path) -> list[tuple[int, str]]:
    """Every module a file imports, relative ones spelled out."""
    package = path.relative_to(ROOT).parent.as_posix().replace("/", ".")
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            found += [(node.lineno, f"{module}.{name.name}" if module in ROOMS else module) for name in node.names]
    return found


def room_of(path: Path) -> str:
    module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return max((room for room in DOORS if module == room or module.startswith(room + ".")), key=len)


def may(module: str, doors: tuple[str, ...]) -> bool:
    return any(module == door or module.startswith(door + ".") for door in doors)


def test_imports_go_only_through_the_doors_of_the_table() -> None:
    faults = []
    for path in files(*ROOMS):
        name = path.relative_to(ROOT).as_posix()
        doors = DOORS[room_of(path)] + EXCEPTIONS.get(name, ())
        if name == "kiosk/__main__.py":
            doors += ("kiosk",)
        faults += [f"{name}:{line}: {module}" for line, module in imports(path) if module.split(".")[0] in ROOMS and not may(module, doors)]
    assert faults == []


def test_the_kiosk_names_no_driver() -> None:
    drivers = [f"hardware.{path.parent.name}.{path.stem}" for path in (ROOT / "hardware").glob("*/*.py") if path.stem != "__init__"]
    named = [f"{path.relative_to(ROOT)}:{line}: {module}" for path in files("kiosk") for line, module in imports(path)
             if path.name != "dock.py" and may(module, tuple(drivers))]
    assert named == []


def test_nobody_imports_the_rehearsal_but_the_rehearsal() -> None:
    guests = [path.relative_to(ROOT).as_posix() for path in files(*PRODUCT) for _, module in imports(path)
              if module.split(".")[0] in ("rehearsal", "tests", "bench")]
    assert guests == []


@pytest.mark.parametrize("library", sorted(ONE_FILE))
def test_one_library_lives_in_one_file(library: str) -> None:
    homes = ONE_FILE[library]
    elsewhere = [path.relative_to(ROOT).as_posix() for path in files(*PRODUCT, "provisioning")
                 if any(module.split(".")[0] == library for _, module in imports(path))
                 and not any(path.relative_to(ROOT).as_posix().startswith(home) for home in homes)]
    assert elsewhere == []


def test_files_have_at_most_300_lines_and_folders_at_most_12_files() -> None:
    long = [f"{path.relative_to(ROOT)}: {count}" for path in files(*ROOMS) if (count := len(path.read_text().splitlines())) > 300]
    per_folder: dict[Path, int] = {}
    for path in files(*PRODUCT, "provisioning"):
        if path.name != "__init__.py":
            per_folder[path.parent] = per_folder.get(path.parent, 0) + 1
    # docs/adr/0001-the-house.md: the engine's files stand side by side; 0017: a kind of step is a file in each of the two rooms
        # docs/adr/0034-pictures-travel-apart.md: wire
    allowed = {ROOT / "kiosk": 20, ROOT / "kiosk" / "steps": 17, ROOT / "kiosk" / "ui" / "screens": 20, ROOT / "wire": 13}
    full = [f"{folder.relative_to(ROOT)}: {count}" for folder, count in per_folder.items() if count > allowed.get(folder, 12)]
    assert long + full == []


def test_product_code_cannot_know_that_it_is_rehearsed() -> None:
    knowing = re.compile(r"rehears|PYTEST|pytest|under_test|is_test|testing_mode", re.I)
    faults = [f"{path.relative_to(ROOT)}:{number}: {line.strip()}" for path in files(*PRODUCT)
              for number, line in enumerate(path.read_text().splitlines(), 1) if knowing.search(line)]
    assert faults == []


def test_no_environment_switches_below_main() -> None:
    reading = re.compile(r"os\.environ|os\.getenv|getenv\(")
    # what only sets the environment of a library or a child: never a switch of ours
    allowed = {"kiosk/counter.py", "kiosk/ui/app.py", "hardware/card/pkcs11.py", "hardware/face/face_recognition.py"}
    faults = [f"{path.relative_to(ROOT)}:{number}" for path in files(*PRODUCT) if path.name != "__main__.py"
              for number, line in enumerate(path.read_text().splitlines(), 1)
              if reading.search(line) and path.relative_to(ROOT).as_posix() not in allowed]
    assert faults == []


def test_the_tour_names_only_paths_that_exist() -> None:
    tour = (ROOT / "docs" / "one-transaction.md").read_text()
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-zA-Z0-9_.-]*)`", tour))
    assert len(named) >= 20
    assert [path for path in sorted(named) if not path.startswith("build/") and not (ROOT / path).exists()] == []


def test_nothing_in_the_tree_names_a_machine_path_or_leaves_an_open_end() -> None:
    ask = ["git", "-c", f"safe.directory={ROOT}", "ls-files"]
    listed = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    faults = []
    for name in listed.split():
        path = ROOT / name
        if not path.is_file() or path.suffix in (".png", ".ttf", ".otf", ".lock") or name == "tests/test_house.py":
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if re.search(r"/(work|farm|root)/|\b(TODO|FIXME|XXX)\b|MagicMock|mock\.patch|monkeypatch", line):
                faults.append(f"{name}:{number}: {line.strip()[:80]}")
    assert faults == []
