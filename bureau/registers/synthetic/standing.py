"""The people who stand for a case each; the list is in :mod:`bureau.registers.synthetic`."""
from __future__ import annotations

from datetime import date, timedelta

from bureau.registers.synthetic.entries import ROC, Entries, namesake

WANG, LEE, CHEN, LIN = "A123456789", "A223456781", "N123456780", "E123456783"
MANY, RARE, DEAD = "N223456782", "F123456784", "Y123456788"
NEW_UI, NEW_UI_REP, OLD_UI = "A800000014", "A823456783", "AA00000009"
ARCADE, RINK = "04595257", "04595252"
HOME = "彰化縣彰化市中山路二段1號"
SECOND = "彰化縣鹿港鎮文化街12巷3號"
OWN_LOT, HALF_LOT = "彰化縣彰化市測試段 1 地號", "彰化縣鹿港鎮測試段 27-3 地號"


def standing(entries: Entries) -> None:
    """Everybody of the list with everything they have."""
    _people(entries)
    _property(entries)
    _taxes(entries)
    _income(entries)
    _families(entries)
    _businesses(entries)


def _people(entries: Entries) -> None:
    entries.person(WANG, "王小明", date(1970, 12, 31), "0900000001", HOME)
    entries.person(LEE, "李小美", date(1948, 2, 29), "0900000002", "彰化縣鹿港鎮民生路22號")
    entries.person(CHEN, "陳小明", date(1985, 5, 5), "0900000003", "彰化縣員林市中正路33號")
    entries.person(namesake(CHEN), "陳小明", date(1991, 9, 9), "0900000004", "彰化縣溪湖鎮光復路44號")
    entries.person(LIN, "林小華", date(2001, 1, 1), "0900000005", "彰化縣田中鎮文化街55號")
    entries.person(NEW_UI, "測試外籍甲", date(1990, 3, 3), "0900000006", "彰化縣彰化市復興街66號")
    entries.person(MANY, "測試多筆", date(1955, 8, 8), "0900000007", "彰化縣芳苑鄉中山路77號")
    entries.person(RARE, "測試𠮷喆堃", date(1979, 6, 15), "0900000008", "彰化縣北斗鎮民生路88號")
    entries.person(DEAD, "測試故人", date(1940, 4, 4), "0900000009", "彰化縣花壇鄉中正路99號")
    entries.person(NEW_UI_REP, "測試外籍乙", date(1982, 7, 7), "0900000010", "彰化縣和美鎮光復路10號")
    entries.person(OLD_UI, "測試外籍丙", date(1975, 10, 10), "0900000011", "彰化縣二林鎮復興街11號")
    entries.add("deaths", id_no=DEAD, died=entries.today - timedelta(days=100))


def _property(entries: Entries) -> None:
    entries.house("N07010000001", WANG, HOME, "鋼筋混凝土造", 5, 186.4, date(2004, 3, 15), 612_300)
    entries.house("N07020000002", WANG, SECOND, "加強磚造", 2, 98.7, date(1983, 7, 1), 148_900)
    entries.house("N07020000003", LEE, "彰化縣鹿港鎮民生路22號", "磚石造", 1, 64.2, date(1968, 11, 20), 51_600)
    entries.house("N07040000004", CHEN, "彰化縣員林市中正路33號", "鋼筋混凝土造", 3, 121.0, date(1999, 1, 9), 301_400)
    entries.house("N07080000005", RARE, "彰化縣北斗鎮民生路88號", "加強磚造", 2, 88.8, date(1990, 9, 1), 120_500)
    entries.house("N07090000006", DEAD, "彰化縣花壇鄉中正路99號", "磚石造", 1, 70.0, date(1971, 5, 5), 40_300)
    entries.parcel(OWN_LOT, WANG, 92.5, 2_405_000)
    entries.parcel(HALF_LOT, WANG, 310.0, 1_178_000, "1/2")
    entries.parcel("彰化縣花壇鄉測試段 9 地號", DEAD, 210.0, 840_000)
    for number in range(1, 41):
        entries.parcel(f"彰化縣芳苑鄉測試段 {number} 地號", MANY, 100.0 + number, 300_000 + 7_000 * number)
    plates = {"TST-0001": WANG, "TST-1002": LEE, "TST-1003": CHEN, "TST-1004": RARE, "TST-1005": NEW_UI, "TST-1006": OLD_UI}
    for plate, owner in plates.items():
        entries.vehicle(plate, owner, "甲牌", 2018)
    entries.add("exemptions", plate="TST-1002", since=entries.today - timedelta(days=700), until=entries.today + timedelta(days=400))
    entries.add("exemptions", plate="TST-1003", since=entries.today - timedelta(days=1500), until=entries.today - timedelta(days=30))
    entries.add("self_use", owner=WANG, used_on=date(2012, 6, 20), lot="彰化縣和美鎮測試段 5 地號")
    entries.add("rights", right_no=1, lot=HALF_LOT, kind="mortgage", holder="測試銀行", amount=1_200_000)


