"""Extraction: gold surfaces, generated dates and numbers, traps, and what holds for every text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma
from huzma import _core

ROOT = Path(__file__).parent.parent
DAY = date(2016, 9, 15)  # a Thursday


def words(text: str) -> list[str]:
    """The words of a list that is easier to read in one line."""
    return text.split(" ")


MONTHS = {
    "gulf": words("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "levantine": [
        "كانون الثاني",
        *words("شباط آذار نيسان أيار حزيران تموز آب أيلول"),
        *("تشرين الأول", "تشرين الثاني", "كانون الأول"),
    ],
    "maghrebi": words("جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"),
    "moroccan": words("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"),
    "mauritanian": words("يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر"),
}
WEEKDAYS = words("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")


def articles() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Name, text and gold rows: of the sample bundle, and of the real articles where they are at hand."""
    folders = [ROOT / "seeds"]
    if "HUZMA_ARTICLES" in os.environ:
        folders.append(Path(os.environ["HUZMA_ARTICLES"]))
    for folder in folders:
        rows = json.loads((folder / "gold/surfaces.json").read_text("utf-8"))
        for name in sorted({row["file"] for row in rows}):
            text = (folder / name).read_bytes().decode()
            yield name, text, [row for row in rows if row["file"] == name]


CASES = list(articles())
KINDS = {"date": "dates", "date_rel": "dates", "time": "dates", "time_rel": "dates", "duration": "durations"}
KINDS |= {"quantity": "quantities", "ordinal": "numbers", "quote": "quotations"}
KINDS |= {"agency": "signatures", "agency_line": "signatures"}


@pytest.mark.parametrize(("name", "text", "rows"), CASES, ids=[name for name, *_ in CASES])
def test_the_gold_surfaces_come_out(name: str, text: str, rows: list[dict[str, Any]]) -> None:
    anchor = date.fromisoformat(rows[0]["anchor"])
    found, bare = huzma.extract(text, anchor), huzma.extract(text)
    for row in rows:
        place = (row["char_start"], row["char_end"])
        [record] = [one for one in getattr(found, KINDS[row["type"]]) if (one.start, one.end) == place]
        assert record.text == row["text"]
        if isinstance(record, huzma.DateMention):
            assert (record.value, record.modifier) == (row["resolved"], row.get("mod"))
            assert record.resolved
            [partial] = [one for one in bare.dates if (one.start, one.end) == place]
            assert partial.value == row.get("value", partial.value)
        elif isinstance(record, huzma.Quantity):
            assert (record.value, record.unit) == (Decimal(str(row["value"])), row["unit"])
            assert record.elliptic == (row["unit"] is None)
        elif isinstance(record, huzma.Quotation):
            speaker = None if record.speaker is None else record.speaker.text
            assert (record.kind, speaker) == (row["kind"], row["speaker"]), row["text"]
        elif isinstance(record, huzma.Duration | huzma.Number):
            assert record.value == row["value"]


@pytest.mark.parametrize(("name", "text", "rows"), CASES, ids=[name for name, *_ in CASES])
def test_nothing_spurious_comes_out(name: str, text: str, rows: list[dict[str, Any]]) -> None:
    found = huzma.extract(text, date.fromisoformat(rows[0]["anchor"]))
    places = {(row["char_start"], row["char_end"]) for row in rows}
    for kind in ("dates", "durations", "quantities", "quotations"):
        for record in getattr(found, kind):
            frequency = isinstance(record, huzma.Duration) and record.kind == "frequency"
            assert (record.start, record.end) in places or frequency, record


def days(step: int) -> Iterator[date]:
    day = date(1900, 1, 1)
    while day <= date(2100, 12, 31):
        yield day
        day += timedelta(step)


@pytest.mark.parametrize("system", MONTHS)
@pytest.mark.parametrize("step", [61, pytest.param(1, marks=pytest.mark.slow)])
def test_every_date_that_cldr_writes_reads_back(system: str, step: int) -> None:
    # The long, medium and short patterns of CLDR 47 for ar and its regions.
    for day in days(step):
        month, weekday = MONTHS[system][day.month - 1], WEEKDAYS[day.weekday()]
        for text in (
            f"{day.day} {month} {day.year}",
            f"{weekday}، {day.day} {month} {day.year}",
            f"{day.day} {month}، {day.year}",
            f"{day.day:02}/{day.month:02}/{day.year}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day}\u200f/{day.month}\u200f/{day.year}",
            day.isoformat(),
        ):
            mention = huzma.parse_date(text)
            assert mention is not None, text
            assert mention.value == day.isoformat(), text
            assert "weekday-mismatch" not in mention.notes
        digits = f"{day.day} {month} {day.year}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        mention = huzma.parse_date(digits)
        assert mention is not None
        assert mention.value == day.isoformat()


