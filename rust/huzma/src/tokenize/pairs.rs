//! Quotation marks and brackets, paired once for everyone: sentences, lint rules, extraction.
//!
//! Marks are matched line by line, each family by itself, because a quotation that overlaps a bracket is
//! common in dirty text and must not spoil both. What a mark does is told by what stands beside it as
//! much as by its shape: « is often typed for » and a straight mark has no direction at all. Where the
//! context does not decide, nothing is claimed: a wrong alarm costs more than a missed one.

use super::tiling::Tiling;
use super::{Kind, Tokens, is_one_code_point};
use crate::scan::Units;
use crate::span::Span;

/// The families of marks that pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// « »
    Guillemet,
    /// ‹ ›
    SingleGuillemet,
    /// "
    Straight,
    /// “ ” „ ‟
    Curly,
    /// ( )
    Round,
    /// [ ]
    Square,
    /// { }
    Curved,
    /// ﴾ ﴿
    Ornate,
}

impl MarkKind {
    const ALL: [Self; 8] = [
        Self::Guillemet,
        Self::SingleGuillemet,
        Self::Straight,
        Self::Curly,
        Self::Round,
        Self::Square,
        Self::Curved,
        Self::Ornate,
    ];

    /// Whether it quotes.
    #[must_use]
    pub const fn is_quotation(self) -> bool {
        matches!(self, Self::Guillemet | Self::SingleGuillemet | Self::Straight | Self::Curly)
    }
}

/// What a mark does in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It opens.
    Opener,
    /// It closes.
    Closer,
}

/// What is wrong with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Defect {
    /// An opener that nothing closes.
    Unclosed,
    /// A closer that nothing opened.
    Orphan,
    /// A mark of the wrong direction, such as » that opens; it is paired all the same.
    Reversed,
}

/// A quotation mark or a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it is, in units of the text.
    pub span: Span,
    /// The index of its token.
    pub token: u32,
    /// Its family.
    pub kind: MarkKind,
    /// What it does.
    pub role: Role,
    /// The index of the mark it pairs with, in [`Pairs::marks`].
    pub partner: Option<u32>,
    /// What is wrong with it.
    pub defect: Option<Defect>,
    /// The line it is on, from 0.
    pub line: u32,
    /// Whether it is half of a pair that begins and ends on this line.
    pub closed_on_line: bool,
}

/// All quotation marks and brackets of a text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    marks: Vec<Mark>,
}

impl Pairs {
    /// Pairs the marks of a text.
    #[must_use]
    pub fn new<U: Units>(text: U, tokens: &Tokens) -> Self {
        let mut pairs = Self::default();
        let mut found = Vec::new();
        pairs.of_lines(text, tokens, 0, &signs(text, tokens), &mut found);
        for kind in [MarkKind::Guillemet, MarkKind::Straight, MarkKind::Curly] {
            join_paragraphs(&mut pairs.marks, &found, kind);
        }
        pairs
    }

    /// Pairs the marks of each line: all that sentences need. The first line begins at token `start`, and `found` is memory
    /// to use again.
    pub(super) fn of_lines<U: Units>(
        &mut self,
        text: U,
        tokens: impl Tiling,
        start: usize,
        signs: &[Sign],
        found: &mut Vec<Seen>,
    ) {
        found.clear();
        collect(text, tokens, start, signs, found);
        let mut of_kind = Vec::new();
        for line in found.chunk_by_mut(|one, next| one.mark.line == next.mark.line) {
            let kinds = line.iter().fold(0u8, |kinds, seen| kinds | 1 << seen.mark.kind as u8);
            for kind in MarkKind::ALL.into_iter().filter(|&kind| kinds & 1 << kind as u8 != 0) {
                of_kind.clear();
                of_kind.extend((0..line.len()).filter(|&index| line[index].mark.kind == kind));
                match kind {
                    MarkKind::Straight => pair_straight(line, &of_kind),
                    MarkKind::Curly => pair_by_context(line, &of_kind),
                    _ => pair_directed(line, &of_kind),
                }
            }
        }
        // Partners have been counted from the start of their line.
        let mut line_start = 0;
        self.marks.clear();
        self.marks.extend(found.iter_mut().enumerate().map(|(index, seen)| {
            if index > 0 && seen.first_mark_of_line {
                line_start = index as u32;
            }
            seen.mark.partner = seen.mark.partner.map(|partner| partner + line_start);
            seen.mark.closed_on_line = seen.mark.partner.is_some();
            seen.mark
        }));
    }

