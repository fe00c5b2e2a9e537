"""Sets a paper as PDF pages: template and style in ``templates/``, TrueType fonts, nothing from a network.

The one file that knows WeasyPrint; importing it costs over a second, so the desk does it at its start.
TrueType fonts (AR PL UMing, TW-Kai) because WeasyPrint embeds CFF fonts nearly whole.
"""
from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

import segno
import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint.urls import URLFetcher

from bureau.documents.barcodes import code39
from bureau.documents.content import Paper

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Pages:
    """A set paper. ``sheets`` counts its A4 pages, printed on one side."""

    pdf: bytes
    sheets: int


class Press:
    """Keeps the templates and the font configuration warm between papers."""

    def __init__(self) -> None:
        self._templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
        self._fonts = weasyprint.text.fonts.FontConfiguration()
        self._style = weasyprint.CSS(filename=TEMPLATES / "paper.css", font_config=self._fonts)

    def set(self, paper: Paper) -> Pages:
        """Set a paper. Blocks for 0.2–0.4 s."""
        html = self._templates.get_template(f"{paper.template}.html").render(paper=paper, qr=qr(paper.check_url), bars=code39)
        document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"})).render(
            stylesheets=[self._style], font_config=self._fonts
        )
        return Pages(document.write_pdf(), len(document.pages))


def qr(text: str) -> str:
    """A QR code as an SVG data URI, error correction M."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, scale=4, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode("ascii")