def test_the_hijri_calendar_is_that_of_umm_al_qura() -> None:
    hijridate = pytest.importorskip("hijridate")
    months = "محرم صفر ربيع_الأول ربيع_الثاني جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة"
    names = [name.replace("_", " ") for name in months.split()]
    day = date(1924, 8, 1)
    while day <= date(2077, 11, 16):
        hijri = hijridate.Gregorian(day.year, day.month, day.day).to_hijri()
        mention = huzma.parse_date(f"{hijri.day} {names[hijri.month - 1]} {hijri.year}هـ")
        assert mention is not None
        assert (mention.value, mention.calendar) == (day.isoformat(), "islamic-umalqura")
        assert mention.source_value == f"{hijri.year}-{hijri.month:02}-{hijri.day:02}"
        day += timedelta(13)
    outside = huzma.parse_date("1 محرم 1300 هـ")
    assert outside is not None
    assert (outside.value, outside.notes) == (None, ("out-of-range",))


ONES = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
TENS = ["", "عشرة", *words("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون")]
HUNDREDS = ["", "مئة", "مئتان", *(f"{one}مئة" for one in words("ثلاث أربع خمس ست سبع ثمان تسع"))]


def below_thousand(number: int, feminine: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = FEMININE if feminine else ONES
    if rest == 10:
        last = "عشر" if feminine else "عشرة"
    elif 11 <= rest <= 19:
        first = {1: "إحدى" if feminine else "أحد", 2: "اثنتا" if feminine else "اثنا"}.get(ones, words[ones])
        last = f"{first} {'عشرة' if feminine else 'عشر'}"
    else:
        last = " و".join(part for part in (words[ones], TENS[tens]) if part)
    return " و".join(part for part in (HUNDREDS[hundreds], last) if part)


def spelled(number: int, feminine: bool) -> str:
    """A number in words, as a grammar book has it."""
    if number == 0:
        return "صفر"
    parts = []
    for power, one, two, few, many in (
        (10**12, "تريليون", "تريليونان", "تريليونات", "تريليونا"),
        (10**9, "مليار", "ملياران", "مليارات", "مليارا"),
        (10**6, "مليون", "مليونان", "ملايين", "مليونا"),
        (10**3, "ألف", "ألفان", "آلاف", "ألفا"),
    ):
        count, number = divmod(number, power)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two)
        elif count:
            noun = few if 3 <= count % 100 <= 10 else many if 11 <= count % 100 <= 99 else one
            parts.append(f"{below_thousand(count, feminine=False)} {noun}")
    if number:
        parts.append(below_thousand(number, feminine))
    return " و".join(parts)


@pytest.mark.parametrize("feminine", [False, True])
@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.slow)])
def test_every_spelled_integer_reads_back(feminine: bool, step: int) -> None:
    for number in range(1, 100_001, step):
        assert huzma.parse_number(spelled(number, feminine)) == number, spelled(number, feminine)


@given(st.integers(1, 10**12), st.booleans())
def test_large_spelled_integers_read_back(number: int, feminine: bool) -> None:
    assert huzma.parse_number(spelled(number, feminine)) == number, spelled(number, feminine)


@given(st.integers(-(10**30), 10**30), st.integers(0, 6))
def test_digits_read_back(coefficient: int, scale: int) -> None:
    value = Decimal(coefficient).scaleb(-scale)
    text = f"{value:f}"
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text):
        return  # 1.234 has two readings
    assert huzma.parse_number(text) == value
    arabic = text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    assert huzma.parse_number(arabic) == value


WORDS = st.sampled_from(
    words(
        'في من أمس غدا يوم عام 2016 15 سبتمبر آب ثلاثة آلاف و مليون الساعة التاسعة قال إن « » " ( ) : ، . \n وكالة '
        "رويترز الرئيس بوتين الأحد مساء قبل بعد شهر رمضان هـ 1437 الموافق إلى بين يومي ال الـ 5 كل مرات نصف ساعة % $ "
        "2-1 10.5 أول القرن"
    )
)


