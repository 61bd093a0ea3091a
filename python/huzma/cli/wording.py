"""What `huzma check` says beside its findings, in the language of the findings.

Arabic counts in six ways (none, one, two, a few, many, any other number), and what is counted changes with the way:
`plural` picks the form, by the rules of Unicode's CLDR. Options stand between U+2068 and U+2069, so that their hyphens
stay in front of them in a line of Arabic.
"""

from __future__ import annotations

from collections.abc import Callable

from huzma.cli.visible import readable, visible
from huzma.models import Language

Forms = tuple[str, str, str, str, str, str]
"""The forms of a counted word for none, one, two, a few, many and other numbers; `{}` is the number."""

_DOCUMENTS: Forms = ("لا مستندات", "مستند واحد", "مستندان", "{} مستندات", "{} مستندًا", "{} مستند")
_IN_FILES: Forms = ("في 0 ملف", "في ملف واحد", "في ملفين", "في {} ملفات", "في {} ملفًا", "في {} ملف")
_ERRORS: Forms = ("لا أخطاء", "خطأ واحد", "خطآن", "{} أخطاء", "{} خطأً", "{} خطأ")
_WARNINGS: Forms = ("لا تحذيرات", "تحذير واحد", "تحذيران", "{} تحذيرات", "{} تحذيرًا", "{} تحذير")
_NOTES: Forms = ("لا ملاحظات", "ملاحظة واحدة", "ملاحظتان", "{} ملاحظات", "{} ملاحظة", "{} ملاحظة")
_APPLIED: Forms = (
    "لم يُطبَّق أي إصلاح",
    "طُبِّق إصلاح واحد",
    "طُبِّق إصلاحان",
    "طُبِّقت {} إصلاحات",
    "طُبِّق {} إصلاحًا",
    "طُبِّق {} إصلاح",
)
_RECORDED: Forms = (
    "لم يُسجَّل فيه شيء",
    "سُجِّل فيه موضع واحد",
    "سُجِّل فيه موضعان",
    "سُجِّلت فيه {} مواضع",
    "سُجِّل فيه {} موضعًا",
    "سُجِّل فيه {} موضع",
)

_SEVERITIES = {"error": "خطأ", "warning": "تحذير", "info": "ملاحظة"}


def plural(number: int, forms: Forms) -> str:
    """A counted word in Arabic."""
    rest = number % 100
    if number < 3:
        form = forms[number]
    elif 3 <= rest <= 10:
        form = forms[3]
    elif rest >= 11:
        form = forms[4]
    else:
        form = forms[5]
    return form.format(number)


def severity_name(severity: str, language: Language) -> str:
    """How bad a finding is, for people."""
    return _SEVERITIES[severity] if language == "ar" else severity


def fix_mark(safe: bool, language: Language) -> str:
    """What stands behind a finding that can be fixed."""
    if language == "ar":
        return "[إصلاح]" if safe else "[إصلاح غير آمن]"
    return "[fix]" if safe else "[unsafe fix]"


def statistics_heads(language: Language) -> tuple[str, ...]:
    """The heads of the table of statistics: count, documents, fixable, code, name, severity."""
    if language == "ar":
        return "العدد", "المستندات", "القابل للإصلاح", "الرمز", "الاسم", "الدرجة"
    return "count", "documents", "fixable", "code", "name", "severity"


def settings_passed_over(path: str, language: Language) -> str:
    """The note about a file of settings that lies in the data."""
    shown = visible(readable(path))
    if language == "ar":
        option = _isolated(f"--config {shown}")
        return f"ملاحظة: {_isolated(shown)} من البيانات المفحوصة فلا يُستعمل؛ يُستعمل بـ{option}"
    return f"note: {shown} lies in the data that is checked, so it is not used; --config {shown} uses it"


def baseline_recorded(path: str, count: int, language: Language) -> str:
    """The note about a baseline that was written."""
    shown = visible(readable(path))
    if language == "ar":
        return f"خط الأساس {_isolated(shown)}: {plural(count, _RECORDED)}"
    return f"baseline {shown}: {_count(count, 'finding')} recorded"


