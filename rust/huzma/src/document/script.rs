//! What sort of text a document is, as far as rules about spelling must know.
//!
//! A cheap count, not a language model: letters and a few function words that only one language has. Where the
//! evidence is thin the text is taken for Arabic, because most texts are.

use super::Inventory;
use crate::chars::{Class, class_of, is_arabic_letter};

/// What sort of text a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Writing {
    /// Arabic as newspapers write it: hardly any vowels.
    Prose,
    /// Arabic with its vowels written, or with the signs of the Quran.
    Vocalised,
    /// Arabic in lines of two halves, or in lines with columns.
    Verse,
    /// Persian, Urdu, Kurdish or another language in the Arabic script.
    OtherLanguage,
    /// Hardly any Arabic script: Latin text, code.
    OtherScript,
}

/// Words that Persian, Urdu and Kurdish write and Arabic does not, with the letters of either keyboard.
const FOREIGN_WORDS: &[&str] = &[
    "است", "را", "که", "كه", "این", "اين", "برای", "براي", "می", "شد", "کرد", "های", "هاي", "از", "ہے", "میں", "کے",
    "کی", "کا", "اور", "نے", "کو", "لە", "بۆ", "کە", "ئەم",
];
/// Words that only Arabic writes, with the letters of either keyboard.
const ARABIC_WORDS: &[&str] = &[
    "في", "فی", "فى", "من", "على", "علی", "إلى", "إلی", "الى", "الی", "عن", "أن", "ان", "إن", "التي", "التی", "الذي",
    "الذی", "هذا", "هذه", "كان", "کان", "قال", "بعد", "مع", "لم", "لن",
];

/// A word is foreign, Arabic or neither; each weighs as much as this many telling letters.
const WORD_WEIGHT: usize = 3;

pub(super) fn writing(text: &str, inventory: &Inventory) -> Writing {
    writing_of_plain(text, inventory).unwrap_or_else(|| writing_by_character(text, inventory))
}

/// The answer where the masks suffice: no letters but those of Arabic, and among them one that Persian and Urdu lack.
fn writing_of_plain(text: &str, inventory: &Inventory) -> Option<Writing> {
    if inventory.letters().extended || !inventory.letters().telling {
        return None;
    }
    let mut forms = 0usize;
    let mut other_letters = 0usize;
    for &at in inventory.rare() {
        match class_of(text.get(at as usize..)?.chars().next()?) {
            Class::PresentationForm => forms += 1,
            Class::Letter => other_letters += 1,
            Class::ArabicLetter | Class::ExtendedLetter => return None,
            _ => {}
        }
    }
    let (mut vowels, mut quranic) = (0usize, 0usize);
    for &at in inventory.marks() {
        match text.get(at as usize..)?.chars().next()? {
            '\u{64B}'..='\u{650}' | '\u{652}' => vowels += 1,
            '\u{6D6}'..='\u{6ED}' => quranic += 1,
            _ => {}
        }
    }
    let arabic_letters = inventory.word_characters() - inventory.marks().len() + forms;
    Some(if arabic_letters * 3 < other_letters || arabic_letters == 0 {
        Writing::OtherScript
    } else {
        of_arabic(text, inventory, arabic_letters, vowels, quranic)
    })
}

fn of_arabic(text: &str, inventory: &Inventory, arabic_letters: usize, vowels: usize, quranic: usize) -> Writing {
    if quranic >= 3 || vowels * 10 >= arabic_letters * 3 && vowels >= 3 {
        return Writing::Vocalised;
    }
    if inventory.may_part_verses() && is_verse(text) { Writing::Verse } else { Writing::Prose }
}

