"""What is accepted without making models is what the models accept, and code of a model runs once a record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    TypeAdapter,
    field_validator,
    model_validator,
)
from typing_extensions import TypedDict

import huzma
from huzma.validation.accepting import acceptor
from huzma.validation.schemas import ModelSchema

T = TypeVar("T")


class Kind(Enum):
    NEWS = "خبر"
    OPINION = "رأي"


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    n: int = Field(ge=0)
    name: Annotated[str, Field(min_length=1, pattern="^[^x]*$")] = "اسم"


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, populate_by_name=True)

    n: int = Field(alias="ن")
    day: date | None = None
    flag: bool = Field(default=True, validate_default=True)


class Tree(BaseModel):
    n: int
    parts: list[Tree] = []
    by_name: dict[str, Leaf] = Field(default_factory=dict, max_length=2)


class Many(BaseModel):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, int]

    n: Annotated[int, Field(validation_alias=AliasChoices("n", AliasPath("by_name", "n")))]
    one: Leaf | Strict | int = 0
    kind: Kind = Kind.NEWS
    exact: Decimal | None = None
    length: timedelta | None = None
    at: datetime | None = None
    id: UUID | None = None
    parts: tuple[int, Leaf] | None = None
    name: Literal["اسم", 1] = 1


class Dog(BaseModel):
    kind: Literal["dog"]
    n: int


class Tagged(BaseModel):
    one: Annotated[Dog | Leaf, Field(union_mode="left_to_right")]
    pet: Annotated[Dog, Field(discriminator=None)] | None = None


class Generally(BaseModel, Generic[T]):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    n: T
    name: str | None = None


class Broken(BaseModel):
    n: int = "none"  # type: ignore[assignment]
    parts: set[Generally[int]] = set()


MODELS: list[Any] = [Leaf, Strict, Tree, Many, Tagged, Generally[int], Generally[Leaf], Broken]

SCALARS: st.SearchStrategy[Any] = st.sampled_from(
    [0, 1, -1, 1.0, 2.5, True, None, "", "1", "اسم", "x", " n ", "2016-09-15", "خبر", "PT1S", 10**30, "dog"]
)
NAMES = st.sampled_from(["n", "name", "parts", "by_name", "kind", "x"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, list[Any]]:
    """A model and records with members that it knows; most of each record is as it should be."""
    model = draw(st.sampled_from(MODELS))
    names = [*model.model_fields, "ن", "x"]
    members = st.dictionaries(st.sampled_from(names), SCALARS | JSON, max_size=3)
    records = members.map(lambda given: {("ن" if model is Strict else "n"): 1, **given}) | JSON
    return model, draw(st.lists(records, min_size=1, max_size=12))


@given(case=cases())
def test_what_is_accepted_without_making_models_is_what_they_accept(case: tuple[Any, list[Any]]) -> None:
    model, records = case
    adapter = TypeAdapter(model)
    accepts = acceptor(adapter)
    assert accepts is not None

    def refuses(validator: Any, json_text: bytes) -> bool:
        try:
            validator.validate_json(json_text)
        except ValueError:
            return True
        return False

    written = [json.dumps(record, ensure_ascii=False).encode() for record in records]
    refused = {index for index, one in enumerate(written) if refuses(adapter, one)}
    assert {index for index, one in enumerate(written) if refuses(accepts, b"[" + one + b"]")} == refused
    joined = b"[" + b",".join(written) + b"]"
    assert ModelSchema(model).refused(joined, 10**6) == sorted(refused)


def counted(calls: list[Any]) -> list[Any]:
    """Models that run code, which notes each call."""

    def note(value: Any) -> Any:
        calls.append(value)
        return value

    class OfField(BaseModel):
        n: Annotated[int, AfterValidator(note)]
        m: int = 0

    class Decorated(BaseModel):
        n: int
        m: int = 0

        @field_validator("n")
        @classmethod
        def noted(cls, value: int) -> int:
            return int(note(value))

    class OfModel(BaseModel):
        n: int
        m: int = 0

        @model_validator(mode="before")
        @classmethod
        def noted(cls, value: Any) -> Any:
            return note(value)

    class Nested(BaseModel):
        parts: list[OfField] = []
        n: OfField | None = None
        m: int = 0

    class Initialised(BaseModel):
        n: int
        m: int = 0

        def __init__(self, **members: Any) -> None:
            super().__init__(**members)
            note(self)

    class Made(BaseModel):
        n: int
        m: int = 0

        def __new__(cls, *_: Any, **__: Any) -> Made:
            return note(super().__new__(cls))  # type: ignore[no-any-return]

    class Private(BaseModel):
        n: int
        m: int = 0
        _note: int = PrivateAttr(default_factory=lambda: int(note(0)))

    class Named(TypedDict):
        default: Annotated[int, AfterValidator(note)]

    class Within(BaseModel):
        n: Named | int
        m: int = 0

    class Rooted(RootModel[OfField]):
        pass

    class Ended(BaseModel):
        n: int
        m: int = 0

        def model_post_init(self, context: Any, /) -> None:
            note(self)

    return [OfField, Decorated, OfModel, Nested, Initialised, Made, Private, Within, Rooted, Ended]


@pytest.mark.parametrize("place", range(len(counted([]))))
def test_a_model_that_runs_code_is_asked_itself(place: int) -> None:
    calls: list[Any] = []
    model = counted(calls)[place]
    assert acceptor(TypeAdapter(model)) is None
    records = [b'{"n": 1}'] * 9 + [b'{"n": 2, "m": "x"}']
    if model.__name__ == "Nested":
        records = [b'{"n": {"n": 1}}'] * 9 + [b'{"n": {"n": 1}, "m": "x"}']
    if model.__name__ == "Within":
        records = [b'{"n": {"default": 1}}'] * 9 + [b'{"n": {"default": 2}, "m": "x"}']
    report = huzma.validate(b"\n".join(records), model)
    assert report.counts["accepted"] == 9
    assert 9 <= len(calls) <= 10


def test_types_that_are_no_models_need_no_other_schema() -> None:
    class Row(TypedDict):
        n: int

    for kind in (int, list[str], dict[str, int], Row):
        assert acceptor(TypeAdapter(kind)) is None


def test_of_two_members_of_one_name_the_model_says_which_counts() -> None:
    class Pair(BaseModel):
        n: int

    data = b'{"n": 1}\n{"n": "x", "n": 1}\n{"n": 1, "n": "x"}\n'
    quick = huzma.validate(data, Pair)
    exact = huzma.validate(data, Pair, constraints=[huzma.Unique("m")])
    assert list(quick.rejected) == list(exact.rejected) == [2, 3]
    assert list(quick.findings) == list(exact.findings)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_findings_are_the_same_however_many_records_are_refused(share: float) -> None:
    every: Callable[[int], bool] = lambda number: number * share % 1 < share  # noqa: E731
    records = [json.dumps({"n": -number if every(number) else number, "name": "خ"}) for number in range(1, 3000)]
    data = "\n".join(records).encode()
    quick = huzma.validate(data, Leaf)
    exact = huzma.validate(data, Leaf, constraints=[huzma.Unique("m")])
    assert quick.counts == exact.counts
    assert list(quick.findings) == list(exact.findings)
