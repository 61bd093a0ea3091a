"""What the types say when they refuse a value: a stable type, a message in English and one in Arabic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from huzma.models import Language

WORDING: dict[str, tuple[str, str]] = {
    "text_type": ("a text is expected", "المتوقع نص"),
    "text_surrogate": (
        "the text has a lone surrogate at {position}, which no encoding can write",
        "في النص نصف رمز مفرد (surrogate) عند الموضع {position}، ولا يمكن كتابته بأي ترميز",
    ),
    "arabic_text_share": (
        "at least {minimum} of the letters are to be Arabic, and {share} are",
        "يجب ألا تقل نسبة الحروف العربية عن {minimum}، وهي {share}",
    ),
    "arabic_text_short": (
        "at least {minimum} letters are expected, and there are {letters}",
        "يجب ألا يقل عدد الحروف عن {minimum}، وهو {letters}",
    ),
    "arabic_text_long": (
        "at most {maximum} letters are expected, and there are {letters}",
        "يجب ألا يزيد عدد الحروف على {maximum}، وهو {letters}",
    ),
    "arabic_text_bidi": (
        "there is a bidirectional control at {position}: {character}",
        "في النص محرف تحكم بالاتجاه عند الموضع {position}: {character}",
    ),
    "arabic_text_mojibake": (
        "the text was decoded with the wrong encoding at {position}",
        "فُكّ ترميز النص بترميز خاطئ عند الموضع {position}",
    ),
    "arabic_text_nfc": (
        "the text is not in the normalisation form NFC",
        "النص ليس على صيغة التطبيع NFC",
    ),
    "lint": (
        "{code} {name} at {position}: {finding} ({count} in all)",
        "{code} {name} عند الموضع {position}: {finding} (العدد الكلي {count})",
    ),
    "normalized_source": (
        "the normalised text is not what the profile {profile} makes of its source",
        "النص المطبّع ليس ما ينتجه الملف {profile} من أصله",
    ),
    "arabic_date": ("a date is expected, in digits or words", "المتوقع تاريخ بالأرقام أو بالكلمات"),
    "arabic_date_open": (
        "the date does not tell one day, only {value}",
        "التاريخ لا يحدد يوماً بعينه، بل {value} فقط",
    ),
    "arabic_date_time": ("a day is expected, and a time of day is given", "المتوقع يوم بلا وقت، والمعطى فيه وقت"),
    "arabic_date_conflict": (
        "the date contradicts itself: {notes}",
        "التاريخ يناقض نفسه: {notes}",
    ),
    "arabic_date_ambiguous": ("the date has another reading: {readings}", "للتاريخ قراءة أخرى: {readings}"),
    "arabic_date_range": (
        "the date lies outside the years that can be converted",
        "التاريخ خارج السنوات التي يمكن تحويلها",
    ),
    "arabic_datetime": (
        "a day with a time of day is expected, in digits or words",
        "المتوقع يوم مع وقته بالأرقام أو بالكلمات",
    ),
    "arabic_datetime_open": (
        "day and time are not both told, only {value}",
        "لم يُذكر اليوم والوقت معاً، بل {value} فقط",
    ),
    "arabic_datetime_zone": (
        "the rules of the time zone {zone} are not installed",
        "قواعد المنطقة الزمنية {zone} غير مثبتة",
    ),
    "hijri_date": ("a Hijri date is expected, in digits or words", "المتوقع تاريخ هجري بالأرقام أو بالكلمات"),
    "arabic_int": ("a whole number is expected, in digits or words", "المتوقع عدد صحيح بالأرقام أو بالكلمات"),
    "arabic_decimal": ("a number is expected, in digits or words", "المتوقع عدد بالأرقام أو بالكلمات"),
    "arabic_number_ambiguous": (
        "the number has two readings: {readings}",
        "للعدد قراءتان: {readings}",
    ),
    "arabic_number_long": (
        "the number has more than {maximum} characters",
        "يزيد العدد على {maximum} محرفاً",
    ),
    "percentage": ("a percentage is expected", "المتوقعة نسبة مئوية"),
    "arabic_duration": (
        "a span of time is expected, in digits or words",
        "المتوقعة مدة زمنية بالأرقام أو بالكلمات",
    ),
    "arabic_duration_calendar": (
        "the span {value} has months or years, which have no fixed length",
        "في المدة {value} أشهر أو سنوات، وليس لها طول ثابت",
    ),
    "arabic_duration_range": (
        "the span {value} cannot be told in whole months and microseconds",
        "لا يمكن التعبير عن المدة {value} بعدد صحيح من الأشهر وأجزاء المليون من الثانية",
    ),
    "money": (
        "an amount of money with its currency is expected",
        "المتوقع مبلغ مالي مع عملته",
    ),
    "money_currency": (
        "nothing tells which currency is meant: {candidates}",
        "لا شيء يحدد العملة المقصودة: {candidates}",
    ),
    "money_code": ("{code} is no currency code of ISO 4217", "{code} ليس رمز عملة في ISO 4217"),
    "money_other": ("amounts in {expected} are expected, not in {code}", "المتوقع مبلغ بعملة {expected} لا {code}"),
    "person_name": ("the name of a person is expected", "المتوقع اسم شخص"),
    "person_name_character": (
        "no name has {character}, which stands at {position}",
        "لا يحتوي اسم على {character}، وهو عند الموضع {position}",
    ),
    "person_name_words": (
        "a name has {minimum} to {maximum} words, and there are {words}",
        "في الاسم من {minimum} إلى {maximum} كلمات، والعدد {words}",
    ),
}
"""Each type of error with its templates, in English and in Arabic."""

_PYDANTIC: dict[str, str] = {
    "bool_parsing": "المتوقعة قيمة منطقية (true أو false)",
    "bool_type": "المتوقعة قيمة منطقية (true أو false)",
    "date_from_datetime_inexact": "المتوقع يوم بلا وقت",
    "date_from_datetime_parsing": "المتوقع تاريخ",
    "date_parsing": "المتوقع تاريخ",
    "date_type": "المتوقع تاريخ",
    "datetime_from_date_parsing": "المتوقع يوم مع وقته",
    "datetime_parsing": "المتوقع يوم مع وقته",
    "datetime_type": "المتوقع يوم مع وقته",
    "decimal_max_digits": "يجب ألا يزيد عدد الأرقام على {max_digits}",
    "decimal_max_places": "يجب ألا يزيد عدد المنازل العشرية على {decimal_places}",
    "decimal_parsing": "المتوقع عدد عشري",
    "decimal_type": "المتوقع عدد عشري",
    "dict_type": "المتوقع كائن (قاموس)",
    "enum": "المتوقع: {expected}",
    "extra_forbidden": "حقل غير معروف",
    "finite_number": "المتوقع عدد منته",
    "float_parsing": "المتوقع عدد",
    "float_type": "المتوقع عدد",
    "frozen_instance": "السجل لا يُعدَّل",
    "greater_than": "يجب أن تكون القيمة أكبر من {gt}",
    "greater_than_equal": "يجب ألا تقل القيمة عن {ge}",
    "int_from_float": "المتوقع عدد صحيح بلا كسر",
    "int_parsing": "المتوقع عدد صحيح",
    "int_parsing_size": "العدد أطول مما يمكن قراءته",
    "int_type": "المتوقع عدد صحيح",
    "json_invalid": "النص ليس JSON سليماً: {error}",
    "json_type": "المتوقع نص JSON",
    "less_than": "يجب أن تكون القيمة أصغر من {lt}",
    "less_than_equal": "يجب ألا تزيد القيمة على {le}",
    "list_type": "المتوقعة قائمة",
    "literal_error": "المتوقع: {expected}",
    "missing": "الحقل مطلوب",
    "model_attributes_type": "المتوقع كائن (قاموس)",
    "model_type": "المتوقع كائن (قاموس) أو {class_name}",
    "multiple_of": "يجب أن تكون القيمة من مضاعفات {multiple_of}",
    "none_required": "المتوقعة القيمة null",
    "string_pattern_mismatch": "يجب أن يطابق النص النمط {pattern}",
    "string_too_long": "يجب ألا يزيد طول النص على {max_length}",
    "string_too_short": "يجب ألا يقل طول النص عن {min_length}",
    "string_type": "المتوقع نص",
    "string_unicode": "المتوقع نص يونيكود سليم",
    "time_delta_parsing": "المتوقعة مدة زمنية",
    "time_delta_type": "المتوقعة مدة زمنية",
    "too_long": "يجب ألا يزيد عدد العناصر على {max_length}، وهو {actual_length}",
    "too_short": "يجب ألا يقل عدد العناصر عن {min_length}، وهو {actual_length}",
    "tuple_type": "المتوقعة قائمة",
    "union_tag_invalid": "المتوقع: {expected_tags}",
    "union_tag_not_found": "ينقص الحقل الذي يميّز النوع: {discriminator}",
    "url_parsing": "المتوقع عنوان URL",
    "uuid_parsing": "المتوقع معرّف UUID",
    "value_error": "قيمة غير مقبولة: {error}",
}

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def refusal(kind: str, **context: Any) -> PydanticCustomError:
    """The error of one of the types in `WORDING`; the context fills its template and goes to programs as `ctx`."""
    return PydanticCustomError(kind, WORDING[kind][0], context or None)


def message(error: Mapping[str, Any], language: Language = "en") -> str:
    """The message of one item of `ValidationError.errors()`.

    Args:
        error: The item, of a type of huzma's or of pydantic's.
        language: `en` or `ar`. Those of pydantic's own types that no translation is known of stay English.
    """
    kind, context = str(error["type"]), error.get("ctx") or {}
    template = WORDING[kind][language == "ar"] if kind in WORDING else None
    if template is None and language == "ar":
        template = _PYDANTIC.get(kind)
    if template is None:
        return str(error["msg"])
    if kind == "lint" and language == "ar":
        context = {**context, "finding": context.get("finding_ar", context.get("finding", ""))}
    return _PLACEHOLDER.sub(lambda match: str(context.get(match[1], match[0])), template)


def messages(error: ValidationError, language: Language = "en") -> list[dict[str, Any]]:
    """`error.errors()` with each `msg` in a language; pages of pydantic's are left out."""
    return [{**item, "msg": message(item, language)} for item in error.errors(include_url=False)]
