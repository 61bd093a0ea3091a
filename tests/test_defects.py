"""Defects put into a clean article one at a time: each is reported where it is, and safe fixes undo what they can.

The fifty-two classes are those that a comparison of tools for Arabic text was made with; most are reported by no other
tool. A defect says what is replaced by what, and whether the safe fix must bring the article back byte for byte, which
is so wherever the defect destroys nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

import huzma
from clean_text import passages

ARTICLE = passages()["a bridge is opened"]


@dataclass(frozen=True)
class Defect:
    """One defect: the first occurrence of a piece of the article, and what takes its place."""

    name: str
    piece: str
    replacement: str
    restored: bool = False
    """Whether the safe fix brings the article back."""


def _read_as(text: str, encoding: str) -> str:
    return "".join(
        bytes([byte]).decode(encoding) if byte not in _UNDEFINED or encoding != "cp1252" else chr(byte)
        for byte in text.encode()
    )


_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""The bytes that windows-1252 lacks; browsers read them as control codes."""

_BASE = 0xFE80
_COUNTS = dict(
    zip(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
        (1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, *(4,) * 15, 2, 2, 4),
        strict=True,
    )
)
_FIRST = {letter: _BASE + sum(list(_COUNTS.values())[:index]) for index, letter in enumerate(_COUNTS)}


def _shaped(text: str) -> str:
    """The text with each letter in the presentation form of its place, as fonts need it."""
    out = []
    for index, letter in enumerate(text):
        if letter not in _COUNTS:
            out.append(letter)
            continue
        before, after = text[index - 1 : index] or " ", text[index + 1 : index + 2]
        joined = _COUNTS.get(before) == 4 and _COUNTS[letter] > 1
        joins = _COUNTS[letter] == 4 and after in _COUNTS and after != "ء"
        out.append(chr(_FIRST[letter] + joined + 2 * joins))
    return "".join(out)


FIRST_LINE = ARTICLE.split("\n")[0]
SECOND_LINE = ARTICLE.split("\n")[1]
DEFECTS = [
    # of encoding and form
    Defect("whole text in presentation forms", ARTICLE, _shaped(ARTICLE), restored=True),
    Defect("one word in presentation forms", "البلدية ومئات", _shaped("البلدية") + " ومئات", restored=True),
    Defect("letters in visual order", FIRST_LINE, FIRST_LINE[::-1]),
    Defect("UTF-8 read as Latin-1, whole", ARTICLE, _read_as(ARTICLE, "cp1252")),
    Defect("UTF-8 read as Latin-1, one word", "المهندس", _read_as("المهندس", "cp1252")),
    Defect(
        "windows-1256 read as windows-1252",
        SECOND_LINE,
        SECOND_LINE.encode("cp1256").decode("cp1252"),
    ),
    Defect("right-to-left mark left in a word", "المحافظ", "المحا\u200fفظ", restored=True),
    Defect("unclosed embedding", "المهندس", "\u202bالمهندس", restored=True),
    Defect("tatweel", "شكوى", "شكـــوى", restored=True),
    Defect("mixed digit systems", "12 مليون", "١٢ مليون"),
    Defect("NUL", "الثلوج", "الث\0لوج", restored=True),
    Defect("C1 control", "الثلوج", "الث\x9dلوج"),
    Defect("lone surrogate", "الثلوج", "الث\ud800لوج"),
    Defect("byte order mark inside", "الثلوج", "الث\ufeffلوج", restored=True),
    Defect("hamza taken apart", "أبنائها", unicodedata.normalize("NFD", "أبنائها"), restored=True),
    Defect("other quotation marks", "«من يعوضنا عن ثلاث سنوات بلا زبائن؟»", "“من يعوضنا عن ثلاث سنوات بلا زبائن؟”"),
    Defect("entity of HTML", "«من يعوضنا", "&laquo;من يعوضنا", restored=True),
    Defect("U+FFFD", "الثلوج", "الث\ufffdوج"),
    Defect("zero width space", "المهندس", "المه\u200bندس", restored=True),
    Defect("no-break space", "رئيس البلدية", "رئيس\u00a0البلدية", restored=True),
    Defect("two spaces", "رئيس البلدية", "رئيس  البلدية", restored=True),
    Defect("space before a comma", "من جهته،", "من جهته ،", restored=True),
    Defect("no space behind a comma", "من جهته، شكر", "من جهته،شكر", restored=True),
    Defect("Persian yeh", "سيختصر", "سیختصر", restored=True),
    Defect("Persian kaf", "شكوى", "شکوى", restored=True),
    Defect("heh of Urdu", "المهندس", "المھندس", restored=True),
    Defect("lam and alef changed places", "الأطفال", "األطفال"),
    Defect("private use character", "الثلوج", "الث\uf0b7لوج"),
    Defect("noncharacter", "الثلوج", "الث\uffffلوج"),
    Defect("soft hyphen", "المهندس", "المه\u00adندس", restored=True),
    # of signs
    Defect("ASCII comma", "من جهته، شكر", "من جهته, شكر", restored=True),
    Defect("ASCII question mark", "زبائن؟»", "زبائن?»", restored=True),
    Defect("unclosed quotation mark", "وأضاف أن تكلفة", "وأضاف «أن تكلفة"),
    Defect("unclosed bracket", "من جهته، شكر", "(من جهته، شكر"),
    # of letters and marks
    Defect("word of two scripts", "المحافظ", "المحaفظ"),
    Defect("repeated haraka", "مجانًا", "مجانًًا", restored=True),
    Defect("haraka at the start of a word", "شكر المهندس", "ُشكر المهندس"),
    Defect("tanween behind its alef", "تقريبًا", "تقريباً"),
    Defect("heh for teh marbuta", "المدينة إلى", "المدينه إلى"),
    Defect("alef maksura for yeh", "وقال رئيس البلدية في", "وقال رئيس البلدية فى", restored=True),
    Defect("dropped hamza", "إلى المستشفى", "الى المستشفى", restored=True),
    Defect("words run together", "البلدية في كلمته", "البلديةفي كلمته"),
    Defect("a word split", "دائرة الآثار", "دائرة ال آثار"),
    Defect("repeated word", "إلى متحف المدينة", "إلى إلى متحف المدينة"),
    Defect("repeated paragraph", f"\n{SECOND_LINE}", f"\n{SECOND_LINE}\n{SECOND_LINE}", restored=True),
    Defect("elongation", "شكر", "شكررررر"),
    # of pages
    Defect("tag of HTML", "شكر المهندس المشرف", "شكر <b>المهندس</b> المشرف"),
    Defect("a line that leads elsewhere", "\nأما الأطفال", "\nاقرأ أيضًا: جسر آخر\nأما الأطفال"),
]


