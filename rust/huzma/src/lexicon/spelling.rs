//! Closed lists of misspellings: what is written, what is meant, and what may stand before it.
//!
//! An entry is a form that is no word, or one that stands for one word in more than 98 of 100 places. The prefixes that
//! a group takes leave out what would make another word of it: و + احد is واحد, ل + ازمة is لازمة, ك + اهل is كاهل.

use std::sync::LazyLock;

use super::stems::StemMap;

/// Which rule a group belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// The hamza of an alef was left out.
    DroppedHamza,
    /// The same in a name that is written both ways.
    DroppedHamzaInName,
    /// An alef that takes no hamza has one.
    SpuriousHamza,
    /// ى for ي at the end, or the reverse, settled.
    FinalYeh,
    /// The same, not settled.
    FinalYehUnsettled,
    /// A hamza on the wrong seat.
    HamzaSeat,
    /// A hamza on the seat that Egypt uses.
    RegionalSeat,
    /// ه for ة.
    HehForTeh,
    /// الله with a teh marbuta.
    AllahTeh,
    /// Anything else.
    Misspelling,
}

impl List {
    /// How many there are.
    const COUNT: usize = Self::Misspelling as usize + 1;

    /// The list as a bit.
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What may stand before the word of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Alone,
    /// `[وف]?`
    Conjunction,
    /// `[وف]?[بل]?(ال)?` or `[وف]?لل`
    Anything,
    /// `[وف]?[بكل]?ال` or `[وف]?لل`, which must be there.
    Article,
    /// Nothing or the article.
    AloneOrArticle,
    /// `[وف]?` or the article.
    ConjunctionOrArticle,
}

/// Entries of one sort.
#[derive(Debug)]
pub struct Group {
    /// Whose they are.
    pub list: List,
    /// What may stand before them.
    pub takes: Takes,
    /// Why each of them is safe.
    pub reason: &'static str,
    /// What is written and what is meant.
    pub words: &'static [(&'static str, &'static str)],
}

