//! What a text is made of, told from the masks of its blocks: most rules look for characters that most texts lack.

use crate::scan::{BLOCK, Letters, Masks, Units};
use crate::tokenize::{Observer, Tokens, tokenize_and_see};

/// Which characters a text has that are not plain, and where its marks are.
///
/// Plain are the letters and marks of the Arabic block, U+0020, U+000A and the punctuation of [`Masks`], with ASCII
/// digits and full stops. Everything else is *rare*.
#[derive(Debug, Default)]
pub struct Inventory {
    marks: Vec<u32>,
    rare: Vec<u32>,
    signs: Vec<u32>,
    rare_leads: Leads,
    sign_leads: Leads,
    word_units: usize,
    letters: Letters,
    gaps: Gaps,
}

/// An inventory that is being made of the blocks of a text.
struct Building<'b> {
    bytes: &'b [u8],
    inventory: &'b mut Inventory,
}

impl Observer for Building<'_> {
    #[inline(always)]
    fn see(&mut self, masks: &Masks, base: usize) {
        self.inventory.add(self.bytes, base, masks);
    }
}

/// What parts the halves of verses, as far as masks tell.
#[derive(Debug, Default)]
struct Gaps {
    /// Whether there are four spaces in a row, or three points behind a space.
    seen: bool,
    /// The spaces and the points of the block before.
    spaces: u64,
    points: u64,
}

/// How many blocks are classified at a time.
const BLOCKS: usize = 16;

impl Inventory {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut inventory = Self::for_length(bytes.len());
        let mut masks = [Masks::default(); BLOCKS];
        for from in (0..bytes.len()).step_by(BLOCKS * BLOCK) {
            let blocks = (bytes.len() - from).div_ceil(BLOCK).min(BLOCKS);
            let masks = &mut masks[..blocks];
            text.classify(from, masks);
            for (block, masks) in masks.iter().enumerate() {
                inventory.add(bytes, from + block * BLOCK, masks);
            }
        }
        inventory.finish(text)
    }

    /// The tokens of a text and its inventory, from the same blocks.
    pub(super) fn with_tokens(text: &str) -> (Tokens, Self) {
        let bytes = text.as_bytes();
        let mut inventory = Self::for_length(bytes.len());
        let tokens = tokenize_and_see(text, Building { bytes, inventory: &mut inventory });
        (tokens, inventory.finish(text))
    }

    fn for_length(length: usize) -> Self {
        Self { signs: Vec::with_capacity(length / 64), ..Self::default() }
    }

    fn finish(mut self, text: &str) -> Self {
        self.letters = Letters::of(text);
        self
    }

    #[inline(always)]
    fn add(&mut self, bytes: &[u8], start: usize, masks: &Masks) {
        self.word_units += masks.word.count_ones() as usize;
        self.gaps.add(masks);
        let list = |mut mask: u64, places: &mut Vec<u32>, leads: &mut Leads| {
            while mask != 0 {
                let at = start as u32 + mask.trailing_zeros();
                mask &= mask - 1;
                if let Some(&byte) = bytes.get(at as usize)
                    && byte & 0xC0 != 0x80
                {
                    places.push(at);
                    leads.add(byte);
                }
            }
        };
        let mut marks = masks.mark;
        while marks != 0 {
            self.marks.push(start as u32 + marks.trailing_zeros());
            marks &= marks - 1;
        }
        let inside = if bytes.len() - start < BLOCK { (1 << (bytes.len() - start)) - 1 } else { u64::MAX };
        list(masks.punctuation, &mut self.signs, &mut self.sign_leads);
        list(inside & !(masks.plain | masks.digit | masks.point), &mut self.rare, &mut self.rare_leads);
    }

    /// Where the marks of the Arabic block are.
    #[must_use]
    pub fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Where the rare characters are.
    #[must_use]
    pub fn rare(&self) -> &[u32] {
        &self.rare
    }

    /// Whether a rare character begins with this byte of UTF-8.
    #[must_use]
    pub fn has_rare(&self, lead: u8) -> bool {
        self.rare_leads.have(lead)
    }

    /// Whether one of these ASCII characters, bit `n` being the character `n`, is there and rare.
    #[must_use]
    pub fn has_rare_ascii(&self, characters: u128) -> bool {
        let [low, high, ..] = self.rare_leads.0;
        (u128::from(low) | u128::from(high) << 64) & characters != 0
    }

    /// Whether a rare character begins with one of these bytes of UTF-8.
    #[must_use]
    pub fn has_any_rare(&self, leads: impl IntoIterator<Item = u8>) -> bool {
        leads.into_iter().any(|lead| self.has_rare(lead))
    }

    /// Where the rare characters are that begin with this byte of UTF-8, in the text that this is the inventory of.
    pub fn rare_with<'i>(&'i self, text: &'i str, lead: u8) -> impl Iterator<Item = usize> + 'i {
        let places: &[u32] = if self.has_rare(lead) { &self.rare } else { &[] };
        with_lead(places, text, lead)
    }

    /// Where the marks of punctuation of [`Masks`] are.
    #[must_use]
    pub fn signs(&self) -> &[u32] {
        &self.signs
    }

    /// Where those are that begin with this byte of UTF-8, in the text that this is the inventory of.
    pub fn signs_with<'i>(&'i self, text: &'i str, lead: u8) -> impl Iterator<Item = usize> + 'i {
        let places: &[u32] = if self.sign_leads.have(lead) { &self.signs } else { &[] };
        with_lead(places, text, lead)
    }

    /// How many letters and marks of the Arabic block there are.
    #[must_use]
    pub fn word_characters(&self) -> usize {
        self.word_units / 2
    }

    /// Whether there is anything that may part the halves of verses: a gap of four spaces or a tabulator, three points behind a
    /// space, `…`, `*` or `=`. Other texts may have some of it, too.
    #[must_use]
    pub fn may_part_verses(&self) -> bool {
        self.gaps.seen || self.has_any_rare(*b"\t=") || self.sign_leads.have(b'*') || self.sign_leads.have(0xE2)
    }

    /// What letters there are.
    #[must_use]
    pub fn letters(&self) -> Letters {
        self.letters
    }
}

