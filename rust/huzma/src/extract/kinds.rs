//! What a quotation is: speech, a fragment of it, a name, a term, a word kept at a distance.
//!
//! The clause around it is asked first: what a verb reports and what is a sentence of its own is speech, whatever noun stands
//! beside it. Then its neighbours tell, then its own first word.

use super::lists;
use super::quotations::{NEAR, Quoted, Reader};
use super::records::QuotationKind;
use super::speakers::Event;
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::reporting::Role;

impl Reader<'_, '_> {
    pub(super) fn kind(
        &self,
        quoted: &Quoted,
        count: usize,
        cue: Option<Event>,
        post: bool,
        statement: bool,
        colon: bool,
    ) -> QuotationKind {
        let words = self.words;
        let spoken = cue.is_some() || post;
        let kind_of_words = |speech: bool| if speech { QuotationKind::Speech } else { QuotationKind::Fragment };
        if quoted.defect == Some("QT002") || spoken && (colon && count >= 2 || count >= 6) {
            return kind_of_words(count >= 4 || self.is_statement(quoted) || self.is_nominal_sentence(quoted));
        }
        let before = quoted.before.checked_sub(1).filter(|_| words.on_line(quoted.before).is_some());
        if spoken && count >= 2 && self.is_clause(quoted, before) {
            return QuotationKind::Speech;
        }
        if spoken && colon {
            return kind_of_words(self.is_statement(quoted) || self.is_nominal_sentence(quoted));
        }
        // «لن أستقيل»، هكذا رد
        if before.is_none() && count >= 2 && words.goes_mark(quoted.after, marks!("،,")) && self.is_statement(quoted) {
            return kind_of_words(true);
        }
        if spoken && self.is_predicate(quoted, before) {
            return kind_of_words(count >= 4 && statement);
        }
        if let Some(kind) = self.by_head(quoted, count, before, spoken) {
            return kind;
        }
        if spoken && count >= 4 {
            return kind_of_words(statement);
        }
        if statement && (count >= 6 || colon && count >= 3) || count >= 4 && self.is_statement(quoted) {
            return QuotationKind::Speech;
        }
        // أنه «…», بأنه «…», كان «…»: what is said of somebody.
        let predicate = before.is_some_and(|before| {
            words.is(before, K::Complementiser) && self.is_predicative(before, quoted)
                || matches!(words.text_of(before), "كان" | "كانت" | "ليس" | "ليست" | "يعد" | "تعد")
        });
        let single = count == 1;
        if spoken
            && (predicate || self.is_statement(quoted) || self.has_tanween(quoted))
            && !(single && !predicate && !self.has_tanween(quoted))
        {
            return QuotationKind::Fragment;
        }
        if single {
            return QuotationKind::Scare;
        }
        // كـ«مرشح فوق العادة»
        if before.is_some_and(|before| {
            words.proclitics(before) & proclitic::KAF != 0 && words.sort(before) == Some(Sort::Proclitic)
        }) {
            return QuotationKind::Scare;
        }
        if self.is_term(quoted) {
            return QuotationKind::Term;
        }
        let topic = before.is_some_and(|before| words.is(before, K::Complementiser)) && !predicate;
        if spoken && !topic { QuotationKind::Fragment } else { QuotationKind::Name }
    }

    /// أن الإضراب «حق دستوري»: behind أن and one definite noun, and the end of the clause.
    pub(super) fn is_predicate(&self, quoted: &Quoted, before: Option<usize>) -> bool {
        let words = self.words;
        let Some(before) = before.filter(|before| *before > 0) else { return false };
        words.text_of(before).starts_with("ال")
            && words.on_line(before).is_some()
            && self.speakers.is_complementiser(before - 1)
            && !words.text_of(quoted.first).starts_with("ال")
            && words.on_line(quoted.after).is_none_or(|word| word.sort == Sort::Mark)
    }