/// All lists.
#[rustfmt::skip]
pub static GROUPS: &[Group] = &[
    Group {
        list: List::DroppedHamza,
        takes: Takes::Alone,
        reason: "a particle or an adverb; without its hamza no word, and no prefix that would not make another word",
        words: &[
            ("الى", "إلى"), ("او", "أو"), ("ابدا", "أبدا"), ("اول", "أول"), ("لاول", "لأول"), ("واول", "وأول"),
            ("احد", "أحد"), ("ادى", "أدى"), ("ادت", "أدت"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Conjunction,
        reason: "a particle, a pronoun or an adverb; without its hamza no word",
        words: &[
            ("اذا", "إذا"), ("اذ", "إذ"), ("ايضا", "أيضا"), ("اين", "أين"), ("انت", "أنت"), ("انتم", "أنتم"),
            ("اولئك", "أولئك"), ("اخيرا", "أخيرا"), ("اثناء", "أثناء"), ("اساسا", "أساسا"), ("احيانا", "أحيانا"),
            ("ابو", "أبو"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Conjunction,
        reason: "a verb of form II or IV in the past, whose alef always has its hamza; other forms of the same letters are no news Arabic",
        words: &[
            ("اكد", "أكد"), ("اكدت", "أكدت"), ("اكدوا", "أكدوا"), ("اعلن", "أعلن"), ("اعلنت", "أعلنت"),
            ("اعلنوا", "أعلنوا"), ("اشار", "أشار"), ("اشارت", "أشارت"), ("اضاف", "أضاف"), ("اضافت", "أضافت"),
            ("اوضح", "أوضح"), ("اوضحت", "أوضحت"), ("اصدر", "أصدر"), ("اصدرت", "أصدرت"), ("اصبح", "أصبح"),
            ("اصبحت", "أصبحت"), ("افاد", "أفاد"), ("افادت", "أفادت"), ("اطلقت", "أطلقت"), ("اعرب", "أعرب"),
            ("اعربت", "أعربت"), ("اسفر", "أسفر"), ("اسفرت", "أسفرت"), ("اظهرت", "أظهرت"), ("اجرى", "أجرى"),
            ("اجرت", "أجرت"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::AloneOrArticle,
        reason: "no word without its hamza; with a conjunction or a preposition some of them would be (واهم, فارض, لامس, واحد, كاهل)",
        words: &[
            ("اهم", "أهم"), ("ارض", "أرض"), ("امس", "أمس"), ("اهل", "أهل"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Article,
        reason: "one reading with the article; without it another word is near (إعمال, أعلام, إخوان, لأول)",
        words: &[
            ("اعمال", "أعمال"), ("اعلام", "إعلام"), ("امم", "أمم"), ("اردن", "أردن"), ("امارات", "إمارات"),
            ("احد", "أحد"), ("اول", "أول"), ("احداث", "أحداث"), ("اخوان", "إخوان"), ("اهلي", "أهلي"),
            ("امين", "أمين"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::ConjunctionOrArticle,
        reason: "no word without its hamza; with a preposition some of them would be (لازمة, باقل, لامني)",
        words: &[
            ("ازمة", "أزمة"), ("ازمات", "أزمات"), ("اقل", "أقل"), ("امني", "أمني"), ("امنية", "أمنية"),
            ("اسرة", "أسرة"), ("اهالي", "أهالي"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Anything,
        reason: "an elative, a number or a plural of the measures that begin with a hamza; no word without it",
        words: &[
            ("اكثر", "أكثر"), ("افضل", "أفضل"), ("اكبر", "أكبر"), ("اصغر", "أصغر"), ("اوائل", "أوائل"),
            ("اواخر", "أواخر"), ("اولى", "أولى"), ("اخرى", "أخرى"), ("اخير", "أخير"), ("اخيرة", "أخيرة"),
            ("احدى", "إحدى"), ("اعلى", "أعلى"), ("ادنى", "أدنى"), ("اقصى", "أقصى"), ("اهمية", "أهمية"),
            ("اسوأ", "أسوأ"), ("ابرز", "أبرز"), ("اغلب", "أغلب"), ("اغلبية", "أغلبية"), ("ايام", "أيام"),
            ("اسبوع", "أسبوع"), ("اسابيع", "أسابيع"), ("اشهر", "أشهر"), ("اعوام", "أعوام"), ("اربعة", "أربعة"),
            ("اربع", "أربع"), ("اربعين", "أربعين"), ("اربعون", "أربعون"), ("اربعاء", "أربعاء"), ("اطفال", "أطفال"),
            ("اطراف", "أطراف"), ("احزاب", "أحزاب"), ("اسعار", "أسعار"), ("اسلحة", "أسلحة"), ("اجهزة", "أجهزة"),
            ("انحاء", "أنحاء"), ("اراضي", "أراضي"), ("ارقام", "أرقام"), ("اسباب", "أسباب"), ("اسماء", "أسماء"),
            ("اصوات", "أصوات"), ("افراد", "أفراد"), ("افكار", "أفكار"), ("اموال", "أموال"), ("انواع", "أنواع"),
            ("اهداف", "أهداف"), ("اوضاع", "أوضاع"), ("اولاد", "أولاد"), ("ابناء", "أبناء"), ("انباء", "أنباء"),
            ("اعضاء", "أعضاء"), ("افلام", "أفلام"), ("اشخاص", "أشخاص"), ("اشياء", "أشياء"), ("اصحاب", "أصحاب"),
            ("اطباء", "أطباء"), ("امراض", "أمراض"), ("امطار", "أمطار"), ("اخبار", "أخبار"), ("اسرى", "أسرى"),
            ("اساس", "أساس"), ("اساسي", "أساسي"), ("اساسية", "أساسية"), ("استاذ", "أستاذ"), ("اساتذة", "أساتذة"),
            ("امير", "أمير"), ("اميرة", "أميرة"), ("اكاديمي", "أكاديمي"), ("اكاديمية", "أكاديمية"),
            ("ابواب", "أبواب"), ("اجزاء", "أجزاء"), ("اجواء", "أجواء"), ("اخطاء", "أخطاء"), ("ادوات", "أدوات"),
            ("ادوية", "أدوية"), ("اسواق", "أسواق"), ("اعداء", "أعداء"), ("اقسام", "أقسام"), ("امثلة", "أمثلة"),
            ("اوراق", "أوراق"), ("اوساط", "أوساط"), ("اوقات", "أوقات"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Anything,
        reason: "a verbal noun of form IV or a word made from one, whose alef always has its hamza below",
        words: &[
            ("اطلاق", "إطلاق"), ("ايصال", "إيصال"), ("اعلان", "إعلان"), ("اعلانات", "إعلانات"), ("انتاج", "إنتاج"),
            ("اجراء", "إجراء"), ("اجراءات", "إجراءات"), ("ادارة", "إدارة"), ("اداري", "إداري"),
            ("ادارية", "إدارية"), ("اصابة", "إصابة"), ("اصابات", "إصابات"), ("اقامة", "إقامة"), ("اضافة", "إضافة"),
            ("اعادة", "إعادة"), ("اقالة", "إقالة"), ("اصلاح", "إصلاح"), ("اصلاحات", "إصلاحات"), ("ارهاب", "إرهاب"),
            ("ارهابي", "إرهابي"), ("ارهابية", "إرهابية"), ("ارهابيين", "إرهابيين"), ("ارهابيون", "إرهابيون"),
            ("اسلام", "إسلام"), ("اسلامي", "إسلامي"), ("اسلامية", "إسلامية"), ("اسلاميين", "إسلاميين"),
            ("انسان", "إنسان"), ("انساني", "إنساني"), ("انسانية", "إنسانية"), ("اقليم", "إقليم"),
            ("اقليمي", "إقليمي"), ("اقليمية", "إقليمية"), ("ارادة", "إرادة"), ("امكان", "إمكان"),
            ("امكانية", "إمكانية"), ("امكانيات", "إمكانيات"), ("اغلاق", "إغلاق"), ("اغاثة", "إغاثة"),
            ("افراج", "إفراج"), ("اخلاء", "إخلاء"), ("انقاذ", "إنقاذ"), ("انهاء", "إنهاء"), ("اعلامي", "إعلامي"),
            ("اعلامية", "إعلامية"),
        ],
    },
    Group {
        list: List::DroppedHamza,
        takes: Takes::Anything,
        reason: "a country or its adjective, in the one spelling all use",
        words: &[
            ("امريكا", "أمريكا"), ("امريكي", "أمريكي"), ("امريكية", "أمريكية"), ("امريكيين", "أمريكيين"),
            ("امريكيا", "أمريكيا"), ("اميركا", "أميركا"), ("اميركي", "أميركي"), ("اميركية", "أميركية"),
            ("اسرائيل", "إسرائيل"), ("اسرائيلي", "إسرائيلي"), ("اسرائيلية", "إسرائيلية"), ("ايران", "إيران"),
            ("ايراني", "إيراني"), ("ايرانية", "إيرانية"), ("ايطاليا", "إيطاليا"), ("ايطالي", "إيطالي"),
            ("ايطالية", "إيطالية"), ("اوروبا", "أوروبا"), ("اوروبي", "أوروبي"), ("اوروبية", "أوروبية"),
            ("المانيا", "ألمانيا"), ("المانية", "ألمانية"), ("اردني", "أردني"), ("اردنية", "أردنية"),
            ("اماراتي", "إماراتي"), ("اماراتية", "إماراتية"),
        ],
    },
    Group {
        list: List::DroppedHamzaInName,
        takes: Takes::Anything,
        reason: "a name that is written with the hamza, though bearers and agencies may leave it out",
        words: &[
            ("انترفاكس", "إنترفاكس"), ("ارخبيل", "أرخبيل"), ("انترنت", "إنترنت"), ("اوباما", "أوباما"),
            ("اوكرانيا", "أوكرانيا"), ("اوكراني", "أوكراني"), ("اوكرانية", "أوكرانية"), ("اثيوبيا", "إثيوبيا"),
            ("اندونيسيا", "إندونيسيا"), ("افغانستان", "أفغانستان"), ("اذربيجان", "أذربيجان"),
            ("ارمينيا", "أرمينيا"), ("ابراهيم", "إبراهيم"), ("اسماعيل", "إسماعيل"), ("اسامة", "أسامة"),
            ("اسطنبول", "إسطنبول"),
        ],
    },
    Group {
        list: List::SpuriousHamza,
        takes: Takes::Anything,
        reason: "a verbal noun of form VII, VIII or X or a word made from one, whose alef takes no hamza; no form IV is spelt like it",
        words: &[
            ("إستخدام", "استخدام"), ("إستخدامات", "استخدامات"), ("إستعمال", "استعمال"), ("إستقلال", "استقلال"),
            ("إستثمار", "استثمار"), ("إستثمارات", "استثمارات"), ("إستعادة", "استعادة"), ("إستقبال", "استقبال"),
            ("إستمرار", "استمرار"), ("إستفتاء", "استفتاء"), ("إستشهاد", "استشهاد"), ("إستهداف", "استهداف"),
            ("إستئناف", "استئناف"), ("إستجابة", "استجابة"), ("إستقرار", "استقرار"), ("إستيراد", "استيراد"),
            ("إستعداد", "استعداد"), ("إستنكار", "استنكار"), ("إستخبارات", "استخبارات"), ("إستشارة", "استشارة"),
            ("إستقالة", "استقالة"), ("إستثناء", "استثناء"), ("إستنتاج", "استنتاج"), ("إجتماع", "اجتماع"),
            ("إجتماعات", "اجتماعات"), ("إجتماعي", "اجتماعي"), ("إجتماعية", "اجتماعية"), ("إقتصاد", "اقتصاد"),
            ("إقتصادي", "اقتصادي"), ("إقتصادية", "اقتصادية"), ("إنتخاب", "انتخاب"), ("إنتخابات", "انتخابات"),
            ("إنتخابي", "انتخابي"), ("إنتخابية", "انتخابية"), ("إتفاق", "اتفاق"), ("إتفاقية", "اتفاقية"),
            ("إتفاقيات", "اتفاقيات"), ("إتفاقات", "اتفاقات"), ("إتحاد", "اتحاد"), ("إختيار", "اختيار"),
            ("إحتفال", "احتفال"), ("إحتفالات", "احتفالات"), ("إعتماد", "اعتماد"), ("إفتتاح", "افتتاح"),
            ("إنتصار", "انتصار"), ("إنتشار", "انتشار"), ("إنتقال", "انتقال"), ("إنتظار", "انتظار"),
            ("إنتهاء", "انتهاء"), ("إنتهاكات", "انتهاكات"), ("إنفجار", "انفجار"), ("إنفجارات", "انفجارات"),
            ("إنسحاب", "انسحاب"), ("إنقلاب", "انقلاب"), ("إنخفاض", "انخفاض"), ("إنضمام", "انضمام"),
            ("إنطلاق", "انطلاق"), ("إنتقاد", "انتقاد"), ("إنتقادات", "انتقادات"), ("إنتماء", "انتماء"),
            ("إحتلال", "احتلال"), ("إحتجاج", "احتجاج"), ("إحتجاجات", "احتجاجات"), ("إحترام", "احترام"),
            ("إحتمال", "احتمال"), ("إختبار", "اختبار"), ("إختلاف", "اختلاف"), ("إختفاء", "اختفاء"),
            ("إرتفاع", "ارتفاع"), ("إعتقال", "اعتقال"), ("إعتقالات", "اعتقالات"), ("إعتداء", "اعتداء"),
            ("إعتداءات", "اعتداءات"), ("إعتبار", "اعتبار"), ("إعتراف", "اعتراف"), ("إعتذار", "اعتذار"),
            ("إعتراض", "اعتراض"), ("إتهام", "اتهام"), ("إتهامات", "اتهامات"), ("إتصال", "اتصال"),
            ("إتصالات", "اتصالات"), ("إتخاذ", "اتخاذ"), ("إكتشاف", "اكتشاف"), ("إلتزام", "التزام"),
            ("إمتحان", "امتحان"), ("إمتحانات", "امتحانات"), ("إضطراب", "اضطراب"), ("إضطرابات", "اضطرابات"),
            ("إشتباك", "اشتباك"), ("إشتباكات", "اشتباكات"), ("إشتراك", "اشتراك"), ("إقتراح", "اقتراح"),
            ("إقتحام", "اقتحام"), ("إزدحام", "ازدحام"), ("إصطدام", "اصطدام"),
        ],
    },
    Group {
        list: List::SpuriousHamza,
        takes: Takes::Anything,
        reason: "one of the few nouns whose alef takes no hamza",
        words: &[
            ("إسم", "اسم"), ("إسمه", "اسمه"), ("إسمها", "اسمها"), ("إبن", "ابن"), ("إبنه", "ابنه"),
            ("إبنة", "ابنة"), ("إمرأة", "امرأة"), ("إثنين", "اثنين"), ("إثنان", "اثنان"), ("إثنتين", "اثنتين"),
        ],
    },
    Group {
        list: List::FinalYeh,
        takes: Takes::Conjunction,
        reason: "a particle, relative or pronoun; with the other ending no word",
        words: &[
            ("فى", "في"), ("التى", "التي"), ("الذى", "الذي"), ("هى", "هي"), ("حتي", "حتى"), ("متي", "متى"),
        ],
    },
    Group {
        list: List::FinalYehUnsettled,
        takes: Takes::Alone,
        reason: "إلى in four of five places, الذي or التي in the fifth",
        words: &[
            ("الي", "إلى"),
        ],
    },
    Group {
        list: List::HamzaSeat,
        takes: Takes::Anything,
        reason: "no word with the hamza on this seat",
        words: &[
            ("شئ", "شيء"), ("شيئ", "شيء"), ("شىء", "شيء"), ("شيىء", "شيء"), ("هيئه", "هيئة"), ("سوءال", "سؤال"), ("مسؤل", "مسؤول"),
            ("مسؤلين", "مسؤولين"), ("شؤن", "شؤون"),
        ],
    },
    Group {
        list: List::RegionalSeat,
        takes: Takes::Anything,
        reason: "standard in Egypt, where others write ؤ",
        words: &[
            ("مسئول", "مسؤول"), ("مسئولين", "مسؤولين"), ("مسئولون", "مسؤولون"), ("مسئولية", "مسؤولية"),
            ("مسئوليات", "مسؤوليات"), ("شئون", "شؤون"), ("مسئولة", "مسؤولة"),
        ],
    },
    Group {
        list: List::HehForTeh,
        takes: Takes::Article,
        reason: "a noun or adjective of the feminine; behind the article the ه cannot be a pronoun, and no noun of its own ends so",
        words: &[
            ("حكومه", "حكومة"), ("ثوره", "ثورة"), ("معارضه", "معارضة"), ("سعوديه", "سعودية"), ("مدرسه", "مدرسة"),
            ("جامعه", "جامعة"), ("مدينه", "مدينة"), ("منطقه", "منطقة"), ("دوله", "دولة"), ("سياسه", "سياسة"),
            ("وزاره", "وزارة"), ("شركه", "شركة"), ("قضيه", "قضية"), ("جمهوريه", "جمهورية"), ("عربيه", "عربية"),
            ("دوليه", "دولية"), ("محليه", "محلية"), ("رسميه", "رسمية"), ("ماليه", "مالية"), ("حريه", "حرية"),
            ("لجنه", "لجنة"), ("جلسه", "جلسة"), ("رئاسه", "رئاسة"), ("اقتصاديه", "اقتصادية"), ("سياسيه", "سياسية"),
            ("عسكريه", "عسكرية"), ("صحيفه", "صحيفة"), ("مرحله", "مرحلة"), ("مشكله", "مشكلة"), ("خدمه", "خدمة"),
            ("صوره", "صورة"), ("سياره", "سيارة"), ("قوه", "قوة"), ("لغه", "لغة"), ("سنه", "سنة"), ("ساعه", "ساعة"),
            ("مره", "مرة"), ("حركه", "حركة"), ("تجربه", "تجربة"), ("نتيجه", "نتيجة"), ("مباراه", "مباراة"),
            ("صلاه", "صلاة"), ("حياه", "حياة"), ("زكاه", "زكاة"), ("فتاه", "فتاة"), ("مرأه", "مرأة"), ("أسره", "أسرة"),
            ("ثقافه", "ثقافة"), ("رياضه", "رياضة"), ("تجاره", "تجارة"), ("صناعه", "صناعة"), ("زراعه", "زراعة"),
        ],
    },
    Group {
        list: List::AllahTeh,
        takes: Takes::Anything,
        reason: "no word",
        words: &[
            ("اللة", "الله"), ("عبداللة", "عبدالله"),
        ],
    },
    Group {
        list: List::Misspelling,
        takes: Takes::Conjunction,
        reason: "no word; a long vowel that is heard and not written, or a letter confused by ear",
        words: &[
            ("لاكن", "لكن"), ("لاكنه", "لكنه"), ("لاكنها", "لكنها"), ("هاذا", "هذا"), ("هاذه", "هذه"),
            ("هاؤلاء", "هؤلاء"), ("هاكذا", "هكذا"), ("ذالك", "ذلك"), ("كذالك", "كذلك"), ("لذالك", "لذلك"),
            ("منذو", "منذ"), ("اللذي", "الذي"), ("اللتي", "التي"), ("ايظا", "أيضا"), ("أيظا", "أيضا"),
        ],
    },
    Group {
        list: List::Misspelling,
        takes: Takes::Alone,
        reason: "the imperative of قرأ, which heads links to other articles; no other word is spelt so",
        words: &[
            ("اقرا", "اقرأ"), ("إقرا", "اقرأ"), ("إقرأ", "اقرأ"),
        ],
    },
    Group {
        list: List::Misspelling,
        takes: Takes::Anything,
        reason: "no word with ض",
        words: &[
            ("فضيع", "فظيع"), ("فضيعة", "فظيعة"),
        ],
    },
];

/// An entry that was found, and how long what stands before it is.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The bytes of the prefix.
    pub prefix: usize,
    /// What is written behind it.
    pub wrong: &'static str,
    /// What is meant.
    pub right: &'static str,
}

/// The entries of one list, and which first two letters they have: most words are told apart by those.
struct Index {
    entries: StemMap<Vec<(&'static Group, &'static str, &'static str)>>,
    /// For each first letter the second ones, as bits.
    starts: [u64; 64],
}

impl Index {
    fn new() -> Self {
        Self { entries: StemMap::default(), starts: [0; 64] }
    }

    /// The places of the first two letters in `starts`.
    fn start(word: &str) -> Option<(usize, u64)> {
        let place = |letter: char| (letter as u32).checked_sub(0x621).filter(|&place| place < 64);
        let mut letters = word.chars();
        let (first, second) = (place(letters.next()?)?, place(letters.next()?)?);
        Some((first as usize, 1 << second))
    }
}

fn index(list: List) -> &'static Index {
    static INDICES: LazyLock<[Index; List::COUNT]> = LazyLock::new(|| {
        let mut indices = std::array::from_fn(|_| Index::new());
        for group in GROUPS {
            let index = &mut indices[group.list as usize];
            for &(wrong, right) in group.words {
                index.entries.entry(wrong).or_default().push((group, wrong, right));
                if let Some((first, second)) = Index::start(wrong) {
                    index.starts[first] |= second;
                }
            }
        }
        indices
    });
    &INDICES[list as usize]
}

/// A list, ready to look words up in.
#[derive(Clone, Copy)]
pub struct Lookup(&'static Index);

/// The longest entry or prefix in bytes: longer words are in no list.
pub(super) const LONGEST: usize = 40;

impl Lookup {
    /// Readies a list.
    #[must_use]
    pub fn new(list: List) -> Self {
        Self(index(list))
    }

    /// Finds a word, written without marks, whatever of `[وف]?[بكل]?(ال)?` and `[وف]?لل` stands before it.
    #[must_use]
    pub fn find(self, word: &str) -> Option<Match> {
        if word.len() > LONGEST {
            return None;
        }
        let starts = |word: &str, letters: &[char]| word.starts_with(letters);
        let letter = 'و'.len_utf8();
        let ways = if starts(word, &['و', 'ف']) { 2 } else { 1 };
        for conjunction in [false, true].into_iter().take(ways) {
            let start = if conjunction { letter } else { 0 };
            let rest = word.get(start..)?;
            if let Some(found) = self.look_up(word, start, conjunction, false, false) {
                return Some(found);
            }
            if starts(rest, &['ب', 'ل', 'ك']) {
                let inner = start + letter;
                if !rest.starts_with('ك')
                    && let Some(found) = self.look_up(word, inner, conjunction, true, false)
                {
                    return Some(found);
                }
                if word.get(inner..).is_some_and(|inner| inner.starts_with("ال"))
                    && let Some(found) = self.look_up(word, inner + "ال".len(), conjunction, true, true)
                {
                    return Some(found);
                }
            }
            if (rest.starts_with("ال") || rest.starts_with("لل"))
                && let Some(found) = self.look_up(word, start + "ال".len(), conjunction, false, true)
            {
                return Some(found);
            }
        }
        None
    }

    fn look_up(self, word: &str, prefix: usize, conjunction: bool, preposition: bool, article: bool) -> Option<Match> {
        let stem = word.get(prefix..)?;
        let (first, second) = Index::start(stem)?;
        if self.0.starts[first] & second == 0 {
            return None;
        }
        let allowed = |takes: Takes| match takes {
            Takes::Alone => !conjunction && !preposition && !article,
            Takes::Conjunction => !preposition && !article,
            Takes::Anything => true,
            Takes::Article => article,
            Takes::AloneOrArticle => article || !conjunction && !preposition,
            Takes::ConjunctionOrArticle => article || !preposition,
        };
        let &(_, wrong, right) = self.0.entries.get(stem)?.iter().find(|(group, ..)| allowed(group.takes))?;
        Some(Match { prefix, wrong, right })
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lookup").field("entries", &self.0.entries.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::is_arabic_letter;

    fn find(word: &str) -> Option<Match> {
        GROUPS.iter().find_map(|group| Lookup::new(group.list).find(word))
    }

    #[test]
    fn every_entry_is_of_letters_and_changes_something() {
        let mut seen = std::collections::HashSet::new();
        for group in GROUPS {
            for (wrong, right) in group.words {
                assert!(wrong.chars().chain(right.chars()).all(is_arabic_letter), "{wrong}");
                assert_ne!(wrong, right);
                assert!(wrong.len() <= LONGEST - 12, "{wrong}");
                assert!(seen.insert((wrong, format!("{:?}", group.takes))), "{wrong} is listed twice");
                assert!(find(right).is_none(), "{right} is listed as wrong itself");
            }
            assert!(!group.reason.is_empty());
        }
    }

    #[test]
    fn words_that_look_like_a_prefix_and_an_entry_are_not_found() {
        for word in [
            "واحد",
            "كاهل",
            "لازمة",
            "لازمات",
            "باول",
            "فاول",
            "واهم",
            "لامس",
            "فارض",
            "كانت",
            "والى",
            "بانت",
            "لانت",
            "وادى",
            "لاذ",
            "باقل",
            "الامن",
            "احمد",
            "الف",
            "اختار",
            "ارحم",
            "اثنين",
            "الاثنين",
            "الالتزام",
            "الالكتروني",
            "لالتقاط",
            "شيئا",
            "شئت",
            "إستونيا",
            "إسطنبول",
            "إسماعيل",
            "إيستوود",
            "إنتاج",
            "إنشاء",
            "علي",
            "لدي",
            "كارض",
            "والد",
            "فائدة",
            "بارز",
            "إطلاع",
            "إدارة",
            "امام",
            "اخر",
            "الذين",
            "اللذين",
            "أقرأ",
            "ظل",
            "ضل",
        ] {
            assert!(find(word).is_none(), "{word}: {:?}", find(word));
        }
    }

    #[test]
    fn prefixes_are_taken_off() {
        for (word, prefix, right) in [
            ("وايصال", "و", "إيصال"),
            ("للاطفال", "لل", "أطفال"),
            ("وبالاعمال", "وبال", "أعمال"),
            ("الاحد", "ال", "أحد"),
            ("لاول", "", "لأول"),
            ("فاضاف", "ف", "أضاف"),
        ] {
            let found = find(word).unwrap();
            assert_eq!((&word[..found.prefix], found.right), (prefix, right), "{word}");
        }
    }
}