def check(text: str) -> None:
    found = huzma.extract(text, DAY)
    for kind in ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names"):
        for record in getattr(found, kind):
            assert 0 <= record.start < record.end <= len(text)
            assert text[record.start : record.end] == record.text
            for part in ("speaker", "cue", "antecedent", "relay", "agency", "city", "title"):
                mention = getattr(record, part, None)
                assert mention is None or text[mention.start : mention.end] == mention.text


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_spans_lie_in_the_text(text: str) -> None:
    check(text)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    check(text)
    huzma.parse_date(text)
    huzma.parse_number(text)
    huzma.parse_duration(text)


NAMES = ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names")


@given(st.lists(WORDS, max_size=30).map(" ".join), st.data())
def test_the_canonical_form_says_the_same(text: str, data: st.DataObject) -> None:
    # Letters by their shapes and invisible characters change the spans and nothing else.
    odd = "".join(
        data.draw(st.sampled_from([character, f"\u00ad{character}"]))
        if "\u0621" <= character <= "\u064a"
        else character
        for character in text
    )
    aligned = huzma.Normalizer("canonical").align(odd)
    mine, canonical = huzma.extract(odd, DAY), huzma.extract(aligned.text, DAY)
    for name in NAMES:
        left, right = getattr(mine, name), getattr(canonical, name)
        assert [one.rule for one in left] == [one.rule for one in right]
        for one, other in zip(left, right, strict=True):
            assert (one.start, one.end) == aligned.source_span(other.start, other.end)


@given(st.text(alphabet="ذضظغثخقفكطزجحشص", max_size=200))
def test_random_letters_say_nothing(letters: str) -> None:
    found = huzma.extract(letters, DAY)
    assert not any(getattr(found, name) for name in NAMES)


TRAPS = [
    "آب الرجل إلى وطنه بعد غياب طويل",
    "مارس اللاعب هوايته المفضلة",
    "كانت درجته صفر في الامتحان",
    "قال رجب طيب أردوغان",
    "أساطير الإله تموز القديمة",
    "سبحان الواحد الأحد",
    "أثار الرأي العام والأمين العام للحزب",
    "صرحت تيريزا ماي",
    "محمد شعبان ورمضان شلح ومحرم فؤاد",
    "صلاة الجمعة وسوق الأحد",
    "العدد العام لخروقاتها",
    "جريدة المصري اليوم",
    "في اليوم التالي وذلك اليوم",
    "فاز بنتيجة 2-1 في المباراة",
    "مباحثات أستانة5 وقمة جي20",
    "الإصدار 10.2.1 من النظام",
]


@pytest.mark.parametrize("text", TRAPS)
def test_homographs_are_silent(text: str) -> None:
    found = huzma.extract(text, DAY)
    assert not found.dates
    assert not found.durations
    assert not found.quantities


# What other tools get wrong: text, value with the anchor 2016-09-01.
OTHERS = [
    ("15 سبتمبر - أيلول 2016", "2016-09-15"),
    ("15 يوليو الماضي", "2016-07-15"),
    ("27 شباط الماضي", "2016-02-27"),
    ("تموز الماضي", "2016-07"),
    ("آب الماضي", "2016-08"),
    ("أيار الماضي", "2016-05"),
    ("الاحد الماضي", "2016-08-28"),
    ("غدًا", "2016-09-02"),
    ("غداً", "2016-09-02"),
    ("١٥ ذو القعدة ١٤٣٧هـ", "2016-08-18"),
    ("1 سبتمبر/أيلول 2016", "2016-09-01"),
    ("الساعة ٩:٣٠ مساءً", "2016-09-01T21:30"),
    ("٢٠١٦-٠٩-٠١", "2016-09-01"),
    ("عام 2015", "2015"),
]


@pytest.mark.parametrize(("text", "value"), OTHERS)
def test_what_other_tools_get_wrong_is_right(text: str, value: str) -> None:
    [mention] = huzma.extract(f"حدث ذلك في {text} كما ذكر", date(2016, 9, 1)).dates
    assert (mention.text, mention.value) == (text, value)


def test_a_part_of_a_month_keeps_its_first_letters() -> None:
    [mention] = huzma.extract("عقدت أوائل أيار الماضي", date(2016, 9, 1)).dates
    assert (mention.text, mention.value, mention.modifier) == ("أوائل أيار الماضي", "2016-05", "START")


