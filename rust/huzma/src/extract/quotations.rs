//! What stands between quotation marks: somebody's words with their speaker, or a name, a term, a word kept at a distance.
//!
//! Marks come in the pairs that rules and sentences use too, with what is wrong with them; a closing mark without an
//! opener still ends the speech that a colon began. A quotation is classified before anybody is sought for it: of the
//! closed ones in news only about a quarter is speech.

use super::fold::Key;
use super::records::{Quotation, QuotationKind, Statement};
use super::rules::Rule;
use super::speakers::{Event, Noun, Speakers};
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Gap, Sort, Words};
use crate::document::Document;
use crate::lexicon::reporting::Role;
use crate::span::Span;
use crate::tokenize::{Defect, Role as MarkRole};

/// How many quotations before are looked at for the same words: enough for an article, and linear for any text.
const NEAR: usize = 64;
/// The longest reported clause, in words.
const LONGEST_CLAUSE: usize = 300;

/// Quoted words in the text.
#[derive(Clone, Copy)]
struct Quoted {
    /// Between the marks.
    inner: Span,
    /// With the marks.
    outer: Span,
    /// The words inside.
    first: usize,
    end: usize,
    /// The word of the opening mark, and the one behind the closing mark.
    before: usize,
    after: usize,
    /// The first word, folded.
    head: Option<Key>,
    defect: Option<&'static str>,
}

pub(super) struct Found {
    pub(super) quotations: Vec<Quotation>,
    pub(super) statements: Vec<Statement>,
}

/// Finds quotations and reported statements.
pub(super) fn quotations(document: &Document<'_>, words: &Words<'_>, speakers: &Speakers<'_, '_>) -> Found {
    let mut reader = Reader { document, words, speakers, done: Vec::new() };
    let quoted = reader.quoted();
    for quoted in &quoted {
        let quotation = reader.quotation(quoted);
        reader.done.push((*quoted, quotation));
    }
    let statements = reader.statements(&quoted);
    Found { quotations: reader.done.into_iter().map(|(_, quotation)| quotation).collect(), statements }
}

struct Reader<'r, 't> {
    document: &'r Document<'t>,
    words: &'r Words<'t>,
    speakers: &'r Speakers<'r, 't>,
    done: Vec<(Quoted, Quotation)>,
}

impl Reader<'_, '_> {
    fn word_at(&self, byte: u32) -> usize {
        self.words.slice().partition_point(|word| word.span.start < byte)
    }

    /// The quoted places of the text.
    fn quoted(&self) -> Vec<Quoted> {
        let pairs = self.document.pairs();
        let mut found: Vec<Quoted> = Vec::new();
        for (opener, closer) in pairs.iter() {
            if !opener.kind.is_quotation() || opener.span.end >= closer.span.start {
                continue;
            }
            let reversed = [opener.defect, closer.defect].contains(&Some(Defect::Reversed));
            let defect = reversed.then_some("QT003");
            let inner = Span { start: opener.span.end, end: closer.span.start };
            found.push(self.place(inner, Span { start: opener.span.start, end: closer.span.end }, defect));
        }
        for mark in pairs.marks() {
            if mark.kind.is_quotation()
                && mark.role == MarkRole::Closer
                && mark.defect == Some(Defect::Orphan)
                && let Some(start) = self.speech_before(mark.span.start)
            {
                let inner = Span { start, end: mark.span.start };
                found.push(self.place(inner, Span { start, end: mark.span.end }, Some("QT002")));
            }
        }
        found.retain(|quoted| quoted.first < quoted.end);
        found.sort_by_key(|quoted| (quoted.inner.start, quoted.inner.end));
        found
    }

    fn place(&self, inner: Span, outer: Span, defect: Option<&'static str>) -> Quoted {
        let first = self.word_at(inner.start);
        let end = self.word_at(inner.end);
        let after = self.word_at(outer.end);
        let before = if outer.start < inner.start { self.word_at(outer.start) } else { first };
        Quoted { inner, outer, first, end, before, after, head: self.words.whole_key(first), defect }
    }

