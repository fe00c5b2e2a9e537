"""Applications as a clerk leaves them behind: approved, and on their way into the agency's register."""
from __future__ import annotations

from datetime import UTC, datetime

from bureau import cases_store as tables
from bureau.agencies import approve
from bureau.cases_store import Asking, Case, move_case
from bureau.store import Store
from catalogue.assurance import Facts
from catalogue.flow import Flow
from wire.codec.ids import uuid7

WHO = "A123456789"
"""The handbook's test number."""


def applied(store: Store, flow: Flow, site: str = "puxin-01", approved: bool = True) -> Case:
    """Somebody has applied, and a clerk approved it in the same transaction. The case as it is then."""
    at = datetime.now(UTC)
    id_, moment = uuid7(at), at.isoformat()
    asking = Asking(id_, "request", id_, flow.agency, site, uuid7(at), "", "00" * 32, WHO, flow.id, "zh-TW", moment,
                    '{"shown": "", "evidence": [], "subject": null}', Facts(certificate=True), "found", "case", live=False)
    case = Case(id_, f"{site}-{id_[-6:]}", "", flow.agency, flow.id, WHO, "received", id_, (), {}, moment, moment)
    with store.write() as db:
        tables.add_asking(db, asking)
        tables.add_case(db, case)
        if approved:
            approve(db, move_case(db, case, "release", "register", released_by="register"), flow)
        found = tables.case(db, id_)
    assert found is not None
    return found
