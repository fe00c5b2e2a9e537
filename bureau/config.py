"""``bureau.toml`` as frozen models: field = key, docstring = manual.

An unknown key refuses to start and names file, line, key and the nearest spelling
(:mod:`catalogue.toml` does the naming). Relative ``state``, ``run`` and ``flows`` count from the
file's directory, every other relative path and SQLite URL from ``state``.
"""
from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from catalogue.pack.source import Folder, Pack
from catalogue.toml import read


class Section(BaseModel):
    """Base of every table of ``bureau.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class House(Section):
    """The bureau itself: ``[bureau]``."""

    name: str = "彰化縣政府"
    state: Path = Path("/var/lib/nightcounter/bureau")
    run: Path = Path("/run/nightcounter/bureau")
    public_url: str = Field(default="https://127.0.0.1:8444", description="where the public check page is; printed under check codes")


class Gateway(Section):
    """The kiosks' door: ``[gateway]``. ``key`` signs receipts, hello answers and checkpoints."""

    host: str = "127.0.0.1"
    port: int = Field(default=8443, ge=0, le=65535)
    plain: bool = Field(default=False, description="without TLS, for a TLS 1.3 proxy on this machine; host must be 127.0.0.1")
    tls_cert: Path = Path("keys/gateway-tls.crt")
    tls_key: Path = Path("keys/gateway-tls.pem")
    key: Path = Path("keys/gateway.pem")

    @model_validator(mode="after")
    def _plain_stays_here(self) -> Gateway:
        if self.plain and self.host not in ("127.0.0.1", "::1"):
            raise ValueError("plain = true is for a proxy on this machine: host must be 127.0.0.1")
        return self


class Desk(Section):
    """The clerks' door: ``[desk]``."""

    host: str = "127.0.0.1"
    port: int = Field(default=8444, ge=0, le=65535)
    tls_cert: Path = Path("keys/desk-tls.crt")
    tls_key: Path = Path("keys/desk-tls.pem")


class Agency(Section):
    """One agency: ``[agency.<id>]``; signing and sealing keys are the desk's alone."""

    name: str
    sign_key: Path
    sign_cert: Path
    seal_key: Path
    document_key: Path | None = None
    document_cert: Path | None = None


class Database(Section):
    """``[database]``: an SQLAlchemy URL; SQLite unless the field has PostgreSQL."""

    url: str = "sqlite:///bureau.db"


class County(Section):
    """``[county]``: the register database."""

    url: str = "sqlite:///county.db"
    finds: bool = Field(default=True, description="whether the book of applications may be searched; else a clerk looks")


class Trust(Section):
    """``[trust]``: whose certificates and lists the bureau believes."""

    citizen_ca: Path = Path("trust/citizen-ca")
    operator: Path = Field(default=Path("trust/operator.jwk"), description="public key of the fleet operator, signs revocation lists")
    gateway: Path = Field(default=Path("trust/gateway.jwk"), description="public key of the gateway, checks the checkpoints in requests")
    revocation: Path = Field(default=Path("trust/revocation"), description="the revocation list and its updates, handed to kiosks")
    root: Path = Field(default=Path("pki/root.pem"), description="the bureau's root certificate")


class Catalogue(Section):
    """``[catalogue]``: the pack of services that the desk serves; ``pack`` counts from the file's directory, ``root`` from ``state``."""

    pack: Path = Field(description="the pack directory")
    root: Path = Field(description="whose signatures count: its first 1.root.json")
    group: str = Field(default="all", pattern=r"^[a-z][a-z0-9-]{0,30}$")


class Bureau(Section):
    """The whole of ``bureau.toml``. ``flows`` is the directory of flow files that serves where no ``[catalogue]`` is named."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    bureau: House = House()
    gateway: Gateway = Gateway()
    desk: Desk = Desk()
    agency: dict[str, Agency] = Field(default_factory=dict)
    database: Database = Database()
    county: County = County()
    trust: Trust = Trust()
    directory: Path = Field(default=Path("flows"), alias="flows")
    catalogue: Catalogue | None = None

    @property
    def flows(self) -> Folder | Pack:
        """Where the services come from."""
        if self.catalogue is not None:
            return Pack(self.catalogue.pack, self.catalogue.root, self.catalogue.group, self.bureau.state / "catalogue")
        return Folder(self.directory, self.bureau.run / "catalogue.json")


def _placed(section: Section, below: Path) -> dict[str, object]:
    """Every relative path and SQLite URL of a section made absolute below ``below``."""
    found: dict[str, object] = {}
    for name, value in section:
        if isinstance(value, Section):
            found[name] = _placed(value, below)
        elif isinstance(value, Path):
            found[name] = below / value
        elif isinstance(value, dict):
            found[name] = {key: _placed(item, below) for key, item in value.items()}
        elif name == "url" and value.startswith("sqlite:///") and not value.startswith("sqlite:////"):
            found[name] = f"sqlite:///{below / value.removeprefix('sqlite:///')}"
        else:
            found[name] = value
    return found


def load(path: Path) -> Bureau:
    """Read ``bureau.toml``. Raises ``catalogue.toml.FileErrors`` naming file, line and key."""
    written = read(path, Bureau)
    here = path.resolve().parent
    house = written.bureau.model_copy(update={"state": here / written.bureau.state, "run": here / written.bureau.run})
    placed = {**_placed(written, house.state), "bureau": house.model_dump(), "directory": here / written.directory}
    if written.catalogue is not None:
        placed["catalogue"] = {**_placed(written.catalogue, house.state), "pack": here / written.catalogue.pack}
    return Bureau.model_validate(placed)
