//! Codes about the frame of text bundles: first lines, markers and what stands between.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports documents before which no `%huzma` line stands: at the start of a text bundle, or after
    /// a `%end`.
    ///
    /// ## Why it matters
    /// The first line says whether what follows is sealed. Without it, documents that carry a seal are
    /// checked against it and the others are read as the open form.
    ///
    /// ## Example
    /// ```text
    /// %doc 000 613a813ba363123f
    /// ```
    ///
    /// ## How to mend
    /// Write `%huzma 1` before the first document.
    pub MISSING_FIRST_LINE {
        code: "BN020",
        name: "missing-first-line",
        severity: Error,
        fix: None,
        en: "no `%huzma 1` line stands before this",
        ar: "لا يسبق هذا الموضعَ سطرُ `%huzma 1`",
    }
}

code! {
    /// ## What it does
    /// Reports a `%huzma` line that is neither `%huzma 1` nor `%huzma 1 sealed`.
    ///
    /// ## Why it matters
    /// It names a form this version doesn't know, or it is damaged. Documents that carry a seal are
    /// checked against it and the others are read as the open form.
    ///
    /// ## Example
    /// ```text
    /// %huzma 1 seeled
    /// ```
    ///
    /// ## How to mend
    /// Correct the line, or read the bundle with a newer version.
    pub UNKNOWN_FORM {
        code: "BN021",
        name: "unknown-form",
        severity: Error,
        fix: None,
        en: "the line {0} is neither `%huzma 1` nor `%huzma 1 sealed`",
        ar: "السطر {0} ليس `%huzma 1` ولا `%huzma 1 sealed`",
    }
}

