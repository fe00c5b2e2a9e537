"""The field dictionary: what can be asked, and what makes an answer good.

A field is asked, checked, masked and translated the same way everywhere. Its words stand in the shared
wording: ``field.<name>.label``, ``.hint``, and ``field.<name>.<choice>`` for a choice.

Rules on answers (handbook §1.8, §2.1, §2.2): only ASCII letters and digits count, ``fullmatch`` always, so that
neither a newline nor full-width digits pass.
"""
from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel, model_validator

from catalogue.fields.base import AnswerWrong as AnswerWrong
from catalogue.fields.base import FieldBase as FieldBase
from catalogue.fields.base import id_kind as id_kind
from catalogue.fields.base import mask_id as mask_id
from catalogue.fields.chosen import Choice as Choice
from catalogue.fields.chosen import Several as Several
from catalogue.fields.chosen import Year as Year
from catalogue.fields.group import Group as Group
from catalogue.fields.places import ROAD_LONGEST as ROAD_LONGEST
from catalogue.fields.places import Address as Address
from catalogue.fields.places import Parcel as Parcel
from catalogue.fields.typed import Amount as Amount
from catalogue.fields.typed import BankAccount as BankAccount
from catalogue.fields.typed import Code as Code
from catalogue.fields.typed import Count as Count
from catalogue.fields.typed import Digits as Digits
from catalogue.fields.typed import Email as Email
from catalogue.fields.typed import IdNumber as IdNumber
from catalogue.fields.typed import Plate as Plate
from catalogue.fields.typed import RocDate as RocDate
from catalogue.fields.typed import Text as Text
from catalogue.fields.typed import Ubn as Ubn
from catalogue.steps import FieldName

FieldKind = Annotated[
    IdNumber | RocDate | Digits | Ubn | Code | Count | Amount | Choice | Several | Year | Text | Plate | Email | BankAccount | Address
    | Parcel | Group,
    Field(discriminator="type"),
]


class Fields(RootModel[dict[FieldName, FieldKind]]):
    """The whole of ``flows/fields.toml``: one table a field."""

    @model_validator(mode="after")
    def _hold(self) -> Fields:
        for field in self.root.values():
            if isinstance(field, Group):
                field.hold(self.root)
        return self

    def __getitem__(self, name: str) -> FieldKind:
        return self.root[name]

    def __contains__(self, name: object) -> bool:
        return name in self.root

    def names(self) -> list[str]:
        """All field names."""
        return list(self.root)
