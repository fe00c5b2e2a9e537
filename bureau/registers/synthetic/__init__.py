"""The synthetic county: invented people with everything the registers can say, made from a seed at run time.

Standing people carry the handbook's test numbers (§2.1, §2.3); everybody else is called 測試甲〇〇一 and so on, so that nobody
can take the county for a real one. Nothing of it is kept in files. Days count from the day on which it is made: "due" is
still to come, "overdue" is past, years are the last ones.

| who | is which case |
|---|---|
| A123456789 王小明 | two houses (N07010000001, N07020000002), two parcels, TST-0001; income of every year held; assessed for six years, \
paid all but this year's; bills: house 6,123 due in 40 days (9000100000000038), land 31,450 due in 40 days \
(9000200000000039, over the store's limit), vehicle 11,230 overdue by 10 days (9000300000000040); so arrears; self-use rate used; \
refund to an account; direct debits of house and vehicle; deed DEED-000001 with tax paid; mortgage on \
鹿港鎮測試段 27-3; filings FIL-000001 (done), FIL-000002 (in review); household H0000001 of four; two moves; \
vehicle not exempt |
| A223456781 李小美 | one house, TST-1002 exempt because of a disability; no bill, no arrears, no debit, no refund; self-use rate not \
used; represents 04595257 (amusement, paid jan-feb and mar-apr) |
| N123456780 陳小明 | has a namesake with the same last four digits; one house; TST-1003 whose exemption ended; house bill \
9000100000000041 overdue by 2 days (still at its own amount); refund without an account; deed DEED-000002, tax not paid |
| E123456783 林小華 | nothing owned, no income, no household, no move: every list is empty |
| N223456782 測試多筆 | 40 parcels, 彰化縣芳苑鄉測試段 1 to 40 |
| F123456784 測試𠮷喆堃 | a name of rare characters; one house; TST-1004 |
| Y123456788 測試故人 | has died: asking in this name is refused; owned a house and a parcel, had income; an heir names this number |
| A800000014 測試外籍甲 | UI number of 2021: income of one year, TST-1005 |
| A823456783 測試外籍乙 | UI number of 2021: represents 04595252 (valid since 2023 only), amusement tax not paid |
| AA00000009 測試外籍丙 | old UI number: TST-1006, vehicle tax overdue by 45 days (handed to enforcement), income of one year |

Income is held of the ROC years today − 5 to today − 2, so of 109 to 113 in 2026 the first is not available. Announced values are \
there of this year and the last two for every parcel, and for 彰化縣彰化市測試段 27-3 地號, which nobody owns.

What can be asked, and the sheets with their columns; a line's key is its first column:

| kind | sheets |
|---|---|
| houses | houses: house-tax-no address structure floors area completed share use value |
| parcels | parcels: lot area share announced |
| vehicles | vehicles: plate make year |
| property | houses; parcels; vehicles |
| vehicle-exemption | exemptions: plate exemption since until |
| bills | bills: bill-no tax thing tax-year amount due slip-type |
| arrears | arrears-state: as-of arrears-found entries sum; arrears: bill-no tax thing tax-year amount due |
| house-tax-paid | house-tax-paid: house-tax-no address tax-year amount paid-on |
| land-tax-paid | land-tax-paid: county tax-year amount paid-on |
| vehicle-tax-paid | vehicle-tax-paid: plate tax-year amount paid-on |
| deed-tax-paid | deed-tax-paid: case-no house-tax-no address deed-date tax-year amount paid-on |
| amusement-tax-paid | amusement-tax-paid: ubn tax-year period amount paid-on |
| refunds | refund-state: refund-found sum; refunds: refund-no tax tax-year amount refund account |
| direct-debits | debit-state: debit-found entries; debits: debit-no tax thing account since |
| house-assessment | assessments: house-tax-no tax-year value rate amount |
| announced-value | announced-values: lot tax-year per-m2 |
| land-transcript | parcels: lot area share announced; rights: lot right holder amount |
| self-use-used | self-use: self-use-rate used-on lot |
| deed-price | deeds: case-no house-tax-no address deed-date deed price |
| estate | decedent: decedent-name died; houses; parcels; vehicles; incomes; income-sums |
| income | incomes: income-year income payer amount withheld; income-sums: income-year entries sum |
| household-transcript | household: household-no home head; members: place standing member birth parents spouse |
| tax-registration | businesses: ubn business place-of-business since registration; houses-registered: house-tax-no address use |
| move-record | moves: moved-on move moved-from moved-to |
| kinship | kin: degree standing member birth |
| filing | filings: case-no tax tax-year filed-on filing |
| transcripts | as household-transcript, or land-transcript, by the answer transcript |
"""
from __future__ import annotations

from datetime import date
from random import Random

from sqlalchemy import Engine, func, insert, inspect, select

from bureau.registers import today as today_in_taipei
from bureau.registers.county.schema import metadata, people
from bureau.registers.synthetic.crowd import crowd
from bureau.registers.synthetic.entries import Entries
from bureau.registers.synthetic.standing import standing

FOUNDER = "A123456789"
"""Who lives in every synthetic county and in no real one."""


def make(database: Engine, *, seed: int = 20, today: date | None = None) -> bool:
    """Create and fill the county unless somebody else lives there. Returns whether anything was filled.

    A synthetic county that was made by an earlier version gets the tables that it has not.
    """
    had = set(inspect(database).get_table_names())
    missing = [name for name in metadata.tables if name not in had]
    if people.name in had:
        with database.connect() as connection:
            ours = connection.execute(select(func.count()).select_from(people).where(people.c.id_no == FOUNDER)).scalar_one()
            anybody = connection.execute(select(func.count()).select_from(people)).scalar_one()
        if anybody and (not ours or not missing):
            return False
        missing = missing if anybody else list(metadata.tables)
    metadata.create_all(database)
    entries = Entries(today or today_in_taipei())
    standing(entries)
    crowd(entries, Random(seed))
    with database.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name in missing and entries.rows[table.name]:
                connection.execute(insert(table), entries.rows[table.name])
    return True
