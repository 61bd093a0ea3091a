//! Words of the calendar but the names of the Gregorian months: weekdays, the Hijri months, parts of days and of
//! periods, what points forward and back, units of time, zones.
//!
//! Source: CLDR 47 (locale ar: weekdays, Islamic months, day periods) and the wording of newspapers.

/// Weekdays by their number in ISO 8601, without their article.
pub static WEEKDAYS: &[(u8, &[&str])] = &[
    (1, &["الاثنين", "الإثنين", "الأثنين"]),
    (2, &["الثلاثاء", "الثلثاء"]),
    (3, &["الأربعاء"]),
    (4, &["الخميس"]),
    (5, &["الجمعة"]),
    (6, &["السبت"]),
    (7, &["الأحد"]),
];

/// Gregorian months that are names too, though a linter need not doubt them: they count only beside a date.
pub static NAMES_TOO: &[&str] = &["تموز"];

/// Months of the Hijri calendar. `ambiguous` ones are also names or words and count only beside a date.
pub static HIJRI_MONTHS: &[(u8, bool, &[&str])] = &[
    (1, true, &["محرم"]),
    (1, true, &["المحرم"]),
    (2, true, &["صفر"]),
    (3, false, &["ربيع", "الأول"]),
    (4, false, &["ربيع", "الثاني"]),
    (4, false, &["ربيع", "الآخر"]),
    (5, false, &["جمادى", "الأولى"]),
    (5, false, &["جمادى", "الأول"]),
    (6, false, &["جمادى", "الآخرة"]),
    (6, false, &["جمادى", "الثانية"]),
    (6, false, &["جمادى", "الآخر"]),
    (6, false, &["جمادى", "الثاني"]),
    (7, true, &["رجب"]),
    (8, true, &["شعبان"]),
    (9, true, &["رمضان"]),
    (10, true, &["شوال"]),
    (11, false, &["ذو", "القعدة"]),
    (11, false, &["ذي", "القعدة"]),
    (11, false, &["ذا", "القعدة"]),
    (12, false, &["ذو", "الحجة"]),
    (12, false, &["ذي", "الحجة"]),
    (12, false, &["ذا", "الحجة"]),
];

/// What points from the time of writing: back (-1), at it (0), forward (1). Written with and without the article.
pub static DEIXIS: &[(i8, &[&str])] = &[
    (
        -1,
        &[
            "ماضي",
            "ماضية",
            "ماضيين",
            "ماضيتين",
            "منصرم",
            "منصرمة",
            "منصرمين",
            "فائت",
            "فائتة",
            "فائتين",
            "سابق",
            "سابقة",
            "مضى",
            "مضت",
            "خوالي",
            "أخير",
            "أخيرة",
            "أخيرين",
            "آنف",
        ],
    ),
    (0, &["جاري", "جارية", "حالي", "حالية", "راهن", "راهنة"]),
    (
        1,
        &[
            "مقبل",
            "مقبلة",
            "مقبلين",
            "مقبلتين",
            "قادم",
            "قادمة",
            "قادمين",
            "قادمتين",
            "آتي",
            "آتية",
            "تالي",
            "تالية",
            "لاحق",
        ],
    ),
];

/// Words of [`DEIXIS`] that point within a story, not from the time of writing, or mean something else as often.
pub static WEAK_DEIXIS: &[&str] = &[
    "سابق",
    "سابقة",
    "أخير",
    "أخيرة",
    "أخيرين",
    "تالي",
    "تالية",
    "لاحق",
    "راهن",
    "راهنة",
    "آنف",
    "خوالي",
    "مضى",
    "مضت",
];

/// Parts of a period: its start, middle or end.
pub static PERIOD_PARTS: &[(PeriodPart, &[&str])] = &[
    (PeriodPart::Start, &["أوائل", "مطلع", "بداية", "مستهل", "بدايات", "أول"]),
    (PeriodPart::Middle, &["منتصف", "أواسط", "وسط"]),
    (PeriodPart::End, &["أواخر", "نهاية", "ختام", "نهايات", "آخر"]),
];

