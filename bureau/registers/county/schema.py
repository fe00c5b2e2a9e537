"""The tables of a county's registers, the same in SQLite and PostgreSQL."""
from __future__ import annotations

from sqlalchemy import Column, Date, Float, Integer, MetaData, String, Table, Text

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
applications = Table(
    "applications", metadata,  # what the agencies have taken in
    Column("entry", Integer, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("kind", String(60), nullable=False),
    Column("case_no", String(40), nullable=False),
    Column("owner", String(10), nullable=False, index=True),
    Column("answers", Text, nullable=False),
    Column("filed_on", Date, nullable=False),
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

# --- people and households

deaths = Table("deaths", metadata, Column("id_no", String(10), primary_key=True), Column("died", Date, nullable=False))
households = Table(
    "households", metadata,
    Column("household_no", String(10), primary_key=True),
    Column("address", String(200), nullable=False),
    Column("head", String(50), nullable=False),
)
members = Table(
    "members", metadata,
    Column("id_no", String(10), primary_key=True),
    Column("household_no", String(10), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("name", String(50), nullable=False),
    Column("birth", Date, nullable=False),
    Column("parents", String(110), nullable=False),
    Column("spouse", String(50), nullable=False),
)
moves = Table(
    "moves", metadata,
    Column("move_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("moved_on", Date, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("moved_from", String(200), nullable=False),
    Column("moved_to", String(200), nullable=False),
)
kin = Table(
    "kin", metadata,
    Column("kin_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("standing", String(20), nullable=False),
    Column("degree", Integer, nullable=False),
    Column("name", String(50), nullable=False),
    Column("birth", Date, nullable=False),
)

# --- income, filings, businesses

years_held = Table(
    "years_held", metadata,
    Column("register", String(20), primary_key=True),
    Column("roc_year", Integer, primary_key=True, autoincrement=False),
)
incomes = Table(
    "incomes", metadata,
    Column("income_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("roc_year", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payer", String(80), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("withheld", Integer, nullable=False),
)
filings = Table(
    "filings", metadata,
    Column("case_no", String(30), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("tax", String(20), nullable=False),
    Column("roc_year", Integer, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
)
businesses = Table(
    "businesses", metadata,
    Column("ubn", String(8), primary_key=True),
    Column("representative", String(10), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("address", String(200), nullable=False),
    Column("since", Date, nullable=False),
    Column("state", String(20), nullable=False),
)

# --- taxes: what is charged and what was paid; ``thing`` is the house tax number, plate, case or business number that is taxed

charges = Table(
    "charges", metadata,
    Column("bill_no", String(16), primary_key=True),
    Column("slip_type", String(5), nullable=False),
    Column("owner", String(10), nullable=False, index=True),
    Column("tax", String(20), nullable=False),
    Column("thing", String(30), nullable=False),
    Column("roc_year", Integer, nullable=False),
    Column("period", String(10), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("paid_on", Date),
)
assessments = Table(
    "assessments", metadata,
    Column("assessment_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("house_tax_no", String(13), nullable=False),
    Column("roc_year", Integer, nullable=False),
    Column("value", Integer, nullable=False),
    Column("rate", String(10), nullable=False),
    Column("tax", Integer, nullable=False),
)
deeds = Table(
    "deeds", metadata,
    Column("case_no", String(30), primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("house_tax_no", String(13), nullable=False),
    Column("address", String(200), nullable=False),
    Column("deed_date", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("price", Integer, nullable=False),
)
exemptions = Table(
    "exemptions", metadata,
    Column("plate", String(12), primary_key=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
)
refunds = Table(
    "refunds", metadata,
    Column("refund_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("tax", String(20), nullable=False),
    Column("roc_year", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("account", String(40), nullable=False),
)
debits = Table(
    "debits", metadata,
    Column("debit_no", Integer, primary_key=True),
    Column("owner", String(10), nullable=False, index=True),
    Column("tax", String(20), nullable=False),
    Column("thing", String(30), nullable=False),
    Column("account", String(40), nullable=False),
    Column("since", Date, nullable=False),
)

# --- land

self_use = Table(
    "self_use", metadata,
    Column("owner", String(10), primary_key=True),
    Column("used_on", Date, nullable=False),
    Column("lot", String(80), nullable=False),
)
announced = Table(
    "announced", metadata,
    Column("lot", String(80), primary_key=True),
    Column("roc_year", Integer, primary_key=True, autoincrement=False),
    Column("per_m2", Integer, nullable=False),
)
rights = Table(
    "rights", metadata,
    Column("right_no", Integer, primary_key=True),
    Column("lot", String(80), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("holder", String(80), nullable=False),
    Column("amount", Integer, nullable=False),
)
