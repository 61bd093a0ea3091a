//! Names of the months of the Gregorian year, and which countries use which.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A set of naming systems.
pub type Systems = u8;

/// Egypt, the Gulf, Sudan, Yemen.
pub const GULF: Systems = 1;
/// Iraq, Syria, Jordan, Lebanon, Palestine.
pub const LEVANTINE: Systems = 2;
/// Algeria and Tunisia.
pub const MAGHREBI: Systems = 4;
/// Morocco.
pub const MOROCCAN: Systems = 8;
/// Mauritania.
pub const MAURITANIAN: Systems = 16;

/// The systems, the most widespread first among those that a tie cannot settle.
pub const ALL: [Systems; 5] = [GULF, LEVANTINE, MAGHREBI, MOROCCAN, MAURITANIAN];

/// A name of a month.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    /// The words of the name.
    pub words: &'static [&'static str],
    /// From 1 to 12.
    pub number: u8,
    /// Who uses it.
    pub systems: Systems,
    /// Whether it is also an ordinary word or a name, and counts only beside a number or a word about dates.
    pub ambiguous: bool,
}

const fn month(words: &'static [&'static str], number: u8, systems: Systems) -> Month {
    Month { words, number, systems, ambiguous: false }
}

const fn ambiguous(words: &'static [&'static str], number: u8, systems: Systems) -> Month {
    Month { words, number, systems, ambiguous: true }
}

const WESTERN: Systems = GULF | MOROCCAN | MAURITANIAN;

/// Every name. Source: CLDR 47, locales ar, ar-SY, ar-DZ, ar-MA, ar-MR; without the forms that lack their hamza.
pub static MONTHS: &[Month] = &[
    month(&["يناير"], 1, WESTERN),
    month(&["كانون", "الثاني"], 1, LEVANTINE),
    month(&["جانفي"], 1, MAGHREBI),
    month(&["فبراير"], 2, WESTERN),
    month(&["شباط"], 2, LEVANTINE),
    month(&["فيفري"], 2, MAGHREBI),
    // مارس is also "he practised".
    ambiguous(&["مارس"], 3, WESTERN | MAGHREBI),
    month(&["آذار"], 3, LEVANTINE),
    month(&["أبريل"], 4, GULF | MOROCCAN),
    month(&["إبريل"], 4, GULF | MAURITANIAN),
    // Also a car.
    ambiguous(&["نيسان"], 4, LEVANTINE),
    month(&["أفريل"], 4, MAGHREBI),
    month(&["مايو"], 5, GULF | MAURITANIAN),
    month(&["أيار"], 5, LEVANTINE),
    // Also a name.
    ambiguous(&["ماي"], 5, MAGHREBI | MOROCCAN),
    month(&["يونيو"], 6, WESTERN),
    month(&["يونيه"], 6, GULF),
    month(&["حزيران"], 6, LEVANTINE),
    // Also a name.
    ambiguous(&["جوان"], 6, MAGHREBI),
    month(&["يوليو"], 7, GULF | MAURITANIAN),
    month(&["يوليه"], 7, GULF),
    month(&["تموز"], 7, LEVANTINE),
    month(&["جويلية"], 7, MAGHREBI),
    month(&["يوليوز"], 7, MOROCCAN),
    month(&["أغسطس"], 8, GULF),
    // Also "he returned".
    ambiguous(&["آب"], 8, LEVANTINE),
    month(&["أوت"], 8, MAGHREBI),
    month(&["غشت"], 8, MOROCCAN),
    month(&["أغشت"], 8, MAURITANIAN),
    month(&["سبتمبر"], 9, GULF | MAGHREBI),
    month(&["أيلول"], 9, LEVANTINE),
    month(&["شتنبر"], 9, MOROCCAN),
    month(&["شتمبر"], 9, MAURITANIAN),
    month(&["أكتوبر"], 10, WESTERN | MAGHREBI),
    month(&["تشرين", "الأول"], 10, LEVANTINE),
    month(&["نوفمبر"], 11, GULF | MAGHREBI | MAURITANIAN),
    month(&["تشرين", "الثاني"], 11, LEVANTINE),
    month(&["نونبر"], 11, MOROCCAN),
    month(&["ديسمبر"], 12, GULF | MAGHREBI),
    month(&["كانون", "الأول"], 12, LEVANTINE),
    month(&["دجنبر"], 12, MOROCCAN),
    month(&["دجمبر"], 12, MAURITANIAN),
];

/// Words beside which an ambiguous name is a month: before it.
pub static BEFORE: &[&str] = &["شهر", "مطلع", "منتصف", "أوائل", "أواخر", "نهاية", "بداية", "أول", "آخر"];
/// Words beside which an ambiguous name is a month: after it.
pub static AFTER: &[&str] = &["الماضي", "المقبل", "الجاري", "الحالي", "القادم", "المنصرم", "الفائت"];

/// The first entry whose name begins with this word, whatever proclitic stands before it, and how long that is in
/// bytes.
#[must_use]
pub fn find(word: &str) -> Option<(&'static Month, usize)> {
    static FIRST_WORDS: OnceLock<HashMap<&'static str, &'static Month>> = OnceLock::new();
    const PREFIXES: [&str; 8] = ["", "و", "ف", "ب", "ل", "ك", "وب", "ول"];
    const LONGEST: usize = 20;
    let first_words = FIRST_WORDS.get_or_init(|| {
        let names = MONTHS.iter().rev().filter_map(|month| Some((*month.words.first()?, month)));
        names.collect()
    });
    PREFIXES.iter().filter(|_| word.len() <= LONGEST).find_map(|prefix| {
        let name = word.strip_prefix(prefix)?;
        Some((*first_words.get(name)?, prefix.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_behind_proclitics() {
        let found = |word| find(word).map(|(month, prefix)| (month.number, prefix));
        assert_eq!(found("تموز"), Some((7, 0)));
        assert_eq!(found("ولتموز"), Some((7, 4)));
        assert_eq!(found("كانون"), Some((1, 0)));
        assert_eq!(found("وأبريل"), Some((4, 2)));
        assert_eq!(found("المايو"), None);
    }
}
