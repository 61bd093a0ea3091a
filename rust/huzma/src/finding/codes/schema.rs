//! Codes about records that are held against a schema.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports a record that lacks a member, or a row that lacks a cell, which the schema requires. The place is
    /// that of the object it is missing from.
    ///
    /// ## Why it matters
    /// The record is rejected; the others are not.
    ///
    /// ## Example
    /// ```text
    /// {"text": "وصل الوفد"}          the schema requires id
    /// ```
    ///
    /// ## How to mend
    /// Have the sender add it, or give the field a default in the schema.
    pub MISSING_FIELD {
        code: "SC001",
        name: "missing-field",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a member or a column that the schema does not know and does not allow.
    ///
    /// ## Why it matters
    /// It is misspelt, or nobody will read it.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "txet": "وصل الوفد"}
    /// ```
    ///
    /// ## How to mend
    /// Correct the name, or allow it in the schema (`extra="ignore"` in pydantic).
    pub UNKNOWN_FIELD {
        code: "SC002",
        name: "unknown-field",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a value of another type than the schema says, or one that cannot be read as that type.
    ///
    /// ## Why it matters
    /// The record is rejected: guessing what was meant would change it.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "words": "كثيرة"}          words is an int
    /// ```
    ///
    /// ## How to mend
    /// Correct the value; the types of `huzma.types` read numbers and dates as people write them.
    pub WRONG_TYPE {
        code: "SC003",
        name: "wrong-type",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a value that has the right type and breaks a constraint of the schema: a range, a length, a pattern, a
    /// choice, a check of the model itself.
    ///
    /// ## Why it matters
    /// The record is rejected; the others are not.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "words": -3}          words is at least 0
    /// ```
    ///
    /// ## How to mend
    /// Correct the value.
    pub INVALID_VALUE {
        code: "SC004",
        name: "invalid-value",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a record that cannot be read: it is no JSON, or is nested too deep, or has `NaN`, half of a character, a
    /// control character or bytes that are not UTF-8; a row that has another number of cells than there are columns.
    ///
    /// ## Why it matters
    /// Readers disagree about such records, or stop at them. It is rejected as it stands; the others are read.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "score": NaN}
    /// ```
    ///
    /// ## How to mend
    /// Write the record again with a library for its format.
    pub UNREADABLE_RECORD {
        code: "SC010",
        name: "unreadable-record",
        severity: Error,
        fix: None,
        en: "the record cannot be read: {0}",
        ar: "تعذّرت قراءة التسجيل: {0}",
    }
}

code! {
    /// ## What it does
    /// Reports a name that stands twice in one object.
    ///
    /// ## Why it matters
    /// One reader takes the first value, another the last, and each is sure of it. The record is rejected.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1", "id": "a2"}
    /// ```
    ///
    /// ## How to mend
    /// Keep the member that was meant.
    pub REPEATED_NAME {
        code: "SC011",
        name: "repeated-name",
        severity: Error,
        fix: None,
        en: "{0}: the name stands in its object before",
        ar: "الحقل {0}: الاسم مكرر في كائنه",
    }
}

code! {
    /// ## What it does
    /// Reports a record with more bytes than the limit `document_bytes`. It is passed over without being kept in
    /// memory.
    ///
    /// ## Why it matters
    /// It was not looked at, so it is rejected.
    ///
    /// ## Example
    /// ```text
    /// a line of 300 MB
    /// ```
    ///
    /// ## How to mend
    /// Split the record, or raise the limit.
    pub RECORD_TOO_LONG {
        code: "SC012",
        name: "record-too-long",
        severity: Error,
        fix: None,
        en: "the record has more than {0} bytes, the limit document_bytes",
        ar: "في التسجيل أكثر من {0} بايت، وهو الحد document_bytes",
    }
}

code! {
    /// ## What it does
    /// Reports an array that the file ends before, or something that stands behind its end.
    ///
    /// ## Why it matters
    /// The file is cut off, or two were put together; what was to come is unknown.
    ///
    /// ## Example
    /// ```text
    /// [{"id": "a1"}, {"id": "a2"}
    /// ```
    ///
    /// ## How to mend
    /// Fetch the file again.
    pub DAMAGED_ARRAY {
        code: "SC013",
        name: "damaged-array",
        severity: Error,
        fix: None,
        en: "the array round the records is damaged: {0}",
        ar: "المصفوفة التي تضم التسجيلات تالفة: {0}",
    }
}

code! {
    /// ## What it does
    /// Reports a record whose key stands in a record before it.
    ///
    /// ## Why it matters
    /// Whatever is joined on the key finds two.
    ///
    /// ## Example
    /// ```text
    /// {"id": "a1"}
    /// {"id": "a1"}
    /// ```
    ///
    /// ## How to mend
    /// Keep one of the two.
    pub REPEATED_RECORD_KEY {
        code: "SC020",
        name: "repeated-record-key",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a record whose value is less than that of the record before it, where they are to be in order.
    ///
    /// ## Why it matters
    /// Who merges sorted files, or stops reading where a date is passed, misses records.
    ///
    /// ## Example
    /// ```text
    /// {"published": "2016-09-16"}
    /// {"published": "2016-09-15"}
    /// ```
    ///
    /// ## How to mend
    /// Sort the file.
    pub RECORD_OUT_OF_ORDER {
        code: "SC021",
        name: "record-out-of-order",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a record that refers to a record of another file which is not there.
    ///
    /// ## Why it matters
    /// The reference leads nowhere.
    ///
    /// ## Example
    /// ```text
    /// {"article": "a9"}          articles.jsonl has no a9
    /// ```
    ///
    /// ## How to mend
    /// Deliver what is referred to, or correct the reference.
    pub UNKNOWN_REFERENCE {
        code: "SC022",
        name: "unknown-reference",
        severity: Error,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a value that is written otherwise than one before it and equals it under a normalisation profile.
    ///
    /// ## Why it matters
    /// One person or place under two names counts twice.
    ///
    /// ## Example
    /// ```text
    /// {"author": "أحمد علي"}
    /// {"author": "احمد على"}
    /// ```
    ///
    /// ## How to mend
    /// Write the name in one way.
    pub NEARLY_EQUAL_VALUE {
        code: "SC023",
        name: "nearly-equal-value",
        severity: Warning,
        fix: None,
        en: "{0}: {1}",
        ar: "الحقل {0}: {1}",
    }
}
