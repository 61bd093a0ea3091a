use crate::finding::{Finding, code};
use crate::lexicon::ambiguous::readings;
use crate::lexicon::listed::AMBIGUOUS;
use crate::lint::rules::words::{is_spelt_letter, listed};
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds words without their hamza that two words could be: `ان`, `انه`, `الا`, `اما`, `لان`, `الان` and their
    /// kin.
    ///
    /// ## Why it matters
    /// أن and إن, ألا and إلا say different things. Whoever reads the text by machine must guess which is meant.
    ///
    /// ## Example
    /// `يشار إلى ان اتصالاً سابقاً` (أن), `قال انه يريد` (إنه)
    ///
    /// ## What it leaves alone
    /// Letters spelt out (`سي ان ان`), vocalised words, verse, other languages; `كان`, `فان`, `باني`, which are
    /// words and names.
    ///
    /// ## Fix
    /// None: which of the two is meant takes understanding.
    CODE {
        code: "LT013",
        name: "ambiguous-hamza",
        severity: Warning,
        fix: None,
        en: "{0} lacks its hamza: {1} or {2}",
        ar: "«{0}» بلا همزة: «{1}» أو «{2}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !document.is_arabic_prose() {
        return;
    }
    for (index, token) in listed(document, AMBIGUOUS) {
        let word = document.slice(token.span);
        let Some((written, one, other)) = readings(word) else { continue };
        if !is_spelt_letter(document, index) {
            findings.push(CODE.at(token.span).with(written).with(one).with(other));
        }
    }
}