    /// Whether the quotation is all that a verb reports: a sentence behind إن, or behind or before the verb itself.
    pub(super) fn is_clause(&self, quoted: &Quoted, before: Option<usize>) -> bool {
        let words = self.words;
        let ends = words.on_line(quoted.after).is_none_or(|word| word.sort == Sort::Mark)
            || self.speakers.after(quoted.after).is_some();
        let begins = match before {
            None => true,
            Some(before) => {
                let complementiser = words.is(before, K::Complementiser) && self.is_predicative(before, quoted);
                let verb = words.senses(before).iter().any(|sense| {
                    matches!(sense, Sense::Reporting { role: Role::Verb | Role::Participle | Role::Saying, .. })
                });
                let mark = words.is_mark(before, marks!(".؟!:،"));
                let named = || {
                    self.speakers
                        .before(quoted.before)
                        .next()
                        .is_some_and(|event| event.speaker().is_some_and(|noun| noun.end == quoted.before))
                };
                complementiser || verb || mark || named()
            }
        };
        begins && ends && (self.is_statement(quoted) || self.is_nominal_sentence(quoted))
    }

    /// الوضع كارثي, القوات دخلت المدينة: a noun with its article, and behind it a word without one.
    pub(super) fn is_nominal_sentence(&self, quoted: &Quoted) -> bool {
        let words = self.words;
        let (subject, mut at) = (quoted.first, quoted.first + 1);
        let definite = |at: usize| words.text_of(at).starts_with("ال");
        let word = |at: usize| at < quoted.end && words.sort(at) == Some(Sort::Word);
        if !word(subject) || !definite(subject) {
            return false;
        }
        while word(at) && definite(at) {
            at += 1;
        }
        word(at)
            && words.proclitics(at) & !proclitic::AL == 0
            && !words.senses(at).contains(&Sense::Title)
            && !matches!(words.text_of(at), "نت" | "مباشر" | "بلس" | "سبورت" | "تايمز" | "بوست" | "أونلاين" | "و")
    }

    /// أنه «…» says something of somebody; أن «…» كانت ضرورية names what the clause is about.
    pub(super) fn is_predicative(&self, complementiser: usize, quoted: &Quoted) -> bool {
        let words = self.words;
        let pronoun =
            !["أن", "إن", "ان", "بأن", "بان"].contains(&words.text_of(complementiser).trim_start_matches(['و', 'ف']));
        // A name would need a predicate: what goes on with a place or a time says it of the quoted sentence.
        pronoun
            || words
                .on_line(quoted.after)
                .is_none_or(|word| word.sort == Sort::Mark || is_adverbial(words.text_of(quoted.after)))
    }

