use crate::chars::class_of;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds control codes U+0000 to U+001F and U+007F other than the tabulator and the line ends, a run of them as
    /// one finding.
    ///
    /// ## Why it matters
    /// They are not seen, end strings early in some programs, and are forbidden in XML, so that the document is
    /// refused there.
    ///
    /// ## Example
    /// `قال\u{7} نعم` → `قال نعم`
    ///
    /// ## What it leaves alone
    /// Tabulator, line feed, carriage return; vertical tabulator and form feed, which are line ends (UI011).
    ///
    /// ## Fix
    /// Safe: the run is deleted; a separator (U+001C to U+001F) between two words becomes a space.
    CODE {
        code: "EN005",
        name: "c0-control",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "control code {0}",
        ar: "رمز تحكم {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    if !document.inventory().has_rare_ascii(CONTROLS) {
        return;
    }
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_control(byte) || at < done {
            continue;
        }
        let length = text.bytes().skip(at).take_while(|&byte| is_control(byte)).count();
        done = at + length;
        let span = Span::new(at, done);
        let separates = document.slice(span).contains(|character| matches!(character, '\u{1C}'..='\u{1F}'));
        let in_word = |character: Option<char>| character.is_some_and(|character| class_of(character).is_letter());
        let glued = in_word(document.char_before(at)) && in_word(document.char_at(done));
        let edit = if separates && glued { Edit::replace(span, " ") } else { Edit::delete(span) };
        findings.push(CODE.at(span).with(format!("U+{byte:04X}")).safe_fix([edit]));
    }
}

/// U+0000–0008, U+000E–001F and U+007F.
const CONTROLS: u128 = 1 << 0x7F | 0xFFFF_C1FF;

fn is_control(byte: u8) -> bool {
    byte < 0x80 && CONTROLS >> byte & 1 != 0
}