def _taxes(entries: Entries) -> None:
    year, later = entries.year, entries.today + timedelta(days=40)
    for owner, house, value in ((WANG, "N07010000001", 612_300), (WANG, "N07020000002", 148_900), (LEE, "N07020000003", 51_600),
                                (CHEN, "N07040000004", 301_400), (RARE, "N07080000005", 120_500)):
        entries.assessed(owner, house, value, 5, paid=True)
    for back in range(1, 4):
        for owner, plate in ((WANG, "TST-0001"), (RARE, "TST-1004"), (NEW_UI, "TST-1005")):
            due = date(year - back + ROC, 4, 30)
            entries.charge(owner, "vehicle", plate, year - back, 7_120, due, due)
        due = date(year - back + ROC, 11, 30)
        entries.charge(WANG, "land", "彰化縣", year - back, 30_870, due, due)
    entries.charge(WANG, "house", "N07010000001", year, 6_123, later)
    entries.charge(WANG, "land", "彰化縣", year, 31_450, later)
    entries.charge(WANG, "vehicle", "TST-0001", year, 11_230, entries.today - timedelta(days=10))
    entries.charge(CHEN, "house", "N07040000004", year, 3_014, entries.today - timedelta(days=2))
    entries.charge(OLD_UI, "vehicle", "TST-1006", year, 7_120, entries.today - timedelta(days=45))
    entries.deed(WANG, "DEED-000001", "N07020000002", SECOND, date(year - 2 + ROC, 3, 16), 1_250_000, paid=True)
    entries.deed(CHEN, "DEED-000002", "N07040000004", "彰化縣員林市中正路33號", entries.today - timedelta(days=60), 2_480_000, paid=False)
    entries.refund(WANG, "vehicle", year - 1, 1_200, "to-account", "測試銀行 00000001234567")
    entries.refund(WANG, "house", year - 3, 310, "paid", "測試銀行 00000001234567")
    entries.refund(CHEN, "land", year - 1, 860, "no-account")
    entries.debit(WANG, "house", "N07010000001", "測試銀行 00000001234567", date(2021, 3, 1))
    entries.debit(WANG, "vehicle", "TST-0001", "測試郵局 00000007654321", date(2022, 2, 1))


def _income(entries: Entries) -> None:
    first, last = entries.year - 5, entries.year - 2
    for year in range(first - 1, last + 1):  # as many as the table income-years offers; of the oldest there is no income
        entries.add("years_held", register="income", roc_year=year)
    for year in range(first, last + 1):
        entries.income(WANG, year, "salary", "測試股份有限公司", 612_000 + 12_000 * (year - first))
        entries.income(WANG, year, "interest", "測試銀行", 3_100 + year)
        entries.income(DEAD, year, "interest", "測試銀行", 8_200 + year)
    entries.income(WANG, last, "rent", "測試承租人", 96_000)
    entries.income(LEE, last, "interest", "測試郵局", 12_400)
    entries.income(CHEN, last, "profession", "測試事務所", 240_000)
    entries.income(NEW_UI, last, "salary", "測試工廠", 398_000)
    entries.income(OLD_UI, last, "salary", "測試農場", 341_000)
    entries.filed(WANG, "FIL-000001", "income", last, date(last + 1 + ROC, 5, 20), "done")
    entries.filed(WANG, "FIL-000002", "income", last + 1, date(last + 2 + ROC, 5, 18), "in-review")
    entries.filed(NEW_UI, "FIL-000003", "income", last, date(last + 1 + ROC, 5, 30), "filed")


def _families(entries: Entries) -> None:
    entries.add("households", household_no="H0000001", address=HOME, head="王小明")
    entries.member("H0000001", 1, WANG, "戶長", "王小明", date(1970, 12, 31), "父 測試父、母 測試母", "測試配偶")
    entries.member("H0000001", 2, "TEST000001", "妻", "測試配偶", date(1972, 4, 1), "父 測試丙父、母 測試丙母", "王小明")
    entries.member("H0000001", 3, "TEST000002", "長女", "測試長女", date(2002, 8, 30), "父 王小明、母 測試配偶")
    entries.member("H0000001", 4, "TEST000003", "長男", "測試長男", date(2006, 1, 12), "父 王小明、母 測試配偶")
    entries.add("households", household_no="H0000002", address="彰化縣鹿港鎮民生路22號", head="李小美")
    entries.member("H0000002", 1, LEE, "戶長", "李小美", date(1948, 2, 29), "父 測試丁父、母 測試丁母")
    for standing_as, degree, name, birth in (("父", 1, "測試父", date(1942, 2, 2)), ("母", 1, "測試母", date(1945, 3, 3)),
                                             ("配偶", 0, "測試配偶", date(1972, 4, 1)), ("長女", 1, "測試長女", date(2002, 8, 30)),
                                             ("長男", 1, "測試長男", date(2006, 1, 12)), ("妹", 2, "測試妹", date(1975, 5, 5))):
        entries.relative(WANG, standing_as, degree, name, birth)
    entries.moved(WANG, date(1998, 9, 1), "in", "臺中市測試路1號", SECOND)
    entries.moved(WANG, date(2004, 6, 10), "within", SECOND, HOME)
    entries.moved(NEW_UI, date(2019, 7, 7), "in", "桃園市測試路2號", "彰化縣彰化市復興街66號")


def _businesses(entries: Entries) -> None:
    entries.business(ARCADE, LEE, "測試遊藝場", "彰化縣鹿港鎮中山路200號", date(2015, 1, 5))
    entries.business(RINK, NEW_UI_REP, "測試溜冰場", "彰化縣和美鎮中正路300號", date(2023, 5, 1))
    entries.business("10458575", WANG, "測試商行", "彰化縣彰化市民生路400號", date(2008, 8, 8), "paused")
    year = entries.year
    entries.charge(ARCADE, "amusement", ARCADE, year - 1, 8_640, date(year - 1 + ROC, 3, 10), date(year - 1 + ROC, 3, 8), "jan-feb")
    entries.charge(ARCADE, "amusement", ARCADE, year - 1, 9_120, date(year - 1 + ROC, 5, 10), date(year - 1 + ROC, 5, 9), "mar-apr")
    entries.charge(RINK, "amusement", RINK, year, 15_300, entries.today + timedelta(days=20), None, "may-jun")
