//! Words that are numbers: cardinals in every case and both genders, ordinals, fractions, multipliers.
//!
//! Source: the grammar of the Arabic numeral (Wright, Grammar of the Arabic Language, I §318–328), with the spellings of
//! newspapers. Words are written with their hamza; whoever looks them up folds it away, so أحد is found as احد too.

/// A cardinal that stands for one figure of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinal {
    /// 1 to 9.
    Unit(u8),
    /// 10, and the second half of 11 to 19.
    Ten,
    /// 20 to 90.
    Tens(u8),
    /// 100 to 900.
    Hundreds(u16),
    /// 1000 and more, as the power of ten.
    Power(u8),
    /// Two of a power of ten: ألفان.
    TwoOfPower(u8),
}

use Cardinal::{Hundreds, Power, Ten, Tens, TwoOfPower, Unit};

/// Every cardinal of one word.
pub static CARDINALS: &[(Cardinal, &[&str])] = &[
    (Unit(1), &["واحد", "واحدة", "واحدا", "أحد", "إحدى"]),
    (
        Unit(2),
        &["اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي", "ثنتا", "ثنتي", "ثنتان", "ثنتين"],
    ),
    (Unit(3), &["ثلاثة", "ثلاث"]),
    (Unit(4), &["أربعة", "أربع"]),
    (Unit(5), &["خمسة", "خمس"]),
    (Unit(6), &["ستة", "ست"]),
    (Unit(7), &["سبعة", "سبع"]),
    (Unit(8), &["ثمانية", "ثماني", "ثمان", "ثمانيا"]),
    (Unit(9), &["تسعة", "تسع"]),
    (Ten, &["عشرة", "عشر"]),
    (Tens(20), &["عشرون", "عشرين"]),
    (Tens(30), &["ثلاثون", "ثلاثين"]),
    (Tens(40), &["أربعون", "أربعين"]),
    (Tens(50), &["خمسون", "خمسين"]),
    (Tens(60), &["ستون", "ستين"]),
    (Tens(70), &["سبعون", "سبعين"]),
    (Tens(80), &["ثمانون", "ثمانين"]),
    (Tens(90), &["تسعون", "تسعين"]),
    (Hundreds(100), &["مئة", "مائة", "مئات"]),
    (Hundreds(200), &["مئتان", "مئتين", "مائتان", "مائتين", "مئتا", "مئتي", "مائتا", "مائتي"]),
    (Hundreds(300), &["ثلاثمئة", "ثلاثمائة", "ثلثمائة"]),
    (Hundreds(400), &["أربعمئة", "أربعمائة"]),
    (Hundreds(500), &["خمسمئة", "خمسمائة"]),
    (Hundreds(600), &["ستمئة", "ستمائة"]),
    (Hundreds(700), &["سبعمئة", "سبعمائة"]),
    (Hundreds(800), &["ثمانمئة", "ثمانمائة", "ثمانيمئة", "ثمانيمائة"]),
    (Hundreds(900), &["تسعمئة", "تسعمائة"]),
    (Power(3), &["ألف", "ألفا", "آلاف", "الآف"]),
    (TwoOfPower(3), &["ألفان", "ألفين", "ألفي"]),
    (Power(6), &["مليون", "مليونا", "ملايين"]),
    (TwoOfPower(6), &["مليونان", "مليونين", "مليوني"]),
    (Power(9), &["مليار", "مليارا", "مليارات", "بليون", "بليونا", "بلايين"]),
    (TwoOfPower(9), &["ملياران", "مليارين", "ملياري", "بليونان", "بليونين", "بليوني"]),
    (Power(12), &["تريليون", "تريليونا", "تريليونات", "ترليون", "ترليونا", "ترليونات"]),
    (TwoOfPower(12), &["تريليونان", "تريليونين", "تريليوني", "ترليونان", "ترليونين", "ترليوني"]),
    (Power(15), &["كوادريليون", "كوادريليونا", "كوادريليونات", "كدريليون"]),
];

/// Spoken forms, which are read only where the caller asks for them: ست and others are words of their own.
pub static COLLOQUIAL: &[(Cardinal, &[&str])] = &[
    (Unit(2), &["تنين", "اتنين", "إتنين", "تنتين"]),
    (Unit(3), &["تلاتة", "تلات", "تلت"]),
    (Unit(8), &["تمانية", "تمنية", "تمن", "تمان"]),
    (Tens(30), &["تلاتين"]),
    (Tens(80), &["تمانين"]),
    (Hundreds(100), &["مية", "ميه"]),
    (Hundreds(200), &["ميتين"]),
    (Hundreds(300), &["تلتمية", "تلاتمية"]),
    (Hundreds(400), &["ربعمية", "أربعمية"]),
    (Hundreds(500), &["خمسمية"]),
    (Hundreds(600), &["ستمية"]),
    (Hundreds(700), &["سبعمية"]),
    (Hundreds(800), &["تمنمية", "تمانمية"]),
    (Hundreds(900), &["تسعمية"]),
    (Power(3), &["تلاف", "ألاف"]),
];

/// Numbers from 11 to 19 as they are spoken in one word.
pub static COLLOQUIAL_TEENS: &[(u8, &[&str])] = &[
    (11, &["حداشر", "إحدعش", "حدعش", "احداشر"]),
    (12, &["اتناشر", "طنعش", "تنعش", "اثنعش"]),
    (13, &["تلتاشر", "تلطعش", "تلتعش", "ثلطعش"]),
    (14, &["أربعتاشر", "أربعطعش"]),
    (15, &["خمستاشر", "خمسطعش"]),
    (16, &["ستاشر", "ستطعش", "سطعش"]),
    (17, &["سبعتاشر", "سبعطعش"]),
    (18, &["تمنتاشر", "تمنطعش"]),
    (19, &["تسعتاشر", "تسعطعش"]),
];

/// Ordinals of one word, both genders. 11 is the first half of الحادي عشر and of الحادي والعشرين.
pub static ORDINALS: &[(u8, &[&str])] = &[
    (1, &["أول", "أولى"]),
    (2, &["ثاني", "ثان", "ثانيا", "ثانية"]),
    (3, &["ثالث", "ثالثة"]),
    (4, &["رابع", "رابعة"]),
    (5, &["خامس", "خامسة"]),
    (6, &["سادس", "سادسة"]),
    (7, &["سابع", "سابعة"]),
    (8, &["ثامن", "ثامنة"]),
    (9, &["تاسع", "تاسعة"]),
    (10, &["عاشر", "عاشرة"]),
    (11, &["حادي", "حادية"]),
];

/// Fractions of one word, as numerator and denominator.
pub static FRACTIONS: &[((u8, u8), &[&str])] = &[
    ((1, 2), &["نصف", "نصفا"]),
    ((1, 3), &["ثلث"]),
    // ثلثا is rather the dual before its noun than the accusative.
    ((2, 3), &["ثلثان", "ثلثين", "ثلثي", "ثلثا"]),
    ((1, 4), &["ربع", "ربعا"]),
    ((1, 6), &["سدس"]),
];

/// Plurals of fractions, behind a cardinal: ثلاثة أرباع.
pub static PARTS: &[(u8, &[&str])] = &[
    (3, &["أثلاث"]),
    (4, &["أرباع"]),
    (5, &["أخماس"]),
    (6, &["أسداس"]),
    (7, &["أسباع"]),
    (8, &["أثمان"]),
    (9, &["أتساع"]),
    (10, &["أعشار"]),
];