    /// What the words beside or the first word inside say of it.
    pub(super) fn by_head(
        &self,
        quoted: &Quoted,
        count: usize,
        before: Option<usize>,
        spoken: bool,
    ) -> Option<QuotationKind> {
        let words = self.words;
        if count > 5 {
            return None;
        }
        // What says something is no name, unless a noun without its article tells that it is one: فيلم «لا تراجع».
        let said = spoken && count >= 2 && self.is_statement(quoted);
        let has = |at: usize, wanted: Sense| words.senses(at).contains(&wanted);
        let key = |at: usize| words.whole_key(at);
        // داعش, جبهة النصرة
        let head = quoted.first;
        let name = count == 1 && has(head, Sense::Name) || count > 1 && self.is_organisation(head);
        if name && !said && words.proclitics(head) & !proclitic::AL == 0 {
            return Some(QuotationKind::Name);
        }
        // «الصحة» تعلن
        let opens = before.is_none() && count == 1 && words.text_of(head).starts_with("ال");
        if opens
            && words
                .senses_on_line(quoted.after)
                .iter()
                .any(|sense| matches!(sense, Sense::Reporting { role: Role::Verb | Role::Clause | Role::Relay, .. }))
        {
            return Some(QuotationKind::Name);
        }
        // The same words before, or joined to a quotation by و.
        let same = self.done.iter().rev().take(NEAR).find(|(earlier, _)| {
            earlier.head == quoted.head
                && earlier.end - earlier.first == quoted.end - quoted.first
                && (0..quoted.end - quoted.first)
                    .all(|at| key(earlier.first + at).is_some() && key(earlier.first + at) == key(quoted.first + at))
        });
        if let Some((_, earlier)) = same
            && matches!(earlier.kind, QuotationKind::Name | QuotationKind::Term)
        {
            return Some(earlier.kind);
        }
        let joined = before.filter(|before| {
            words.sort(*before) == Some(Sort::Proclitic) && words.proclitics(*before) == proclitic::WAW
        });
        if joined.is_some()
            && let Some((earlier, quotation)) = self.done.last()
            && earlier.after + 1 == quoted.before
            && matches!(quotation.kind, QuotationKind::Name | QuotationKind::Term)
        {
            return Some(quotation.kind);
        }
        let before = before?;
        let near = |distance: usize, wanted: Sense| {
            (0..distance).any(|back| {
                before >= back
                    && (before - back..before)
                        .all(|at| words.sort(at) == Some(Sort::Word) && words.on_line(at + 1).is_some())
                    && has(before - back, wanted)
            })
        };
        // في حديث لـ «كرة وموج»
        let proclitic = words.sort(before) == Some(Sort::Proclitic);
        if proclitic
            && words.proclitics(before) & proclitic::LAM != 0
            && before > 0
            && is_interview(words.text_of(before - 1))
        {
            return Some(QuotationKind::Name);
        }
        // في حديث إلى «المستقبل»
        let to = matches!(words.text_of(before), "إلى" | "مع" | "الى");
        if to && before > 0 && is_interview(words.text_of(before - 1)) && count <= 4 {
            return Some(QuotationKind::Name);
        }
        // صرح لـ«الأناضول» بأن, الملقب بـ«الشيشاني»
        let with = |bits: u8| proclitic && words.proclitics(before) & bits != 0;
        if with(proclitic::LAM) && spoken && count <= 3 && !said
            || with(proclitic::BEH) && before > 0 && is_surnamed(words.text_of(before - 1))
        {
            return Some(QuotationKind::Name);
        }
        // عملية "إنسانية": an adjective names nothing.
        let adjective = count == 1 && !words.text_of(head).starts_with("ال") && words.text_of(head).ends_with("ية");
        if has(before, Sense::NamedKind)
            && words.sort(before) == Some(Sort::Word)
            && !adjective
            && !(said && words.has_article(before))
        {
            return Some(QuotationKind::Name);
        }
        if said {
            return None;
        }
        if has(before, Sense::TermKind) && count <= 4 {
            return Some(QuotationKind::Term);
        }
        // ما يسميه المختصون «الإجلاء الصامت», سميت الكرة الرسمية «الفنار»
        let naming = |at: usize| words.may_be_in(at, &lists::NAMING) && is_naming(words.text_of(at));
        if !proclitic && (1..5).any(|back| before >= back && naming(before - back)) {
            return Some(QuotationKind::Name);
        }
        if count > 1
            && near(3, Sense::TermKind)
            && (1..3).any(|back| before >= back && words.is_in(before - back, &lists::CALLING))
        {
            return Some(QuotationKind::Term);
        }
        (count > 1 && self.is_term_head(head)).then_some(QuotationKind::Term)
    }

    /// جبهة, قوات, المجموعة at the head of a name.
    pub(super) fn is_organisation(&self, at: usize) -> bool {
        self.words.senses(at).contains(&Sense::Organisation)
    }

    pub(super) fn is_term_head(&self, at: usize) -> bool {
        self.words.proclitics(at) == 0 && self.words.senses(at).contains(&Sense::TermHead)
    }

    /// A noun with its adjective, both definite: الكثبان الثابتة.
    pub(super) fn is_term(&self, quoted: &Quoted) -> bool {
        let text = |at: usize| self.words.text_of(at);
        quoted.end - quoted.first == 2
            && text(quoted.first).starts_with("ال")
            && text(quoted.first + 1).starts_with("ال")
    }

    pub(super) fn has_tanween(&self, quoted: &Quoted) -> bool {
        (quoted.first..quoted.end).any(|at| {
            let text = self.words.text_of(at);
            text.ends_with("اً") || text.ends_with('ً')
        })
    }

