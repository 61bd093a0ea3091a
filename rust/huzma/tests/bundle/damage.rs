//! A sealed bundle of twenty documents, two of which are sealed bundles themselves, damaged in every way: each
//! flipped byte, each place to cut it off, and thousands of bytes lost and added.
//!
//! CI tries a sample; `make test-all` tries all, in a few minutes on a release build.

use huzma::bundle::{Event, Format, Metadata, Options, open_bytes};
use huzma::finding::Place;

use super::text::written;

/// Documents whose texts differ in what matters, and where each stands in the sealed bundle.
struct Sample {
    entries: Vec<(String, u64, Metadata, String)>,
    stored: Vec<u8>,
    /// From `%doc` to the end of the body, without the LF that belongs to the next marker.
    ranges: Vec<std::ops::Range<usize>>,
}

fn sample() -> Sample {
    let plain = |from: u64, count: u64| -> Vec<(String, u64, Metadata, String)> {
        (from..from + count)
            .map(|number| {
                let mut metadata = Metadata::new();
                if number % 3 == 0 {
                    metadata.insert("title".to_owned(), format!("خبر {number}% %41").into());
                }
                if number % 4 == 0 {
                    metadata.insert("n".to_owned(), serde_json::json!([number, {"م": null}]));
                }
                let text = match number % 5 {
                    0 => format!("وصل الوفد {number}\n"),
                    1 => "%doc 000 x\n%\n\n%%".to_owned(),
                    2 => String::new(),
                    3 => "سطر\r\n\0\nآخر".to_owned(),
                    _ => "\n\n%end 1\n".to_owned(),
                };
                // No id becomes another by a flipped bit.
                (format!("{:016x}", (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)), number, metadata, text)
            })
            .collect()
    };
    let inner = String::from_utf8(written(&plain(100, 3), true).unwrap()).unwrap();
    let mut entries = plain(0, 20);
    entries[7].3.clone_from(&inner);
    entries[13].3 = format!("قبل\n{inner}");
    let stored = written(&entries, true).unwrap();
    let starts: Vec<_> = memchr_all(&stored, b"\n%doc ").into_iter().map(|at| at + 1).collect();
    let end = memchr_all(&stored, b"\n%end ").pop().unwrap() + 1;
    assert_eq!(starts.len(), entries.len());
    let ends = starts.iter().skip(1).copied().chain([end]);
    let ranges = starts.iter().zip(ends).map(|(&start, next)| start..next - 1).collect();
    Sample { entries, stored, ranges }
}

fn memchr_all(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    bytes.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle).map(|(at, _)| at).collect()
}

impl Sample {
    /// The documents that `at` lies in; a byte between two belongs to neither.
    fn hit(&self, at: usize) -> Option<usize> {
        self.ranges.iter().position(|range| range.contains(&at))
    }

    /// Checks what has to be true of a damaged bundle: of the documents in `spared` each arrives byte for byte, nothing
    /// arrives that was not sealed, the damage is reported, and no finding blames a spared document for it. Gives how
    /// many didn't arrive.
    fn check(&self, damaged: &[u8], spared: impl Fn(usize) -> bool, what: &dyn Fn() -> String) -> usize {
        let mut options = Options::default();
        options.format = Some(Format::TextBundle);
        let (mut arrived, mut reported) = (vec![false; self.entries.len()], false);
        for event in open_bytes(damaged, &options).unwrap() {
            match event.unwrap() {
                Event::Document(document) => {
                    let same = |(id, number, metadata, text): &(String, u64, Metadata, String)| {
                        (id, Some(*number), metadata, text)
                            == (&document.id, document.number, &document.metadata, &document.text)
                    };
                    let index = self.entries.iter().position(same);
                    let index = index.unwrap_or_else(|| panic!("{}: nobody sealed {document:?}", what()));
                    assert!(!std::mem::replace(&mut arrived[index], true), "{}: {index} arrived twice", what());
                    let (start, end) = (document.origin.byte_start as usize, document.origin.byte_end as usize);
                    assert_eq!(damaged[start..end], document.stored_bytes(&document.text), "{}", what());
                }
                Event::Finding(located) => {
                    // What is true of the bundle undamaged.
                    if located.finding.code.name == "empty-document" {
                        continue;
                    }
                    reported = true;
                    let index = located.document_id.and_then(|id| self.entries.iter().position(|entry| entry.0 == id));
                    let blamed = index.filter(|&index| spared(index));
                    assert_eq!(blamed, None, "{}: {:?}", what(), located.finding);
                    if let Place::Bytes { start, end } = located.finding.place {
                        assert!(start <= end && end <= damaged.len() as u64, "{}", what());
                    }
                }
            }
        }
        assert!(reported, "{}: nothing was reported", what());
        for (index, &arrived) in arrived.iter().enumerate() {
            assert!(arrived || !spared(index), "{}: document {index} is missing", what());
        }
        arrived.into_iter().filter(|arrived| !arrived).count()
    }