def test_a_duration_is_no_date_and_a_sum_keeps_its_unit() -> None:
    found = huzma.extract("تمديد الهدنة 48 ساعة بكلفة مليون و200 ألف دولار", date(2016, 9, 1))
    assert [one.value for one in found.durations] == ["PT48H"]
    assert not found.dates
    [money] = found.quantities
    assert (money.value, money.code, money.measure) == (1_200_000, "USD", "money")


def test_both_readings_of_a_separator_are_told() -> None:
    [number] = huzma.extract("بلغ 1,234 أمس").numbers
    assert (number.value, number.alternatives) == (1234, (Decimal("1.234"),))
    [number] = huzma.extract("بلغ 1.234 أمس").numbers
    assert (number.value, number.alternatives) == (Decimal("1.234"), (1234,))


def test_spoken_numbers_need_their_flag() -> None:
    assert huzma.parse_number("مية وتلاتين") is None
    assert huzma.parse_number("مية وتلاتين", colloquial=True) == 130


def test_anchors_are_dates() -> None:
    assert huzma.parse_date("أمس", datetime(2016, 9, 15, 8)).to_date() == date(2016, 9, 14)  # type: ignore[union-attr]
    with pytest.raises(TypeError, match="anchor"):
        huzma.extract("أمس", "2016-09-15")  # type: ignore[arg-type]


def test_a_gazetteer_finds_names_however_they_are_spelled() -> None:
    gazetteer = huzma.Gazetteer({"الأمم المتحدة": "ORG", "إسطنبول": "LOC", "أحمد أبو الغيط": "PER", "العراق": "LOC"})
    text = "قال احمد ابو الغيط في اسطنبول وللعراق وبالأمــم المتّحدة"
    names = huzma.extract(text, gazetteer=gazetteer).names
    assert [(one.text, one.label) for one in names if one.kind == "gazetteer"] == [
        ("احمد ابو الغيط", "PER"),
        ("اسطنبول", "LOC"),
        ("لعراق", "LOC"),
        ("الأمــم المتّحدة", "ORG"),
    ]
    assert len(gazetteer) == 4


def test_rules_are_the_ones_that_values_name() -> None:
    known = {rule.name for rule in huzma.extraction_rules()}
    for _, text, _ in CASES:
        found = huzma.extract(text)
        assert {one.rule for name in NAMES for one in getattr(found, name)} <= known


def test_a_lone_surrogate_stays_where_it_is() -> None:
    [mention] = huzma.extract("\ud800 أمس").dates
    assert (mention.start, mention.text) == (2, "أمس")


def test_documents_know_their_day(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "حدث أمس", "published": "2016-09-15T08:00:00+03:00"})
    (tmp_path / "a.jsonl").write_text(line + "\n", "utf-8")
    [document] = huzma.read(tmp_path / "a.jsonl")
    assert document.extract().dates[0].value == "2016-09-14"
    assert document.extract(date(2000, 3, 1)).dates[0].value == "2000-02-29"
    article = huzma.to_article(document)
    assert (article.anchor, article.dates[0].value) == (date(2016, 9, 15), "2016-09-14")


