use crate::chars::{is_arabic_letter, is_arabic_word_char};
use crate::document::{Document, Writing};
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds diacritics that contradict each other on one letter: two vowels, a vowel and a sukun, a shadda and a
    /// sukun; and a tanween in the middle of a word.
    ///
    /// ## Why it matters
    /// One of them is a slip of the keyboard, and the word can be read in two ways.
    ///
    /// ## Example
    /// A letter with fatha and kasra; `كتاب` with a tanween on its teh
    ///
    /// ## What it leaves alone
    /// A shadda with a vowel, a superscript alef with a fatha, tanween before a final alef, vocalised and Quranic
    /// text.
    ///
    /// ## Fix
    /// None: which of them is meant takes reading.
    CODE {
        code: "DC003",
        name: "conflicting-marks",
        severity: Warning,
        fix: None,
        en: "diacritics that contradict each other",
        ar: "حركات متعارضة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if document.writing() == Writing::Vocalised {
        return;
    }
    for &run in document.mark_runs() {
        // Bit `n` is U+064B and `n`: three tanweens, three vowels, shadda, sukun.
        let marks = document.slice(run).chars().filter(|mark| matches!(mark, '\u{64B}'..='\u{652}'));
        let marks = marks.fold(0u8, |marks, mark| marks | 1 << (mark as u32 - 0x64B));
        let (vowels, shadda, sukun) = (marks & 0x3F, marks & 0x40 != 0, marks & 0x80 != 0);
        let tanween = marks & 7 != 0;
        if vowels.count_ones() > 1 || sukun && (shadda || vowels != 0) || tanween && is_mid_word(document, run) {
            findings.push(CODE.at(run));
        }
    }
}

/// Whether letters go on behind the marks, other than one that carries a tanween.
fn is_mid_word(document: &Document<'_>, run: Span) -> bool {
    let rest = document.text().get(run.end as usize..).unwrap_or_default();
    let mut letters = rest.chars().take_while(|&character| is_arabic_word_char(character) && character != '\u{640}');
    match (letters.next(), letters.next()) {
        (None, _) | (Some('ا' | 'ى'), None) => false,
        (Some(first), _) => is_arabic_letter(first),
    }
}
