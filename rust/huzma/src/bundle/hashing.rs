//! Digests of documents, computed by a second thread while the next documents are read.
//!
//! Hashing takes twice as long as all else that reading a sealed bundle is. Documents are handed over in
//! batches and come back in their order; what the helper has no time for, the caller hashes itself. No
//! thread is started before there is work for it, and a forked process, which has none, does without.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// How many bytes make a batch: enough to be worth waking a thread for.
const BATCH: usize = 256 << 10;

/// How many batches the helper may have waiting.
const WAITING: usize = 2;

/// How many bytes are looked ahead.
const AHEAD: usize = 4 * BATCH;

/// Something that has a digest.
pub(super) trait Hashed: Clone + Send + Sync + 'static {
    /// How many bytes are hashed.
    fn len(&self) -> usize;

    /// The digest in hexadecimal digits.
    fn digest(&self) -> String;
}

/// Things in the order in which they were handed over, on their way to having digests.
pub(super) struct Hashing<T> {
    helper: Helper<T>,
    queue: VecDeque<Batch<T>>,
    /// What has been handed over and is not on its way yet.
    batch: Vec<T>,
    batch_len: usize,
    /// How many bytes have been handed over and not been taken.
    len: usize,
}

/// A batch on its way.
enum Batch<T> {
    /// The helper has it too.
    Away(Arc<Vec<T>>),
    Done(std::vec::IntoIter<(T, String)>),
}

enum Helper<T> {
    NotStarted,
    Running {
        process: u32,
        work: Sender<Arc<Vec<T>>>,
        done: Receiver<Vec<String>>,
        waiting: usize,
    },
    /// It is not wanted, or there is no second core, or no thread to be had.
    None,
}

impl<T: Hashed> Hashing<T> {
    /// `ahead` says whether to look ahead, and so whether a helper has anything to do.
    pub(super) fn new(ahead: bool) -> Self {
        let helper = if ahead { Helper::NotStarted } else { Helper::None };
        Self { helper, queue: VecDeque::new(), batch: Vec::new(), batch_len: 0, len: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.batch.is_empty()
    }

    /// Whether the first should be taken before another is handed over.
    pub(super) fn is_full(&self) -> bool {
        match self.helper {
            Helper::None => !self.is_empty(),
            Helper::NotStarted | Helper::Running { .. } => self.len >= AHEAD,
        }
    }

    /// Hands something over.
    pub(super) fn push(&mut self, item: T) {
        self.len += item.len();
        self.batch_len += item.len();
        self.batch.push(item);
        if self.batch_len >= BATCH {
            self.send();
        }
    }

    /// The first of what was handed over, and its digest.
    pub(super) fn pop(&mut self) -> Option<(T, String)> {
        loop {
            match self.queue.pop_front() {
                Some(Batch::Done(mut done)) => {
                    if let Some(first) = done.next() {
                        self.len -= first.0.len();
                        self.queue.push_front(Batch::Done(done));
                        return Some(first);
                    }
                }
                Some(Batch::Away(batch)) => {
                    let digests = self.helper.digests();
                    let items = Arc::try_unwrap(batch).unwrap_or_else(|shared| shared.to_vec());
                    let digests = digests.unwrap_or_else(|| self::digests(&items));
                    self.queue.push_front(Batch::Done(items.into_iter().zip(digests).collect::<Vec<_>>().into_iter()));
                }
                // So little is not worth a thread.
                None if !self.batch.is_empty() => {
                    self.batch_len = 0;
                    self.queue.push_back(hashed(std::mem::take(&mut self.batch)));
                }
                None => return None,
            }
        }
    }

    /// Forgets all that is on its way.
    pub(super) fn clear(&mut self) {
        while self.pop().is_some() {}
    }

    /// Sends the batch on its way.
    fn send(&mut self) {
        self.batch_len = 0;
        let items = std::mem::take(&mut self.batch);
        if matches!(self.helper, Helper::NotStarted) {
            self.helper = Helper::start();
        }
        let batch = match &mut self.helper {
            Helper::Running { process, work, waiting, .. } if *waiting < WAITING && *process == std::process::id() => {
                let items = Arc::new(items);
                let _ = work.send(items.clone());
                *waiting += 1;
                Batch::Away(items)
            }
            _ => hashed(items),
        };
        self.queue.push_back(batch);
    }
}

impl<T: Hashed> Helper<T> {
    fn start() -> Self {
        if thread::available_parallelism().map_or(1, usize::from) < 2 {
            return Self::None;
        }
        let (work, to_do) = channel::<Arc<Vec<T>>>();
        let (finished, done) = channel();
        let run = move || {
            for batch in to_do {
                let digests = digests(&batch);
                // The caller is to have it alone again.
                drop(batch);
                if finished.send(digests).is_err() {
                    return;
                }
            }
        };
        match thread::Builder::new().name("huzma-digests".to_owned()).spawn(run) {
            Ok(_) => Self::Running { process: std::process::id(), work, done, waiting: 0 },
            Err(_) => Self::None,
        }
    }

    /// The digests of the batch that was sent first; none if the helper is gone.
    fn digests(&mut self) -> Option<Vec<String>> {
        match self {
            Self::Running { process, done, waiting, .. } if *process == std::process::id() => {
                *waiting -= 1;
                done.recv().ok()
            }
            _ => None,
        }
    }
}

fn digests<T: Hashed>(items: &[T]) -> Vec<String> {
    items.iter().map(T::digest).collect()
}

fn hashed<T: Hashed>(items: Vec<T>) -> Batch<T> {
    let digests = digests(&items);
    Batch::Done(items.into_iter().zip(digests).collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Item(usize, usize);

    impl Hashed for Item {
        fn len(&self) -> usize {
            self.1
        }

        fn digest(&self) -> String {
            format!("{}:{}", self.0, self.1)
        }
    }

    #[test]
    fn what_is_handed_over_comes_back_in_its_order() {
        for ahead in [false, true] {
            let mut hashing = Hashing::new(ahead);
            let mut back = Vec::new();
            for number in 0..500 {
                while hashing.is_full() {
                    back.extend(hashing.pop());
                }
                hashing.push(Item(number, number * 997 % 100_000));
            }
            back.extend(std::iter::from_fn(|| hashing.pop()));
            assert!(hashing.is_empty());
            let numbers: Vec<_> = back.iter().map(|(item, _)| item.0).collect();
            assert_eq!(numbers, (0..500).collect::<Vec<_>>());
            assert!(back.iter().all(|(item, digest)| *digest == item.digest()));
        }
    }
}
