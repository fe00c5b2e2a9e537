"""A PostgreSQL server of one's own: new, empty, reached through a socket file only, gone afterwards.

The server refuses to run as root; root starts it as ``nobody``.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

USER = "nobody"


def here() -> bool:
    """Whether this machine has the server's programs."""
    return all(_program(name) for name in ("initdb", "pg_ctl"))


def _program(name: str) -> str:
    """Where one of them lies, newest version first; '' where it is not installed. Debian keeps them out of PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    return str(debian[0]) if debian else shutil.which(name) or ""


def fresh(url: str) -> str:
    """The URL of a further, empty database of that server."""
    name = f"d{uuid.uuid4().hex}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")


@contextmanager
def postgres(synced: bool = False, place: Path | None = None) -> Iterator[str]:
    """The URL of an empty database, as SQLAlchemy writes it. Raises ``subprocess.CalledProcessError`` where it does not start.

    ``synced``: commits wait for the disk, as in the field; ``place``: where its files lie, else where temporary files do.
    """
    as_user = USER if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-", dir=place) as name:
        home = Path(name)
        if as_user is not None:
            shutil.chown(home, as_user)

        def run(*argv: str) -> None:
            subprocess.run(argv, check=True, user=as_user, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        data = str(home / "data")
        run(_program("initdb"), "-D", data, "-U", "county", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        run(_program("pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o",
            f"-k {home} -c listen_addresses='' -c fsync={'on' if synced else 'off'}", "start")
        try:
            yield f"postgresql://county@/postgres?host={home}"
        finally:
            run(_program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
