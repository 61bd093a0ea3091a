//! What several rules look for in a text, found once.
//!
//! A rule that walked the text by itself would cost as much as cutting it into tokens does, and there are
//! seventy-five. So the tokens are walked once for all of them: the few that any rule may have something to say of
//! are put down as columns of indices, and a rule looks at its column. What is in no column costs a look at the
//! four letters at its end.

use std::cell::OnceCell;
use std::ops::Deref;

use super::rules::{Cluster, Control, Entity, Tanween, clusters, controls, entities, mark_runs, plain, tanweens};
use crate::document::Document;
use crate::lexicon::listed::{Tail, Tails, lists_of};
use crate::span::Span;
use crate::tokenize::Kind;

/// A document with what rules share about it.
#[derive(Debug)]
pub struct Surveyed<'d> {
    document: &'d Document<'d>,
    columns: OnceCell<Columns>,
    mark_runs: OnceCell<Vec<Span>>,
    tanweens: OnceCell<Vec<Tanween>>,
    clusters: OnceCell<Vec<Cluster>>,
    entities: OnceCell<Vec<Entity>>,
    controls: OnceCell<Vec<Control>>,
}

/// Indices of tokens, each column in order.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Words that closed lists may have, with the lists as bits.
    pub(super) listed: Vec<(u32, u16)>,
    /// Words that stand again behind one space: the first of the two.
    pub(super) twice: Vec<u32>,
    /// Words that are only و.
    pub(super) waws: Vec<u32>,
    /// Words that end in ىء, marks left out.
    pub(super) hamzas: Vec<u32>,
    /// Marks of punctuation.
    pub(super) punctuation: Vec<u32>,
    /// Line ends.
    pub(super) newlines: Vec<u32>,
    /// Numbers.
    pub(super) numbers: Vec<u32>,
    /// Spaces of more than one byte.
    pub(super) gaps: Vec<u32>,
    /// Combining marks with no letter before them.
    pub(super) marks: Vec<u32>,
    /// How many words end in ي, and how many in ى.
    pub(super) dotted: usize,
    pub(super) dotless: usize,
}

impl<'d> Surveyed<'d> {
    /// A document of which nothing is known yet.
    #[must_use]
    pub fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            columns: OnceCell::new(),
            mark_runs: OnceCell::new(),
            tanweens: OnceCell::new(),
            clusters: OnceCell::new(),
            entities: OnceCell::new(),
            controls: OnceCell::new(),
        }
    }

    pub(super) fn columns(&self) -> &Columns {
        self.columns.get_or_init(|| Columns::new(self.document))
    }

    /// Runs of two or more diacritics, and of one tanween, on a letter or a tatweel.
    pub(super) fn mark_runs(&self) -> &[Span] {
        self.mark_runs.get_or_init(|| mark_runs(self.document))
    }

    /// Words that end in a tanween and an alef.
    pub(super) fn tanweens(&self) -> &[Tanween] {
        self.tanweens.get_or_init(|| tanweens(self.document))
    }

    /// Stretches that are not in normalisation form C.
    pub(super) fn clusters(&self) -> &[Cluster] {
        self.clusters.get_or_init(|| clusters(self.document))
    }

    /// Entities of HTML.
    pub(super) fn entities(&self) -> &[Entity] {
        self.entities.get_or_init(|| entities(self.document))
    }

    /// Bidirectional controls, paired.
    pub(super) fn controls(&self) -> &[Control] {
        self.controls.get_or_init(|| controls(self.document))
    }
}

impl<'d> Deref for Surveyed<'d> {
    type Target = Document<'d>;

    fn deref(&self) -> &Document<'d> {
        self.document
    }
}

impl Columns {
    fn new(document: &Document<'_>) -> Self {
        let text = document.text();
        let bytes = text.as_bytes();
        let (tokens, inventory) = document.tokens_and_inventory();
        let mut marks = inventory.marks().iter().copied();
        // The first mark that does not stand before the word.
        let mut mark = marks.next().unwrap_or(u32::MAX);
        let tails = Tails::get();
        let mut columns = Self {
            punctuation: Vec::with_capacity(tokens.len() / 8),
            listed: Vec::with_capacity(tokens.len() / 16),
            newlines: Vec::with_capacity(16),
            numbers: Vec::with_capacity(16),
            ..Self::default()
        };
        // The word before, if nothing but one space has come since.
        let mut last = Word::NONE;
        let spans = tokens.starts().iter().zip(tokens.ends());
        for (index, ((&start, &end), &kind)) in (0..).zip(spans.zip(tokens.kinds())) {
            if kind == Kind::Word as u8 {
                let word = Word { index, start, end, tail: Tail::of(bytes, start as usize, end as usize) };
                if word.tail == last.tail && word.is_again(last, bytes) {
                    columns.twice.push(last.index);
                }
                last = word;
                while mark < start {
                    mark = marks.next().unwrap_or(u32::MAX);
                }
                columns.dotted += usize::from(word.tail.ends_in_yeh());
                columns.dotless += usize::from(word.tail.ends_in_alef_maksura());
                if mark < end {
                    columns.marked_word(text, word);
                } else if tails.may_have(word.tail) {
                    let lists = lists_of(text, start as usize, end as usize);
                    if lists != 0 {
                        columns.listed.push((index, lists));
                    }
                }
                if word.tail.ends_in_hamza_behind_alef_maksura() {
                    columns.hamzas.push(index);
                }
                if word.tail.is_waw() {
                    columns.waws.push(index);
                }
            } else if kind == Kind::Space as u8 {
                if end - start > 1 {
                    columns.gaps.push(index);
                }
            } else {
                last = Word::NONE;
                let column = match kind {
                    kind if kind == Kind::Punctuation as u8 => &mut columns.punctuation,
                    kind if kind == Kind::Newline as u8 => &mut columns.newlines,
                    kind if kind == Kind::Number as u8 => &mut columns.numbers,
                    kind if kind == Kind::Mark as u8 => &mut columns.marks,
                    _ => continue,
                };
                column.push(index);
            }
        }
        columns
    }

    #[cold]
    fn marked_word(&mut self, text: &str, word: Word) {
        let Some(written) = text.get(word.start as usize..word.end as usize) else { return };
        if let Some(word_as_listed) = plain(written) {
            let lists = lists_of(&word_as_listed, 0, word_as_listed.len());
            if lists != 0 {
                self.listed.push((word.index, lists));
            }
        }
        if !word.tail.ends_in_hamza_behind_alef_maksura()
            && written.trim_end_matches(crate::chars::is_arabic_mark).ends_with("ىء")
        {
            self.hamzas.push(word.index);
        }
    }
}

/// A word token.
#[derive(Clone, Copy)]
struct Word {
    index: u32,
    start: u32,
    end: u32,
    tail: Tail,
}

impl Word {
    const NONE: Self = Self { index: u32::MAX, start: 0, end: 0, tail: Tail::NONE };

    /// Whether it is the same word as the one before, with one token between them.
    #[cold]
    fn is_again(self, last: Self, bytes: &[u8]) -> bool {
        let range = |word: Self| bytes.get(word.start as usize..word.end as usize);
        self.index == last.index.wrapping_add(2) && range(self) == range(last)
    }
}
