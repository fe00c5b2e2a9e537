"""The desk's web application: the clerks' pages behind the sign-in, the public check page, and healthz."""
from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bureau import cases_store as tables
from bureau.desk.clerks.pages import Pages
from bureau.desk.clerks.sign_in import Doorkeeper
from bureau.desk.post import DeskPost
from bureau.registers import TAIPEI, Register
from bureau.store import Store
from catalogue.flow import Catalogue
from catalogue.roc import to_roc_words
from catalogue.words import Words

HERE = Path(__file__).parent
STYLE = (HERE / "templates" / "desk.css").read_text("utf-8")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
CODE = re.compile(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}")


@dataclass(frozen=True)
class Counterpart:
    """Everything the pages work with, constructed at the top."""

    store: Store
    catalogue: Catalogue
    register: Register
    posts: dict[str, DeskPost]
    words: Words
    doorkeeper: Doorkeeper
    decided: Callable[[], None]


class Sheets:
    """The page templates, read once."""

    def __init__(self) -> None:
        self._pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
        self._pages.filters["moment"] = moment

    def page(self, name: str, status: int = 200, **values: object) -> Response:
        """One page as a response that nobody may cache or frame."""
        return HTMLResponse(self._pages.get_template(name).render(**values), status, headers={
            "content-security-policy": POLICY, "cache-control": "no-store", "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000",
        })


def moment(text: str) -> str:
    """An ISO time as the pages show it: ROC date and Taipei time."""
    local = datetime.fromisoformat(text).astimezone(TAIPEI)
    return f"{to_roc_words(local.date(), 'zh-TW')} {local:%H:%M}"


def app(desk: Counterpart, public: Sequence[Route]) -> Starlette:
    """The web application; ``public``: what everybody may look at beside the check page."""
    sheets = Sheets()

    async def healthz(_request: Request) -> Response:
        try:
            await asyncio.to_thread(desk.store.last_down)
        except sa.exc.SQLAlchemyError:
            return JSONResponse({"ok": False, "reason": "database"}, status_code=503)
        return JSONResponse({"ok": True})

    async def style(_request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers={"cache-control": "max-age=3600"})

    def look(code: str) -> tables.IssuedDocument | None:
        with desk.store.read() as db:
            return tables.document_by_code(db, code)

    async def check(request: Request) -> Response:
        """Valid, void or unknown; never a name."""
        untrusted_code = request.path_params["code"].upper()
        found = await asyncio.to_thread(look, untrusted_code) if CODE.fullmatch(untrusted_code) else None
        return sheets.page("check.html", 200 if found else 404, found=found, code=untrusted_code if found else "")

    return Starlette(routes=[
        Route("/healthz", healthz), Route("/desk.css", style), Route("/check/{code}", check), *public, *Pages(desk, sheets).routes(),
    ])
