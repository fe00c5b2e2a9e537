"""The synthetic county: invented people with houses, land and cars, made from a seed at run time.

Standing people carry the handbook's test numbers (§2.1); everybody else is called 測試甲〇〇一
and so on, so that nobody can take the county for a real one. Nothing of it is kept in files.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, func, insert, inspect, select

from bureau.registers.county.schema import houses, metadata, parcels, people, vehicles

BULK = 300
STEMS = "甲乙丙丁戊己庚辛壬癸"
DIGITS = "〇一二三四五六七八九"
TOWNS = ("彰化市", "鹿港鎮", "和美鎮", "員林市", "溪湖鎮", "田中鎮", "北斗鎮", "二林鎮", "花壇鄉", "社頭鄉", "芳苑鄉", "大村鄉")
ROADS = ("中山路", "中正路", "民生路", "光復路", "文化街", "復興街")
STRUCTURES = ("鋼筋混凝土造", "加強磚造", "鋼骨造", "磚石造")
MAKES = ("甲牌", "乙牌", "丙牌")
LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)


def checks(id_no: str) -> bool:
    """Whether the check digit of a national or new UI number is right (handbook §2.1)."""
    value = LETTERS[id_no[0]]
    total = value // 10 + 9 * (value % 10) + sum(int(digit) * weight for digit, weight in zip(id_no[1:], WEIGHTS, strict=True))
    return total % 10 == 0


def namesake(id_no: str) -> str:
    """Another valid number with the same last four digits: the person whom a certificate alone cannot tell apart."""
    return next(letter + id_no[1:] for letter in reversed(LETTERS) if letter != id_no[0] and checks(letter + id_no[1:]))


def make(database: Engine, *, seed: int = 20) -> bool:
    """Create and fill the county unless somebody lives there already. Returns whether it was filled."""
    if inspect(database).has_table(people.name):
        with database.connect() as connection:
            if connection.execute(select(func.count()).select_from(people)).scalar_one():
                return False
    metadata.create_all(database)
    random = Random(seed)
    rows: dict[str, list[dict[str, Any]]] = {"people": [], "houses": [], "parcels": [], "vehicles": []}
    _standing(rows)
    for id_no, name in _bulk(random, {row["id_no"] for row in rows["people"]}):
        _settle(rows, random, id_no, name)
    with database.begin() as connection:
        for table in (people, houses, parcels, vehicles):
            connection.execute(insert(table), rows[table.name])
    return True


def _person(id_no: str, name: str, birth: date, mobile: str, address: str) -> dict[str, Any]:
    return {"id_no": id_no, "name": name, "last4": id_no[-4:], "birth": birth, "mobile": mobile, "address": address}


def _house(number: str, owner: str, address: str, structure: str, floors: int, area: float, completed: date, value: int) -> dict[str, Any]:
    return {
        "house_tax_no": number, "owner": owner, "address": address, "structure": structure, "floors": floors, "area_m2": area,
        "completed": completed, "value": value, "share": "全部", "use": "住家用",
    }


def _standing(rows: dict[str, list[dict[str, Any]]]) -> None:
    home = "彰化縣彰化市中山路二段1號"
    rows["people"] += [
        _person("A123456789", "王小明", date(1970, 12, 31), "0900000001", home),
        _person("A223456781", "李小美", date(1948, 2, 29), "0900000002", "彰化縣鹿港鎮民生路22號"),
        _person("N123456780", "陳小明", date(1985, 5, 5), "0900000003", "彰化縣員林市中正路33號"),
        _person(namesake("N123456780"), "陳小明", date(1991, 9, 9), "0900000004", "彰化縣溪湖鎮光復路44號"),
        _person("E123456783", "林小華", date(2001, 1, 1), "0900000005", "彰化縣田中鎮文化街55號"),
        _person("A800000014", "測試外籍甲", date(1990, 3, 3), "0900000006", "彰化縣彰化市復興街66號"),
    ]
    rows["houses"] += [
        _house("N07010000001", "A123456789", home, "鋼筋混凝土造", 5, 186.4, date(2004, 3, 15), 612_300),
        _house("N07020000002", "A123456789", "彰化縣鹿港鎮文化街12巷3號", "加強磚造", 2, 98.7, date(1983, 7, 1), 148_900),
        _house("N07020000003", "A223456781", "彰化縣鹿港鎮民生路22號", "磚石造", 1, 64.2, date(1968, 11, 20), 51_600),
        _house("N07040000004", "N123456780", "彰化縣員林市中正路33號", "鋼筋混凝土造", 3, 121.0, date(1999, 1, 9), 301_400),
    ]
    rows["parcels"] += [
        {"lot": "彰化縣彰化市測試段 1 地號", "owner": "A123456789", "area_m2": 92.5, "value": 2_405_000, "share": "1/1"},
        {"lot": "彰化縣鹿港鎮測試段 27-3 地號", "owner": "A123456789", "area_m2": 310.0, "value": 1_178_000, "share": "1/2"},
    ]
    rows["vehicles"].append({"plate": "TST-0001", "owner": "A123456789", "make": "甲牌", "year": 2018})


def _bulk(random: Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    for number in range(BULK):
        while True:
            id_no = f"{random.choice('NABCDEF')}{random.choice('12')}{random.randrange(10**8):08d}"
            if checks(id_no) and id_no not in taken:
                break
        taken.add(id_no)
        count = number % 100 + 1
        yield id_no, "測試" + STEMS[number // 100] + DIGITS[count // 100] + DIGITS[count // 10 % 10] + DIGITS[count % 10]


def _settle(rows: dict[str, list[dict[str, Any]]], random: Random, id_no: str, name: str) -> None:
    number = len(rows["people"])
    town, road = random.choice(TOWNS), random.choice(ROADS)
    address = f"彰化縣{town}{road}{random.randrange(1, 400)}號"
    birth = date(1935, 1, 1) + timedelta(days=random.randrange(25_000))
    rows["people"].append(_person(id_no, name, birth, f"0900{number:06d}", address))
    if random.random() < 0.6:
        completed = date(1960, 1, 1) + timedelta(days=random.randrange(23_000))
        area = round(random.uniform(40, 260), 1)
        structure = random.choice(STRUCTURES)
        floors, value = random.randrange(1, 6), int(area * random.randrange(700, 3900))
        rows["houses"].append(_house(f"N0799{number:07d}", id_no, address, structure, floors, area, completed, value))
        land = round(area * 0.8, 1)
        rows["parcels"].append(
            {"lot": f"彰化縣{town}測試段 {number} 地號", "owner": id_no, "area_m2": land, "value": int(area * 12_000), "share": "1/1"}
        )
    if random.random() < 0.5:
        rows["vehicles"].append(
            {"plate": f"TST-{number:04d}", "owner": id_no, "make": random.choice(MAKES), "year": random.randrange(2005, 2026)}
        )
