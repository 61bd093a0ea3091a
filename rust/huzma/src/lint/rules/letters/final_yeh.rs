use crate::finding::{Finding, Safety, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::misspelt;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds words of a closed list that end in ى instead of ي or in ي instead of ى.
    ///
    /// ## Why it matters
    /// في is the commonest word of Arabic. Where it is فى, every stop-word list misses it.
    ///
    /// ## Example
    /// `فى` → `في`, `حتي` → `حتى`
    ///
    /// ## What it leaves alone
    /// علي, لدي and يدعي, which are words. A text that ends nearly all its words in ى, as many do in Egypt, is
    /// reported once and left as it is.
    ///
    /// ## Fix
    /// Safe; unsafe for `الي`, which is إلى four times of five.
    CODE {
        code: "LT015",
        name: "final-yeh-alef-maksura",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} with the wrong ending; {1} is meant",
        ar: "«{0}» بغير يائها؛ المقصود «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// So many words of a text tell how it ends them.
const SAMPLE: usize = 10;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let mut found = misspelt(document, List::FinalYeh).peekable();
    if found.peek().is_some_and(|first| first.found.right.ends_with('ي')) && is_style(document) {
        findings.extend(found.next().map(|first| first.finding(&CODE)));
        return;
    }
    findings.extend(found.map(|word| word.finding(&CODE).safe_fix([word.edit])));
    findings
        .extend(misspelt(document, List::FinalYehUnsettled).map(|word| word.finding(&CODE).unsafe_fix([word.edit])));
}

/// Whether more than four of five final yehs of the text are written ى.
fn is_style(document: &Surveyed<'_>) -> bool {
    let (dotted, dotless) = (document.columns().dotted, document.columns().dotless);
    dotless >= SAMPLE && dotless * 5 > (dotted + dotless) * 4
}
