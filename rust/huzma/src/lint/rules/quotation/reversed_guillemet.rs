use super::quotes_with;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;
use crate::tokenize::Defect;

code! {
    /// ## What it does
    /// Finds » where it opens and « where it closes, where what stands beside the mark leaves no doubt.
    ///
    /// ## Why it matters
    /// « is stored as U+00AB whichever way the text runs; editors that mirror it on screen make people type the other
    /// one. Pairing then fails on the first mark and takes the rest of the paragraph with it.
    ///
    /// ## Example
    /// `تنظيمي داعش و»جبهة النصرة»` → `و«جبهة النصرة»`
    ///
    /// ## What it leaves alone
    /// A closing mark with the next word glued to it (`«التوت»أضخم`, QT007), and marks whose neighbours do not decide.
    ///
    /// ## Fix
    /// Safe: the mark is turned round.
    CODE {
        code: "QT003",
        name: "reversed-guillemet",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "{0} points the wrong way here; {1} is meant",
        ar: "العلامة {0} معكوسة هنا؛ المقصود {1}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for mark in quotes_with(document, Defect::Reversed) {
        let written = document.slice(mark.span);
        let meant = match written {
            "«" => "»",
            "»" => "«",
            "‹" => "›",
            "›" => "‹",
            _ => continue,
        };
        let finding = CODE.at(mark.span).with(written.to_owned()).with(meant);
        findings.push(finding.safe_fix([Edit::replace(mark.span, meant)]));
    }
}
