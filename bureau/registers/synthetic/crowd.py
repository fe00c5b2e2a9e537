"""Everybody else: three hundred invented people with houses, land, cars, taxes and income as chance has it."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from bureau.registers.synthetic.entries import ROC, Entries, checks

BULK = 300
STEMS = "甲乙丙丁戊己庚辛壬癸"
DIGITS = "〇一二三四五六七八九"
TOWNS = ("彰化市", "鹿港鎮", "和美鎮", "員林市", "溪湖鎮", "田中鎮", "北斗鎮", "二林鎮", "花壇鄉", "社頭鄉", "芳苑鄉", "大村鄉")
ROADS = ("中山路", "中正路", "民生路", "光復路", "文化街", "復興街")
STRUCTURES = ("鋼筋混凝土造", "加強磚造", "鋼骨造", "磚石造")
MAKES = ("甲牌", "乙牌", "丙牌")
YEARS_ANNOUNCED = 3
NOBODYS_LOT = "彰化縣彰化市測試段 27-3 地號"


def crowd(entries: Entries, random: Random) -> None:
    """Settle everybody, then announce what land is worth."""
    for id_no, name in _names(random, {row["id_no"] for row in entries.rows["people"]}):
        _settle(entries, random, id_no, name)
    lots = [row["lot"] for row in entries.rows["parcels"]]
    for number, lot in enumerate([*lots, NOBODYS_LOT]):
        for back in range(YEARS_ANNOUNCED):
            entries.add("announced", lot=lot, roc_year=entries.year - back, per_m2=12_000 + 100 * (number % 50) - 400 * back)


def _names(random: Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    for number in range(BULK):
        while True:
            id_no = f"{random.choice('NABCDEF')}{random.choice('12')}{random.randrange(10**8):08d}"
            if checks(id_no) and id_no not in taken:
                break
        taken.add(id_no)
        count = number % 100 + 1
        yield id_no, "測試" + STEMS[number // 100] + DIGITS[count // 100] + DIGITS[count // 10 % 10] + DIGITS[count % 10]


def _settle(entries: Entries, random: Random, id_no: str, name: str) -> None:
    number = entries.number("people") - 1
    town, road = random.choice(TOWNS), random.choice(ROADS)
    address = f"彰化縣{town}{road}{random.randrange(1, 400)}號"
    birth = date(1935, 1, 1) + timedelta(days=random.randrange(25_000))
    entries.person(id_no, name, birth, f"0900{number:06d}", address)
    if random.random() < 0.6:
        completed = date(1960, 1, 1) + timedelta(days=random.randrange(23_000))
        area, house = round(random.uniform(40, 260), 1), f"N0799{number:07d}"
        structure = random.choice(STRUCTURES)
        floors, value = random.randrange(1, 6), int(area * random.randrange(700, 3900))
        entries.house(house, id_no, address, structure, floors, area, completed, value)
        entries.parcel(f"彰化縣{town}測試段 {1000 + number} 地號", id_no, round(area * 0.8, 1), int(area * 12_000))
        entries.assessed(id_no, house, value, 2, paid=True)
    if random.random() < 0.5:
        plate = f"TST-{2000 + number:04d}"
        entries.vehicle(plate, id_no, random.choice(MAKES), random.randrange(2005, 2026))
        due = date(entries.year - 1 + ROC, 4, 30)
        entries.charge(id_no, "vehicle", plate, entries.year - 1, 4_800 + number, due, due if random.random() < 0.9 else None)
    if random.random() < 0.8:
        entries.income(id_no, entries.year - 2, "salary", "測試公司", random.randrange(200_000, 900_000))
