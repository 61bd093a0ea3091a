use super::entities::is_about_markup;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds tags of HTML that were left in the text: `<br>`, `<p class="…">`, `</b>`.
    ///
    /// ## Why it matters
    /// They are no part of the text. Words beside them are glued to Latin letters.
    ///
    /// ## Example
    /// `انتهى.<br>وقال` → a line end; `<b>نعم</b>` → `نعم`
    ///
    /// ## What it leaves alone
    /// `<3`, `<<كلمة>>`, names that are no tags, comparisons, and lines about HTML.
    ///
    /// ## Fix
    /// Unsafe: a tag that begins or ends a block becomes a line end, any other is deleted.
    CODE {
        code: "MK004",
        name: "html-tag",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "tag {0} left in the text",
        ar: "وسم متروك في النص {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// Tags that lie inside a line.
const INLINE: &[&str] =
    &["a", "abbr", "b", "em", "font", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u"];
/// Tags that begin or end a block.
const BLOCK: &[&str] = &[
    "article",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "input",
    "li",
    "link",
    "meta",
    "ol",
    "p",
    "script",
    "section",
    "style",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];
/// Longer than this is no tag.
const LONGEST: usize = 400;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut lines = PerLine::default();
    let mut done = 0;
    for at in document.inventory().rare_with(text, b'<') {
        let Some((length, block)) = text.get(at..).filter(|_| at >= done).and_then(tag) else { continue };
        let span = Span::new(at, at + length);
        // <<كلمة>> is a quotation of a sort.
        let doubled = document.char_before(at) == Some('<') || document.char_at(at + length) == Some('>');
        if doubled || lines.ask(document, at, |_, line| is_about_markup(line)) {
            continue;
        }
        done = at + length;
        let newline = |side: Option<char>| side.is_none_or(|side| matches!(side, '\n' | '\r'));
        let edge = newline(document.char_before(at)) || newline(document.char_at(at + length));
        let edit = if block && !edge { Edit::replace(span, "\n") } else { Edit::delete(span) };
        let shown: String = document.slice(span).chars().take(40).collect();
        findings.push(CODE.at(span).with(shown).unsafe_fix([edit]));
    }
}

/// The length of the tag that a text starts with, and whether it is one of a block.
fn tag(text: &str) -> Option<(usize, bool)> {
    let rest = text.get(1..)?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
    let name = rest.get(..length)?.to_ascii_lowercase();
    let block = BLOCK.contains(&name.as_str());
    if !block && !INLINE.contains(&name.as_str()) {
        return None;
    }
    let attributes = rest.get(length..)?;
    if !attributes.starts_with([' ', '/', '>', '\t']) {
        return None;
    }
    let end = attributes.bytes().take(LONGEST).position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
    (attributes.as_bytes().get(end) == Some(&b'>')).then_some((text.len() - attributes.len() + end + 1, block))
}
