"""Records: what they accept, what they refuse, and their JSON."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

import huzma
from huzma import _core
from huzma.cli.output.json import to_json
from huzma.models import Severity

FINDING: dict[str, Any] = {
    "code": "PN001",
    "name": "latin-comma",
    "severity": "warning",
    "message": "a Latin comma",
    "path": "a.txt",
    "document_id": "a",
    "start": 0,
    "end": 1,
    "line": 1,
    "column": 1,
    "text": ",",
    "byte_start": 0,
    "byte_end": 1,
    "fix": {"edits": [{"start": 0, "end": 1, "replacement": "،"}], "safe": True},
    "url": None,
}


def test_the_fields_of_a_finding_stand_in_their_order() -> None:
    assert list(huzma.Finding.model_fields) == [
        *("code", "name", "severity", "message", "path", "document_id", "start", "end", "line", "column"),
        *("text", "byte_start", "byte_end", "fix", "url"),
    ]


def test_records_are_frozen() -> None:
    finding = huzma.Finding.model_validate(FINDING)
    with pytest.raises(ValidationError, match="frozen"):
        finding.code = "PN002"
    assert hash(finding) == hash(huzma.Finding.model_validate(FINDING))


def test_findings_that_are_not_validated_are_valid() -> None:
    bundle = huzma.read(Path(__file__).parent.parent / "seeds")
    findings = [finding for document in bundle for finding in document.check()]
    findings += [*huzma.check("قال الوزير, إن الله\u200bم 5ر1 الى\ud800"), *bundle.findings]
    assert len(findings) > 50
    for finding in findings:
        valid = huzma.Finding.model_validate(finding.model_dump())
        assert valid == finding
        assert valid.model_fields_set == finding.model_fields_set
        assert hash(valid) == hash(finding)
        assert list(valid.__dict__) == list(finding.__dict__)
        assert to_json(valid) == to_json(finding)
        assert pickle.loads(pickle.dumps(finding)) == finding


@pytest.mark.parametrize(
    ("field", "value"), [("severity", "fatal"), ("start", -1), ("line", 0), ("extra", 1), ("text", None)]
)
def test_a_finding_refuses(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        huzma.Finding.model_validate({**FINDING, field: value})


def test_json_keeps_lone_surrogates_as_escapes() -> None:
    finding = huzma.Finding.model_validate({**FINDING, "path": "\udce9.txt", "text": "\ud83d"})
    written = to_json(finding).encode("utf-8", "backslashreplace")
    assert b'"path":"\\udce9.txt"' in written
    assert json.loads(written) == finding.model_dump(mode="json")


def test_json_is_the_same_on_both_ways() -> None:
    finding = huzma.Finding.model_validate({**FINDING, "text": 'ع"\\\n\x1b\u2028'})
    slow = json.dumps(finding.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    assert to_json(finding) == slow


def test_limits_are_those_of_the_core() -> None:
    assert huzma.Limits().model_dump() == _core.default_limits()
    with pytest.raises(ValidationError):
        huzma.Limits(documents=-1)


def test_a_profile_is_compiled_when_it_is_made() -> None:
    with pytest.raises(ValidationError, match="strip_tatwel"):
        huzma.Profile(steps=("strip_tatwel",))
    profile = huzma.Profile(steps=("strip_tatweel",))
    assert huzma.normalize("كـــتاب", profile) == "كتاب"
    assert huzma.Profile.model_validate_json(profile.model_dump_json()) == profile


def test_profiles_are_known_by_name() -> None:
    assert {"canonical", "search"} <= set(huzma.profiles())
    for name, profile in huzma.profiles().items():
        text = "قـــالَ الأُستاذُ: ﻻ بأس"
        assert huzma.normalize(text, profile) == huzma.normalize(text, name) == huzma.Normalizer(profile)(text)
    with pytest.raises(huzma.ProfileError, match="did you mean 'search'"):
        huzma.normalize("نص", "serch")


def test_a_text_that_needs_nothing_comes_back_as_it_is() -> None:
    text = "نص سليم"
    assert huzma.normalize(text) is text


@pytest.mark.parametrize("profile", [{}, {"steps": "nfc"}, {"steps": [{"nfc": 1}]}, {"steps": [object()]}])
def test_what_is_no_profile_is_a_profile_error(profile: dict[str, Any]) -> None:
    with pytest.raises(huzma.ProfileError):
        huzma.Normalizer(profile)


def test_rules_are_sorted_and_have_one_name_each() -> None:
    rules = huzma.rules()
    codes = [rule.code for rule in rules]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in rules}) == len(rules)
    assert {rule.severity for rule in rules} <= set(get_args(Severity))
    assert all(set(rule.supersedes) <= set(codes) for rule in rules)
