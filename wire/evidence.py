"""What stands in a request for who asks and for what they say: card, pictures, papers.

Pictures travel apart from the request (:mod:`wire.parts`): in the request itself their fields are empty.
"""
from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from wire.codec.ids import Uuid7
from wire.codec.strict import Sha256

Keep = Literal["decision", "case"]
PICTURES: dict[str, Keep] = {"card_still": "decision", "portrait_still": "decision", "live_still": "decision", "still": "case"}
"""The fields that hold a picture, and until when the desk keeps it: the clerk's decision, or as long as the case."""


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


class PartOf(Piece):
    """One picture of a request: the envelope it travels in, and what it must be."""

    envelope: Uuid7
    place: str = Field(pattern=r"^evidence/[0-9]{1,3}/(card_still|portrait_still|live_still|still)$",
                       description="where it belongs: the number of the piece of evidence, from 0, and its field")
    sha256: Sha256 = Field(description="of the picture's octets")
    keep: Keep = Field(description="until when the desk keeps it")