fn writing_by_character(text: &str, inventory: &Inventory) -> Writing {
    let mut arabic_letters = 0usize;
    let mut extended = 0usize;
    let mut other_letters = 0usize;
    let mut vowels = 0usize;
    let mut quranic = 0usize;
    let mut for_arabic = 0usize;
    let mut for_others = 0usize;
    for character in text.chars() {
        match class_of(character) {
            Class::ArabicLetter => {
                arabic_letters += 1;
                for_arabic += usize::from(matches!(character, 'ة' | 'أ' | 'إ' | 'ى'));
            }
            Class::PresentationForm => arabic_letters += 1,
            Class::ExtendedLetter => {
                extended += 1;
                // Letters that an Arabic text has by a Persian or Urdu keyboard say nothing.
                let by_keyboard = matches!(
                    character,
                    '\u{6A9}' | '\u{6CC}' | '\u{6C1}' | '\u{6BE}' | '\u{6D5}' | '\u{6C0}' | '\u{6C3}' | '\u{6A4}'
                );
                for_others += usize::from(!by_keyboard);
            }
            Class::Letter => other_letters += 1,
            Class::ArabicMark => match character {
                '\u{64B}'..='\u{650}' | '\u{652}' => vowels += 1,
                '\u{6D6}'..='\u{6ED}' => quranic += 1,
                _ => {}
            },
            _ => {}
        }
    }
    let of_script = arabic_letters + extended;
    if of_script * 3 < other_letters || of_script == 0 {
        return Writing::OtherScript;
    }
    if extended > 0 || for_arabic == 0 {
        for word in text.split(|character: char| !class_of(character).is_arabic_script_letter()) {
            if FOREIGN_WORDS.contains(&word) {
                for_others += WORD_WEIGHT;
            } else if ARABIC_WORDS.contains(&word) || word.starts_with("ال") && word.chars().count() > 3 {
                for_arabic += WORD_WEIGHT;
            }
        }
        if for_others > for_arabic {
            return Writing::OtherLanguage;
        }
    }
    of_arabic(text, inventory, arabic_letters, vowels, quranic)
}

/// Four lines or more, most of them short, without a mark at their end, parted in the middle by a gap or by signs.
fn is_verse(text: &str) -> bool {
    const GAPS: [&str; 8] = ["    ", "\t", " ... ", " … ", " *** ", " ** ", " * ", " = "];
    let bytes = text.as_bytes();
    if memchr::memchr3(b'\t', b'*', b'=', bytes).is_none()
        && !["    ", " ... ", " … "].iter().any(|gap| memchr::memmem::find(bytes, gap.as_bytes()).is_some())
    {
        return false;
    }
    const LINES: usize = 4;
    const LONGEST: usize = 100;
    let mut lines = 0usize;
    let mut parted = 0usize;
    for line in text.lines().map(str::trim).filter(|line| line.chars().any(is_arabic_letter)) {
        lines += 1;
        let short = line.chars().nth(LONGEST).is_none();
        let ended = line.ends_with(['.', '؟', '!', ':', '،']);
        parted += usize::from(short && !ended && GAPS.iter().any(|gap| line.contains(gap)));
    }
    lines >= LINES && parted * 10 >= lines * 7
}

#[cfg(test)]
mod tests {
    use super::{Inventory, Writing, writing, writing_by_character};

    #[test]
    fn languages_and_kinds_are_told_apart() {
        let cases = [
            ("قال الوزير إن العمل جار في المدينة.", Writing::Prose),
            ("کتاب فی البیت الکبیر علی الطاولة", Writing::Prose),
            ("حتي الان", Writing::Prose),
            ("این کتاب را برای شما می خوانم و خوب است", Writing::OtherLanguage),
            ("یہ کتاب بہت اچھی ہے اور میں اسے پڑھتا ہوں", Writing::OtherLanguage),
            ("پژوهشگران گفتند چنین چیزی", Writing::OtherLanguage),
            ("The minister said نعم and left the room", Writing::OtherScript),
            ("", Writing::OtherScript),
            ("بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ", Writing::Vocalised),
            ("أكّد الوزير متفرِّقة أيضاً", Writing::Prose),
            (
                "قفا نبك من ذكرى حبيب ومنزل    بسقط اللوى بين الدخول فحومل\nفتوضح فالمقراة لم يعف رسمها    لما نسجتها من جنوب وشمأل\n\
                 ترى بعر الآرام في عرصاتها    وقيعانها كأنه حب فلفل\nكأني غداة البين يوم تحملوا    لدى سمرات الحي ناقف حنظل",
                Writing::Verse,
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(writing(text, &Inventory::new(text)), expected, "{text}");
            assert_eq!(writing_by_character(text, &Inventory::new(text)), expected, "{text}");
        }
    }
}
