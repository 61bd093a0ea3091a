//! Codes about sealed text bundles.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports a sealed document whose length or digest is not what its header says. It is not
    /// delivered; the others are.
    ///
    /// ## Why it matters
    /// At least one byte of it was changed, lost or added since it was sealed.
    ///
    /// ## Example
    /// ```text
    /// %doc 003 5b00fbf5402f5c59
    /// bytes: 4420                   but 4419 bytes follow
    /// ```
    ///
    /// ## How to mend
    /// Fetch the document again. To edit a sealed bundle, take `sealed` from its first line and seal it
    /// anew afterwards.
    pub DAMAGED_DOCUMENT {
        code: "BN050",
        name: "damaged-document",
        severity: Error,
        fix: None,
        en: "the document was changed after it was sealed: its text has {0} bytes, sealed were {1}",
        ar: "تغيّر المستند بعد ختمه: طول نصه {0} بايت، والمختوم {1}",
    }
}

code! {
    /// ## What it does
    /// Reports bytes between the documents of a sealed bundle, or around them, that are not what
    /// sealing writes.
    ///
    /// ## Why it matters
    /// The file was changed. Documents that verify are delivered all the same.
    ///
    /// ## Example
    /// ```text
    /// the LF before a marker became a space
    /// ```
    ///
    /// ## How to mend
    /// Fetch the file again, or pack the documents that arrived anew.
    pub DAMAGED_FRAME {
        code: "BN051",
        name: "damaged-frame",
        severity: Error,
        fix: None,
        en: "these bytes are not what sealing writes around documents",
        ar: "هذه البايتات ليست مما يكتبه الختم حول المستندات",
    }
}

code! {
    /// ## What it does
    /// Reports a sealed bundle whose `%end` digest does not fit its first line and its documents.
    ///
    /// ## Why it matters
    /// Documents were removed, added, exchanged or put in another order, each of them whole.
    ///
    /// ## Example
    /// ```text
    /// %end 5 sha256:9f2c…           the digests of the five documents give another one
    /// ```
    ///
    /// ## How to mend
    /// Fetch the file again.
    pub SEAL_MISMATCH {
        code: "BN052",
        name: "seal-mismatch",
        severity: Error,
        fix: None,
        en: "the digest of the end line does not fit the documents before it",
        ar: "بصمة سطر النهاية لا تطابق المستندات التي قبله",
    }
}

code! {
    /// ## What it does
    /// Reports a sealed document whose digest is right, but which sealing would write otherwise: keys in
    /// another order, other spacing, upper-case digits, an escape that need not be. It is not delivered.
    ///
    /// ## Why it matters
    /// One document has one sealed form, so equal bundles are equal files. This one was not written by
    /// the rules.
    ///
    /// ## Example
    /// ```text
    /// source: وكالة
    /// title: خبر                    title comes before source
    /// ```
    ///
    /// ## How to mend
    /// Take `sealed` from the first line, read the bundle as the open form and seal it anew.
    pub NOT_CANONICAL {
        code: "BN053",
        name: "not-canonical",
        severity: Error,
        fix: None,
        en: "the digest is right, but sealing writes this document otherwise",
        ar: "البصمة صحيحة، لكن الختم يكتب هذا المستند على صورة أخرى",
    }
}

code! {
    /// ## What it does
    /// Reports a document of a sealed bundle without a readable `bytes` or `sha256`. It is not delivered.
    ///
    /// ## Why it matters
    /// It cannot be verified: it was added by hand, or the lines were damaged.
    ///
    /// ## Example
    /// ```text
    /// %huzma 1 sealed
    /// %doc 000 613a813ba363123f
    /// title: خبر
    /// ```
    ///
    /// ## How to mend
    /// Take `sealed` from the first line, and seal the bundle anew.
    pub MISSING_SEAL {
        code: "BN054",
        name: "missing-seal",
        severity: Error,
        fix: None,
        en: "the bundle is sealed, but this document has no readable {0}",
        ar: "الحزمة مختومة، لكن لا {0} مقروءًا لهذا المستند",
    }
}