code! {
    /// ## What it does
    /// Reports, once a file, a marker or header line that ends in CRLF.
    ///
    /// ## Why it matters
    /// Lines of a text bundle end in LF. The CR of the frame is left out, but that of the texts is text
    /// and stays; the last line of each text keeps its CR too.
    ///
    /// ## Example
    /// ```text
    /// %huzma 1␍␊
    /// ```
    ///
    /// ## How to mend
    /// Save the file with LF line ends.
    pub CRLF_LINE_ENDS {
        code: "BN022",
        name: "crlf-line-ends",
        severity: Warning,
        fix: None,
        en: "the lines of the bundle end in CRLF, not in LF; the texts keep their CR",
        ar: "تنتهي أسطر الحزمة بـ CRLF لا بـ LF؛ وتحتفظ النصوص بمحرف CR",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a line that starts with a single `%` and is no marker. It ends the text before it; what
    /// follows it, up to the next marker, belongs to no document.
    ///
    /// ## Why it matters
    /// A line of text that starts with `%` is stored with one more. Otherwise a text could be taken for
    /// a marker, or a marker for text.
    ///
    /// ## Example
    /// ```text
    /// %50 من السكان
    /// ```
    ///
    /// ## How to mend
    /// Write `%%50` if the line is text; correct the marker (`%huzma`, `%doc` or `%end`) if it is one.
    pub UNKNOWN_MARKER {
        code: "BN023",
        name: "unknown-marker",
        severity: Error,
        fix: None,
        en: "{0} is no marker; a line of text that starts with % is written with %%",
        ar: "{0} ليس علامة؛ وسطر النص الذي يبدأ بـ % يُكتب بـ %%",
    }
}

code! {
    /// ## What it does
    /// Reports a `%doc` or `%end` line that lacks something or holds too much. `%doc` takes a number of
    /// three or more digits and an id; `%end` the number of documents and, in the sealed form, a digest.
    ///
    /// ## Why it matters
    /// The part that is wrong is not used: the document has no number, or the end is not checked.
    ///
    /// ## Example
    /// ```text
    /// %doc 7 613a813ba363123f       the number has one digit
    /// %end                          the number of documents is missing
    /// ```
    ///
    /// ## How to mend
    /// Write `%doc 007 613a813ba363123f`, `%end 5`.
    pub MALFORMED_MARKER {
        code: "BN024",
        name: "malformed-marker",
        severity: Error,
        fix: None,
        en: "the line {0} is not of the form `{1}`",
        ar: "السطر {0} ليس على صيغة `{1}`",
    }
}

code! {
    /// ## What it does
    /// Reports documents after which no `%end` line stands.
    ///
    /// ## Why it matters
    /// The file may have been cut off, in the middle of a text or between two.
    ///
    /// ## Example
    /// ```text
    /// %huzma 1
    /// %doc 000 613a813ba363123f
    ///
    /// النص
    /// ```
    ///
    /// ## How to mend
    /// Fetch the file again, or add `%end` and the number of documents.
    pub MISSING_END {
        code: "BN025",
        name: "missing-end",
        severity: Error,
        fix: None,
        en: "the bundle stops without its `%end` line; it may have been cut off",
        ar: "تتوقف الحزمة بلا سطر `%end`؛ ربما قُطعت",
    }
}

code! {
    /// ## What it does
    /// Reports a `%end` line whose number is not the number of documents before it.
    ///
    /// ## Why it matters
    /// Documents were lost or added.
    ///
    /// ## Example
    /// ```text
    /// %end 5                        but four documents
    /// ```
    ///
    /// ## How to mend
    /// Look for the missing document; correct the number if there is none.
    pub WRONG_COUNT {
        code: "BN026",
        name: "wrong-count",
        severity: Error,
        fix: None,
        en: "the end line says {0}, but the documents before it number {1}",
        ar: "يذكر سطر النهاية {0}، وعدد المستندات قبله {1}",
    }
}

code! {
    /// ## What it does
    /// Reports text that belongs to no document: before the first `%doc`, after `%end`, or after a line
    /// that is no marker. Blank lines there are ignored in the open form.
    ///
    /// ## Why it matters
    /// It is not delivered.
    ///
    /// ## Example
    /// ```text
    /// %end 1
    /// one more line
    /// ```
    ///
    /// ## How to mend
    /// Move it into a document, or remove it.
    pub TEXT_OUTSIDE_DOCUMENT {
        code: "BN027",
        name: "text-outside-document",
        severity: Error,
        fix: None,
        en: "{0} bytes belong to no document",
        ar: "بايتات لا تنتمي إلى أي مستند، عددها {0}",
    }
}

code! {
    /// ## What it does
    /// Reports `bytes` or `sha256` in a bundle whose first line does not say `sealed`. They are not
    /// checked.
    ///
    /// ## Why it matters
    /// The bundle was sealed once. Somebody took the word from the first line, or it was lost.
    ///
    /// ## Example
    /// ```text
    /// %huzma 1
    /// %doc 000 613a813ba363123f
    /// sha256: 9f2c…
    /// ```
    ///
    /// ## How to mend
    /// Remove these lines from a bundle that is edited by hand; seal it anew when it is done.
    pub SEAL_IN_OPEN_FORM {
        code: "BN041",
        name: "seal-in-open-form",
        severity: Warning,
        fix: None,
        en: "the bundle is not said to be sealed, but carries a seal; the seal is not checked",
        ar: "لا تُعلن الحزمة أنها مختومة لكنها تحمل ختمًا، ولم يُتحقّق منه",
    }
}

code! {
    /// ## What it does
    /// Mentions that a text bundle holds more documents than the ids that are remembered, so that
    /// repeated ids are no longer looked for.
    ///
    /// ## Why it matters
    /// Memory must not grow with the size of the file.
    ///
    /// ## Example
    /// ```text
    /// %doc 1048576 613a813ba363123f
    /// ```
    ///
    /// ## How to mend
    /// Nothing has to be done. Split the bundle if every id has to be compared.
    pub IDS_NOT_COMPARED {
        code: "BN042",
        name: "ids-not-compared",
        severity: Info,
        fix: None,
        en: "from here on ids are only compared with those of the first {0} documents",
        ar: "من هنا تُقارن المعرّفات بمعرّفات أول {0} من المستندات فقط",
    }
}