    /// The marks in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The pairs, as opener and closer, in the order of their openers.
    pub fn iter(&self) -> impl Iterator<Item = (&Mark, &Mark)> {
        self.marks
            .iter()
            .filter(|mark| mark.role == Role::Opener)
            .filter_map(|mark| Some((mark, self.marks.get(mark.partner? as usize)?)))
    }
}

/// A token that is punctuation or ends a line: what pairs and sentences are made from.
#[derive(Clone, Copy)]
pub(super) struct Sign {
    pub(super) token: u32,
    /// Its first code point; [`Sign::NEWLINE`] for any line end.
    pub(super) code_point: u32,
}

impl Sign {
    pub(super) const NEWLINE: u32 = 0xA;
}

/// The signs of a text.
pub(super) fn signs<U: Units>(text: U, tokens: &Tokens) -> Vec<Sign> {
    let (kinds, starts) = (tokens.kinds(), tokens.starts());
    let mut signs = Vec::with_capacity(kinds.len() / 8);
    for index in memchr::memchr2_iter(Kind::Punctuation as u8, Kind::Newline as u8, kinds) {
        let code_point = if kinds[index] == Kind::Newline as u8 {
            Sign::NEWLINE
        } else {
            text.code_point(starts[index] as usize).map_or(0, |(code_point, _)| code_point)
        };
        signs.push(Sign { token: index as u32, code_point });
    }
    signs
}

/// A mark with what stands beside it.
pub(super) struct Seen {
    mark: Mark,
    /// Opening and closing shape; straight marks have neither.
    opens_by_shape: Option<bool>,
    /// Space, a line start, an opener or a proclitic on the left and content on the right.
    looks_opening: bool,
    /// Content on the left and space, a line end or punctuation on the right.
    looks_closing: bool,
    /// Content on both sides.
    glued: bool,
    /// و ف ب ل ك or a proclitic with its tatweel on the left.
    after_proclitic: bool,
    /// A number on the left: the mark may be inches or minutes.
    after_number: bool,
    /// The first token of its line that is not space.
    first_of_line: bool,
    /// The first mark of its line.
    first_mark_of_line: bool,
    /// A list label such as `1)` ends here.
    ends_label: bool,
}