/// A part of a period, as `mod` in TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodPart {
    /// `START`.
    Start,
    /// `MID`.
    Middle,
    /// `END`.
    End,
}

/// A part of a day, with its letters in TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// Before sunrise; `MO` in TIMEX3.
    Dawn,
    /// `MO`.
    Morning,
    /// `MI`.
    Noon,
    /// `AF`.
    Afternoon,
    /// `EV`.
    Evening,
    /// `NI`.
    Night,
}

/// Parts of a day, also as adverbs.
pub static DAY_PARTS: &[(DayPart, &[&str])] = &[
    (DayPart::Dawn, &["فجر", "فجرا"]),
    (DayPart::Morning, &["صباح", "صباحا", "صبيحة", "ضحى"]),
    (DayPart::Noon, &["ظهر", "ظهرا", "ظهيرة", "زوال", "زوالا"]),
    (DayPart::Afternoon, &["عصر", "عصرا"]),
    (DayPart::Evening, &["مساء", "مساءا", "عشية", "عشاء", "مغرب"]),
    (DayPart::Night, &["ليل", "ليلا", "ليلة"]),
];

/// A season, as the northern half of the Earth has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// ربيع, from March; `SP` in TIMEX3.
    Spring,
    /// صيف, from June; `SU`.
    Summer,
    /// خريف, from September; `FA`.
    Autumn,
    /// شتاء, from December; `WI`.
    Winter,
}

/// Seasons by their words.
pub static SEASONS: &[(Season, &str)] =
    &[(Season::Spring, "ربيع"), (Season::Summer, "صيف"), (Season::Autumn, "خريف"), (Season::Winter, "شتاء")];

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeUnit {
    /// ثانية
    Second,
    /// دقيقة
    Minute,
    /// ساعة
    Hour,
    /// يوم
    Day,
    /// أسبوع
    Week,
    /// شهر
    Month,
    /// سنة
    Year,
    /// عقد
    Decade,
    /// قرن
    Century,
}

/// The grammatical number of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One, and what is counted from 11 on.
    Singular,
    /// Two.
    Dual,
    /// What is counted from 3 to 10.
    Plural,
}

/// Units of time in singular, dual and plural; وثوان and the like are also written without their yeh.
pub static TIME_UNITS: &[(TimeUnit, [&[&str]; 3])] = &[
    (TimeUnit::Second, [&["ثانية"], &["ثانيتان", "ثانيتين", "ثانيتي"], &["ثوان", "ثواني"]]),
    (TimeUnit::Minute, [&["دقيقة"], &["دقيقتان", "دقيقتين", "دقيقتي"], &["دقائق"]]),
    (TimeUnit::Hour, [&["ساعة"], &["ساعتان", "ساعتين", "ساعتي"], &["ساعات"]]),
    (TimeUnit::Day, [&["يوم", "يوما"], &["يومان", "يومين"], &["أيام"]]),
    (TimeUnit::Day, [&["ليلة"], &["ليلتان", "ليلتين"], &["ليال", "ليالي"]]),
    (TimeUnit::Week, [&["أسبوع", "أسبوعا"], &["أسبوعان", "أسبوعين"], &["أسابيع"]]),
    (TimeUnit::Month, [&["شهر", "شهرا"], &["شهران", "شهرين"], &["أشهر", "شهور"]]),
    (TimeUnit::Year, [&["سنة"], &["سنتان", "سنتين"], &["سنوات", "سنين"]]),
    (TimeUnit::Year, [&["عام", "عاما"], &["عامان", "عامين"], &["أعوام"]]),
    (TimeUnit::Year, [&["حول"], &["حولين"], &[]]),
    (TimeUnit::Decade, [&["عقد", "عقدا"], &["عقدان", "عقدين"], &["عقود"]]),
    (TimeUnit::Century, [&["قرن", "قرنا"], &["قرنان", "قرنين"], &["قرون"]]),
];

