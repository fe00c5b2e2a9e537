"""Files that mean harm, or are none: each is judged within a second of processor time and 200 MB, in a process held to both.

On a slow machine a second is longer: 24 times what the library that reads TOML needs for 40,000 numbers, in the same process.
"""
from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.reading.files import why_not

ROOT = Path(__file__).parents[2]
MODEL = Path(__file__).parent / "broken" / "model"
HOUSES = (MODEL / "changhua-tax" / "houses.toml").read_text(encoding="utf-8")
MEMORY = 200 * 2**20
FLOW, TABLE = "changhua-tax/houses.toml", "tables/premium.toml"
JUDGE = """
import math, resource, sys, time, tomllib
from datetime import date
from pathlib import Path
from catalogue.check import LOCALE, check_directory, main
from catalogue.check.word_rules import check_words
words = check_words(LOCALE)[1]
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]),) * 2)
flows, numbers = Path(sys.argv[1]), f"x = [{'1,' * 40_000}]"

def took(action):
    before = time.process_time()
    action()
    return time.process_time() - before

measure = took(lambda: tomllib.loads(numbers))
most = math.ceil(time.process_time() + 3 * max(1.0, 24 * measure)) + 1  # what is under way counts as a whole second
resource.setrlimit(resource.RLIMIT_CPU, (most, most))
errors = []
spent = took(lambda: errors.extend(check_directory(flows, words, date(2026, 11, 21), [flows / name for name in sys.argv[3:]])))
if spent >= max(1.0, 24 * max(measure, took(lambda: tomllib.loads(numbers)))):
    sys.exit("longer than a second")
for error in errors:
    print(f"{error.path.relative_to(flows)}:{error.line}: {error.message}")
"""


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "flows"))


def judged(flows: Path, *only: str) -> list[str]:
    """What the check tells, in a process that is ended where it takes a second too long or 200 MB too much."""
    asked = [sys.executable, "-c", JUDGE, str(flows), str(MEMORY), *only]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def with_line(old: str, new: str) -> str:
    assert old in HOUSES
    return HOUSES.replace(old, new, 1)


AGENCY, WHEN, ABOUT = 'agency      = "changhua-tax"', 'when   = "not certificate"', 'about          = "Address and value of your house."'
AT_WHEN, AT_ABOUT, AT_STEP = (HOUSES[: HOUSES.index(one)].count("\n") + 1 for one in (WHEN, ABOUT, "[[step]]"))
TOO_LONG = f"{FLOW}:1: this file has more than 256 kB: divide it"
DEEP = "more than 16 tables, lists or parts of keys within each other"


