"""A corpus of broken files (tests/catalogue/broken), one fault each: the check tells exactly that fault, at its line."""
from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalogue.check import check, check_directory, main
from catalogue.check.word_rules import check_words
from tests.catalogue.broken.cases import LOCALE, MODEL, Case, CaseWrong, cases, corpus

TODAY = date(2026, 11, 21)
ROOT = Path(__file__).parents[2]
CORPUS = corpus()
WORDS = check_words(LOCALE)[1]


def judged(case: Case, folder: Path) -> tuple[list[tuple[int, str]], list[str]]:
    """What the check tells of the broken file, and of others because of it."""
    flows, locale = Path(shutil.copytree(MODEL, folder / "flows")), folder / "locale"
    if case.path.startswith("locale/"):
        shutil.copytree(LOCALE, locale)
    broken = (folder if case.path.startswith("locale/") else flows) / case.path
    broken.write_text(case.text, encoding="utf-8", newline="")
    found = check([flows], locale, TODAY) if locale.exists() else sorted(set(check_directory(flows, WORDS, TODAY)))
    here = [(error.line, error.message.replace(f"{flows}/", "")) for error in found if error.path == broken]
    elsewhere = [str(error).replace(f"{flows}/", "").replace(f"{folder}/", "") for error in found if error.path != broken]
    return here, elsewhere


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.topic}: {case.title}") for case in CORPUS])
def test_each_broken_file_is_told_by_line_and_message(case: Case, tmp_path: Path) -> None:
    here, elsewhere = judged(case, tmp_path)
    assert (sorted(here), elsewhere) == (sorted(case.told), case.elsewhere)
    assert here or elsewhere


def test_the_model_that_is_broken_has_no_fault_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(MODEL)]) == 0
    assert capsys.readouterr().out == "no fault found\n"


def test_the_corpus_is_large_and_no_two_files_are_the_same() -> None:
    assert len(CORPUS) >= 150
    assert len({(case.path, case.text) for case in CORPUS}) == len(CORPUS)
    assert len({case.path for case in CORPUS}) >= 12


def test_the_verb_tells_it_as_path_line_and_message_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flows = Path(shutil.copytree(MODEL, tmp_path / "flows"))
    (case,) = (case for case in CORPUS if case.title == "an unknown kind")
    (flows / case.path).write_text(case.text, encoding="utf-8")
    assert main([str(flows)]) == 1
    ((line, message),) = case.told
    assert capsys.readouterr().out == f"{flows / case.path}:{line}: {message}\n"


def test_a_case_that_does_not_fit_its_model_is_no_case(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("\n## a line that is not there\nagencies.toml\n-[nowhere]\n", encoding="utf-8")
    with pytest.raises(CaseWrong, match="no further line"):
        list(cases(wrong))


def test_a_notice_that_lacks_a_part_is_told_where_it_is_asked_for() -> None:
    (told,) = check_directory(MODEL, WORDS - {"notice.collect.rights", "notice.collect.area"}, TODAY)
    assert str(told) == f"{MODEL / 'changhua-tax' / 'bill.toml'}:29: the notice 'collect' lacks area, rights"


SOURCES = ("catalogue/check/*.py", "catalogue/reading/*.py", "catalogue/toml.py", "catalogue/lines.py", "catalogue/expressions.py",
           "catalogue/reckoning/*.py", "catalogue/fields/*.py")
ELSEWHERE = {
    # told while a sum is worked out, not while it is read: tests/catalogue/test_expressions.py
    "arithmetic needs whole numbers up to a hundred billion", "no table can be looked up here",
    "round_half_up divides by a number above zero", "a day is wanted here", "{FARTHEST}",
    # of what stands at a path: tests/catalogue/test_hostile_files.py
    "stands here, not a file", "this file has more than", "this is not UTF-8", "this file is missing", "this link leads in a circle",
    "this file may not be read", "this file cannot be read", "nobody reads this file", "more faults: mend these first",
    "a number with thousands of digits", "write a smaller number",
    # of a further language: tests/catalogue/test_further_language.py
    "so long it is said in English", "nothing shows", "has other placeholders than in {ELSE}",
    # of the wording alone: tests/catalogue/test_words_and_tables.py, tests/catalogue/test_flow_check.py
    "the shared wording lacks", "the notice '{step.purpose}' lacks",
    # what no known stop of the parser comes to
    "this is not TOML",
}
"""Messages that the corpus cannot provoke, and where they are."""


def messages() -> Iterator[tuple[str, str, str]]:
    """Every message that the sources can tell: where, the words as written, and a pattern that it fits."""
    for source in (path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            for said in _said(node):
                for words in _each(said):
                    yield f"{source.relative_to(ROOT)}:{said.lineno}", ast.unparse(words), _pattern(words)


def _said(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        at = {"FileError": 2, "ExpressionWrong": 0, "ValueError": 0}.get(node.func.id)
        if at is not None and len(node.args) > at:
            yield node.args[at]
    if isinstance(node, ast.Yield) and node.value is not None:
        yield node.value.elts[-1] if isinstance(node.value, ast.Tuple) else node.value
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id == "fault":
            yield node.value
        if node.targets[0].id in ("SAID", "_KINDS", "_PATTERNS"):
            yield from _table(node.value)


def _table(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return node.values
    return [pair.elts[-1] for pair in getattr(node, "elts", []) if isinstance(pair, ast.Tuple)]


def _each(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*_each(node.body), *_each(node.orelse))
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value):
        yield node


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in getattr(node, "values", []))


def test_every_message_of_the_check_is_provoked_by_a_file_of_the_corpus() -> None:
    told = [message for case in CORPUS for message in (*(words for _, words in case.told), *case.elsewhere)]
    assert len(list(messages())) >= 90
    silent = [f"{where}: {words}" for where, words, pattern in messages()
              if not any(known in words for known in ELSEWHERE) and re.fullmatch(r"(\.\*|\\?\W)*", pattern) is None
              and not any(re.search(pattern, one) for one in told)]
    assert silent == []
