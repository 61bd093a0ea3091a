//! Codes about the documents of a bundle and about folder bundles.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports numbers that are missing between two documents, or before the first one.
    ///
    /// ## Why it matters
    /// A document may have been lost on the way. Numbering that starts at 1 is only mentioned (info).
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt
    /// 002_2399a9a2b0d5824e.txt      missing from the numbering: 001
    /// ```
    ///
    /// ## How to mend
    /// Ask the sender for the missing documents, or number the files anew.
    pub NUMBER_GAP {
        code: "BN001",
        name: "number-gap",
        severity: Warning,
        fix: None,
        en: "missing from the numbering: {0}",
        ar: "ناقص من الترقيم: {0}",
    }
}

code! {
    /// ## What it does
    /// Reports a document whose number an earlier document already has.
    ///
    /// ## Why it matters
    /// The order of the two is not known. Both are delivered: in a folder by id, in a text bundle as
    /// they stand.
    ///
    /// ## Example
    /// ```text
    /// 001_17ba21f3bbc6b9cb.txt
    /// 001_2399a9a2b0d5824e.txt      the number 001 is used more than once
    /// ```
    ///
    /// ## How to mend
    /// Give each document its own number.
    pub REPEATED_NUMBER {
        code: "BN002",
        name: "repeated-number",
        severity: Warning,
        fix: None,
        en: "the number {0} is used more than once",
        ar: "الرقم {0} مستعمل أكثر من مرة",
    }
}

code! {
    /// ## What it does
    /// Reports a document of a text bundle whose number is smaller than that of the document before it.
    ///
    /// ## Why it matters
    /// Documents are delivered as they stand in the file; the numbers say another order.
    ///
    /// ## Example
    /// ```text
    /// %doc 004 929c0f77bcde9703
    /// …
    /// %doc 003 5b00fbf5402f5c59
    /// ```
    ///
    /// ## How to mend
    /// Put the documents in the order of their numbers, or number them anew.
    pub NUMBER_OUT_OF_ORDER {
        code: "BN003",
        name: "number-out-of-order",
        severity: Warning,
        fix: None,
        en: "the number {0} comes after the number {1}",
        ar: "الرقم {0} يأتي بعد الرقم {1}",
    }
}

code! {
    /// ## What it does
    /// Reports a document whose id an earlier document already has. Both are delivered.
    ///
    /// ## Why it matters
    /// Whatever is joined on the id afterwards mixes the two up.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt
    /// 001_613a813ba363123f.txt      the id 613a813ba363123f is used more than once
    /// ```
    ///
    /// ## How to mend
    /// Remove one of the two if they are the same document; otherwise give one another id.
    pub REPEATED_ID {
        code: "BN004",
        name: "repeated-id",
        severity: Error,
        fix: None,
        en: "the id {0} is used more than once",
        ar: "المعرّف {0} مستعمل أكثر من مرة",
    }
}

code! {
    /// ## What it does
    /// Reports a document without text. An empty file is an error and not delivered; a document of a text
    /// bundle has an id and a header, so it is delivered and this is a warning.
    ///
    /// ## Why it matters
    /// An empty file is nearly always the rest of a failed download or copy.
    ///
    /// ## Example
    /// ```text
    /// 003_5b00fbf5402f5c59.txt      0 bytes
    /// ```
    ///
    /// ## How to mend
    /// Fetch the document again, or remove it.
    pub EMPTY_DOCUMENT {
        code: "BN005",
        name: "empty-document",
        severity: Error,
        fix: None,
        en: "the document is empty",
        ar: "المستند فارغ",
    }
}

code! {
    /// ## What it does
    /// Reports a bundle of which no document could be delivered.
    ///
    /// ## Why it matters
    /// It is probably not the folder or the file that was meant.
    ///
    /// ## Example
    /// ```text
    /// $ ls bundle/
    /// README.md
    /// ```
    ///
    /// ## How to mend
    /// Check the path. The texts of a folder bundle lie in the folder itself and end in `.txt`.
    pub NO_DOCUMENTS {
        code: "BN006",
        name: "no-documents",
        severity: Warning,
        fix: None,
        en: "the bundle holds no document that can be read",
        ar: "لا تحوي الحزمة أي مستند يمكن قراءته",
    }
}

code! {
    /// ## What it does
    /// Reports a text file whose name is not `NNN_<id>.txt`: three or more digits, a low line and 16
    /// lower-case hexadecimal digits. It is delivered after the numbered ones; its id is made from its
    /// name, with everything but `A-Z a-z 0-9 . _ ~ -` percent-encoded.
    ///
    /// ## Why it matters
    /// Its place in the order is not known, and an id made from a name changes when the name does.
    ///
    /// ## Example
    /// ```text
    /// 12_613a813ba363123f.txt       only two digits
    /// 000_613A813BA363123F.txt      upper-case digits
    /// ```
    ///
    /// ## How to mend
    /// Rename the file.
    pub IRREGULAR_FILE_NAME {
        code: "BN010",
        name: "irregular-file-name",
        severity: Warning,
        fix: None,
        en: "the name {0} is not of the form NNN_<16 hex digits>.txt; the id is taken to be {1}",
        ar: "الاسم {0} ليس على صيغة NNN_<16 رقمًا ست عشريًا>.txt؛ اعتُمد المعرّف {1}",
    }
}

