"""The desk: opens what counters sent, lets register or clerk decide, seals documents, answers visits."""
from __future__ import annotations

import asyncio
import logging
import ssl
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bureau.config import Agency, Bureau
from bureau.desk.clerks.sign_in import Doorkeeper
from bureau.desk.clerks.web import Counterpart, app
from bureau.desk.delivery import Delivery, Issuer
from bureau.desk.desk import Desk
from bureau.desk.evidence import Examiner
from bureau.desk.filing import Filing
from bureau.desk.intake import Intake
from bureau.desk.post import DeskPost
from bureau.desk.questions import Inquiry
from bureau.desk.writing import Writer
from bureau.documents.page import Press
from bureau.documents.seal import DocumentSeal
from bureau.public import routes
from bureau.registers import Register
from bureau.registers.county import County, engine
from bureau.registers.synthetic import make
from bureau.store import Store
from bureau.wake import DESK, Bell
from catalogue.flow import Catalogue, load_catalogue
from catalogue.words import Words

LOCALE = Path(__file__).parent.parent.parent / "assets" / "locale"
log = logging.getLogger(__name__)


def _agency(store: Store, name: str, config: Bureau, agency: Agency, catalogue: Catalogue, register: Register,
            examiner: Examiner, issuing: tuple[Press, Words]) -> tuple[Intake, Delivery]:
    if agency.document_key is None or agency.document_cert is None:
        raise ValueError(f"[agency.{name}] needs document_key and document_cert; found the bureau again or name them")
    post = DeskPost(store, name, agency)
    seal = DocumentSeal(agency.document_key, agency.document_cert, config.trust.root)
    writer = Writer(agency.name, catalogue, issuing[1], config.bureau.public_url.rstrip("/"))
    issuer = Issuer(agency.name, seal, issuing[0], writer)
    inquiry = Inquiry(register, catalogue)
    return Intake(store, post, catalogue, inquiry, examiner, issuing[1]), Delivery(store, post, register, inquiry, catalogue.flows, issuer)


async def serve(config: Bureau) -> None:
    """Work and serve the clerks' pages until SIGTERM or SIGINT."""
    store, database = Store(config.database.url), engine(config.county.url)
    await asyncio.to_thread(store.create)
    if await asyncio.to_thread(make, database):
        log.info("a synthetic county was made: invented people only")
    register, words = County(database, config.county.finds), Words(LOCALE)
    catalogue = words.also_in(load_catalogue(config.flows))
    examiner, issuing = Examiner(config.trust, register), (Press(), words)
    agencies = {name: _agency(store, name, config, agency, catalogue, register, examiner, issuing)
                for name, agency in config.agency.items()}
    bell = Bell(config.bureau.run / DESK)
    desk = Desk(store, config.bureau.run, agencies, Filing(store, register, catalogue.flows))
    posts = {name: DeskPost(store, name, agency) for name, agency in config.agency.items()}
    doorkeeper = Doorkeeper(f"https://{config.desk.host}:{config.desk.port}")
    counterpart = Counterpart(store, catalogue, register, posts, issuing[1], doorkeeper, desk.nudge)
    server = uvicorn.Server(_web(config, app(counterpart, routes(store, config.trust.gateway))))
    work = asyncio.create_task(desk.work(bell))
    work.add_done_callback(lambda _: setattr(server, "should_exit", True))
    doorkeeper.invite()
    try:
        await server.serve()
    finally:
        work.cancel()
        ended = await asyncio.gather(work, return_exceptions=True)
        bell.close()
    if isinstance(ended[0], Exception):
        raise ended[0]


def _web(config: Bureau, clerks: Starlette) -> uvicorn.Config:
    web = uvicorn.Config(
        clerks, host=config.desk.host, port=config.desk.port,
        ssl_certfile=str(config.desk.tls_cert), ssl_keyfile=str(config.desk.tls_key),
        log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1, lifespan="off",
    )
    web.load()
    assert web.ssl is not None
    web.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return web


def main(config: Bureau) -> int:
    """Run the desk in the foreground."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("bureau").setLevel(logging.INFO)
    asyncio.run(serve(config))
    return 0
