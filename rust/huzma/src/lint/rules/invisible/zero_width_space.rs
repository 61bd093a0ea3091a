use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_word_char, joins_to_next};
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::bom::starts_with_mark;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds U+200B ZERO WIDTH SPACE, U+2060 WORD JOINER and U+FEFF ZERO WIDTH NO-BREAK SPACE inside a text, a run of
    /// them as one finding.
    ///
    /// ## Why it matters
    /// Nobody sees them, and a word that holds one is a different word to search, comparison and every vocabulary.
    ///
    /// ## Example
    /// `كت\u{200B}اب` → `كتاب`
    ///
    /// ## What it leaves alone
    /// A byte order mark at the start of a file (EN002), and U+200B between letters of a script that is written
    /// without spaces, such as Khmer.
    ///
    /// ## Fix
    /// Safe: the run is deleted. Where U+200B may be the only thing that parts two words (the letter before it does
    /// not join, the word would grow longer than twelve letters, or a letter meets a digit or another script), the
    /// fix is a space instead, and unsafe.
    CODE {
        code: "UI005",
        name: "zero-width-space",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "invisible {0} in the text",
        ar: "رمز خفي في النص: {0}",
        keeps_canonical: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// More letters than this are two words.
const LONGEST_WORD: usize = 12;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut done = if starts_with_mark(document) { '\u{FEFF}'.len_utf8() } else { 0 };
    // U+200B and U+2060 begin with E2, U+FEFF with EF.
    let inventory = document.inventory();
    let searched: &[u32] = if inventory.has_any_rare([0xE2, 0xEF]) { inventory.rare() } else { &[] };
    for at in searched.iter().map(|&at| at as usize) {
        if at < done {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        let Some(first) = rest.chars().next().filter(|&character| is_zero_width(character)) else { continue };
        let length = rest.len() - rest.trim_start_matches(is_zero_width).len();
        let span = Span::new(at, at + length);
        done = at + length;
        let name = crate::chars::name(first as u32).unwrap_or("ZERO WIDTH SPACE");
        let finding = CODE.at(span).with(format!("U+{:04X} {name}", first as u32));
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(done..).unwrap_or_default();
        let separates = document.slice(span).contains('\u{200B}');
        findings.push(match between(before, after) {
            Between::UnspacedScript if separates => continue,
            Between::TwoWords if separates => finding.unsafe_fix([Edit::replace(span, " ")]),
            _ => finding.safe_fix([Edit::delete(span)]),
        });
    }
}

fn is_zero_width(character: char) -> bool {
    matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

enum Between {
    /// Nothing is parted.
    OneWord,
    /// Deleting may glue two words.
    TwoWords,
    /// Letters of a script that needs the character to break lines.
    UnspacedScript,
}

fn between(before: &str, after: &str) -> Between {
    let in_word = |class: Class| class.is_letter() || class == Class::Digit;
    let bare = |character: &char| !class_of(*character).is_mark() && *character != '\u{640}';
    let (Some(left), Some(right)) = (before.chars().rev().find(bare), after.chars().next()) else {
        return Between::OneWord;
    };
    if !in_word(class_of(left)) || !in_word(class_of(right)) {
        return Between::OneWord;
    }
    if class_of(left) == Class::Letter && class_of(right) == Class::Letter && left > '\u{E00}' && right > '\u{E00}' {
        return Between::UnspacedScript;
    }
    if !is_arabic_letter(left) || !is_arabic_letter(right) {
        let same = class_of(left) == class_of(right);
        return if same { Between::OneWord } else { Between::TwoWords };
    }
    let letters = |characters: &mut dyn Iterator<Item = char>| {
        characters
            .take_while(|&character| is_arabic_word_char(character))
            .filter(|&character| is_arabic_letter(character))
            .take(LONGEST_WORD + 1)
            .count()
    };
    let length = letters(&mut before.chars().rev()) + letters(&mut after.chars());
    if !joins_to_next(left) || length > LONGEST_WORD { Between::TwoWords } else { Between::OneWord }
}