    /// Where the speech begins that an orphan mark closes: behind the colon, or the إن, of a reporting verb.
    fn speech_before(&self, mark: u32) -> Option<u32> {
        const LONGEST: usize = 120;
        let words = self.words;
        let end = self.word_at(mark);
        let event = self.speakers.before(end).find(|event| event.role != Role::According);
        let from = end.saturating_sub(LONGEST);
        for at in (from..end).rev() {
            words.on_line(at + 1)?;
            if words.is_mark(at, "«»\"“”") {
                return None;
            }
            if words.is_mark(at, ":") {
                let near = event.is_some_and(|event| event.at < at) || self.event_before(at).is_some();
                return (near && end - at > 4).then(|| words.get(at + 1).map(|word| word.span.start))?;
            }
        }
        None
    }

    fn event_before(&self, at: usize) -> Option<&Event> {
        self.speakers.before(at).next().filter(|event| at - event.at < 40)
    }

    fn quotation(&self, quoted: &Quoted) -> Quotation {
        let words = self.words;
        let count =
            (quoted.first..quoted.end).filter(|at| matches!(words.sort(*at), Some(Sort::Word | Sort::Number))).count();
        let cue = self.cue(quoted);
        let post = self.speakers.after(quoted.after);
        let colon = quoted.before > 0 && words.is_mark(quoted.before - 1, ":");
        let statement = colon || self.is_statement(quoted) || count >= 6;
        let kind = self.kind(quoted, count, cue, post.is_some(), statement, colon);
        let mut quotation = Quotation {
            span: quoted.inner,
            outer: quoted.outer,
            kind,
            cue: None,
            speaker: None,
            antecedent: None,
            relay: None,
            inherited: false,
            defect: quoted.defect,
            rule: match kind {
                QuotationKind::Name => Rule::QuoteName,
                QuotationKind::Term => Rule::QuoteTerm,
                QuotationKind::Scare => Rule::QuoteScare,
                _ => Rule::QuoteBare,
            },
        };
        if !matches!(kind, QuotationKind::Speech | QuotationKind::Fragment) {
            return quotation;
        }
        let span = |noun: Noun| words.raw_span(noun.first, noun.end);
        let posted = post.filter(|_| cue.is_none_or(|event| !self.is_close(event, quoted)));
        if let Some((at, noun, inherited)) = posted {
            quotation.cue = Some(words.span(at, at + 1));
            quotation.speaker = Some(span(noun));
            quotation.antecedent = self.speakers.fuller(noun).map(span);
            quotation.inherited = inherited;
            quotation.rule = Rule::QuotePost;
        } else if let Some(event) = cue {
            quotation.cue = Some(words.span(event.at, event.at + 1));
            quotation.relay = event.relay.map(span);
            if let Some(noun) = event.speaker() {
                quotation.speaker = Some(span(noun));
                quotation.antecedent = self.speakers.fuller(noun).map(span);
            }
            quotation.inherited = event.subject.is_none();
            quotation.rule = if quotation.inherited { Rule::QuoteInherited } else { Rule::QuoteVerb };
        } else if quoted.defect == Some("QT002") {
            quotation.rule = Rule::QuoteOrphan;
        }
        if quoted.defect == Some("QT002") {
            quotation.rule = Rule::QuoteOrphan;
        }
        quotation
    }

    /// The reporting form that a quotation hangs on: the nearest before it in its sentence, or one that ends the line
    /// before with a colon.
    fn cue(&self, quoted: &Quoted) -> Option<Event> {
        const FARTHEST: usize = 60;
        let near = self.speakers.before(quoted.before);
        near.take_while(|event| quoted.before - event.at <= FARTHEST && self.reaches(event.at, quoted.before))
            .find(|event| event.role != Role::According && !self.is_quoted(event.at, quoted))
            .copied()
    }