def _reported(defect: Defect) -> tuple[list[huzma.Finding], list[huzma.Finding]]:
    """What is reported where the defect is, and what elsewhere."""
    assert ARTICLE.count(defect.piece) >= 1, defect.name
    start = ARTICLE.index(defect.piece)
    text = ARTICLE.replace(defect.piece, defect.replacement, 1)
    end = start + len(defect.replacement)
    here: list[huzma.Finding] = []
    elsewhere: list[huzma.Finding] = []
    for finding in huzma.check(text):
        assert finding.start is not None
        assert finding.end is not None
        (here if finding.start <= end and start <= finding.end else elsewhere).append(finding)
    return here, elsewhere


def test_nothing_is_reported_in_the_clean_article() -> None:
    assert list(huzma.check(ARTICLE)) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_reported_where_it_is(defect: Defect) -> None:
    here, elsewhere = _reported(defect)
    assert here, "not reported"
    # The closing mark has lost the partner that the entity stands for.
    assert [finding.code for finding in elsewhere] == (["QT002"] if defect.name == "entity of HTML" else [])


@pytest.mark.parametrize("defect", [defect for defect in DEFECTS if defect.restored], ids=lambda defect: defect.name)
def test_the_safe_fix_brings_the_article_back(defect: Defect) -> None:
    assert huzma.fix(ARTICLE.replace(defect.piece, defect.replacement, 1)).text == ARTICLE


@pytest.mark.parametrize("text", ["", " \n\t\n"], ids=["empty", "white space"])
def test_a_document_without_text_is_reported(text: str, tmp_path: Path) -> None:
    path = tmp_path / "000_0123456789abcdef.txt"
    path.write_text(text, encoding="utf-8")
    bundle = huzma.read(path)
    codes = [finding.code for document in bundle for finding in document.check()]
    codes += [finding.code for finding in bundle.findings]
    assert ("SP004" if text else "BN005") in codes


def test_of_fifty_two_classes_at_least_fifty_are_reported() -> None:
    """Addresses and cut-off endings are no defects of a text by themselves."""
    not_looked_for = 2
    assert len(DEFECTS) + 2 + not_looked_for == 52
