"""Settings: the keys of `[tool.huzma]` and huzma.toml, what each does, and what is refused."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma as package
from conftest import CLEAN, COMMA, IDS, Folder, Run
from huzma.checking import selection
from huzma.cli.check import check
from huzma.cli.ignoring import PathIgnores, glob_pattern
from huzma.config import KEYS, Config, load
from huzma.errors import ConfigError

GUIDE = Path(__file__).parent.parent / "docs" / "guides" / "configuration.md"

ONLY_SETTINGS = {"per-path-ignores", "severity", "docs-url"}
ONLY_OPTIONS = {"paths", "config", "terminal", "write-baseline", "stdin-filename", "limit", "schema"}


def loaded(folder: Path, content: str) -> Config:
    file = folder / "huzma.toml"
    file.write_text(content, "utf-8")
    return load(file)


def test_the_keys_are_the_options() -> None:
    options = {name.replace("_", "-") for name in inspect.signature(check).parameters}
    assert set(KEYS) - ONLY_SETTINGS == options - ONLY_OPTIONS


def test_the_guide_names_every_key_and_its_example_is_valid(tmp_path: Path) -> None:
    guide = GUIDE.read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", guide, flags=re.MULTILINE | re.DOTALL)
    assert set(tomllib.loads(example)) == set(KEYS)
    config = loaded(tmp_path, example)
    assert None not in config.model_dump().values()
    for key in KEYS:
        assert f"`{key}`" in guide


@pytest.mark.parametrize(
    ("content", "says", "key"),
    [
        ("selct = []", "did you mean 'select'", "selct"),
        ("per-path-ignore = {}", "did you mean 'per-path-ignores'", "per-path-ignore"),
        ('severity = {PN01 = "off"}', "did you mean 'PN0", "severity"),
        ('severity = {latin-coma = "off"}', "did you mean 'latin-comma'", "severity"),
        ('severity = {xyzzy = "off"}', "huzma rules", "severity"),
        ('severity = {PN001 = "fatal"}', "severity[PN001]", "severity"),
        ('severity = "off"', "severity", "severity"),
        ('per-path-ignores = {"*.txt" = ["PN01"]}', "PN001", "per-path-ignores"),
        ('per-path-ignores = {"" = ["PN001"]}', "matches no file", "per-path-ignores"),
        ('per-path-ignores = {"*.txt" = 3}', "per-path-ignores[*.txt]", "per-path-ignores"),
        ('per-path-ignores = ["*.txt"]', "per-path-ignores", "per-path-ignores"),
        ("jobs = 0", "jobs", "jobs"),
        ("jobs = 1000", "jobs", "jobs"),
        ("jobs = true", "jobs", "jobs"),
        ("baseline = 3", "baseline", "baseline"),
        ('docs-url = "file:///etc"', "docs-url", "docs-url"),
        ('docs-url = "https://example.org/\\u001b"', "docs-url", "docs-url"),
        ('format = "xml"', "format", "format"),
        ('lang = "fr"', "lang", "lang"),
        ('encoding = "utf-9"', "'utf-9'", "encoding"),
        ('encoding = "ب"', "encoding", "encoding"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, says: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, content)
    assert says in str(caught.value)
    assert (caught.value.path, caught.value.key) == (str(tmp_path / "huzma.toml"), key)


def test_selectors_may_be_one_string(tmp_path: Path) -> None:
    config = loaded(tmp_path, 'select = "PN001, LT006"\nper-path-ignores = {"a" = "PN"}')
    assert (config.select, config.per_path_ignores) == (("PN001", "LT006"), {"a": ("PN",)})


def test_severities_are_kept_by_code(tmp_path: Path) -> None:
    config = loaded(tmp_path, 'severity = {latin-comma = "error", LT006 = "off"}')
    assert config.severity == {"PN001": "error", "LT006": "off"}


def test_severities_hold_everywhere(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + "كتـــاب\n", b"\xff")
    settings = root.parent / "huzma.toml"
    settings.write_text(
        'select = ["PN001", "LT006", "EN001"]\nseverity = {PN001 = "info", LT006 = "off", EN001 = "warning"}\n'
    )
    here = ("check", root, "--config", settings)
    rows = json.loads(huzma(*here, "--format", "json").out)
    assert [(row["code"], row["severity"]) for row in rows] == [("PN001", "info"), ("EN001", "warning")]
    result = huzma(*here, "--ignore", "EN001")
    assert (result.status, "0 errors, 0 warnings, 1 info" in result.message) == (0, True)
    assert huzma(*here, "--ignore", "EN001", "--fail-on", "info").status == 1
    (run,) = json.loads(huzma(*here, "--format", "sarif").out)["runs"]
    rules = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}
    assert (rules["EN001"], rules["PN001"], "LT006" in rules) == ("warning", "note", False)
    assert [result["level"] for result in run["results"]] == ["note", "warning"]
    statistics = huzma(*here, "--statistics", "--format", "json")
    assert {row["severity"] for row in json.loads(statistics.out)} == {"info", "warning"}
    fixed = huzma(*here, "--fix")
    assert "كتـــاب" in (root / f"000_{IDS[0]}.txt").read_text("utf-8"), fixed.message


def test_rules_stay_silent_where_the_settings_say(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, COMMA, b"\xff", name="old")
    (root.parent / "huzma.toml").write_text(
        'select = ["PN001", "EN001"]\n[per-path-ignores]\n'
        '"old/000_*" = ["latin-comma"]\n"002_*.txt" = ["EN"]\n"letters" = ["ALL"]\n'
    )
    for cwd, path in ((root.parent, "old"), (root.parent, str(root)), (root.parent, f"old/../{root.name}")):
        result = huzma("check", path, "--format", "concise", cwd=cwd)
        (line,) = result.text.splitlines()
        assert f"001_{IDS[1]}.txt:1:" in line
    named = huzma("check", root, "--config", root.parent / "huzma.toml", "--fix")
    assert named.status == 0
    assert (root / f"000_{IDS[0]}.txt").read_text("utf-8") == COMMA
    assert "," not in (root / f"001_{IDS[1]}.txt").read_text("utf-8")
    for name, status in (("letters/a.txt", 0), ("letter/a.txt", 1)):
        arguments = ("check", "-", "--stdin-filename", name, "--select", "PN001")
        assert huzma(*arguments, input=COMMA.encode(), cwd=root.parent).status == status


def test_a_baseline_in_the_settings_lies_beside_them(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    (root.parent / "huzma.toml").write_text('select = ["PN001"]\nbaseline = "known.json"\njobs = 1\n')
    below = root.parent / "below"
    below.mkdir()
    assert huzma("check", root, cwd=below).status == 0
    assert (root.parent / "known.json").exists()
    assert "; 1 known from the baseline; " in huzma("check", root, cwd=root.parent / "below").message
    assert huzma("check", root, "--write-baseline", "--exit-zero", cwd=below).status == 0


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "old/deep/a.txt", True),
        ("*.txt", "a.txt.bak", False),
        ("old", "old/deep/a.txt", True),
        ("old/", "x/old/a.txt", True),
        ("old", "older/a.txt", False),
        ("old/*.txt", "old/a.txt", True),
        ("old/*.txt", "old/deep/a.txt", False),
        ("./old/*.txt", "old/a.txt", True),
        ("old/**/a.txt", "old/a.txt", True),
        ("old/**/a.txt", "old/b/c/a.txt", True),
        ("old/**", "old/b/c/a.txt", True),
        ("**/old", "x/y/old/a.txt", True),
        ("a?.txt", "ab.txt", True),
        ("a?c", "a/c", False),
        ("[ab].txt", "b.txt", True),
        ("[!ab].txt", "b.txt", False),
        ("[0-9]*.txt", "7_x.txt", True),
        ("[", "[", True),
        ("a[^]b", "a^b", True),
        ("خبر-*.txt", "x/خبر-١.txt", True),
        ("a\nb", "a\nb", True),
        ("../data/*", "../data/a.txt", True),
    ],
)
def test_patterns(glob: str, path: str, matches: bool) -> None:
    assert (glob_pattern(glob).fullmatch(path) is not None) == matches


@given(st.text(), st.text())
def test_any_pattern_can_be_used(glob: str, path: str) -> None:
    glob_pattern(glob).fullmatch(path)


def test_a_selection_is_made_once_for_each_set_of_patterns(tmp_path: Path) -> None:
    selected = selection("PN001, LT006, EN")
    ignores = PathIgnores({"a*": ["PN001"], "*b": ["LT006", "EN"]}, tmp_path, selected)
    root = str(tmp_path)
    assert ignores.selection(f"{root}/c") is selected
    assert ignores.selection(None) is selected
    assert ignores.selection(f"{root}/a1") is ignores.selection(f"{root}/a2")
    assert not {"PN001", "LT006", "EN001"} & set(ignores.selection(f"{root}/ab").codes())
    assert {"PN001", "LT006", "EN001"} & set(ignores.selection(f"{root}/b").codes()) == {"PN001"}
    damage = set(selection("PN001", "EN").codes()) - {"PN001"}  # reports whatever is selected, unless it is ignored
    assert damage <= set(ignores.selection(f"{root}/ab").codes())


def test_the_library_does_not_read_settings(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(COMMA, CLEAN)
    (root.parent / "huzma.toml").write_text('severity = {PN001 = "off"}\n')
    monkeypatch.chdir(root.parent)
    (found,) = package.check(root, select="PN001")
    assert (found.severity, found.url) == ("warning", None)