    fn flip(&self, at: usize, mask: u8) {
        let mut damaged = self.stored.clone();
        damaged[at] ^= mask;
        let hit = self.hit(at);
        self.check(&damaged, |index| Some(index) != hit, &|| format!("byte {at} xor {mask:#04x}"));
    }

    fn cut(&self, len: usize) {
        let spared = |index: usize| self.ranges[index].end <= len;
        self.check(&self.stored[..len], spared, &|| format!("cut off at {len}"));
    }

    /// Adds or takes away a byte, whichever the numbers say.
    fn edit(&self, at: usize, byte: u8, insert: bool) {
        let mut damaged = self.stored.clone();
        let byte = if insert { byte } else { self.stored[at] };
        if insert {
            damaged.insert(at, byte);
        } else {
            damaged.remove(at);
        }
        // Of equal bytes one behind the other nobody can tell which one it was; and what is added at the end of a
        // document may have been added to it.
        let equal = |at: &usize| self.stored[*at] == byte;
        let first = (0..at).rev().take_while(equal).last().unwrap_or(at);
        let last = (at..self.stored.len()).take_while(equal).last().unwrap_or(at);
        let touched = [first.checked_sub(1), Some(first), Some(last), Some(at)];
        let hits = touched.map(|at| at.and_then(|at| self.hit(at)));
        let what = || format!("byte {at} {}", if insert { format!("added: {byte:#04x}") } else { "lost".to_owned() });
        let lost = self.check(&damaged, |index| !hits.contains(&Some(index)), &what);
        assert!(lost <= 1, "{}: {lost} documents are missing", what());
    }
}

/// Numbers that look random and are the same each time (xorshift).
fn numbers(mut seed: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    })
}

fn edits(sample: &Sample, count: usize) {
    let mut numbers = numbers(0x6875_7A6D_6121);
    for _ in 0..count {
        let [at, byte, insert] = [(); 3].map(|()| numbers.next().unwrap());
        let byte = match byte % 4 {
            0 => b"\n% 0a"[byte as usize / 4 % 5],
            _ => (byte >> 8) as u8,
        };
        sample.edit(at as usize % sample.stored.len(), byte, insert & 1 == 0);
    }
}

#[test]
fn damage_costs_one_document_and_is_reported() {
    let sample = sample();
    for (at, number) in (0..sample.stored.len()).zip(numbers(1)).step_by(7) {
        sample.flip(at, (number % 255) as u8 + 1);
    }
    (0..sample.stored.len()).step_by(11).for_each(|len| sample.cut(len));
    edits(&sample, 1000);
    for at in 0..20 {
        b"\n ".iter().for_each(|&byte| sample.edit(at, byte, true));
        sample.edit(at, 0, false);
    }
}

#[test]
#[ignore = "several minutes; make test-all runs it"]
fn every_flip_and_cut_costs_one_document_and_is_reported() {
    let sample = sample();
    for at in 0..sample.stored.len() {
        (1..=255).for_each(|mask| sample.flip(at, mask));
    }
    (0..sample.stored.len()).for_each(|len| sample.cut(len));
}

#[test]
#[ignore = "half a minute; make test-all runs it"]
fn ten_thousand_bytes_lost_or_added_cost_one_document_each_and_are_reported() {
    edits(&sample(), 10_000);
}
