//! Codes about the ids and headers of text bundles.

use crate::finding::code;

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
    /// Reports a key that the metadata of a document holds twice, in the header of a text bundle or in a
    /// JSON file. The first value counts.
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