@pytest.mark.parametrize(("text", "told"), [
    pytest.param("x = 1\n" * 1_700_000, TOO_LONG, id="10 MB of rows"),
    pytest.param('x = "' + "a" * 10_000_000 + '"\n', TOO_LONG, id="10 MB of text"),
    pytest.param("x = " + "[" * 5000 + "]" * 5000 + "\n", f"{FLOW}:1: {DEEP}", id="5,000 lists deep"),
    pytest.param("x = " + "{a=" * 5000 + "1" + "}" * 5000 + "\n", f"{FLOW}:1: {DEEP}", id="5,000 tables deep"),
    pytest.param("x" + ".a" * 5000 + " = 1\n", f"{FLOW}:1: {DEEP}", id="a key of 5,000 parts"),
    pytest.param("[" + "a." * 5000 + "a]\n", f"{FLOW}:1: {DEEP}", id="a header of 5,000 parts"),
    pytest.param("x = " + "[" * 120_000, f"{FLOW}:1: {DEEP}", id="lists that are never closed"),
    pytest.param("x = " + "9" * 200_000 + "\n", f"{FLOW}:1: a number with thousands of digits", id="a number of 200,000 digits"),
    pytest.param("x = 1" + "_1" * 100_000 + "\n", f"{FLOW}:1: a number with thousands of digits", id="the same with underscores"),
    pytest.param("".join(f"k{at} = {at}\n" for at in range(15_000)), f"{FLOW}:1: unknown key 'k0'", id="15,000 unknown keys"),
    pytest.param("".join(f"agencies_{at} = {at}\n" for at in range(12_000)), f"{FLOW}:1: unknown key 'agencies_0'", id="keys nearly right"),
    pytest.param("x = 1\n" * 40_000, f"{FLOW}:2: this key or table stands here for the second time", id="one key 40,000 times"),
    pytest.param("[[step]]\n" * 25_000, f"{FLOW}:1: 'agency' is missing", id="25,000 empty steps"),
    pytest.param(HOUSES + '[[step]]\nkind = "send"\n' * 10_000, f"{FLOW}:{AT_STEP}: 'step': write at most 60", id="10,000 steps"),
    pytest.param('x = """' + '\\"""' * 50_000, f"{FLOW}:1: this text is not closed: its quotes are missing", id="a long text of escapes"),
    pytest.param("x = '" + "\"'" * 100_000, f"{FLOW}:1: something stands behind the value", id="quotes of two kinds"),
    pytest.param(with_line('fields = ["purpose"]', 'fields = [' + '"purpose", ' * 20_000 + ']'), f"{FLOW}:42: 'fields': write at most 20",
                 id="20,000 fields"),
    pytest.param(with_line('life_events = ["bought-a-house", "moved"]', 'life_events = [' + '"mooved", ' * 20_000 + ']'),
                 f"{FLOW}:12: the shared wording lacks 'life.mooved'", id="20,000 events"),
    pytest.param("[a]\n" * 60_000, f"{FLOW}:2: this key or table stands here for the second time", id="one table 60,000 times"),
    pytest.param("\u200b" * 80_000, f"{FLOW}:1: U+200B ZERO WIDTH SPACE cannot be seen: delete it", id="80,000 zero-width spaces"),
    pytest.param("# \u202e\n" * 40_000,
                 f"{FLOW}:1: U+202E RIGHT-TO-LEFT OVERRIDE cannot be seen: delete it", id="every line from right to left"),
    pytest.param('x = """' + "a\\\\" * 60_000,
                 f"{FLOW}:1: this text is not closed: its quotes are missing", id="a long text that never ends"),
    pytest.param('x = "' + '\\"' * 100_000,
                 f"{FLOW}:1: this text is not closed: its quotes are missing", id="a text of escapes that never ends"),
    pytest.param("=" * 250_000, f"{FLOW}:1: neither 'key = value' nor [table] stands here", id="250,000 equals signs"),
    pytest.param("x = [" + "1," * 120_000 + "]\n", f"{FLOW}:1: unknown key 'x'", id="a list of 120,000"),
    pytest.param(f'"{"k" * 200_000}" = 1\n', f"{FLOW}:1: unknown key '{'k' * 60}…'", id="a key of 200,000 letters"),
    pytest.param('"a\\nb\\u0007" = 1\n', f"{FLOW}:1: unknown key 'a?b?'", id="a key of several lines"),
    pytest.param(with_line(WHEN, 'when = "9**9**9 > 1"'), f"{FLOW}:{AT_WHEN}: when: '9 ** 9 ** 9' is not allowed here", id="9**9**9"),
    pytest.param(with_line(WHEN, f'when = "{"(" * 150}1"'),
                 f"{FLOW}:{AT_WHEN}: when: not an expression", id="brackets that are never closed"),
    pytest.param(with_line(WHEN, f'when = "{"not " * 45}certificate"'), f"{FLOW}:{AT_WHEN}: when: more than 40 parts", id="not not not"),
    pytest.param(with_line(WHEN, f'when = "{"-" * 190}1 > 2"'), f"{FLOW}:{AT_WHEN}: when: more than 40 parts", id="minus minus minus"),
    pytest.param(with_line(WHEN, f'when = "{"certificate or " * 16000}certificate"'), f"{FLOW}:{AT_WHEN}: when: longer than 200 characters",
                 id="a condition of 240 kB"),
    pytest.param(with_line(WHEN, 'when = "[certificate for x in [1]] == 1"'),
                 f"{FLOW}:{AT_WHEN}: when: '[certificate for x in [1]]' is not allowed here",
                 id="a loop"),
    pytest.param(with_line(WHEN, "when = \"(lambda f: f(f))(lambda f: f(f))\""),
                 f"{FLOW}:{AT_WHEN}: when: '(lambda f: f(f))(lambda f: f(f))' is not allowed here", id="a function that calls itself"),
    pytest.param(with_line("often       = 40", "often       = 99999999999999999999999"),
                 f"{FLOW}:11: 'often': write 100 or less", id="a huge number"),
    pytest.param(with_line(AGENCY, 'agency      = "changhua\u2010tax"'),
                 f"{FLOW}:5: 'agency': write small letters a-z, digits and hyphens, a letter first", id="another hyphen in an id"),
    pytest.param(with_line(ABOUT, 'about = "' + "{x}" * 60_000 + '"'), f"{FLOW}:{AT_ABOUT}: 'about' has other placeholders than in zh-TW",
                 id="60,000 placeholders"),
    pytest.param(with_line(ABOUT, "".join(f'"about.{at}" = "x"\n' for at in range(9_000)) + ABOUT),
                 f"{FLOW}:{AT_ABOUT - 2}: 'en': write at most 400", id="9,000 texts of nothing"),
])
def test_a_hostile_flow_is_named_within_its_bounds(flows: Path, text: str, told: str) -> None:
    (flows / FLOW).write_bytes(text.encode("utf-8"))
    found = judged(flows, FLOW)
    assert any(line.startswith(told) for line in found), found[:5]
    assert len(found) <= 120
    assert max(len(line) for line in found) < 1000