    /// Whether there is a verb, a pronoun or a particle that makes a sentence of it.
    pub(super) fn is_statement(&self, quoted: &Quoted) -> bool {
        let words = self.words;
        (quoted.first..quoted.end).any(|at| {
            if words.is_of(at, class::CLAUSE | class::VERB) {
                return true;
            }
            let text = words.text_of(at);
            let inner = text.trim_start_matches(['و', 'ف']);
            let is_particle = |text: &str| lists::PARTICLES.has(text);
            if words.may_be_in(at, &lists::PARTICLES)
                && (is_particle(text) || inner.len() < text.len() && is_particle(inner) && inner.chars().count() > 2)
            {
                return true;
            }
            // نظام, اتفاق: a noun of the tables is no verb, whatever its shape.
            !words.is_of(at, class::NOUN) && is_verb(inner, at == quoted.first)
        })
    }
}

/// What says where, when or how, and is no predicate of a name.
fn is_adverbial(text: &str) -> bool {
    const WORDS: [&str; 26] = [
        "في",
        "من",
        "على",
        "إلى",
        "مع",
        "عن",
        "بعد",
        "قبل",
        "خلال",
        "منذ",
        "حتى",
        "بين",
        "ضد",
        "لدى",
        "عند",
        "بسبب",
        "وفق",
        "رغم",
        "أمس",
        "اليوم",
        "غدا",
        "غداً",
        "الآن",
        "حاليا",
        "حالياً",
        "أيضا",
    ];
    WORDS.contains(&text)
}

fn is_interview(text: &str) -> bool {
    ["حديث", "تصريح", "تصريحات", "مقابلة", "حوار", "تصريحا", "قال", "قالت", "اتصال"]
        .iter()
        .any(|word| text.trim_start_matches(['و', 'ل']).starts_with(word))
}

/// سميت, أطلق عليه اسم.
fn is_naming(text: &str) -> bool {
    let plain: String = text.chars().filter(|letter| !crate::chars::is_arabic_mark(*letter)).collect();
    lists::NAMING.has(plain.trim_start_matches('و'))
}

/// الملقب بـ«…», المعروف بـ«…»
fn is_surnamed(text: &str) -> bool {
    [
        "الملقب",
        "الملقبة",
        "ملقب",
        "يلقب",
        "تلقب",
        "لقب",
        "المعروف",
        "المعروفة",
        "المكنى",
        "يكنى",
        "المدعو",
        "المسمى",
        "المسماة",
        "الشهير",
        "الشهيرة",
    ]
    .contains(&text.trim_start_matches('و'))
}

/// A verb by its shape: the prefixes of the imperfect, the endings of the perfect.
fn is_verb(text: &str, first: bool) -> bool {
    if matches!(text, "يوم" | "يوما" | "يومي" | "يونيو" | "يوليو" | "يناير" | "يسار" | "يمين" | "يورو" | "ينابيع")
    {
        return false;
    }
    let mut letters = text.chars().filter(|letter| crate::chars::is_arabic_letter(*letter));
    let (mut head, mut tail, mut length) = (['\0'; 2], ['\0'; 3], 0);
    for letter in &mut letters {
        if let Some(place) = head.get_mut(length) {
            *place = letter;
        }
        tail = [tail[1], tail[2], letter];
        length += 1;
    }
    match (head, tail) {
        (['س', 'ي' | 'ت' | 'ن' | 'أ'], _) if length >= 5 => true,
        (['ي', _], _) if length >= 3 => !text.ends_with('ة'),
        (['ن' | 'أ', _], _) if first && length >= 4 => !text.ends_with(['ة', 'ء', 'ى']) && !text.ends_with("ات"),
        (['ت', _], _) if first && length >= 3 => !text.ends_with('ة') && length <= 6,
        (_, [_, 'و', 'ا']) if length >= 4 => true,
        (_, [_, 'ن', 'ا'] | ['ن', 'ا', 'ه']) if length >= 5 => true,
        (_, [_, _, 'ت']) if first && (3..=6).contains(&length) => !text.ends_with("ات"),
        _ => false,
    }
}
