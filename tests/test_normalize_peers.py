"""The profiles that follow other tools, held against those tools.

PyArabic (GPL) and CAMeL Tools are installed as test peers only: `pip install pyarabic six`, and
`pip install --no-deps camel-tools emoji`. Where one is missing its test is skipped and says so. Lucene runs on another
machine; what its `ArabicNormalizer` does is written down here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma

BLOCKS = [
    *range(0x600, 0x700),
    *range(0x750, 0x780),
    *range(0x870, 0x900),
    *range(0xFB50, 0xFE00),
    *range(0xFE70, 0xFF00),
    *range(0x10EC0, 0x10F00),
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2000, 0x2070),
    0x301,
    0xD800,
    0xFEFF,
    0x1F600,
]

texts = st.text(
    st.one_of(
        st.characters(min_codepoint=0x621, max_codepoint=0x655),
        st.sampled_from([chr(point) for point in BLOCKS]),
        st.sampled_from("آأإؤئىةـًٌٍَُِّْٰٕٓٔﻻﻷﻹﻵٱ "),
    ),
    max_size=80,
)


def lucene_arabic_normalizer(text: str) -> str:
    """What org.apache.lucene.analysis.ar.ArabicNormalizer (9.x) makes of a text, as its documentation lists it.

    0622 0623 0625 become 0627, 0649 becomes 064A, 0629 becomes 0647; 0640 and 064B to 0652 are deleted.
    """
    table: dict[int, int | None] = {0x622: 0x627, 0x623: 0x627, 0x625: 0x627, 0x649: 0x64A, 0x629: 0x647}
    return text.translate(table | dict.fromkeys([0x640, *range(0x64B, 0x653)]))


def pyarabic() -> Callable[[str], str]:
    araby = pytest.importorskip("pyarabic.araby", reason="pyarabic is not installed")

    def chain(text: str) -> str:
        stripped = araby.strip_tatweel(araby.strip_tashkeel(text))
        result: str = araby.normalize_hamza(araby.normalize_ligature(stripped))
        return result

    return chain


def camel() -> Callable[[str], str]:
    dediac = pytest.importorskip("camel_tools.utils.dediac", reason="camel-tools is not installed")
    normalize = pytest.importorskip("camel_tools.utils.normalize", reason="camel-tools is not installed")

    def chain(text: str) -> str:
        folded = normalize.normalize_alef_maksura_ar(normalize.normalize_alef_ar(dediac.dediac_ar(text)))
        result: str = normalize.normalize_teh_marbuta_ar(folded)
        return result

    return chain


PEERS: dict[str, Callable[[], Callable[[str], str]]] = {
    "lucene": lambda: lucene_arabic_normalizer,
    "camel": camel,
    "pyarabic": pyarabic,
}


@pytest.mark.parametrize("name", PEERS)
def test_profile_equals_the_tool_on_every_code_point(name: str) -> None:
    peer, normalizer = PEERS[name](), huzma.Normalizer(name)
    for point in BLOCKS:
        char = chr(point)
        for text in (char, f"ب{char}ت", f"{char}ب", f"{char}بت", f"{char}بتث", f"ا{char}َّ", f"آ{char}ب", f"آ{char}"):
            assert normalizer(text) == peer(text), f"U+{point:04X} in {text!a}"


@pytest.mark.parametrize("name", PEERS)
@given(text=texts)
def test_profile_equals_the_tool_on_random_texts(name: str, text: str) -> None:
    assert huzma.normalize(text, name) == PEERS[name]()(text)


def test_what_tools_do_differently() -> None:
    text = "آمَنَ مُوسىٰ بـﻷمر ٱلله"
    assert huzma.normalize(text, "lucene") == "امن موسيٰ بﻷمر ٱلله"
    assert huzma.normalize(text, "camel") == "امن موسي بـﻷمر الله"
    assert huzma.normalize(text, "pyarabic") == "ءءمن موسىٰ بلامر ٱلله"
