//! Codes about text bundles: their markers and headers.

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
    /// Reports a `%doc` line without an id. The document's number, or else its place in the file, serves
    /// as one.
    ///
    /// ## Why it matters
    /// Nothing can refer to the document for long.
    ///
    /// ## Example
    /// ```text
    /// %doc 000
    /// ```
    ///
    /// ## How to mend
    /// Write an id after the number.
    pub MISSING_ID {
        code: "BN030",
        name: "missing-id",
        severity: Error,
        fix: None,
        en: "the document has no id; the id is taken to be {0}",
        ar: "المستند بلا معرّف؛ اعتُمد المعرّف {0}",
    }
}

code! {
    /// ## What it does
    /// Reports an id that is not 1 to 128 characters of `A-Z a-z 0-9 . _ ~ -`, with anything else
    /// percent-encoded.
    ///
    /// ## Why it matters
    /// Marker lines hold no Arabic, so that they stay legible in editors that reorder text.
    ///
    /// ## Example
    /// ```text
    /// %doc 000 خبر                  write %D8%AE%D8%A8%D8%B1
    /// ```
    ///
    /// ## How to mend
    /// Percent-encode the id, or choose a shorter one.
    pub MALFORMED_ID {
        code: "BN031",
        name: "malformed-id",
        severity: Warning,
        fix: None,
        en: "the id {0} is not 1 to 128 characters of A-Z a-z 0-9 . _ ~ - with the rest percent-encoded",
        ar: "المعرّف {0} ليس من 1 إلى 128 محرفًا من A-Z a-z 0-9 . _ ~ - مع ترميز ما سواها بعلامة النسبة المئوية",
    }
}

code! {
    /// ## What it does
    /// Reports a line of a header that is not `key: value`. The text is taken to start there.
    ///
    /// ## Why it matters
    /// Either the blank line between header and text is missing, or a line of the header became text.
    ///
    /// ## Example
    /// ```text
    /// %doc 000 613a813ba363123f
    /// published 2016-09-15
    /// ```
    ///
    /// ## How to mend
    /// Add the colon, or the blank line.
    pub MALFORMED_HEADER_LINE {
        code: "BN032",
        name: "malformed-header-line",
        severity: Error,
        fix: None,
        en: "this line of the header is not `key: value`; the text is taken to start here",
        ar: "هذا السطر من الترويسة ليس على صيغة `key: value`؛ عُدّ بدايةَ النص",
    }
}

code! {
    /// ## What it does
    /// Reports a header that the next marker, or the end of the file, follows without a blank line.
    ///
    /// ## Why it matters
    /// The document has no text: it may have been lost.
    ///
    /// ## Example
    /// ```text
    /// %doc 000 613a813ba363123f
    /// title: خبر
    /// %doc 001 17ba21f3bbc6b9cb
    /// ```
    ///
    /// ## How to mend
    /// Add a blank line and the text.
    pub MISSING_BLANK_LINE {
        code: "BN033",
        name: "missing-blank-line",
        severity: Warning,
        fix: None,
        en: "no blank line ends the header of this document",
        ar: "لا سطر فارغًا ينهي ترويسة هذا المستند",
    }
}

code! {
    /// ## What it does
    /// Reports a key of a header that is neither known nor starts with `x-`. The value is kept.
    ///
    /// ## Why it matters
    /// A key that is misspelt is not checked and not found.
    ///
    /// ## Example
    /// ```text
    /// publised: 2016-09-15          did you mean published?
    /// ```
    ///
    /// ## How to mend
    /// Known keys are `title source url author published language encoding json`. Write `x-` before a
    /// key of your own.
    pub UNKNOWN_KEY {
        code: "BN034",
        name: "unknown-key",
        severity: Warning,
        fix: None,
        en: "the key {0} is not known; did you mean {1}?",
        ar: "المفتاح {0} غير معروف؛ هل المقصود {1}؟",
    }
}

