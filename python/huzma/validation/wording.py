"""What is said of a violation, in English and in Arabic.

The English of pydantic's errors is pydantic's own. The Arabic is ours, by the stable type of the error; where there is
none for a type, a sentence says so and gives the English.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Mapping
from typing import Any

OURS: dict[str, tuple[str, str]] = {
    "json_invalid": ("{expected} is expected here", "المتوقع هنا {expected}"),
    "json_incomplete": ("it ends before the value does", "ينتهي قبل أن تكتمل القيمة"),
    "json_trailing": ("something stands behind the value", "ثمة شيء بعد نهاية القيمة"),
    "json_constant": ("JSON has no NaN and no Infinity", "لا مكان في JSON لـ NaN ولا لـ Infinity"),
    "json_control": (
        "a control character stands there as it is; in a string it is written as an escape",
        "محرف تحكم مكتوب كما هو؛ يُكتب في النص بصيغة مهرّبة",
    ),
    "json_surrogate": ("the escape stands for half of a character", "الصيغة المهرّبة تمثل نصف محرف"),
    "json_encoding": ("the bytes are not UTF-8", "البايتات ليست بترميز UTF-8"),
    "json_nesting": (
        "it is nested deeper than {limit}, the limit metadata_nesting",
        "التداخل أعمق من {limit}، وهو الحد metadata_nesting",
    ),
    "json_number": ("the number has more than 4300 digits", "في العدد أكثر من 4300 رقم"),
    "json_repeated_member": ("the name stands in its object before", "الاسم مكرر في كائنه"),
    "csv_cells": ("{cells} cells under {columns} columns", "عدد الخلايا {cells} تحت {columns} من الأعمدة"),
    "csv_encoding": ("the bytes are not UTF-8", "البايتات ليست بترميز UTF-8"),
    "csv_open_quote": ("a quote is opened and never closed", "علامة تنصيص مفتوحة لم تُغلق"),
    "csv_behind_quote": (
        "something stands between a closing quote and the end of the cell",
        "ثمة شيء بين علامة التنصيص المغلِقة ونهاية الخلية",
    ),
    "csv_repeated_column": ("two columns have this name", "لعمودين هذا الاسم"),
    "record_too_long": ("the record is too long", "التسجيل أطول من المسموح"),
    "array_open": ("the file ends before the array does", "ينتهي الملف قبل نهاية المصفوفة"),
    "array_trailing": ("something stands behind its end", "ثمة شيء بعد نهايتها"),
    "too_many_errors": ("{count} more violations in this record", "{count} من المخالفات الأخرى في هذا التسجيل"),
    "validator_failed": (
        "the schema's own code failed with {error}",
        "أخفقت شيفرة المخطط نفسها: {error}",
    ),
    "unique": ("{value} is the key of record {first} already", "{value} مفتاح التسجيل {first} من قبل"),
    "order": ("{value} comes after {before}", "{value} يأتي بعد {before}"),
    "order_type": ("{value} cannot be compared with {before}", "لا يمكن مقارنة {value} مع {before}"),
    "reference": ("{target} has no {key} {value}", "ليس في {target} قيمة {value} للحقل {key}"),
    "nearly_equal": (
        "{value} is written {other} in record {first}; the profile {profile} makes them equal",
        "كُتبت {value} على صورة {other} في التسجيل {first}؛ والملف {profile} يسوّي بينهما",
    ),
}
"""The types of violations that huzma itself finds."""

_ARABIC = {
    "missing": "الحقل مطلوب",
    "extra_forbidden": "لا يُسمح بحقول زائدة",
    "no_such_attribute": "لا حقل بهذا الاسم",
    "frozen_field": "الحقل لا يقبل التغيير",
    "model_type": "المتوقع كائن من الصنف {class_name}",
    "model_attributes_type": "المتوقع كائن له حقول",
    "dataclass_type": "المتوقع كائن من الصنف {class_name}",
    "none_required": "المتوقع null",
    "bool_type": "المتوقع قيمة منطقية",
    "bool_parsing": "لا يمكن قراءة القيمة قيمةً منطقية",
    "int_type": "المتوقع عدد صحيح",
    "int_parsing": "لا يمكن قراءة النص عددًا صحيحًا",
    "int_parsing_size": "العدد أطول من أن يُقرأ",
    "int_from_float": "المتوقع عدد صحيح، والمعطى له كسر",
    "float_type": "المتوقع عدد",
    "float_parsing": "لا يمكن قراءة النص عددًا",
    "finite_number": "المتوقع عدد منتهٍ",
    "multiple_of": "يجب أن يكون العدد من مضاعفات {multiple_of}",
    "greater_than": "يجب أن تكون القيمة أكبر من {gt}",
    "greater_than_equal": "يجب ألا تقل القيمة عن {ge}",
    "less_than": "يجب أن تكون القيمة أصغر من {lt}",
    "less_than_equal": "يجب ألا تزيد القيمة على {le}",
    "decimal_type": "المتوقع عدد عشري",
    "decimal_parsing": "لا يمكن قراءة القيمة عددًا عشريًا",
    "decimal_max_digits": "يجب ألا يزيد عدد الأرقام على {max_digits}",
    "decimal_max_places": "يجب ألا يزيد عدد المنازل العشرية على {decimal_places}",
    "decimal_whole_digits": "يجب ألا يزيد عدد الأرقام قبل الفاصلة على {whole_digits}",
    "complex_type": "المتوقع عدد مركب",
    "complex_str_parsing": "لا يمكن قراءة النص عددًا مركبًا",
    "string_type": "المتوقع نص",
    "string_sub_type": "المتوقع نص",
    "string_unicode": "النص ليس بترميز UTF-8 سليم",
    "string_too_short": "يجب ألا يقل طول النص عن {min_length}",
    "string_too_long": "يجب ألا يزيد طول النص على {max_length}",
    "string_pattern_mismatch": "النص لا يوافق النمط {pattern}",
    "string_not_ascii": "المتوقع نص من محارف ASCII",
    "bytes_type": "المتوقعة بايتات",
    "bytes_too_short": "يجب ألا يقل عدد البايتات عن {min_length}",
    "bytes_too_long": "يجب ألا يزيد عدد البايتات على {max_length}",
    "bytes_invalid_encoding": "البايتات ليست بترميز {encoding}",
    "too_short": "يجب ألا يقل عدد العناصر عن {min_length}، وهو {actual_length}",
    "too_long": "يجب ألا يزيد عدد العناصر على {max_length}",
    "list_type": "المتوقعة قائمة",
    "tuple_type": "المتوقعة قائمة محددة العناصر",
    "set_type": "المتوقعة مجموعة",
    "set_item_not_hashable": "لا يصلح العنصر لمجموعة",
    "frozen_set_type": "المتوقعة مجموعة",
    "dict_type": "المتوقع كائن",
    "mapping_type": "المتوقع كائن",
    "iterable_type": "المتوقعة عناصر متتابعة",
    "iteration_error": "تعذر المرور على العناصر",
    "recursion_loop": "القيمة تحوي نفسها",
    "enum": "المتوقع: {expected}",
    "literal_error": "المتوقع: {expected}",
    "missing_sentinel_error": "لا تُقبل هنا قيمة",
    "date_type": "المتوقع تاريخ",
    "date_parsing": "لا يمكن قراءة القيمة تاريخًا",
    "date_from_datetime_parsing": "لا يمكن قراءة القيمة تاريخًا",
    "date_from_datetime_inexact": "المتوقع تاريخ بلا وقت",
    "date_past": "يجب أن يكون التاريخ في الماضي",
    "date_future": "يجب أن يكون التاريخ في المستقبل",
    "time_type": "المتوقع وقت",
    "time_parsing": "لا يمكن قراءة القيمة وقتًا",
    "datetime_type": "المتوقع تاريخ ووقت",
    "datetime_parsing": "لا يمكن قراءة القيمة تاريخًا ووقتًا",
    "datetime_object_invalid": "التاريخ والوقت غير صالحين",
    "datetime_from_date_parsing": "لا يمكن قراءة القيمة تاريخًا ووقتًا",
    "datetime_past": "يجب أن يكون الوقت في الماضي",
    "datetime_future": "يجب أن يكون الوقت في المستقبل",
    "timezone_naive": "يجب ألا تُذكر منطقة زمنية",
    "timezone_aware": "يجب أن تُذكر منطقة زمنية",
    "timezone_offset": "فرق المنطقة الزمنية غير المتوقع",
    "time_delta_type": "المتوقعة مدة",
    "time_delta_parsing": "لا يمكن قراءة القيمة مدةً",
    "union_tag_invalid": "الوسم {tag} ليس مما يُتوقع: {expected_tags}",
    "union_tag_not_found": "لا وسم يدل على نوع القيمة: {discriminator}",
    "url_type": "المتوقع عنوان URL",
    "url_parsing": "لا يمكن قراءة القيمة عنوانًا",
    "url_syntax_violation": "العنوان يخالف قواعد الكتابة",
    "url_too_long": "يجب ألا يزيد طول العنوان على {max_length}",
    "url_scheme": "يجب أن يبدأ العنوان بأحد: {expected_schemes}",
    "uuid_type": "المتوقع معرّف UUID",
    "uuid_parsing": "لا يمكن قراءة القيمة معرّف UUID",
    "uuid_version": "المتوقع معرّف UUID من الإصدار {expected_version}",
    "json_type": "المتوقع نص JSON",
    "value_error": "القيمة مرفوضة: {error}",
    "assertion_error": "القيمة مرفوضة: {error}",
    "json_invalid": "ليس JSON سليمًا",
    "needs_python_object": "لا يمكن التحقق من هذا النوع في ملف",
    "recursion_depth_exceeded": "التداخل أعمق من المسموح",
    "frozen_instance": "الكائن لا يقبل التغيير",
    "invalid_key": "المتوقع أن يكون المفتاح نصًا",
    "get_attribute_error": "تعذرت قراءة الحقل",
    "dataclass_exact_type": "المتوقع كائن من الصنف {class_name} نفسه",
    "named_tuple_type": "المتوقعة قائمة محددة العناصر",
    "default_factory_not_called": "القيمة المبدئية تعتمد على حقل مرفوض",
    "frozen_dict_type": "المتوقع كائن",
    "ordered_dict_type": "المتوقع كائن",
    "counter_type": "المتوقع كائن من الأعداد",
    "deque_type": "المتوقعة قائمة",
    "ellipsis_error": "لا تُقبل هنا قيمة",
    "is_instance_of": "المتوقع كائن من الصنف {class}",
    "is_subclass_of": "المتوقع صنف مشتق من {class}",
    "callable_type": "المتوقعة دالة",
    "arguments_type": "المتوقعة قائمة أو كائن من المعاملات",
    "missing_argument": "المعامل مطلوب",
    "unexpected_keyword_argument": "لا يُسمح بمعاملات زائدة",
    "missing_keyword_only_argument": "المعامل مطلوب باسمه",
    "unexpected_positional_argument": "لا يُسمح بمعاملات زائدة",
    "missing_positional_only_argument": "المعامل مطلوب بموضعه",
    "multiple_argument_values": "للمعامل أكثر من قيمة",
    "fraction_type": "المتوقع كسر",
    "fraction_parsing": "لا يمكن قراءة القيمة كسرًا",
    # Keywords of JSON Schema.
    "required": "الحقل مطلوب: {message}",
    "additionalProperties": "لا يُسمح بحقول زائدة: {message}",
    "unevaluatedProperties": "لا يُسمح بحقول زائدة: {message}",
    "type": "نوع القيمة غير المطلوب: {message}",
    "const": "القيمة غير المطلوبة: {message}",
    "format": "صيغة القيمة غير المطلوبة: {message}",
    "pattern": "النص لا يوافق النمط: {message}",
    "minimum": "القيمة أصغر من المسموح: {message}",
    "maximum": "القيمة أكبر من المسموح: {message}",
    "exclusiveMinimum": "القيمة أصغر من المسموح: {message}",
    "exclusiveMaximum": "القيمة أكبر من المسموح: {message}",
    "minLength": "النص أقصر من المسموح: {message}",
    "maxLength": "النص أطول من المسموح: {message}",
    "minItems": "العناصر أقل من المسموح: {message}",
    "maxItems": "العناصر أكثر من المسموح: {message}",
    "uniqueItems": "في القائمة عناصر مكررة: {message}",
}

_FALLBACK = "القيمة لا توافق المخطط: {message}"


def ours(error_type: str, **values: object) -> tuple[str, str]:
    """The wording of a violation that huzma itself finds."""
    english, arabic = OURS[error_type]
    return english.format(**values), arabic.format(**values)


def arabic(error_type: str, message: str, context: Mapping[str, Any] | None) -> str:
    """The Arabic of an error whose English is known."""
    types = sys.modules.get("huzma.types.wording")  # loaded where a schema uses these types, and else not needed
    of_types = getattr(types, "WORDING", {}).get(error_type)
    template = of_types[1] if of_types else _ARABIC.get(error_type, _FALLBACK)
    if "{" not in template and "}" not in template:
        return template
    try:
        return string.Formatter().vformat(template, (), {"message": message, **(context or {})})
    except (KeyError, IndexError, ValueError):
        return _FALLBACK.format(message=message)
