"""The tables of a county's registers, the same in SQLite and PostgreSQL."""
from __future__ import annotations

from sqlalchemy import Column, Date, Float, Integer, MetaData, String, Table

metadata = MetaData()
people = Table(
    "people", metadata,
    Column("id_no", String(10), primary_key=True),
    Column("name", String(50), nullable=False, index=True),
    Column("last4", String(4), nullable=False),
    Column("birth", Date, nullable=False),
    Column("mobile", String(10), nullable=False),
    Column("address", String(200), nullable=False),
)
houses = Table(
    "houses", metadata,
    Column("house_tax_no", String(13), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("address", String(200), nullable=False),
    Column("structure", String(40), nullable=False),
    Column("floors", Integer, nullable=False),
    Column("area_m2", Float, nullable=False),
    Column("completed", Date, nullable=False),
    Column("value", Integer, nullable=False),
    Column("share", String(20), nullable=False),
    Column("use", String(20), nullable=False),
)
parcels = Table(
    "parcels", metadata,
    Column("lot", String(80), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("area_m2", Float, nullable=False),
    Column("value", Integer, nullable=False),
    Column("share", String(20), nullable=False),
)
vehicles = Table(
    "vehicles", metadata,
    Column("plate", String(12), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("make", String(40), nullable=False),
    Column("year", Integer, nullable=False),
)
