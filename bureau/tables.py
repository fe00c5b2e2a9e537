"""The tables that gateway and desk share."""
from __future__ import annotations

import sqlalchemy as sa

TABLES = sa.MetaData()
KIOSKS = sa.Table(
    "kiosks", TABLES,
    sa.Column("site", sa.String, primary_key=True),
    sa.Column("device_jwk", sa.String, nullable=False),
    sa.Column("transport_jwk", sa.String, nullable=False),
    sa.Column("transport_jkt", sa.String, nullable=False, unique=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("hello_counter", sa.Integer, nullable=False),
    sa.Column("hello_at", sa.String), sa.Column("hello", sa.String), sa.Column("health", sa.String),
    sa.Column("epoch", sa.Integer, nullable=False), sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("commanded", sa.BigInteger, nullable=False, server_default="0"),  # number of the last order given
)
ENVELOPES = sa.Table(
    "envelopes", TABLES,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("site", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("to", sa.String, nullable=False),
    sa.Column("epoch", sa.Integer), sa.Column("seq", sa.Integer),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("octets", sa.LargeBinary, nullable=False),
    sa.Column("received_at", sa.String, nullable=False),
    sa.Column("leaf", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False), sa.Column("reason", sa.String, nullable=False, server_default=""),
    sa.Column("receipt", sa.LargeBinary, nullable=False),
    sa.Index("envelopes_waiting", "state", "to"), sa.Index("envelopes_chain", "site", "epoch", "seq"),
)
DOWN = sa.Table(
    "down", TABLES,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("site", sa.String, nullable=False),
    sa.Column("octets", sa.LargeBinary, nullable=False),
    sa.Column("visit", sa.String),
    sa.Column("made_at", sa.String, nullable=False), sa.Column("got_at", sa.String),
    sa.Column("about", sa.String),  # of opened: the envelope it names
    sa.Index("down_waiting", "site", "got_at"), sa.Index("down_about", "about"),
)
LEAVES = sa.Table(
    "leaves", TABLES,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False), sa.Column("ref", sa.String, nullable=False),
    sa.Column("salt", sa.String, nullable=False), sa.Column("at", sa.String, nullable=False),
)
NODES = sa.Table(
    "nodes", TABLES,  # complete subtrees of 2 ** level leaves, from bureau.leaves.KEPT on
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String, nullable=False),
)
LOG = sa.Table("log", TABLES, sa.Column("one", sa.Integer, primary_key=True), sa.Column("frontier", sa.String, nullable=False))
CHECKPOINTS = sa.Table("checkpoints", TABLES, sa.Column("size", sa.Integer, primary_key=True), sa.Column("at", sa.String, nullable=False),
                       sa.Column("octets", sa.LargeBinary, nullable=False))
INCIDENTS = sa.Table(
    "incidents", TABLES,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("site", sa.String, nullable=False), sa.Column("code", sa.String, nullable=False),
    sa.Column("visit", sa.String), sa.Column("detail", sa.String, nullable=False), sa.Column("at", sa.String, nullable=False),
)
