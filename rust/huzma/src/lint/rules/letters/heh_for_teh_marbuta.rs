use crate::finding::{Finding, Safety, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::misspelt;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds nouns and adjectives of a closed list that end in ه instead of ة, behind their article.
    ///
    /// ## Why it matters
    /// The two are said alike and written apart; a word written both ways is two words to every count.
    ///
    /// ## Example
    /// `الحكومه` → `الحكومة`, `والمدرسه` → `والمدرسة`
    ///
    /// ## What it leaves alone
    /// The pronoun (`بيته`, `مدرسه`), which no noun takes behind its article; words that end in a heh of their own
    /// (`المياه`, `الاتجاه`, `الوجه`); vocalised words, verse, other languages.
    ///
    /// ## Fix
    /// Unsafe: the heh becomes a teh marbuta.
    CODE {
        code: "LT016",
        name: "heh-for-teh-marbuta",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "{0} ends in heh; {1} is meant",
        ar: "«{0}» تنتهي بالهاء؛ المقصود «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    findings.extend(misspelt(document, List::HehForTeh).map(|word| word.finding(&CODE).unsafe_fix([word.edit])));
}
