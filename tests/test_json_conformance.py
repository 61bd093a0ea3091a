"""JSON as RFC 8259 has it: what every strict reader takes is a record, what is none is a finding, and all go on."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel, ConfigDict

import huzma


class Anything(BaseModel):
    model_config = ConfigDict(extra="allow")


TAKEN = [
    b"0", b"-0", b"1", b"-1", b"10", b"1.5", b"-0.0", b"1e5", b"1E5", b"1e+5", b"1e-5", b"0e0", b"1.0E+2",
    b'""', b'"a"', b'"\\""', b'"\\\\"', b'"\\/"', b'"\\b\\f\\n\\r\\t"', b'"\\u0041"', b'"\\uD834\\uDD1E"', b'"\\u0000"',
    '"نص"'.encode(), '"😀"'.encode(), '"\u2028\u2029"'.encode(), b'"\x7f"', '"\uffff"'.encode(), '"\ufeff"'.encode(),
    b"true", b"false", b"null", b"[]", b"[ ]", b"[1,2]", b"[[],[[]]]", b"{}", b'{"a":{"b":[{}]}}', b'{"":1}',
    b" \t1\r", b"[1 ,\t2 ]", b"[" * 60 + b"]" * 60,
]  # fmt: skip

REFUSED = [
    b"", b"-", b"+1", b"01", b"-01", b"1.", b".5", b"-.5", b"1e", b"1e+", b"1.e5", b"0x1", b"1_0", b"NaN", b"Infinity",
    b"-Infinity", b"1 2", '١'.encode(),
    b'"', b"'a'", b"a", b'"\\a"', b'"\\x41"', b'"\\u12"', b'"\\u12G4"', b'"\\', b'"a\x00b"', b'"a\tb"', b'"\x1f"',
    b'"\\uD834"', b'"\\uDD1E"', b'"\\uDD1E\\uD834"', b'"\\uD834\\u0041"', b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"',
    b'"\xf4\x90\x80\x80"', b'"\xd9"', b"True", b"nul", b"nulll", b"[", b"]", b"[1,]", b"[,1]", b"[1 2]", b"[1", b"[1}",
    b"{", b'{"a"}', b'{"a":}', b'{"a":1,}', b'{,"a":1}', b'{a:1}', b"{1:1}", b'{"a":1', b'{"a" 1}', b'{"a":1 "b":2}',
    b'{"a":1,"a":2}', b'{"a":1,"\\u0061":2}', b"1//", b"/**/1", b"\x0c1", b"\xc2\xa01", b"\xef\xbb\xbf1", b"#1",
]  # fmt: skip


@pytest.mark.parametrize("value", TAKEN, ids=repr)
def test_what_is_json_is_taken(value: bytes) -> None:
    record = b'{"a":' + value + b"}\n"
    report = huzma.validate(record, Anything, format="jsonl")
    assert [one.model_dump() for one in report.accepted] == [json.loads(record)]


@pytest.mark.parametrize("value", REFUSED, ids=repr)
def test_what_is_none_is_a_finding_and_the_next_record_arrives(value: bytes) -> None:
    record = b'{"a":' + value + b"}\n"
    report = huzma.validate(record + b'{"b":1}\n', Anything, format="jsonl")
    assert [one.model_dump() for one in report.accepted] == [{"b": 1}]
    first = next(iter(report.findings))
    assert first.code in ("SC010", "SC011")
    assert first.byte_start is not None
    assert first.byte_start <= len(record)
