"""What everybody may know: nobody says who they are, and the register tells it or says that it is not there."""
from __future__ import annotations

import pytest

from rehearsal.box import Box

FILED = "ntb-taipei.filing-status"


@pytest.mark.parametrize(("case_no", "outcome", "codes"), [("FIL-000001", "delivered", []), ("FIL-999999", "refused", ["no-such-entry"])])
def test_a_filing_is_told_to_whoever_has_its_number_and_to_nobody_else(box: Box, case_no: str, outcome: str, codes: list[str]) -> None:
    citizen = box.citizen(flow=FILED, lang="en", typed=(case_no,))
    seen = citizen.come()
    assert (box.outcome(citizen.visit), citizen.codes) == (outcome, codes)
    assert "identify" not in seen
    assert box.rows("SELECT id_no FROM cases ORDER BY received_at DESC LIMIT 1") == [("",)]
