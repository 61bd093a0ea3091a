"""`huzma.check` and `huzma.fix`: what counts as a source, and what comes back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma
from conftest import CLEAN, COMMA, Folder
from huzma.checking import check_text, selection


def test_a_finding_points_at_its_text() -> None:
    (finding,) = huzma.check(COMMA, select="PN001")
    comma = COMMA.index(",")
    assert (finding.start, finding.end, finding.text) == (comma, comma + 1, ",")
    assert (finding.line, finding.column) == (1, comma + 1)
    assert (finding.path, finding.document_id, finding.byte_start) == (None, None, None)
    assert finding.fix is not None
    assert finding.fix.safe


def test_findings_are_a_sequence() -> None:
    findings = huzma.check(COMMA * 3, select=["PN001"])
    assert isinstance(findings, Sequence)
    assert len(findings) == 3
    assert [finding.line for finding in findings] == [1, 2, 3]
    assert findings[-1] == findings[2] == list(findings)[2]
    assert findings[1:] == [findings[1], findings[2]]
    with pytest.raises(IndexError):
        findings[3]
    assert findings.counts == {"PN001": 3}
    assert findings.severities == {"warning": 3}
    assert findings.worst == "warning"
    assert repr(findings) == "<Findings: 3 (PN001 3)>"


def test_nothing_found_is_an_empty_sequence() -> None:
    findings = huzma.check(CLEAN, select="PN001")
    assert (len(findings), findings.counts, findings.worst, list(findings)) == (0, {}, None, [])


def test_messages_come_in_both_languages() -> None:
    (english,) = check_text(COMMA, "PN001")
    (arabic,) = check_text(COMMA, "PN001", language="ar")
    assert english.message.startswith("Latin comma")
    assert arabic.message.startswith("فاصلة")
    assert (english.start, english.fix) == (arabic.start, arabic.fix)


def test_select_and_ignore() -> None:
    text = COMMA + "كتـــاب\n"
    assert set(huzma.check(text, select="PN001, tatweel-in-word").counts) == {"PN001", "LT006"}
    assert set(huzma.check(text, select=["PN", "LT006"], ignore="latin-comma").counts) == {"LT006"}
    with pytest.raises(huzma.SelectorError) as caught:
        huzma.check(text, select="latin-coma")
    assert caught.value.nearest == "latin-comma"
    for unknown in ("\udce9", "", "فاصلة"):
        with pytest.raises(huzma.SelectorError):
            huzma.check(text, select=[unknown])


def test_a_selection_serves_many_documents() -> None:
    selected = selection("PN001")
    assert check_text(COMMA, selected).counts == {"PN001": 1}
    with pytest.raises(TypeError):
        check_text(COMMA, selected, "PN001")


def test_a_str_is_text_and_a_path_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(COMMA, CLEAN)
    monkeypatch.chdir(root.parent)
    for name in (str(root), root.name, "."):
        with pytest.raises(huzma.AmbiguousSourceError, match=r"Path\(") as caught:
            huzma.check(name)
        assert caught.value.path == name
    file = next(root.iterdir())
    with pytest.raises(huzma.AmbiguousSourceError):
        huzma.check(str(file))
    assert huzma.check(Path(root), select="PN001").counts == {"PN001": 1}
    assert huzma.check(str(root / "no-such-file"), select="PN001").counts == {}


@pytest.mark.parametrize("text", ["", "\0", "و" * 300, "و/" * 5000, "\ud800", "a\0b"])
def test_a_text_that_no_path_can_be_is_text(text: str) -> None:
    assert huzma.check(text, select="PN001").counts == {}


def test_all_kinds_of_sources_agree(folder: Folder) -> None:
    root = folder(COMMA, CLEAN, COMMA)
    bundle = huzma.read(root)
    by_path = list(huzma.check(root, select="PN001"))
    assert by_path == list(huzma.check(bundle, select="PN001"))
    assert by_path == [finding for document in bundle for finding in huzma.check(document, select="PN001")]
    assert [finding.document_id for finding in by_path] == ["613a813ba363123f", "2399a9a2b0d5824e"]
    content = Path(by_path[1].path or "").read_bytes()
    assert content[by_path[1].byte_start : by_path[1].byte_end] == b","


def test_what_is_no_source_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="not int"):
        huzma.check(3)  # type: ignore[arg-type]


def test_container_findings_obey_the_selection(folder: Folder) -> None:
    root = folder(CLEAN, b"\xff")
    assert huzma.check(root).counts["EN001"] == 1
    assert "EN001" not in huzma.check(root, ignore="EN001").counts
    (finding,) = huzma.check(root, select="EN001")
    assert (finding.severity, finding.byte_start, finding.line, finding.text) == ("error", 0, None, "")


def test_fix_applies_what_is_safe() -> None:
    fixed = huzma.fix(COMMA, select="PN001")
    assert fixed.text == COMMA.replace(",", "،")
    assert fixed.applied == {"PN001": 1}
    assert len(fixed.remaining) == 0
    again = huzma.fix(fixed.text, select="PN001")
    assert again.text is fixed.text
    assert again.applied == {}


@pytest.mark.parametrize("text", [CLEAN, COMMA, COMMA + "\ufffd\udce9" + COMMA])
def test_fix_leaves_lone_surrogates_alone(text: str) -> None:
    assert huzma.fix("\ud800 " + text, select="PN001").text == "\ud800 " + text.replace(",", "،")


@given(st.text(alphabet=st.one_of(st.sampled_from('بتةى،,.«»"() \n\r\tـًٌ\u200b\u200f\u202e\ufeff9٣'), st.characters())))
def test_findings_point_at_slices_of_any_text(text: str) -> None:
    for finding in check_text(text):
        assert finding.text == text[finding.start : finding.end]
        assert finding.line is not None
        assert finding.column is not None
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.start <= edit.end <= len(text)


def test_a_path_of_bytes_is_a_path(folder: Folder) -> None:
    class BytesPath(os.PathLike[bytes]):
        def __fspath__(self) -> bytes:
            return os.fsencode(folder(COMMA))

    assert huzma.check(BytesPath(), select="PN001").counts == {"PN001": 1}
