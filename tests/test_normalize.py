"""Normalising from Python."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma

any_text = st.text(st.characters(exclude_categories=()))
arabic = st.text(
    st.one_of(
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.sampled_from("ﻻﺎﷺ\u200b\u200c\u200f\u202e\ufeff\xadکیہ aB1٢۳\u0301"),
    )
)
OWN = ["canonical", "display", "search", "skeleton"]


@pytest.mark.parametrize("profile", OWN)
@given(text=arabic | any_text)
def test_own_profiles_are_idempotent_and_align(profile: str, text: str) -> None:
    normalizer = huzma.Normalizer(profile)
    once = normalizer(text)
    assert normalizer(once) is once
    aligned = normalizer.align(text)
    assert aligned.text == once
    assert aligned.source_span(0, len(once)) == (0, len(text))
    covered = 0
    last = (0, 0)
    for unit in range(len(once)):
        span = aligned.source_span(unit, unit + 1)
        assert span == last or span[0] == covered
        last, covered = span, span[1]
        start, end = aligned.normalized_span(*span)
        assert start <= unit < end
    assert not once or covered == len(text)


@given(arabic)
def test_canonical_is_nfc(text: str) -> None:
    # Only of characters that this Python's Unicode knows: an older one has other reserved code points.
    known = "".join(char for char in text if unicodedata.category(char) != "Cn")
    result = huzma.normalize(known, "canonical")
    assert unicodedata.normalize("NFC", result) == result


def test_the_same_object_comes_back() -> None:
    for text in ("", "plain", "نص بسيط", "😀", "é"):
        assert huzma.normalize(text, "canonical") is text
    texts = ["نص", "أُكِّد"]
    result = huzma.Normalizer("search").many(texts)
    assert result == ["نص", "اكد"]
    assert result[0] is texts[0]


def test_profiles_are_data() -> None:
    profile = huzma.profiles()["search"]
    again = type(profile).model_validate_json(profile.model_dump_json())
    assert again == profile
    text = "إلى المكتبةِ ١٢"
    assert huzma.Normalizer(profile)(text) == huzma.Normalizer("search")(text) == "الي المكتبه 12"
    only = huzma.Normalizer({"steps": [{"strip_tashkeel": {"groups": ["tanween"]}}]})
    assert only("جدًّا كتابٌ") == "جدّا كتاب"
    assert pickle.loads(pickle.dumps(only))("كتابٌ") == "كتاب"


@pytest.mark.parametrize(
    ("profile", "step", "message"),
    [
        ("serach", None, "search"),
        ({"steps": ["unify_alif"]}, "unify_alif", "unify_alef"),
        ({"steps": ["nfc", "nfkc"]}, "nfc", "contradict"),
        ({"steps": [{"unify_digits": {"to": "roman"}}]}, "unify_digits", "arabic_indic"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(profile: object, step: str | None, message: str) -> None:
    with pytest.raises(huzma.ProfileError, match=message) as raised:
        huzma.Normalizer(profile)  # type: ignore[arg-type]
    assert raised.value.step == step
    assert pickle.loads(pickle.dumps(raised.value)).step == step


def test_spans_outside_are_refused() -> None:
    aligned = huzma.Normalizer("search").align("نعم")
    with pytest.raises(IndexError, match="no span of a text of 3"):
        aligned.source_span(0, 4)
