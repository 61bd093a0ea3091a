//! Normalising a text that comes in pieces.
//!
//! Each stage holds back what may still change: a letter that marks may follow, for steps that look around the end of
//! the line or the last word. The result is that of the whole text, however it is cut.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::{Normalizer, Stage};

/// A text in pieces, on its way through a [`Normalizer`].
#[derive(Debug)]
pub struct Stream {
    normalizer: Arc<Normalizer>,
    /// What each stage holds back.
    held: Vec<Held>,
    /// The start of a character whose rest has not come.
    partial: Vec<u8>,
    /// How many bytes came before `partial`.
    done: usize,
}

/// What a stage holds back.
#[derive(Debug, Default)]
struct Held {
    text: String,
    /// Up to where there is no place to cut it.
    searched: usize,
    begun: bool,
}

/// The bytes are no UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The first byte that begins no character.
    pub byte: usize,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} begins no character", self.byte)
    }
}

impl std::error::Error for NotUtf8 {}

impl Stream {
    /// A stream at the start of a text.
    #[must_use]
    pub fn new(normalizer: Arc<Normalizer>) -> Self {
        let held = normalizer.stages.iter().map(|_| Held::default()).collect();
        Self { normalizer, held, partial: Vec::new(), done: 0 }
    }

    /// Takes the next bytes of the text, cut wherever it pleases, and appends to `out` what no later byte can change.
    ///
    /// # Errors
    /// [`NotUtf8`]; what comes before the place has been appended, or is held back.
    pub fn push(&mut self, bytes: &[u8], out: &mut String) -> Result<(), NotUtf8> {
        let mut bytes = bytes;
        // A character whose start was held back.
        while !self.partial.is_empty() {
            let Some((&first, rest)) = bytes.split_first() else { return Ok(()) };
            self.partial.push(first);
            match std::str::from_utf8(&self.partial) {
                Ok(character) => {
                    let character = character.to_owned();
                    self.partial.clear();
                    self.done += character.len();
                    self.run(0, &character, out);
                }
                Err(error) if error.error_len().is_some() => return Err(NotUtf8 { byte: self.done }),
                Err(_) => {}
            }
            bytes = rest;
        }
        let (text, rest) = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => (text, &[][..]),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                let text = std::str::from_utf8(valid).unwrap_or_default();
                if error.error_len().is_some() {
                    self.run(0, text, out);
                    return Err(NotUtf8 { byte: self.done + valid.len() });
                }
                (text, rest)
            }
        };
        self.run(0, text, out);
        self.done += text.len();
        self.partial.extend_from_slice(rest);
        Ok(())
    }

    /// Appends what was held back: the text ends here.
    ///
    /// # Errors
    /// [`NotUtf8`] where it ends within a character; what comes before has been appended.
    pub fn finish(mut self, out: &mut String) -> Result<(), NotUtf8> {
        let normalizer = self.normalizer.clone();
        for (index, stage) in normalizer.stages.iter().enumerate() {
            let text = std::mem::take(&mut self.held[index].text);
            let changed = self.held[index].normalize(stage, &text);
            self.run(index + 1, changed.as_deref().unwrap_or(&text), out);
        }
        if self.partial.is_empty() { Ok(()) } else { Err(NotUtf8 { byte: self.done }) }
    }

    /// Hands text to a stage, or to `out` behind the last one.
    fn run(&mut self, index: usize, text: &str, out: &mut String) {
        let is_last = index + 1 == self.held.len();
        let (Some(stage), Some(held)) = (self.normalizer.stages.get(index), self.held.get_mut(index)) else {
            out.push_str(text);
            return;
        };
        // Without a copy where nothing is held back.
        let whole = if held.text.is_empty() {
            Cow::Borrowed(text)
        } else {
            let mut whole = std::mem::take(&mut held.text);
            whole.push_str(text);
            Cow::Owned(whole)
        };
        let Some(cut) = held.last_cut(stage, &whole) else {
            held.searched = whole.len();
            held.text = whole.into_owned();
            return;
        };
        let (now, later) = whole.split_at(cut);
        held.text.push_str(later);
        held.searched = 0;
        if is_last {
            held.append(stage, now, out);
        } else {
            let changed = held.normalize(stage, now);
            self.run(index + 1, changed.as_deref().unwrap_or(now), out);
        }
    }
}

impl Held {
    /// How far back from the end of what was searched a place may have become one to cut.
    const MARGIN: usize = 64;

    /// The last place where the text may be cut.
    fn last_cut(&self, stage: &Stage, text: &str) -> Option<usize> {
        let from = self.searched.saturating_sub(Self::MARGIN);
        let places = text.char_indices().rev().map(|(at, _)| at).take_while(|&at| at > 0 && at >= from);
        let mut places = places.filter(|&at| match stage {
            Stage::Pass(pass) => pass.is_cut(text, at),
            Stage::Context(context) => context.is_cut(text, at),
        });
        places.next()
    }

    /// What a part of the text becomes; `None` where it stays.
    fn normalize(&mut self, stage: &Stage, text: &str) -> Option<String> {
        if text.is_empty() || !self.takes_part(stage) {
            return None;
        }
        let at = stage.first_change(text)?;
        Some(stage.run_utf8(text, at, String::new(), &mut ()))
    }

    /// Appends what a part of the text becomes.
    fn append(&mut self, stage: &Stage, text: &str, out: &mut String) {
        if text.is_empty() {
            return;
        }
        let changes = if self.takes_part(stage) { stage.first_change(text) } else { None };
        match changes {
            None => out.push_str(text),
            Some(at) if out.is_empty() => *out = stage.run_utf8(text, at, std::mem::take(out), &mut ()),
            Some(at) => out.push_str(&stage.run_utf8(text, at, String::new(), &mut ())),
        }
    }

    /// Whether the stage does anything here: some look at the start of the text only.
    fn takes_part(&mut self, stage: &Stage) -> bool {
        let first = !std::mem::replace(&mut self.begun, true);
        first || !matches!(stage, Stage::Context(context) if context.is_for_the_start())
    }
}
