//! What a text is made of, told from the masks of its blocks: most rules look for characters that most texts lack.

use crate::scan::{BLOCK, Masks, Units};

/// Which characters a text has that are not plain, and where its marks are.
///
/// Plain are the letters and marks of the Arabic block, U+0020, U+000A and the punctuation of [`Masks`], with ASCII
/// digits and full stops. Everything else is *rare*.
#[derive(Debug, Default)]
pub struct Inventory {
    marks: Vec<u32>,
    rare: Vec<u32>,
    leads: [u64; 4],
    word_units: usize,
    extended: bool,
    telling: bool,
}

/// How many blocks are classified at a time.
const BLOCKS: usize = 16;

impl Inventory {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut inventory = Self::default();
        let mut masks = [Masks::default(); BLOCKS];
        for from in (0..bytes.len()).step_by(BLOCKS * BLOCK) {
            let blocks = (bytes.len() - from).div_ceil(BLOCK).min(BLOCKS);
            let masks = &mut masks[..blocks];
            text.classify(from, masks);
            for (block, masks) in masks.iter().enumerate() {
                inventory.add(bytes, from + block * BLOCK, masks);
            }
        }
        (inventory.extended, inventory.telling) = pairs(bytes);
        inventory
    }

    fn add(&mut self, bytes: &[u8], start: usize, masks: &Masks) {
        self.word_units += masks.word.count_ones() as usize;
        let mut marks = masks.mark;
        while marks != 0 {
            self.marks.push(start as u32 + marks.trailing_zeros());
            marks &= marks - 1;
        }
        let inside = if bytes.len() - start < BLOCK { (1 << (bytes.len() - start)) - 1 } else { u64::MAX };
        let mut rare = inside & !(masks.plain | masks.digit | masks.point);
        while rare != 0 {
            let at = start + rare.trailing_zeros() as usize;
            rare &= rare - 1;
            if let Some(&byte) = bytes.get(at)
                && byte & 0xC0 != 0x80
            {
                self.rare.push(at as u32);
                self.leads[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
        }
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
        self.leads[usize::from(lead >> 6)] & 1 << (lead & 63) != 0
    }

    /// Whether a rare character begins with one of these bytes of UTF-8.
    #[must_use]
    pub fn has_any_rare(&self, leads: impl IntoIterator<Item = u8>) -> bool {
        leads.into_iter().any(|lead| self.has_rare(lead))
    }

    /// How many letters and marks of the Arabic block there are.
    #[must_use]
    pub fn word_characters(&self) -> usize {
        self.word_units / 2
    }

    /// Whether there may be letters of the Arabic block that the Arabic language does not use.
    #[must_use]
    pub fn may_have_extended(&self) -> bool {
        self.extended
    }

    /// Whether there is one of ة أ إ ى.
    #[must_use]
    pub fn has_telling_letter(&self) -> bool {
        self.telling
    }
}

/// Whether there are letters of the block beyond those of the language, and whether there is one of ة أ إ ى.
fn pairs(bytes: &[u8]) -> (bool, bool) {
    let (mut extended, mut telling) = (0u8, 0u8);
    for (&lead, &trail) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
        let (d8, d9) = (u8::from(lead == 0xD8), u8::from(lead == 0xD9));
        // U+0620, U+063B–063F and everything from U+066E on.
        extended |= d8 & (u8::from(trail == 0xA0) | u8::from(trail >= 0xBB)) | d9 & u8::from(trail >= 0xAE);
        extended |= u8::from(lead == 0xDA) | u8::from(lead == 0xDB);
        telling |= d8 & (u8::from(trail == 0xA9) | u8::from(trail == 0xA3) | u8::from(trail == 0xA5));
        telling |= d9 & u8::from(trail == 0x89);
    }
    (extended != 0, telling != 0)
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
            assert!(inventory.may_have_extended() || !in_block || class != Class::ExtendedLetter, "{character:?}");
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
        assert!(inventory.has_rare(0xE2) && !inventory.has_rare(0xD8) && inventory.has_telling_letter());
    }
}