def baseline_not_recorded(path: str, language: Language) -> str:
    """The note about a baseline that was not written because not everything could be checked."""
    shown = visible(readable(path))
    if language == "ar":
        return f"خط الأساس {_isolated(shown)} لم يُكتب لأن بعض ما طُلب فحصه لم يُفحص"
    return f"baseline {shown} was not written, because not everything could be checked"


def summary(
    *,
    language: Language,
    documents: int,
    files: int,
    severities: Callable[[str], int],
    speed: tuple[float, float, float],
    fixed: tuple[int, int] | None,
    fixable: tuple[int, int] | None,
    baseline: tuple[int, int] | None,
) -> str:
    """The line at the end.

    Args:
        language: In which language.
        documents: How many were read.
        files: In how many files they stood.
        severities: How many findings a severity has.
        speed: 10⁶ bytes of text, seconds, and the one by the other.
        fixed: How many fixes were applied in how many files; None where none was asked for.
        fixable: How many findings have safe and unsafe fixes; None where that is not told.
        baseline: How many findings were known, and how many entries no longer occur; None where there is no baseline.
    """
    say = _arabic if language == "ar" else _english
    return say(documents, files, severities, speed, fixed, fixable, baseline)


def _english(
    documents: int,
    files: int,
    severities: Callable[[str], int],
    speed: tuple[float, float, float],
    fixed: tuple[int, int] | None,
    fixable: tuple[int, int] | None,
    baseline: tuple[int, int] | None,
) -> str:
    parts = []
    if fixed is not None:
        where = f" in {_count(fixed[1], 'file')}" if fixed[1] else ""
        parts.append(f"{_count(fixed[0], 'fix', 'fixes')} applied{where}")
    found = [_count(severities(severity), severity) for severity in ("error", "warning")]
    parts.append(", ".join([*found, f"{severities('info')} info"]))
    if fixable is not None:
        unsafe = f" ({fixable[1]} more with --unsafe-fixes)" if fixable[1] else ""
        parts.append(f"{fixable[0]} fixable with --fix{unsafe}")
    if baseline is not None:
        parts.append(f"{baseline[0]} known from the baseline")
        if baseline[1]:
            occurs = "entry of the baseline no longer occurs", "entries of the baseline no longer occur"
            parts.append(_count(baseline[1], *occurs))
    parts.append(f"{speed[0]:.3f} MB in {speed[1]:.3f} s, {speed[2]:.1f} MB/s")
    return f"{_count(documents, 'document')} in {_count(files, 'file')}: {'; '.join(parts)}\n"


def _arabic(
    documents: int,
    files: int,
    severities: Callable[[str], int],
    speed: tuple[float, float, float],
    fixed: tuple[int, int] | None,
    fixable: tuple[int, int] | None,
    baseline: tuple[int, int] | None,
) -> str:
    parts = []
    if fixed is not None:
        where = f" {plural(fixed[1], _IN_FILES)}" if fixed[1] else ""
        parts.append(f"{plural(fixed[0], _APPLIED)}{where}")
    counted = (("error", _ERRORS), ("warning", _WARNINGS), ("info", _NOTES))
    parts.append("، ".join(plural(severities(severity), forms) for severity, forms in counted))
    if fixable is not None:
        unsafe = f" (وبـ{_isolated('--unsafe-fixes')}: {fixable[1]})" if fixable[1] else ""
        parts.append(f"القابل للإصلاح بـ{_isolated('--fix')}: {fixable[0]}{unsafe}")
    if baseline is not None:
        parts.append(f"المعروف من خط الأساس: {baseline[0]}")
        if baseline[1]:
            parts.append(f"ما لم يعد قائمًا من خط الأساس: {baseline[1]}")
    parts.append(f"{speed[0]:.3f} ميغابايت في {speed[1]:.3f} ثانية، {speed[2]:.1f} ميغابايت/ثانية")
    return f"{plural(documents, _DOCUMENTS)} {plural(files, _IN_FILES)}: {'؛ '.join(parts)}\n"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"
