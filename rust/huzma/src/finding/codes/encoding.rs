//! Codes about the encoding of a file.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports bytes that are not UTF-8: the offset in the file of the first bad sequence, and its bytes.
    ///
    /// ## Why it matters
    /// Nobody can know which characters were meant, so the document is not delivered; the other
    /// documents of the bundle are.
    ///
    /// ## Example
    /// ```text
    /// 002_2399a9a2b0d5824e.txt: not valid UTF-8 at byte 1312: C7 E1
    /// ```
    ///
    /// ## How to mend
    /// Find out in which encoding the file was written (windows-1256 is the usual one) and convert it
    /// from there, or fetch the document again.
    pub INVALID_UTF8 {
        code: "EN001",
        name: "invalid-utf8",
        severity: Error,
        fix: None,
        en: "not valid UTF-8 at byte {0}: {1}",
        ar: "ليس ترميز UTF-8 صحيحًا عند البايت {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a byte order mark (`U+FEFF`) at the start of a file. It is not part of the text.
    ///
    /// ## Why it matters
    /// UTF-8 has no byte order to mark. Programs that don't expect it glue the mark to the first word;
    /// Excel, on the other hand, needs it in CSV files.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt: the file starts with a byte order mark
    /// ```
    ///
    /// ## How to mend
    /// Save the file as "UTF-8 without BOM". The text that is read doesn't change.
    pub BOM {
        code: "EN002",
        name: "bom",
        severity: Info,
        fix: None,
        en: "the file starts with a byte order mark",
        ar: "يبدأ الملف بعلامة ترتيب البايتات",
        files_only: true,
    }
}