code! {
    /// ## What it does
    /// Mentions a file of the folder that is no part of the bundle. It is not opened.
    ///
    /// ## Why it matters
    /// It may be a document under a wrong name.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt~     the backup copy of an editor
    /// ```
    ///
    /// ## How to mend
    /// Nothing has to be done. A document's name ends in `.txt`, that of its metadata in `.json`.
    pub STRAY_FILE {
        code: "BN011",
        name: "stray-file",
        severity: Info,
        fix: None,
        en: "{0} is not part of the bundle",
        ar: "{0} ليس جزءًا من الحزمة",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Mentions a folder inside a folder bundle. It is not read.
    ///
    /// ## Why it matters
    /// A bundle is one folder. Texts in the folders below it are not delivered.
    ///
    /// ## Example
    /// ```text
    /// bundle/000_613a813ba363123f.txt
    /// bundle/more/001_17ba21f3bbc6b9cb.txt      not read
    /// ```
    ///
    /// ## How to mend
    /// Move the texts up, or read the inner folder as a bundle of its own.
    pub STRAY_FOLDER {
        code: "BN012",
        name: "stray-folder",
        severity: Info,
        fix: None,
        en: "the folder {0} is not read: a bundle has no folders inside",
        ar: "لا يُقرأ المجلد {0}: لا مجلدات داخل الحزمة",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a link that leads out of the folder. It is not followed.
    ///
    /// ## Why it matters
    /// A delivered folder must not be able to name files of the machine that reads it.
    ///
    /// ## Example
    /// ```text
    /// 002_2399a9a2b0d5824e.txt -> /etc/passwd
    /// ```
    ///
    /// ## How to mend
    /// Replace the link by a copy of the file, if the file belongs to the bundle.
    pub LINK_OUT_OF_FOLDER {
        code: "BN013",
        name: "link-out-of-folder",
        severity: Error,
        fix: None,
        en: "{0} is a link that leaves the folder; it is not followed",
        ar: "{0} رابط يخرج من المجلد، فلا يُتبع",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a pipe, a socket or a device with the name of a text. It is never opened.
    ///
    /// ## Why it matters
    /// Opening one can block for ever or act on a device.
    ///
    /// ## Example
    /// ```text
    /// $ mkfifo 001_17ba21f3bbc6b9cb.txt
    /// ```
    ///
    /// ## How to mend
    /// Remove it.
    pub SPECIAL_FILE {
        code: "BN014",
        name: "special-file",
        severity: Error,
        fix: None,
        en: "{0} is not a regular file; it is not opened",
        ar: "{0} ليس ملفًا عاديًا، فلا يُفتح",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a file of the bundle that could not be read, and the reason the system gives.
    ///
    /// ## Why it matters
    /// The document, or its metadata, is missing from what is delivered.
    ///
    /// ## Example
    /// ```text
    /// 002_2399a9a2b0d5824e.txt cannot be read: permission denied
    /// ```
    ///
    /// ## How to mend
    /// Give the reading user the right to read it; check the disk.
    pub UNREADABLE_FILE {
        code: "BN015",
        name: "unreadable-file",
        severity: Error,
        fix: None,
        en: "{0} cannot be read: {1}",
        ar: "تعذّرت قراءة {0}: {1}",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports `NNN_<id>.json` without `NNN_<id>.txt`.
    ///
    /// ## Why it matters
    /// The text it describes may have been lost.
    ///
    /// ## Example
    /// ```text
    /// 001_17ba21f3bbc6b9cb.json     no 001_17ba21f3bbc6b9cb.txt
    /// ```
    ///
    /// ## How to mend
    /// Add the text, or remove the metadata.
    pub METADATA_WITHOUT_TEXT {
        code: "BN016",
        name: "metadata-without-text",
        severity: Warning,
        fix: None,
        en: "{0} has no text file beside it",
        ar: "لا ملف نصيًا إلى جانب {0}",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports metadata that is not one JSON object. The document is delivered without it.
    ///
    /// ## Why it matters
    /// Source, date and language of the document are not known.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.json     ["title"]
    /// ```
    ///
    /// ## How to mend
    /// Correct the JSON at the place that is named.
    pub INVALID_METADATA {
        code: "BN017",
        name: "invalid-metadata",
        severity: Error,
        fix: None,
        en: "the metadata is not a JSON object: {0}",
        ar: "البيانات الوصفية ليست كائن JSON: {0}",
    }
}
