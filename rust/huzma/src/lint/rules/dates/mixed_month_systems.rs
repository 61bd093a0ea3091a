use crate::document::Document;
use crate::finding::{Finding, code};
use crate::lexicon::listed::MONTH;
use crate::lexicon::months::{AFTER, ALL, BEFORE, MONTHS, Month, find};
use crate::lint::rules::words::{listed, neighbour};
use crate::lint::{Rule, Surveyed};
use crate::span::Span;
use crate::tokenize::Kind;

code! {
    /// ## What it does
    /// Finds names of months from another country's system than most of the text uses: يوليو beside آب and شباط,
    /// جويلية beside سبتمبر.
    ///
    /// ## Why it matters
    /// The article was put together from two sources, and whoever looks for July must know three words for it.
    ///
    /// ## Example
    /// `يوليو` in a text that writes `تموز`, `آب` and `شباط`
    ///
    /// ## What it leaves alone
    /// A date in both systems (`أيار (مايو)`, `تموز/يوليو`), names that several systems share, and words that are
    /// also something else (`مارس` the verb, `نيسان` the car) without a sign of a date beside them.
    ///
    /// ## Fix
    /// None: both names are right.
    CODE {
        code: "DT001",
        name: "mixed-month-systems",
        severity: Info,
        fix: None,
        en: "{0} is not of the months that most of the text uses",
        ar: "«{0}» ليست من أسماء الشهور التي يستعملها سائر النص",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

struct Mention {
    span: Span,
    month: &'static Month,
    /// Whether the next mention is the same month by another name.
    glossed: bool,
    /// Whether it is that other name.
    gloss: bool,
}

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let mut mentions = mentions(document);
    if mentions.len() < 2 {
        return;
    }
    for index in 1..mentions.len() {
        if let [before, after] = &mut mentions[index - 1..=index] {
            let between = document.text().get(before.span.end as usize..after.span.start as usize).unwrap_or_default();
            let joined = between.len() <= 6
                && between.chars().all(|sign| matches!(sign, ' ' | '(' | '/' | '-' | '–' | '[' | '،'));
            if joined
                && !before.gloss
                && before.month.number == after.month.number
                && before.month.systems != after.month.systems
            {
                before.glossed = true;
                after.gloss = true;
            }
        }
    }
    // What most names belong to; a gloss tells the house's own system by its first name.
    let best = ALL.iter().copied().rev().max_by_key(|system| {
        let own = mentions.iter().filter(|mention| !mention.gloss && mention.month.systems & system != 0);
        let (count, glossed) =
            own.fold((0usize, false), |(count, glossed), mention| (count + 1, glossed | mention.glossed));
        (count, glossed)
    });
    let Some(best) = best else { return };
    for mention in &mentions {
        if !mention.gloss && !mention.glossed && mention.month.systems & best == 0 {
            findings.push(CODE.at(mention.span).with(document.slice(mention.span).to_owned()));
        }
    }
}

/// The months that a text names, in order.
fn mentions(document: &Surveyed<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    for (index, token) in listed(document, MONTH) {
        let word = document.slice(token.span);
        let Some((month, start)) = find(word) else { continue };
        // كانون and تشرين are two months each.
        let second = neighbour(document, index, true);
        let month = if month.words.len() > 1 {
            let name = month.words.first().copied();
            let Some(month) = MONTHS
                .iter()
                .find(|other| other.words.first().copied() == name && other.words.get(1).copied() == second)
            else {
                continue;
            };
            month
        } else {
            month
        };
        if month.ambiguous && !is_date(document, index) {
            continue;
        }
        let last = index + 2 * (month.words.len() - 1);
        let end = document.tokens().get(last).map_or(token.span.end, |last| last.span.end);
        let span = Span { start: token.span.start + start as u32, end };
        found.push(Mention { span, month, glossed: false, gloss: false });
    }
    found
}

/// Whether a number or a word about dates stands beside it.
fn is_date(document: &Document<'_>, index: usize) -> bool {
    let tokens = document.tokens();
    let number = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.kind == Kind::Number);
    number(index.checked_sub(2))
        || number(Some(index + 2))
        || neighbour(document, index, false).is_some_and(|word| BEFORE.contains(&word))
        || neighbour(document, index, true).is_some_and(|word| AFTER.contains(&word))
}