/// Of places in a text, those where a byte is.
fn with_lead<'i>(places: &'i [u32], text: &'i str, lead: u8) -> impl Iterator<Item = usize> + 'i {
    let bytes = text.as_bytes();
    places.iter().map(|&at| at as usize).filter(move |&at| bytes.get(at) == Some(&lead))
}

impl Gaps {
    #[inline(always)]
    fn add(&mut self, masks: &Masks) {
        let behind = |bits: u64, before: u64, units: u32| bits << units | before >> (64 - units);
        let two = masks.space & behind(masks.space, self.spaces, 1);
        if two != 0 {
            self.seen |= two & behind(masks.space, self.spaces, 2) & behind(masks.space, self.spaces, 3) != 0;
        }
        if masks.point != 0 {
            let three = masks.point & behind(masks.point, self.points, 1) & behind(masks.point, self.points, 2);
            self.seen |= three & behind(masks.space, self.spaces, 3) != 0;
        }
        (self.spaces, self.points) = (masks.space, masks.point);
    }
}

/// A set of first bytes of characters.
#[derive(Debug, Default)]
struct Leads([u64; 4]);

impl Leads {
    fn add(&mut self, lead: u8) {
        self.0[usize::from(lead >> 6)] |= 1 << (lead & 63);
    }

    fn have(&self, lead: u8) -> bool {
        self.0[usize::from(lead >> 6)] & 1 << (lead & 63) != 0
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    use super::Inventory;
    use crate::chars::{Class, class_of};

    #[test]
    fn every_character_is_rare_a_mark_or_plain() {
        for character in ('\0'..=char::MAX).take(0x1_1000) {
            let text = format!(" {character} ");
            let inventory = Inventory::new(&text);
            let (mark, rare) = (inventory.marks().contains(&1), inventory.rare().contains(&1));
            let class = class_of(character);
            let in_block = matches!(character, '\u{600}'..='\u{6FF}');
            assert_eq!(mark, in_block && class == Class::ArabicMark, "{character:?}");
            let letter = matches!(class, Class::ArabicLetter | Class::ExtendedLetter);
            assert_eq!(inventory.word_characters(), usize::from(in_block && (mark || letter)), "{character:?}");
            assert!(inventory.letters().extended || !in_block || class != Class::ExtendedLetter, "{character:?}");
            if !mark && !rare {
                let inert = is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes;
                assert!(inert && canonical_combining_class(character) == 0, "{character:?}");
                assert!(letter || matches!(class, Class::Space | Class::Newline | Class::Digit | Class::Punctuation));
            }
        }
    }

    #[test]
    fn what_stands_behind_a_block_is_found_too() {
        let text = format!("{}\u{651}\u{200B}ا", "كلمة ".repeat(300));
        let inventory = Inventory::new(&text);
        assert_eq!(inventory.marks(), [text.len() as u32 - 7]);
        assert_eq!(inventory.rare(), [text.len() as u32 - 5]);
        assert!(inventory.has_rare(0xE2) && !inventory.has_rare(0xD8) && inventory.letters().telling);
    }
}