    /// Whether no sentence ends between two words; a colon at the end of a line leads over it.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let words = self.words;
        let mut inside = 0usize;
        for at in from + 1..=to.min(words.len().saturating_sub(1)) {
            let Some(word) = words.get(at) else { break };
            if word.gap == Gap::Line && !words.is_mark(at - 1, ":") {
                return false;
            }
            if word.sort == Sort::Mark && at < to {
                match words.text_of(at) {
                    "«" | "“" => inside += 1,
                    "»" | "”" => inside = inside.saturating_sub(1),
                    "." | "؟" | "!" if inside == 0 => return false,
                    _ => {}
                }
            }
        }
        true
    }

    /// Whether a word stands in an earlier quotation.
    fn is_quoted(&self, at: usize, this: &Quoted) -> bool {
        self.done.iter().rev().take(NEAR).any(|(quoted, quotation)| {
            quoted.inner.end < this.inner.start
                && (quoted.first..quoted.end).contains(&at)
                && quotation.kind == QuotationKind::Speech
        })
    }

    fn is_close(&self, event: Event, quoted: &Quoted) -> bool {
        quoted.before - event.at < 8 && event.subject.is_some()
    }

    fn kind(
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
            return kind_of_words(count >= 4);
        }
        let before = quoted.before.checked_sub(1).filter(|_| words.on_line(quoted.before).is_some());
        if let Some(kind) = self.by_head(quoted, count, before) {
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

    /// أنه «…» says something of somebody; أن «…» كانت ضرورية names what the clause is about.
    fn is_predicative(&self, complementiser: usize, quoted: &Quoted) -> bool {
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
    fn by_head(&self, quoted: &Quoted, count: usize, before: Option<usize>) -> Option<QuotationKind> {
        let words = self.words;
        if count > 5 {
            return None;
        }
        let has = |at: usize, wanted: Sense| words.senses(at).contains(&wanted);
        let key = |at: usize| words.whole_key(at);
        // داعش, جبهة النصرة
        let head = quoted.first;
        let name = count == 1 && has(head, Sense::Name) || count > 1 && self.is_organisation(head);
        if name && words.proclitics(head) & !proclitic::AL == 0 {
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
        // عملية "إنسانية": an adjective names nothing.
        let adjective = count == 1 && !words.text_of(head).starts_with("ال") && words.text_of(head).ends_with("ية");
        if has(before, Sense::NamedKind) && words.sort(before) == Some(Sort::Word) && !adjective {
            return Some(QuotationKind::Name);
        }
        if has(before, Sense::TermKind) && count <= 4 {
            return Some(QuotationKind::Term);
        }
        // ما يسميه المختصون «الإجلاء الصامت», سميت الكرة الرسمية «الفنار»
        if (1..5).any(|back| before >= back && is_naming(words.text_of(before - back))) && !proclitic {
            return Some(QuotationKind::Name);
        }
        if count > 1
            && near(3, Sense::TermKind)
            && (1..3).any(|back| before >= back && is_calling(words.text_of(before - back)))
        {
            return Some(QuotationKind::Term);
        }
        (count > 1 && self.is_term_head(head)).then_some(QuotationKind::Term)
    }

    /// جبهة, قوات, المجموعة at the head of a name.
    fn is_organisation(&self, at: usize) -> bool {
        self.words.senses(at).contains(&Sense::Organisation)
    }

    fn is_term_head(&self, at: usize) -> bool {
        self.words.proclitics(at) == 0 && self.words.senses(at).contains(&Sense::TermHead)
    }

    /// A noun with its adjective, both definite: الكثبان الثابتة.
    fn is_term(&self, quoted: &Quoted) -> bool {
        let text = |at: usize| self.words.text_of(at);
        quoted.end - quoted.first == 2
            && text(quoted.first).starts_with("ال")
            && text(quoted.first + 1).starts_with("ال")
    }

    fn has_tanween(&self, quoted: &Quoted) -> bool {
        (quoted.first..quoted.end).any(|at| {
            let text = self.words.text_of(at);
            text.ends_with("اً") || text.ends_with('ً')
        })
    }

    /// Whether there is a verb, a pronoun or a particle that makes a sentence of it.
    fn is_statement(&self, quoted: &Quoted) -> bool {
        const WORDS: [&str; 34] = [
            "لن", "لم", "لا", "ليس", "ليست", "سوف", "قد", "هو", "هي", "هم", "نحن", "أنا", "أنت", "الذي", "التي", "ما",
            "مما", "أن", "إن", "إنه", "إنها", "أنه", "كي", "لأن", "كان", "كانت", "هناك", "كل", "هذا", "هذه", "يجب",
            "إذا", "لو", "كم",
        ];
        let words = self.words;
        (quoted.first..quoted.end).any(|at| {
            let text = words.text_of(at);
            let inner = text.trim_start_matches(['و', 'ف']);
            if WORDS.contains(&text) || WORDS.contains(&inner) && inner.chars().count() > 2 {
                return true;
            }
            is_verb(inner, at == quoted.first)
                || words.is(at, K::Complementiser)
                || words.senses(at).iter().any(|sense| matches!(sense, Sense::Reporting { role: Role::Verb, .. }))
        })
    }

    /// What is reported behind إن or أن without marks, to the end of its clause.
    fn statements(&self, quoted: &[Quoted]) -> Vec<Statement> {
        let words = self.words;
        let mut statements: Vec<Statement> = Vec::new();
        for (index, event) in self.speakers.events.iter().enumerate() {
            if event.role == Role::According {
                continue;
            }
            let next = self.speakers.events.get(index + 1).map_or(usize::MAX, |next| next.at);
            let reach = (event.at + 30).min(next);
            let mut at = event.at + 1;
            while at < reach
                && words.on_line(at).is_some()
                && !words.is(at, K::Complementiser)
                && !words.is_mark(at, ".؟!")
            {
                at += 1;
            }
            if at >= reach || !words.is(at, K::Complementiser) || words.on_line(at).is_none() {
                continue;
            }
            // To the end of the sentence, or to the participle that goes on.
            let mut end = at + 1;
            while end < at + LONGEST_CLAUSE && words.on_line(end).is_some() && !words.is_mark(end, ".؟!؛") {
                let goes_on = words
                    .senses(end)
                    .iter()
                    .any(|sense| matches!(sense, Sense::Reporting { role: Role::Participle, .. }));
                if goes_on && words.is_mark(end - 1, "،,") {
                    end -= 1;
                    break;
                }
                end += 1;
            }
            let span = words.span(at, end);
            // Quotations inside belong to it; what lies wholly in a quotation is the quotation's.
            let around =
                quoted[..quoted.partition_point(|quoted| quoted.inner.start <= span.start)].iter().rev().take(NEAR);
            if end <= at + 1 || around.into_iter().any(|quoted| span.end <= quoted.inner.end) {
                continue;
            }
            let of = |noun: Noun| words.raw_span(noun.first, noun.end);
            statements.push(Statement {
                span,
                cue: words.span(event.at, event.at + 1),
                speaker: event.speaker().map(of),
                antecedent: event.speaker().and_then(|noun| self.speakers.fuller(noun)).map(of),
                relay: event.relay.map(of),
                inherited: event.subject.is_none(),
                rule: Rule::IndirectSpeech,
            });
        }
        statements
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
    let plain = plain.trim_start_matches('و');
    [
        "سميت",
        "سمي",
        "سماه",
        "سماها",
        "سموه",
        "يدعى",
        "تدعى",
        "اسم",
        "اسمها",
        "اسمه",
        "باسم",
        "اسما",
        "يحمل",
        "تحمل",
        "بعنوان",
    ]
    .contains(&plain)
}

fn is_calling(text: &str) -> bool {
    ["يسمى", "تسمى", "يسميه", "يسميها", "تسميه", "تسميها", "يسمونه", "يسمونها", "يعرف", "تعرف"].contains(&text)
}

/// A verb by its shape: the prefixes of the imperfect, the endings of the perfect.
fn is_verb(text: &str, first: bool) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| crate::chars::is_arabic_letter(*letter)).collect();
    let length = letters.len();
    match letters.as_slice() {
        ['س', 'ي' | 'ت' | 'ن' | 'أ', ..] if length >= 5 => true,
        ['ي', ..] if length >= 3 => !text.ends_with('ة'),
        ['ن' | 'أ', ..] if first && length >= 4 => !text.ends_with(['ة', 'ء', 'ى']) && !text.ends_with("ات"),
        ['ت', _, _, ..] if first => !text.ends_with('ة') && length <= 6,
        [.., 'و', 'ا'] if length >= 4 => true,
        [.., 'ن', 'ا'] | [.., 'ن', 'ا', 'ه'] if length >= 5 => true,
        [.., 'ت'] if first && (3..=6).contains(&length) => !text.ends_with("ات"),
        _ => false,
    }
}