/// Decades by their words: الستينات, الستينيات.
pub static DECADES: &[(u8, &[&str])] = &[
    (20, &["عشرينات", "عشرينيات"]),
    (30, &["ثلاثينات", "ثلاثينيات"]),
    (40, &["أربعينات", "أربعينيات"]),
    (50, &["خمسينات", "خمسينيات"]),
    (60, &["ستينات", "ستينيات"]),
    (70, &["سبعينات", "سبعينيات"]),
    (80, &["ثمانينات", "ثمانينيات"]),
    (90, &["تسعينات", "تسعينيات"]),
];

/// Zones that had one offset, in minutes, at least since 2015, by the words that name them, and their IANA names.
pub static FIXED_ZONES: &[(&[&str], i16, &str)] = &[
    (&["غرينتش"], 0, "Etc/UTC"),
    (&["غرينيتش"], 0, "Etc/UTC"),
    (&["جرينتش"], 0, "Etc/UTC"),
    (&["جرينيتش"], 0, "Etc/UTC"),
    (&["مكة"], 180, "Asia/Riyadh"),
    (&["السعودية"], 180, "Asia/Riyadh"),
    (&["الرياض"], 180, "Asia/Riyadh"),
    (&["الدوحة"], 180, "Asia/Qatar"),
    (&["قطر"], 180, "Asia/Qatar"),
    (&["الكويت"], 180, "Asia/Kuwait"),
    (&["البحرين"], 180, "Asia/Bahrain"),
    (&["المنامة"], 180, "Asia/Bahrain"),
    (&["بغداد"], 180, "Asia/Baghdad"),
    (&["العراق"], 180, "Asia/Baghdad"),
    (&["عدن"], 180, "Asia/Aden"),
    (&["صنعاء"], 180, "Asia/Aden"),
    (&["اليمن"], 180, "Asia/Aden"),
    (&["موسكو"], 180, "Europe/Moscow"),
    (&["أبوظبي"], 240, "Asia/Dubai"),
    (&["دبي"], 240, "Asia/Dubai"),
    (&["الإمارات"], 240, "Asia/Dubai"),
    (&["مسقط"], 240, "Asia/Muscat"),
    (&["الجزائر"], 60, "Africa/Algiers"),
    (&["تونس"], 60, "Africa/Tunis"),
    (&["طوكيو"], 540, "Asia/Tokyo"),
    (&["بكين"], 480, "Asia/Shanghai"),
];

/// Zones whose offset changes with the season or has changed since: named, not reckoned.
pub static NAMED_ZONES: &[(&str, &str)] = &[
    ("القاهرة", "Africa/Cairo"),
    ("مصر", "Africa/Cairo"),
    ("دمشق", "Asia/Damascus"),
    ("سوريا", "Asia/Damascus"),
    ("بيروت", "Asia/Beirut"),
    ("لبنان", "Asia/Beirut"),
    ("عمان", "Asia/Amman"),
    ("الأردن", "Asia/Amman"),
    ("القدس", "Asia/Jerusalem"),
    ("فلسطين", "Asia/Gaza"),
    ("غزة", "Asia/Gaza"),
    ("الخرطوم", "Africa/Khartoum"),
    ("ليبيا", "Africa/Tripoli"),
    ("طرابلس", "Africa/Tripoli"),
    ("المغرب", "Africa/Casablanca"),
    ("الرباط", "Africa/Casablanca"),
    ("إسطنبول", "Europe/Istanbul"),
    ("أنقرة", "Europe/Istanbul"),
    ("تركيا", "Europe/Istanbul"),
    ("طهران", "Asia/Tehran"),
    ("إيران", "Asia/Tehran"),
    ("باريس", "Europe/Paris"),
    ("لندن", "Europe/London"),
    ("برلين", "Europe/Berlin"),
    ("نيويورك", "America/New_York"),
    ("واشنطن", "America/New_York"),
];
