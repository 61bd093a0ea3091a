"""Normalising from Python."""

from __future__ import annotations

import pickle
import subprocess
import sys
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


kinds = st.one_of(
    st.text(st.characters(max_codepoint=0x7F)),
    st.text(st.characters(max_codepoint=0xFF)),
    arabic,
    st.text(st.characters(exclude_categories=())),
    st.tuples(arabic, st.integers(0, 200), st.sampled_from("aàب\u064e😀\ud800")).map(
        lambda a: a[0] + a[1] * a[2] + a[0]
    ),
)


@pytest.mark.parametrize("profile", [*huzma.profiles()])
@given(text=kinds)
def test_a_result_is_a_str_like_any_other(profile: str, text: str) -> None:
    result = huzma.normalize(text, profile)
    again = "".join(list(result))
    assert result == again
    assert hash(result) == hash(again)
    # In the narrowest layout, as the interpreter takes for granted; the joined one has been made by it. Of one
    # character it has one `str` for all, which may keep its UTF-8.
    assert result is text or len(result) == 1 or sys.getsizeof(result) == sys.getsizeof(again)
    normalizer = huzma.Normalizer(profile)
    assert normalizer(text) == result
    assert normalizer.many([text, text, "نص"])[:2] == [result, result]
    assert normalizer.many(iter([text])) == [result]


def test_many_takes_any_number_of_texts_of_any_kind() -> None:
    texts = ["abc", "É", "أُكِّد", "😀 أ", "\ud800ة", ""] * 5000 + ["أ" * 100_000]
    search = huzma.Normalizer("search")
    assert search.many(texts) == [search(text) for text in texts]
    with pytest.raises(TypeError):
        search.many(["نص", b"x"])  # type: ignore[list-item]


def test_a_text_that_grows() -> None:
    assert huzma.normalize("ﷺ" * 1000, "search") == "صلي الله عليه وسلم" * 1000
    assert huzma.normalize("ﻻ" * 10, "canonical") == "لا" * 10
    assert huzma.normalize("a1", {"steps": [{"unify_digits": {"to": "arabic_indic"}}]}) == "a١"
    assert huzma.normalize("\ufa6c", "canonical") == "\U000242ee"


def test_a_map_takes_memory_for_changes_only() -> None:
    align = huzma.Normalizer("search").align
    assert sys.getsizeof(align("كتب الولد درسا " * 10_000)) < 300
    assert sys.getsizeof(align("كَتَبَ الوَلَدُ " * 10_000)) < 150_000


def test_the_stream_of_the_command_line() -> None:
    text = ("قَالَ أُكِّدَ ﻻ " * 200_000 + "ا\u0654").encode()
    command = [sys.executable, "-m", "huzma", "normalize", "--profile", "canonical"]
    result = subprocess.run(command, input=text, capture_output=True, check=True, timeout=120)
    assert result.stdout.decode() == huzma.normalize(text.decode(), "canonical")


@given(text=arabic, cuts=st.lists(st.integers(0, 9), max_size=30))
def test_pieces_give_what_the_whole_gives(text: str, cuts: list[int]) -> None:
    from huzma.normalizing import stream

    rest = text.encode()
    pieces = []
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    normalizer = huzma.Normalizer("search")
    assert b"".join(stream(normalizer, [*pieces, rest])).decode() == normalizer(text)
    with pytest.raises(UnicodeDecodeError) as raised:
        list(stream(normalizer, [*pieces, rest, b"\xd8"]))
    assert raised.value.start == len(text.encode())
