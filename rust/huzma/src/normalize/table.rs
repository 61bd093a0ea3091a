//! What becomes of single code points, by page.

/// What becomes of a code point wherever it stands; what the table does not know is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// It stays.
    Keep,
    /// Another takes its place.
    Replace(u32),
    /// These take its place: an index into the sequences.
    Expand(u32),
    /// It goes.
    Delete,
    /// It goes, but composition may look past it: a text is not cut before it.
    Skip,
    /// What becomes of it depends on its neighbours.
    Join,
}

/// Actions by code point.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The page of each 256 code points; page 0 keeps everything.
    page_of: Box<[u16; 0x1100]>,
    pages: Vec<[Action; 256]>,
    sequences: Vec<Box<[u32]>>,
}

impl Default for Table {
    fn default() -> Self {
        Self { page_of: Box::new([0; 0x1100]), pages: vec![[Action::Keep; 256]], sequences: Vec::new() }
    }
}

impl Table {
    /// Sets what becomes of a code point by itself.
    pub(super) fn set_image(&mut self, code_point: u32, image: &[u32]) {
        let action = match *image {
            [same] if same == code_point => Action::Keep,
            [other] => Action::Replace(other),
            [] => Action::Delete,
            _ => {
                self.sequences.push(Box::from(image));
                Action::Expand((self.sequences.len() - 1) as u32)
            }
        };
        self.set(code_point, action);
    }

    pub(super) fn set(&mut self, code_point: u32, action: Action) {
        let Some(page) = self.page_of.get_mut((code_point >> 8) as usize) else { return };
        if *page == 0 {
            if action == Action::Keep {
                return;
            }
            *page = self.pages.len() as u16;
            self.pages.push([Action::Keep; 256]);
        }
        self.pages[usize::from(*page)][(code_point & 0xFF) as usize] = action;
    }

    #[inline]
    pub(super) fn get(&self, code_point: u32) -> Action {
        let page = self.page_of.get((code_point >> 8) as usize).copied().unwrap_or(0);
        self.pages[usize::from(page)][(code_point & 0xFF) as usize]
    }

    /// What an [`Action::Expand`] of this table puts.
    pub(super) fn sequence(&self, index: u32) -> &[u32] {
        &self.sequences[index as usize]
    }

    /// Each code point of a text mapped by itself.
    pub(super) fn map(&self, text: &[u32]) -> Vec<u32> {
        let mut out = Vec::with_capacity(text.len());
        for &code_point in text {
            match self.get(code_point) {
                Action::Keep | Action::Join => out.push(code_point),
                Action::Replace(other) => out.push(other),
                Action::Expand(index) => out.extend_from_slice(self.sequence(index)),
                Action::Delete | Action::Skip => {}
            }
        }
        out
    }
}