def test_ten_megabytes_are_read() -> None:
    text = "".join(text for _, text, _ in CASES)
    long = text * (2_000_000 // len(text) + 1)
    table = _core.extract_text(long, _core.ExtractOptions())
    assert len(table.dates()) > 1000


def table() -> list[tuple[str, str]]:
    """The texts of docs/extraction.md with what is found in them."""
    guide = (ROOT / "docs/extraction.md").read_text("utf-8")
    rows = [line.split(" | ") for line in guide.splitlines() if line.startswith("| ") and " | `" in line]
    return [(row[1].strip("`"), row[2].removesuffix(" |")) for row in rows]


def shown(text: str) -> str:
    found = huzma.extract(text, DAY)
    inside = [(one.number_start, one.number_end) for one in found.quantities]
    inside += [(one.start, one.end) for one in found.durations]
    rows = [(one.start, f"`{one.text}` {one.value}" + f" {one.modifier or ''}".rstrip()) for one in found.dates]
    for span in found.durations:
        kind = "" if span.kind == "duration" else f" {span.kind}"
        rows.append((span.start, f"`{span.text}` {span.value}{kind}" + (f" {span.times}×" if span.times else "")))
    for quantity in found.quantities:
        unit = quantity.code or quantity.unit or "of what was named"
        rows.append((quantity.start, f"`{quantity.text}` {quantity.value} {unit}"))
    for number in found.numbers:
        if not any(start <= number.start and number.end <= end for start, end in inside):
            kind = "" if number.kind == "cardinal" else f" {number.kind}"
            rows.append((number.start, f"`{number.text}` {number.value}{kind}"))
    for quotation in found.quotations:
        speaker = f" by {quotation.speaker.text}" if quotation.speaker else ""
        rows.append((quotation.start, f"`{quotation.text}` {quotation.kind}{speaker}"))
    rows += [(signature.start, f"`{signature.text}` {signature.kind}") for signature in found.signatures]
    return ", ".join(row for _, row in sorted(rows, key=lambda row: row[0])) or "nothing"


@pytest.mark.parametrize(("text", "expected"), table())
def test_the_guide_is_true(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_whole_texts_are_read_as_amounts_and_percentages() -> None:
    for text, value, code in [
        ("100 ر.س", 100, "SAR"),
        ("مئة ريال وخمسون هللة", Decimal("100.5"), "SAR"),
        ("٪٢٠", 20, "%"),
        ("ألفا دولار", 2000, "USD"),
        (" $1,500.75 ", Decimal("1500.75"), "USD"),
    ]:
        found = huzma.parse_quantity(text)
        assert found is not None
        assert (found.value, found.code, found.start, found.end) == (value, code, 0, len(text))
        assert text[found.number_start : found.number_end].strip() == text[found.number_start : found.number_end]
    for text in ("", "100", "ريال", "100 ريال سعودي غدا", "\ud800", "٪"):
        assert huzma.parse_quantity(text) is None
    assert huzma.parse_duration("ساعة و20 دقيقة و30 ثانية") is not None
    moment = huzma.parse_date("15/9/2016 21:30")
    assert moment is not None
    assert (moment.value, moment.start, moment.end) == ("2016-09-15T21:30", 0, 15)


def news() -> Iterator[tuple[str, list[str]]]:
    """The sentences of tests/news with the rows of what is found in them."""
    paths = (Path(__file__).parent / "news").glob("[a-z]*.md")
    for path in sorted(paths):
        for block in path.read_text("utf-8").split("\n> ")[1:]:
            text, *rows = block.splitlines()
            yield text.replace("⏎", "\n"), [row[2:] for row in rows if row.startswith("- ")]


def rows(text: str) -> list[str]:
    found = huzma.extract(text, DAY)
    rows: list[tuple[int, int, str]] = []

    def of(label: str, mention: Any) -> str | None:
        return None if mention is None else f"{label} `{mention.text}`"

    def add(one: Any, kind: str, *parts: str | None) -> None:
        row = " ".join([f"{kind} `{one.text}`", *(part for part in parts if part)])
        rows.append((one.start, one.end, row.replace("\n", "⏎")))

    for day in found.dates:
        add(day, "date", day.value or "unknown", day.modifier, *(f"({note})" for note in day.notes))
    for span in found.durations:
        add(span, span.kind, span.value, f"{span.times}×" if span.times else None)
    for quantity in found.quantities:
        add(quantity, "quantity", f"{quantity.value} {quantity.code or quantity.unit or 'of what was named'}")
    inside = [(one.number_start, one.number_end) for one in found.quantities]
    inside += [(one.start, one.end) for one in found.durations if one.kind != "frequency"]
    for number in found.numbers:
        if not any(start <= number.start and number.end <= end for start, end in inside):
            add(number, "number" if number.kind == "cardinal" else number.kind, str(number.value))
    spoken: list[huzma.Quotation | huzma.Statement] = [*found.quotations, *found.statements]
    for said in spoken:
        add(
            said,
            said.kind if isinstance(said, huzma.Quotation) else "statement",
            of("by", said.speaker),
            "(inherited)" if said.inherited else None,
            of("of", said.antecedent),
            of("through", said.relay),
            f"({said.defect})" if isinstance(said, huzma.Quotation) and said.defect else None,
        )
    for signature in found.signatures:
        agency = signature.agency
        if agency is not None and (agency.start, agency.end) == (signature.start, signature.end):
            agency = None
        add(signature, signature.kind, of("agency", agency), of("city", signature.city))
    for name in found.names:
        add(name, "name", of("title", name.title))
    return [row for *_, row in sorted(rows, key=lambda row: row[:2])] or ["nothing"]


@pytest.mark.parametrize(("text", "expected"), list(news()))
def test_the_news_say_what_they_say(text: str, expected: list[str]) -> None:
    assert rows(text) == expected