pub(super) fn shape(code_point: u32) -> Option<(MarkKind, Option<bool>)> {
    Some(match code_point {
        0xAB => (MarkKind::Guillemet, Some(true)),
        0xBB => (MarkKind::Guillemet, Some(false)),
        0x2039 => (MarkKind::SingleGuillemet, Some(true)),
        0x203A => (MarkKind::SingleGuillemet, Some(false)),
        0x22 => (MarkKind::Straight, None),
        0x201C | 0x201E | 0x201F => (MarkKind::Curly, Some(true)),
        0x201D => (MarkKind::Curly, Some(false)),
        0x28 => (MarkKind::Round, Some(true)),
        0x29 => (MarkKind::Round, Some(false)),
        0x5B => (MarkKind::Square, Some(true)),
        0x5D => (MarkKind::Square, Some(false)),
        0x7B => (MarkKind::Curved, Some(true)),
        0x7D => (MarkKind::Curved, Some(false)),
        // The ornate parentheses are not mirrored: U+FD3F opens in right-to-left text.
        0xFD3F => (MarkKind::Ornate, Some(true)),
        0xFD3E => (MarkKind::Ornate, Some(false)),
        _ => return None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Edge,
    Content,
    /// A conjunction or preposition that is written to the word after it.
    Proclitic,
    Opening,
    Closing,
    Punctuation,
}

/// Finds the marks among the signs.
fn collect<U: Units>(text: U, tokens: impl Tiling, start: usize, signs: &[Sign], found: &mut Vec<Seen>) {
    let mut line = Line { number: 0, start, seen: start, content: 0, short: false };
    let mut last_line = None;
    for sign in signs {
        let index = sign.token as usize;
        if sign.code_point == Sign::NEWLINE {
            let start = tokens.after(index);
            line = Line { number: line.number + 1, start, seen: start, content: 0, short: false };
            continue;
        }
        let Some((kind, opens_by_shape)) = shape(sign.code_point) else { continue };
        let (before, after) = (tokens.before(index), tokens.after(index));
        let left = before.map_or(Side::Edge, |left| side(text, tokens, left));
        let right = side(text, tokens, after);
        let left_opens = matches!(left, Side::Edge | Side::Opening | Side::Proclitic);
        let right_enters = matches!(right, Side::Content | Side::Proclitic | Side::Opening);
        let left_exits = matches!(left, Side::Content | Side::Proclitic | Side::Closing | Side::Punctuation);
        let right_leaves = matches!(right, Side::Edge | Side::Closing | Side::Punctuation);
        found.push(Seen {
            mark: Mark {
                span: Span::new(tokens.start(index), tokens.start(after)),
                token: index as u32,
                kind,
                role: if opens_by_shape == Some(false) { Role::Closer } else { Role::Opener },
                partner: None,
                defect: None,
                line: line.number,
                closed_on_line: false,
            },
            opens_by_shape,
            looks_opening: left_opens && right_enters,
            looks_closing: left_exits && right_leaves,
            glued: matches!(left, Side::Content | Side::Proclitic) && right_enters,
            after_proclitic: left == Side::Proclitic,
            after_number: before.is_some_and(|before| tokens.kind(before) == Some(Kind::Number)),
            first_of_line: index == line.start || index == tokens.skip_space(line.start),
            first_mark_of_line: last_line != Some(line.number),
            ends_label: kind == MarkKind::Round && line.is_label(text, tokens, index),
        });
        last_line = Some(line.number);
    }
}

/// What is on a line before a mark.
struct Line {
    number: u32,
    /// Its first token.
    start: usize,
    /// The tokens before this one have been counted …
    seen: usize,
    /// … until there were two with something to say.
    content: usize,
    /// The first of these is a number or a single letter.
    short: bool,
}

impl Line {
    /// Whether a number or a single letter is all that it says before a token.
    fn is_label<U: Units>(&mut self, text: U, tokens: impl Tiling, before: usize) -> bool {
        while self.seen < before && self.content < 2 {
            let after = tokens.after(self.seen);
            if let Some(kind) = tokens.kind(self.seen).filter(|kind| kind.is_content()) {
                self.content += 1;
                let span = Span::new(tokens.start(self.seen), tokens.start(after));
                self.short = kind == Kind::Number || is_one_code_point(text, span);
            }
            self.seen = after;
        }
        self.content == 1 && self.short
    }
}

/// What a token is to the mark beside it.
fn side<U: Units>(text: U, tokens: impl Tiling, token: usize) -> Side {
    let Some(kind) = tokens.kind(token) else { return Side::Edge };
    let start = tokens.start(token);
    let first = || text.code_point(start);
    let length = || tokens.start(tokens.after(token)) - start;
    match kind {
        Kind::Space | Kind::Newline | Kind::Control => Side::Edge,
        Kind::Proclitic => Side::Proclitic,
        // و ف ب ل ك standing alone
        Kind::Word
            if first().is_some_and(|(code_point, width)| {
                matches!(code_point, 0x648 | 0x641 | 0x628 | 0x644 | 0x643) && width == length()
            }) =>
        {
            Side::Proclitic
        }
        Kind::Punctuation => {
            let code_point = first().map_or(0, |(code_point, _)| code_point);
            match shape(code_point) {
                // A straight mark beside another mark says nothing of its own direction.
                Some((_, None)) => Side::Punctuation,
                Some((_, Some(true))) => Side::Opening,
                Some((_, Some(false))) => Side::Closing,
                // : - – — / ـ
                None if matches!(code_point, 0x3A | 0x2D | 0x2013 | 0x2014 | 0x2F | 0x640) => Side::Opening,
                None => Side::Punctuation,
            }
        }
        _ => Side::Content,
    }
}

fn pair(found: &mut [Seen], opener: usize, closer: usize) {
    found[opener].mark.role = Role::Opener;
    found[opener].mark.partner = Some(closer as u32);
    found[closer].mark.role = Role::Closer;
    found[closer].mark.partner = Some(opener as u32);
}

/// Guillemets and brackets: a stack, and marks of the wrong direction where the context is decisive.
fn pair_directed(found: &mut [Seen], line: &[usize]) {
    let mut open: Vec<usize> = Vec::new();
    for (nth, &index) in line.iter().enumerate() {
        let seen = &found[index];
        if seen.opens_by_shape == Some(true) {
            if let Some(&opener) = open.last()
                && seen.looks_closing
            {
                found[index].mark.defect = Some(Defect::Reversed);
                open.pop();
                pair(found, opener, index);
            } else {
                open.push(index);
            }
        } else if let Some(opener) = open.pop() {
            pair(found, opener, index);
        } else {
            let next = line.get(nth + 1).map(|&next| &found[next]);
            // أنه»من أجل … كله»: a mark between two words opens if the next one can only close.
            let glued_opener =
                seen.glued && next.is_some_and(|next| next.opens_by_shape == Some(false) && next.looks_closing);
            let opener = if seen.mark.kind.is_quotation() {
                seen.looks_opening || glued_opener
            } else {
                // )كلمة(
                seen.looks_opening && next.is_some_and(|next| next.opens_by_shape == Some(true) && next.looks_closing)
            };
            if opener {
                found[index].mark.defect = Some(Defect::Reversed);
                open.push(index);
            } else if seen.mark.kind == MarkKind::Round && seen.ends_label {
                found[index].mark.role = Role::Closer;
            } else {
                found[index].mark.role = Role::Closer;
                found[index].mark.defect = Some(Defect::Orphan);
            }
        }
    }
    for index in open {
        let mark = &mut found[index].mark;
        if mark.defect == Some(Defect::Reversed) {
            // Nothing confirmed that it opens: it is a closer without an opener after all.
            mark.role = Role::Closer;
            mark.defect = Some(Defect::Orphan);
        } else {
            mark.defect = Some(Defect::Unclosed);
        }
    }
}

/// Straight marks by context, and by parity where the context contradicts itself and the count is even.
fn pair_straight(found: &mut [Seen], line: &[usize]) {
    // 5" and 30" are inches and seconds, unless a mark that opens stands before them.
    let mut open = false;
    let marks: Vec<usize> = line
        .iter()
        .copied()
        .filter(|&index| {
            let seen = &found[index];
            let measure = !open && seen.after_number && seen.looks_closing;
            if !measure {
                open = !open;
            }
            !measure
        })
        .collect();
    pair_by_context(found, &marks);
    let contradicts = marks.iter().any(|&index| found[index].mark.defect.is_some());
    if contradicts && marks.len().is_multiple_of(2) {
        for two in marks.chunks_exact(2) {
            for &index in two {
                found[index].mark.defect = None;
            }
            pair(found, two[0], two[1]);
        }
    }
}

fn pair_by_context(found: &mut [Seen], line: &[usize]) {
    let mut open: Option<usize> = None;
    for &index in line {
        let seen = &found[index];
        let opens = match (seen.looks_opening, seen.looks_closing) {
            (true, false) => true,
            (false, true) if !(seen.after_proclitic && open.is_none() && seen.opens_by_shape == Some(true)) => false,
            // Between two spaces or two words a straight mark does what is due; a curly one what it looks like.
            // So does a curly one behind a proclitic, which may be written to the quotation or end it.
            _ => match (open, seen.opens_by_shape) {
                (Some(_), _) => false,
                (None, shape) => shape.unwrap_or(true),
            },
        };
        if opens {
            if let Some(before) = open.replace(index) {
                found[before].mark.defect = Some(Defect::Unclosed);
            }
            found[index].mark.role = Role::Opener;
        } else if let Some(opener) = open.take() {
            pair(found, opener, index);
        } else {
            found[index].mark.role = Role::Closer;
            found[index].mark.defect = Some(Defect::Orphan);
        }
    }
    if let Some(index) = open {
        found[index].mark.defect = Some(Defect::Unclosed);
    }
}

/// A quotation of several paragraphs closes in a later one; by custom each paragraph may open it again.
fn join_paragraphs(marks: &mut [Mark], found: &[Seen], kind: MarkKind) {
    /// A quotation longer than this is taken for an unclosed one.
    const PARAGRAPHS: u32 = 12;
    let of_kind: Vec<usize> = (0..marks.len()).filter(|&index| marks[index].kind == kind).collect();
    let mut from = 0;
    while from < of_kind.len() {
        let first = of_kind[from];
        let mut last = from;
        let next_of = |last: usize| {
            let (this, next) = (marks[of_kind[last]], *of_kind.get(last + 1)?);
            let gap = marks[next].line - this.line;
            (this.defect == Some(Defect::Unclosed) && this.role == Role::Opener && (1..=PARAGRAPHS).contains(&gap))
                .then_some(next)
        };
        while let Some(next) = next_of(last)
            && found[next].first_of_line
            && marks[next].role == Role::Opener
        {
            last += 1;
        }
        let closer = match next_of(last) {
            Some(next) if marks[next].defect == Some(Defect::Orphan) => Some(next),
            // The last of several openers is closed in its own paragraph.
            None if last > from && marks[of_kind[last]].defect.is_none() => {
                marks[of_kind[last]].partner.map(|partner| partner as usize)
            }
            _ => None,
        };
        if let Some(closer) = closer {
            for &index in &of_kind[from..=last] {
                marks[index].defect = None;
                marks[index].partner = Some(closer as u32);
            }
            marks[closer].defect = None;
            marks[closer].partner = Some(first as u32);
        }
        from = last.max(from) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::tokenize;

    fn defects(text: &str) -> Vec<(usize, Defect)> {
        let pairs = Pairs::new(text, &tokenize(text));
        let at = |mark: &Mark| text[..mark.span.start as usize].chars().count();
        pairs.marks().iter().filter_map(|mark| Some((at(mark), mark.defect?))).collect()
    }

    #[test]
    fn whole_pairs_have_no_defect() {
        for text in [
            "قال «نعم» ثم (سكت).",
            "قال: \"نعم\"، و\"لا\".",
            "بـ «كلمة» ولـ\"أخرى\"",
            "قال: \" نعم \" ثم سكت",
            "شاشة 5\" جديدة",
            "“كلمة” و”كلمة“",
            "قال و“ لا ” ثم",
            "1) أول\n2) ثان\nأ) ثالث",
            "«فقرة أولى\n«فقرة ثانية\n«فقرة أخيرة».",
            "«فقرة أولى\nفقرة أخيرة».",
            "«أ «ب» ج»",
        ] {
            assert_eq!(defects(text), [], "{text}");
        }
    }

    #[test]
    fn reversed_marks_are_paired() {
        assert_eq!(defects("«داعش» و»النصرة»"), [(8, Defect::Reversed)]);
        assert_eq!(defects("في بيان أنه»من أجل ذلك»."), [(11, Defect::Reversed)]);
        assert_eq!(defects("قال »نعم« ثم"), [(4, Defect::Reversed), (8, Defect::Reversed)]);
        assert_eq!(defects("قال )نعم( ثم"), [(4, Defect::Reversed), (8, Defect::Reversed)]);
    }

    #[test]
    fn marks_without_a_partner_are_told_apart() {
        assert_eq!(defects("قال «نعم ثم سكت."), [(4, Defect::Unclosed)]);
        assert_eq!(defects("قال نعم» ثم سكت."), [(7, Defect::Orphan)]);
        assert_eq!(defects("قصف \"فتح الشام، و\"خفض التوتر\"."), [(4, Defect::Unclosed)]);
        assert_eq!(defects("«التوت»أضخم"), []);
    }
}
