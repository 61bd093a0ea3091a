//! Codes about records: the lines of JSON Lines, the rows of tables, the records of web archives.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports a line of a `.jsonl` file that is not one JSON object, and where the parser gave up. `NaN`, an
    /// escape that stands for half a character (`\ud800`) and a comma too many are not JSON either.
    ///
    /// ## Why it matters
    /// The document is not delivered; the other lines are.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "text": "وصل الوفد}
    /// ```
    ///
    /// ## How to mend
    /// Write the line again with a JSON library; a line end inside a string is written `\n`.
    pub MALFORMED_LINE {
        code: "BN070",
        name: "malformed-line",
        severity: Error,
        fix: None,
        en: "line {0} is not a JSON object: {1}",
        ar: "السطر {0} ليس كائن JSON: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a row of a table that has more or fewer cells than there are columns, text behind a closing
    /// quote, or a quote that is never closed.
    ///
    /// ## Why it matters
    /// Nobody can tell which cell is which, so the document is not delivered; the other rows are. A quote
    /// that is never closed swallows everything behind it.
    ///
    /// ## Example
    /// ```text
    /// id,text
    /// a1,وصل الوفد, ثم غادر          3 cells under 2 columns
    /// ```
    ///
    /// ## How to mend
    /// Put a cell that holds separators, quotes or line ends in quotes, and double the quotes inside.
    pub MALFORMED_ROW {
        code: "BN071",
        name: "malformed-row",
        severity: Error,
        fix: None,
        en: "the row at line {0} cannot be read: {1}",
        ar: "تعذّرت قراءة الصف عند السطر {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a line of a `.jsonl` file whose object has no text: the member that `text_field` names is
    /// missing, or is not a string.
    ///
    /// ## Why it matters
    /// There is no document to deliver. If every line is reported, the text stands under another name.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "body": "وصل الوفد"}
    /// ```
    ///
    /// ## How to mend
    /// Name the member: `huzma.read(path, text_field="body")`.
    pub MISSING_TEXT {
        code: "BN072",
        name: "missing-text",
        severity: Error,
        fix: None,
        en: "line {0} has no text under {1}",
        ar: "لا نص في السطر {0} تحت {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a record whose `id` is neither an integer nor a text of 1 to 128 characters. Its line serves
    /// as id instead.
    ///
    /// ## Why it matters
    /// Whatever is joined on the id afterwards doesn't find the document.
    ///
    /// ## Example
    /// ```text
    /// {"id": ["a", 1], "text": "وصل الوفد"}
    /// ```
    ///
    /// ## How to mend
    /// Give each record an id of its own, or none: then the line serves without a word.
    pub UNUSABLE_ID {
        code: "BN073",
        name: "unusable-id",
        severity: Warning,
        fix: None,
        en: "the id in line {0} is neither an integer nor a text of 1 to 128 characters; {1} serves instead",
        ar: "المعرّف في السطر {0} ليس عددًا صحيحًا ولا نصًا من 1 إلى 128 محرفًا؛ اعتُمد {1} بدلًا منه",
    }
}

code! {
    /// ## What it does
    /// Reports a column of a Parquet or Arrow file whose values have no place in metadata, which holds what JSON
    /// does: binary data, for example. The documents arrive without it.
    ///
    /// ## Why it matters
    /// What is written again is less than what was read.
    ///
    /// ## Example
    /// ```text
    /// thumbnail: binary
    /// ```
    ///
    /// ## How to mend
    /// Cast the column to text before the file is written, or leave it out there.
    pub COLUMN_NOT_READ {
        code: "BN074",
        name: "column-not-read",
        severity: Warning,
        fix: None,
        en: "the column {0} holds {1}, which has no place in metadata",
        ar: "العمود {0} من النوع {1} ولا مكان له في البيانات الوصفية",
    }
}

code! {
    /// ## What it does
    /// Counts the records of a web archive that hold something else than plain text, by media type: HTML,
    /// images, PDF. Said once for each type, at the end.
    ///
    /// ## Why it matters
    /// Nothing is taken from HTML: what of a page is its text is a question of its own, and a WET file has it
    /// answered.
    ///
    /// ## Example
    /// ```text
    /// text/html: 40,312 records
    /// ```
    ///
    /// ## How to mend
    /// Read the `.warc.wet.gz` that belongs to the `.warc.gz`, or extract the text with a tool made for it.
    pub RECORDS_NOT_READ {
        code: "BN080",
        name: "records-not-read",
        severity: Info,
        fix: None,
        en: "{0} records of the type {1} are not read: they hold no plain text",
        ar: "لم تُقرأ {0} من التسجيلات من النوع {1}: ليست نصًا صرفًا",
    }
}

code! {
    /// ## What it does
    /// Reports a record of a web archive that is cut off, or whose block has another digest than its header says.
    /// The place is that of the record, in the file as stored: for a compressed one, in the compressed bytes.
    ///
    /// ## Why it matters
    /// The text is not what was archived, so the document is not delivered; the other records are.
    ///
    /// ## Example
    /// ```text
    /// WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ      the block has another one
    /// ```
    ///
    /// ## How to mend
    /// Fetch the archive again.
    pub DAMAGED_RECORD {
        code: "BN081",
        name: "damaged-record",
        severity: Error,
        fix: None,
        en: "the record at byte {0} is damaged: {1}",
        ar: "التسجيل عند البايت {0} تالف: {1}",
    }
}
