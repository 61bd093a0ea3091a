//! Codes about folder bundles in an archive.

use crate::finding::code;

code! {
    /// ## What it does
    /// Reports a member of an archive whose name is absolute, climbs with `..`, names a drive, or holds a
    /// backslash or a control character. It is not read.
    ///
    /// ## Why it matters
    /// A program that unpacks the archive by these names writes outside its folder. huzma never writes under
    /// a member's name.
    ///
    /// ## Example
    /// ```text
    /// ../../etc/cron.d/000_613a813ba363123f.txt
    /// ```
    ///
    /// ## How to mend
    /// Ask who packed the archive; pack it again from inside the folder.
    pub UNSAFE_MEMBER_NAME {
        code: "BN060",
        name: "unsafe-member-name",
        severity: Error,
        fix: None,
        en: "the member name {0} leads out of the folder; it is not read",
        ar: "اسم العنصر {0} يخرج من المجلد، فلا يُقرأ",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a member of an archive that is a link, a device or a pipe. It is not read.
    ///
    /// ## Why it matters
    /// A link can name any file of the machine that unpacks it. A bundle holds files and nothing else.
    ///
    /// ## Example
    /// ```text
    /// 002_2399a9a2b0d5824e.txt -> /etc/passwd
    /// ```
    ///
    /// ## How to mend
    /// Pack the file itself: `tar --dereference`, or `zip` without `-y`.
    pub SPECIAL_MEMBER {
        code: "BN061",
        name: "special-member",
        severity: Error,
        fix: None,
        en: "the member {0} is a link or a device, not a file; it is not read",
        ar: "العنصر {0} رابط أو جهاز لا ملف، فلا يُقرأ",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a member of an archive whose name an earlier member has, or has but for upper and lower case.
    /// The first is read.
    ///
    /// ## Why it matters
    /// Unpacking leaves one of the two, and programs differ in which.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt
    /// 000_613a813ba363123f.TXT
    /// ```
    ///
    /// ## How to mend
    /// Pack the folder again into a new archive instead of adding to an old one.
    pub REPEATED_MEMBER {
        code: "BN062",
        name: "repeated-member",
        severity: Error,
        fix: None,
        en: "the archive has the member {0} more than once; the first is read",
        ar: "في الأرشيف العنصر {0} أكثر من مرة؛ يُقرأ الأول",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a member of a zip file that is encrypted. It is not read.
    ///
    /// ## Why it matters
    /// The document is missing from what is delivered.
    ///
    /// ## Example
    /// ```text
    /// zip -e bundle.zip 000_613a813ba363123f.txt
    /// ```
    ///
    /// ## How to mend
    /// Unpack it with its password and read the folder.
    pub ENCRYPTED_MEMBER {
        code: "BN063",
        name: "encrypted-member",
        severity: Error,
        fix: None,
        en: "the member {0} is encrypted; it is not read",
        ar: "العنصر {0} مشفَّر، فلا يُقرأ",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports a member of an archive that is not what the archive says of it: its checksum or length is
    /// wrong, it is cut off, it shares bytes with another, or its two headers contradict each other.
    ///
    /// ## Why it matters
    /// The document is not delivered: nobody can know what it was. The other members are.
    ///
    /// ## Example
    /// ```text
    /// 000_613a813ba363123f.txt is damaged: its checksum is wrong
    /// ```
    ///
    /// ## How to mend
    /// Fetch the archive again. If the damage is the same, it was packed so, by mistake or on purpose.
    pub DAMAGED_MEMBER {
        code: "BN064",
        name: "damaged-member",
        severity: Error,
        fix: None,
        en: "the member {0} is damaged: {1}",
        ar: "العنصر {0} تالف: {1}",
        files_only: true,
    }
}

code! {
    /// ## What it does
    /// Reports an archive that cannot be listed to its end: it is cut off, or its own lists are damaged.
    /// What was listed before is read.
    ///
    /// ## Why it matters
    /// Documents may be missing, and nobody can tell how many.
    ///
    /// ## Example
    /// ```text
    /// bundle.zip: the archive is damaged: its directory is missing
    /// ```
    ///
    /// ## How to mend
    /// Fetch the archive again.
    pub DAMAGED_ARCHIVE {
        code: "BN065",
        name: "damaged-archive",
        severity: Error,
        fix: None,
        en: "the archive is damaged: {0}",
        ar: "الأرشيف تالف: {0}",
        files_only: true,
    }
}