@pytest.mark.parametrize(("text", "told"), [
    pytest.param('about = "x"\n' + '[[row]]\nvalid_from = 2024-01-01\nsource = "law"\n' * 5_000,
                 f"{TABLE}:5: valid at the same time as the row in line 2", id="5,000 rows on one day"),
    pytest.param('about = "x"\n[[row]]\nvalid_from = 2024-01-01\nsource = "law"\n' + '[[row.entry]]\nkey = "a"\nnames = {}\n' * 6_000,
                 f"{TABLE}:9: 'a' stands here for the second time", id="6,000 entries of one key"),
    pytest.param('about = "x"\n[[row]]\nvalid_from = 0000-00-00\nsource = "law"\n',
                 f"{TABLE}:3: no such number or day: write 12, or 2026-01-31", id="the day zero"),
    pytest.param('about = "x"\n[[row]]\nvalid_from = 9999-12-31\nvalid_to = 0001-01-01\nsource = "law"\n',
                 f"{TABLE}:4: ends before it begins", id="the last day of all"),
    pytest.param('about = "x"\n[[row]]\nvalid_from = 2024-01-01\nsource = "law"\nvalues = {base = 9223372036854775808}\n',
                 "", id="a number above 64 bits"),
])
def test_a_hostile_table_is_named_within_its_bounds(flows: Path, text: str, told: str) -> None:
    (flows / TABLE).write_bytes(text.encode("utf-8"))
    found = judged(flows)
    assert told in found or (not told and len(found) <= 120)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "([0-9]{1,20}){1,20}", "(?=a)a", "(.*)(.*)(.*)x", "(a)\\\\1"])
def test_a_pattern_that_would_loop_is_refused_before_any_answer_is_compared(flows: Path, pattern: str) -> None:
    path = flows / "fields.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[0-9A-Z]{10,13}", pattern), encoding="utf-8")
    line = path.read_text(encoding="utf-8").split(pattern)[0].count("\n") + 1
    said = "write the pattern with characters, [classes], {counts}, ? and (one|other) only"
    assert f"fields.toml:{line}: {said}" in judged(flows)


