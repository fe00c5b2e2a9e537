"""flows/README.md, the manual for whoever writes a service, says what the classes and the files say."""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

from catalogue.fields import FieldKind
from catalogue.flow import Flow, load_catalogue
from catalogue.steps import Step
from catalogue.verbs.docs import main, written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "flows" / "README.md").read_text("utf-8")


def test_the_page_is_what_the_files_say() -> None:
    assert written(load_catalogue(ROOT / "flows")) == PAGE, "run `python -m kiosk flows docs`"


def test_every_key_step_field_and_service_stands_in_it() -> None:
    catalogue = load_catalogue(ROOT / "flows")
    kinds = [get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Step)[0])]
    types = [get_args(kind.model_fields["type"].annotation)[0] for kind in get_args(get_args(FieldKind)[0])]
    assert [name for name in (*kinds, *types) if f"\n### {name}\n" not in PAGE] == []
    keys = [field.alias or name for name, field in Flow.model_fields.items()]
    assert [key for key in keys if not re.search(rf"^\| `{key}` \|.*\| \S.* \|$", PAGE, re.M)] == [], "a key without a word about it"
    flows = {**catalogue.flows, **catalogue.definitions}
    assert [one for one, flow in flows.items() if f"[{flow.text('zh-TW', 'title')}]({one.replace('.', '/')}.toml)" not in PAGE] == []
    proposals = sum(any(rule.proposal for rule in flow.release) for flow in catalogue.flows.values())
    assert PAGE.count("| ◆ proposal |") == proposals > 0


def test_no_mark_is_left_open_and_every_link_leads_somewhere() -> None:
    assert "``" not in PAGE.replace("```", "")
    assert ":mod:" not in PAGE
    assert re.findall(r"(?m)^[^`\n]*\{\w+\}[^`\n]*$", PAGE) == []
    outside = re.sub(r"```.*?```|`[^`\n]*`", "", PAGE, flags=re.S)
    assert re.findall(r"<(?!!--)\w+>", outside) == [], "a reader's page would swallow it as a mark"
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", PAGE)]
    assert [link for link in links if not (ROOT / "flows" / link).resolve().exists()] == []
    assert len(PAGE.splitlines()) <= 650


def test_check_tells_a_page_that_is_older_and_mends_nothing(tmp_path: Path) -> None:
    flows = Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))
    file = flows / "changhua-tax" / "refunds.toml"
    file.write_text(file.read_text("utf-8").replace('"退稅查詢"', '"退稅進度"'), encoding="utf-8")
    told = subprocess.run([sys.executable, "-m", "kiosk", "flows", "docs", "--check", "--flows", str(flows)], cwd=ROOT, capture_output=True,
                          text=True, timeout=120)
    assert (told.returncode, "run `python -m kiosk flows docs`" in told.stdout) == (1, True)
    assert (flows / "README.md").read_text("utf-8") == PAGE
    assert main(["--flows", str(flows)]) == 0
    assert "退稅進度" in (flows / "README.md").read_text("utf-8")
    assert main(["--check", "--flows", str(flows)]) == 0