code! {
    /// ## What it does
    /// Reports a key that the header of a document holds twice. The first value counts.
    ///
    /// ## Why it matters
    /// One of the two values is wrong.
    ///
    /// ## Example
    /// ```text
    /// published: 2016-09-15
    /// published: 2016-09-16
    /// ```
    ///
    /// ## How to mend
    /// Remove one of the two.
    pub REPEATED_KEY {
        code: "BN035",
        name: "repeated-key",
        severity: Warning,
        fix: None,
        en: "the key {0} stands here a second time; the first value counts",
        ar: "تكرّر المفتاح {0}؛ والمعتمد قيمته الأولى",
    }
}

code! {
    /// ## What it does
    /// Reports a `published` value that is not an ISO 8601 date (`2016-09-15`) or a date with a time
    /// (`2016-09-15T08:30:00+03:00`), or a day that the calendar doesn't have. The value is kept.
    ///
    /// ## Why it matters
    /// Relative dates in the text ("yesterday") are reckoned from this one.
    ///
    /// ## Example
    /// ```text
    /// published: 15/9/2016
    /// ```
    ///
    /// ## How to mend
    /// Write year, month and day in this order, with hyphens.
    pub INVALID_DATE {
        code: "BN036",
        name: "invalid-date",
        severity: Warning,
        fix: None,
        en: "{0} is not an ISO 8601 date such as 2016-09-15",
        ar: "{0} ليس تاريخًا وفق ISO 8601 مثل 2016-09-15",
    }
}

code! {
    /// ## What it does
    /// Reports a `url` value that does not have the shape of one. The value is kept.
    ///
    /// ## Why it matters
    /// The source of the document cannot be found again.
    ///
    /// ## Example
    /// ```text
    /// url: www.example.org/news 1
    /// ```
    ///
    /// ## How to mend
    /// Write the whole address, with its scheme and without spaces: `https://www.example.org/news%201`.
    pub INVALID_URL {
        code: "BN037",
        name: "invalid-url",
        severity: Warning,
        fix: None,
        en: "{0} is not a URL such as https://example.org/1",
        ar: "{0} ليس عنوان URL مثل https://example.org/1",
    }
}

code! {
    /// ## What it does
    /// Reports a `language` value that does not have the shape of a BCP 47 tag. The value is kept.
    ///
    /// ## Why it matters
    /// Tools that choose by language will not find the document.
    ///
    /// ## Example
    /// ```text
    /// language: العربية
    /// ```
    ///
    /// ## How to mend
    /// Write `ar`, or a longer tag such as `ar-EG`.
    pub INVALID_LANGUAGE {
        code: "BN038",
        name: "invalid-language",
        severity: Warning,
        fix: None,
        en: "{0} is not a language tag such as ar or ar-EG",
        ar: "{0} ليس وسم لغة مثل ar أو ar-EG",
    }
}

code! {
    /// ## What it does
    /// Reports a NUL or another control character in a header value. The value is kept.
    ///
    /// ## Why it matters
    /// Control characters cannot be seen, and other programs cut the value there.
    ///
    /// ## Example
    /// ```text
    /// title: خبر␀عاجل
    /// ```
    ///
    /// ## How to mend
    /// Remove it, or percent-encode it if it belongs there.
    pub CONTROL_IN_HEADER {
        code: "BN039",
        name: "control-in-header",
        severity: Warning,
        fix: None,
        en: "the value holds the control character {0}",
        ar: "تحوي القيمة محرف التحكم {0}",
    }
}

code! {
    /// ## What it does
    /// Reports a `%` of a header value or an id that two hexadecimal digits don't follow, or percent-encoded
    /// bytes that are not UTF-8. The value is kept as it is written.
    ///
    /// ## Why it matters
    /// It cannot be known whether the `%` is meant as such.
    ///
    /// ## Example
    /// ```text
    /// title: نمو بنسبة 5%
    /// ```
    ///
    /// ## How to mend
    /// Write `%25` for `%`.
    pub MALFORMED_ESCAPE {
        code: "BN040",
        name: "malformed-escape",
        severity: Warning,
        fix: None,
        en: "{0} is not the percent-encoding of a character; % itself is written %25",
        ar: "{0} ليس ترميزًا لمحرف بعلامة النسبة المئوية؛ وتُكتب % نفسها %25",
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