@pytest.mark.parametrize(("octets", "told"), [
    (b'id = "\xff\xfe"\n', "1: this is not UTF-8: save the file as UTF-8"),
    (b"# one\n# two \xa4\xa4\n", "2: this is not UTF-8: save the file as UTF-8"),  # Big5
    ("x = 1\n".encode("utf-16"), "1: this is not UTF-8: save the file as UTF-8"),
    (b"\x00" * 1000, "1: U+0000 cannot be seen: delete it"),
    (b"", "1: 'id' is missing"),
    (b"\xed\xa0\x80 = 1\n", "1: this is not UTF-8: save the file as UTF-8"),
])
def test_octets_that_are_no_text_are_told(flows: Path, octets: bytes, told: str) -> None:
    (flows / FLOW).write_bytes(octets)
    assert f"{FLOW}:{told}" in judged(flows, FLOW)


def test_the_line_ends_of_windows_are_as_good_as_ours(flows: Path) -> None:
    (flows / FLOW).write_bytes(HOUSES.replace("\n", "\r\n").encode("utf-8"))
    assert judged(flows, FLOW) == []
    (flows / FLOW).write_bytes(with_line("version     = 1", "version     = x").replace("\n", "\r\n").encode("utf-8"))
    assert [line.split(": ")[0] for line in judged(flows, FLOW)] == [f"{FLOW}:3"]


def _directory(path: Path) -> None:
    path.mkdir()


def _circle(path: Path) -> None:
    path.symlink_to(path.with_name("other.toml"))
    path.with_name("other.toml").symlink_to(path)


def _socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # a socket's path may not be long
    socket.socket(socket.AF_UNIX).bind(path.name)
    os.fchdir(here)
    os.close(here)


@pytest.mark.parametrize(("make", "told"), [
    (_directory, "a directory stands here, not a file"),
    (os.mkfifo, "a pipe stands here, not a file"),
    (_circle, "this link leads in a circle: put the file itself here"),
    (_socket, "this file cannot be read: No such device or address"),
    (lambda path: path.symlink_to("/dev/zero"), "a device stands here, not a file"),
    (lambda path: path.symlink_to("nowhere.toml"), "this file is missing"),
])
@pytest.mark.parametrize("name", [FLOW, TABLE, "fields.toml", "agencies.toml", "questions.toml"])
def test_what_is_no_file_is_told_and_never_waited_for(flows: Path, name: str, make: Callable[[Path], None], told: str) -> None:
    (flows / name).unlink()
    make(flows / name)
    assert f"{name}:1: {told}" in judged(flows, FLOW)


def test_what_the_system_refuses_is_told_with_what_to_do() -> None:
    assert why_not(PermissionError(errno.EACCES, "")) == "this file may not be read: allow it (chmod a+r)"
    assert why_not(OSError(errno.EIO, "")) == "this file cannot be read: Input/output error"


def test_a_directory_that_leads_into_itself_is_walked_once(flows: Path) -> None:
    (flows / "again").symlink_to(flows)
    assert all(line.startswith("again/") for line in judged(flows, FLOW))


def test_a_file_that_nobody_reads_is_told(flows: Path) -> None:
    from datetime import date

    from catalogue.check import check_directory
    from catalogue.check.word_rules import check_words

    (flows / "feilds.toml").write_text("", encoding="utf-8")
    (flows / "changhua-tax" / "old").mkdir()
    (flows / "changhua-tax" / "old" / "houses.toml").write_text("", encoding="utf-8")
    words = check_words(ROOT / "assets" / "locale")[1]
    nobody = "nobody reads this file: a flow stands in the folder of its agency, a table in 'tables'"
    assert sorted(str(error).replace(f"{flows}/", "") for error in check_directory(flows, words, date(2026, 11, 21))) == [
        f"changhua-tax/old/houses.toml:1: {nobody}", f"feilds.toml:1: {nobody}, did you mean 'fields'?"]


def test_the_bounds_are_bounds() -> None:
    """The same process would be ended if it took more than it may."""
    for greedy in ("bytearray(300 * 2**20)", "sum(iter(int, 1))"):
        code = JUDGE.replace("errors = []", f"{greedy}\nerrors = []")
        done = subprocess.run([sys.executable, "-c", code, str(MODEL), str(MEMORY)], cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode != 0
