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

code! {
    /// ## What it does
    /// Says which encoding a file was read in, where `encoding="auto"` recognised another one than UTF-8.
    ///
    /// ## Why it matters
    /// It is a guess from the letters that are frequent. A wrong one gives a text of wrong letters.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt: the file is not in UTF-8; it was read as windows-1256
    /// ```
    ///
    /// ## How to mend
    /// Name the encoding if you know it (`encoding="windows-1256"`), or convert the file to UTF-8.
    pub ENCODING_RECOGNISED {
        code: "EN016",
        name: "encoding-recognised",
        severity: Info,
        fix: None,
        en: "the file is not in UTF-8; it was read as {0}",
        ar: "الملف ليس بترميز UTF-8، وقُرئ على أنه {0}",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports bytes that stand for nothing in the encoding that was named or recognised: the offset in the
    /// file of the first ones.
    ///
    /// ## Why it matters
    /// It is probably another encoding. The document is not delivered; the others of the bundle are.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt: not valid ISO-8859-6 at byte 17: C0
    /// ```
    ///
    /// ## How to mend
    /// Name another encoding; windows-1256 is the usual one.
    pub UNDECODABLE {
        code: "EN017",
        name: "undecodable",
        severity: Error,
        fix: None,
        en: "not valid {0} at byte {1}: {2}",
        ar: "ليس ترميز {0} صحيحًا عند البايت {1}: {2}",
        files_only: true,
    }
}
