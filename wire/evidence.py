"""What stands in a request for who asks and for what they say: card, pictures, papers."""
from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Piece(BaseModel):
    """Base of every piece of evidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CertificateEvidence(Piece):
    """The citizen's card signed :class:`wire.citizen.Statement`.

    ``statement`` is the exact octets signed (base64url), ``cms`` the detached CMS with the
    signer's certificate, ``chain`` further certificates DER.
    """

    kind: Literal["certificate"] = "certificate"
    statement: str
    cms: str
    chain: tuple[str, ...] = ()
    pin_factor: bool = Field(default=True, description="False: the PIN follows a guessable pattern, count the card as one factor")


Liveness = Literal["not checked", "challenge answered", "challenge not answered"]


class IdCardEvidence(Piece):
    """The ID card lay under the document camera. Stills are JPEG, base64url."""

    kind: Literal["id-card"] = "id-card"
    barcode_read: bool
    card_still: str
    portrait_still: str


class FaceEvidence(Piece):
    """Live picture against the card's portrait. The score itself never leaves the kiosk.

    ``liveness``: whether the citizen turned the head or closed the eyes when asked; said for the clerk, it raises no level.
    """

    kind: Literal["face"] = "face"
    live_still: str
    verdict: Literal["match", "clerk", "no-match", "not-compared"]
    liveness: Liveness = "not checked"


class PaperEvidence(Piece):
    """One paper under the document camera: which kind, a word of the flow, and its picture, JPEG, base64url."""

    kind: Literal["paper"] = "paper"
    paper: str
    still: str
