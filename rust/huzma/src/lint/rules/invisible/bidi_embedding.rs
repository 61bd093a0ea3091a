use super::bidi::{Control, Sort};
use crate::chars::{Class, class_of};
use crate::document::Document;
use crate::finding::{Finding, Safety, Severity, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds the controls that open a bidirectional embedding (U+202A, U+202B) or override (U+202D, U+202E).
    ///
    /// ## Why it matters
    /// They are not seen, they change the order in which a line is shown, and search, comparison and tokenizing
    /// trip over them. An override can show a text that is not the one stored.
    ///
    /// ## Example
    /// `قال \u{202B}نعم\u{202C} ثم` → `قال نعم ثم`
    ///
    /// ## What it leaves alone
    /// An embedding round a Latin title inside Arabic, which is what it was made for; and a control without its
    /// partner, which is UI004's.
    ///
    /// ## Fix
    /// Safe where the run holds one script and the line is shown the same without the two controls: both are
    /// deleted, and those inside the run with them. Elsewhere there is none.
    CODE {
        code: "UI002",
        name: "bidi-embedding-or-override",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} changes the order of display unseen",
        ar: "الرمز الخفي {0} يغيّر ترتيب العرض",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let controls = document.controls();
    let mut runs = Runs::new(document, controls);
    for (index, control) in controls.iter().enumerate() {
        let severity = match control.sort {
            Sort::Embedding => Severity::Warning,
            Sort::Override => Severity::Error,
            Sort::Isolate | Sort::PopFormatting | Sort::PopIsolate => continue,
        };
        let name = crate::chars::name(control.character as u32).unwrap_or("BIDI CONTROL");
        let label = format!("U+{:04X} {name}", control.character as u32);
        let finding = CODE.at(control.span).severity(severity).with(label);
        match control.partner {
            None => findings.push(finding),
            Some(closer) => match runs.judge(index, closer) {
                Judgement::Legitimate => {}
                Judgement::Needed => findings.push(finding),
                Judgement::Redundant => {
                    let inside = controls.get(index..=closer).unwrap_or_default();
                    // The outermost of nested runs takes all of them; an inner one goes with it.
                    let edits: Vec<Edit> = if runs.covered_until > index {
                        vec![Edit::delete(control.span), Edit::delete(controls[closer].span)]
                    } else {
                        runs.covered_until = closer;
                        inside.iter().map(|control| Edit::delete(control.span)).collect()
                    };
                    findings.push(finding.safe_fix(edits));
                }
            },
        }
    }
}

enum Judgement {
    /// Round Latin text in Arabic.
    Legitimate,
    /// The display may change without it.
    Needed,
    /// The display is the same without it.
    Redundant,
}

/// What stands between a control and the next, counted up so that any run is judged in constant time.
struct Runs<'c> {
    controls: &'c [Control],
    sums: Vec<Counts>,
    latin_beside: Vec<bool>,
    covered_until: usize,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    arabic: usize,
    other_letters: usize,
    digits: usize,
    neutral: usize,
    isolates: usize,
    overrides_of_arabic: usize,
    overrides_of_latin: usize,
    left_to_right: usize,
}

impl<'c> Runs<'c> {
    fn new(document: &Document<'_>, controls: &'c [Control]) -> Self {
        let text = document.text();
        let mut sums = vec![Counts::default()];
        let mut sum = Counts::default();
        let mut latin_beside = Vec::with_capacity(controls.len());
        for (index, control) in controls.iter().enumerate() {
            match control.character {
                '\u{202D}' => sum.overrides_of_arabic += 1,
                '\u{202E}' => sum.overrides_of_latin += 1,
                '\u{202A}' => sum.left_to_right += 1,
                '\u{2066}'..='\u{2069}' => sum.isolates += 1,
                _ => {}
            }
            let end = controls.get(index + 1).map_or(text.len(), |next| next.span.start as usize);
            for character in text.get(control.span.end as usize..end).unwrap_or_default().chars() {
                match class_of(character) {
                    class if class.is_arabic_script_letter() => sum.arabic += 1,
                    Class::Letter => sum.other_letters += 1,
                    Class::Digit => sum.digits += 1,
                    Class::Space | Class::Tatweel => {}
                    class if class.is_mark() => {}
                    _ => sum.neutral += 1,
                }
            }
            sums.push(sum);
            let latin = |character: Option<char>| character.is_some_and(|c| class_of(c) == Class::Letter);
            latin_beside.push(
                latin(document.char_before(control.span.start as usize))
                    || latin(document.char_at(control.span.end as usize)),
            );
        }
        Self { controls, sums, latin_beside, covered_until: 0 }
    }

    fn judge(&self, opener: usize, closer: usize) -> Judgement {
        let (Some(before), Some(after), Some(control)) =
            (self.sums.get(opener), self.sums.get(closer), self.controls.get(opener))
        else {
            return Judgement::Needed;
        };
        let count = |field: fn(&Counts) -> usize| field(after) - field(before);
        let arabic = count(|counts| counts.arabic);
        let latin = count(|counts| counts.other_letters);
        let digits = count(|counts| counts.digits);
        let neutral = count(|counts| counts.neutral);
        let beside = |index: usize| self.latin_beside.get(index).copied().unwrap_or(false);
        if arabic == 0 && control.sort == Sort::Embedding && (latin > 0 || beside(opener) && beside(closer)) {
            return Judgement::Legitimate;
        }
        if count(|counts| counts.isolates) > 0 {
            return Judgement::Needed;
        }
        let left_to_right = count(|counts| counts.left_to_right) + count(|counts| counts.overrides_of_arabic) > 0;
        let redundant = if arabic > 0 {
            // Arabic inside an Arabic line: only a turn to the left can move anything.
            latin == 0
                && count(|counts| counts.overrides_of_arabic) == 0
                && (!left_to_right || digits == 0 && neutral == 0)
                && (count(|counts| counts.overrides_of_latin) == 0 || digits == 0)
        } else if latin > 0 {
            count(|counts| counts.overrides_of_latin) == 0 && neutral == 0 && digits == 0
        } else {
            neutral == 0 && (digits == 0 || count(|counts| counts.overrides_of_latin) == 0)
        };
        if redundant { Judgement::Redundant } else { Judgement::Needed }
    }
}
