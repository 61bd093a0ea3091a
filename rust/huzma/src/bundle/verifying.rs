//! Documents verified by a second thread while the next ones are read.
//!
//! Verifying takes longer than all else that reading a sealed bundle is. Documents are handed over in
//! batches and come back in their order; instead of waiting for the helper, the caller verifies what that has
//! not begun. No thread is started before there is work for it, and a forked process, which has none, does
//! without.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// How many bytes make a batch: enough to be worth waking a thread for.
const BATCH: usize = 128 << 10;

/// How many bytes are read ahead.
const AHEAD: usize = 8 * BATCH;

/// Something to be verified.
pub(super) trait Verify: Clone + Send + Sync + 'static {
    /// What verifying finds.
    type Verdict: Send + 'static;

    /// How many bytes are looked at.
    fn len(&self) -> usize;

    /// Looks at them.
    fn verify(&self) -> Self::Verdict;
}

/// Things in the order in which they were handed over, on their way to being verified.
pub(super) struct Verifying<T: Verify> {
    helper: Helper<T>,
    queue: VecDeque<Batch<T>>,
    /// What has been handed over and is not on its way yet.
    batch: Vec<T>,
    batch_len: usize,
    /// How many bytes have been handed over and not been taken.
    len: usize,
}

/// A batch on its way.
enum Batch<T: Verify> {
    /// The helper has it too, and verifies it unless the caller takes it back first.
    Away {
        items: Arc<Vec<T>>,
        offer: Arc<Offer<T>>,
        verdicts: Receiver<Vec<T::Verdict>>,
    },
    Done(std::vec::IntoIter<(T, T::Verdict)>),
}

/// A batch that whoever comes first takes: the helper, or the caller, who has nothing better to do than to wait.
struct Offer<T>(Mutex<Option<Arc<Vec<T>>>>);

impl<T> Offer<T> {
    /// Takes it. Nothing waits for a lock here: a fork may have left it locked for ever.
    fn take(&self) -> Option<Arc<Vec<T>>> {
        self.0.try_lock().ok()?.take()
    }
}

/// What a helper is sent: an offer, and where to say what was found.
type Task<T> = (Arc<Offer<T>>, Sender<Vec<<T as Verify>::Verdict>>);

enum Helper<T: Verify> {
    NotStarted,
    Running {
        process: u32,
        work: Sender<Task<T>>,
    },
    /// It is not wanted, or there is no second core, or no thread to be had.
    None,
}

impl<T: Verify> Verifying<T> {
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

    /// The first of what was handed over, and what was found.
    pub(super) fn pop(&mut self) -> Option<(T, T::Verdict)> {
        loop {
            match self.queue.pop_front() {
                Some(Batch::Done(mut done)) => {
                    if let Some(first) = done.next() {
                        self.len -= first.0.len();
                        self.queue.push_front(Batch::Done(done));
                        return Some(first);
                    }
                }
                Some(Batch::Away { items, offer, verdicts }) => {
                    if offer.take().is_some() {
                        self.queue.push_front(verified(alone(items)));
                        continue;
                    }
                    // A forked process has no helper to wait for.
                    let found =
                        if self.helper.is_here() { verdicts.try_recv() } else { Err(TryRecvError::Disconnected) };
                    let found = match found {
                        Err(TryRecvError::Empty) if self.verify_last() => {
                            self.queue.push_front(Batch::Away { items, offer, verdicts });
                            continue;
                        }
                        Err(TryRecvError::Empty) => verdicts.recv().ok(),
                        found => found.ok(),
                    };
                    let items = alone(items);
                    self.queue.push_front(match found {
                        Some(verdicts) => done(items, verdicts),
                        None => verified(items),
                    });
                }
                // So little is not worth a thread.
                None if !self.batch.is_empty() => {
                    self.batch_len = 0;
                    self.queue.push_back(verified(std::mem::take(&mut self.batch)));
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
        let batch = match &self.helper {
            Helper::Running { work, .. } if self.helper.is_here() => {
                let items = Arc::new(items);
                let offer = Arc::new(Offer(Mutex::new(Some(items.clone()))));
                let (found, verdicts) = channel();
                // If it is gone, the offer is taken back.
                let _ = work.send((offer.clone(), found));
                Batch::Away { items, offer, verdicts }
            }
            _ => verified(items),
        };
        self.queue.push_back(batch);
    }

    /// Verifies the last batch that the helper has not begun, if there is one.
    fn verify_last(&mut self) -> bool {
        let begun = |batch: &Batch<T>| match batch {
            Batch::Away { offer, .. } => offer.take().is_none(),
            Batch::Done(_) => true,
        };
        let Some(at) = self.queue.iter().rposition(|batch| !begun(batch)) else { return false };
        if let Some(Batch::Away { items, .. }) = self.queue.remove(at) {
            self.queue.insert(at, verified(alone(items)));
        }
        true
    }
}

impl<T: Verify> Helper<T> {
    fn start() -> Self {
        if thread::available_parallelism().map_or(1, usize::from) < 2 {
            return Self::None;
        }
        let (work, offers) = channel::<Task<T>>();
        let run = move || {
            for (offer, found) in offers {
                if let Some(items) = offer.take() {
                    let verdicts = verdicts(&items);
                    // The caller is to have them alone again.
                    drop(items);
                    let _ = found.send(verdicts);
                }
            }
        };
        match thread::Builder::new().name("huzma-verify".to_owned()).spawn(run) {
            Ok(_) => Self::Running { process: std::process::id(), work },
            Err(_) => Self::None,
        }
    }

    /// Whether it is running in this process, which may be a fork of the one that started it.
    fn is_here(&self) -> bool {
        matches!(self, Self::Running { process, .. } if *process == std::process::id())
    }
}

/// The items of a batch, without a copy where nobody else has them.
fn alone<T: Clone>(items: Arc<Vec<T>>) -> Vec<T> {
    Arc::try_unwrap(items).unwrap_or_else(|shared| shared.to_vec())
}

fn verdicts<T: Verify>(items: &[T]) -> Vec<T::Verdict> {
    items.iter().map(T::verify).collect()
}

fn verified<T: Verify>(items: Vec<T>) -> Batch<T> {
    let verdicts = verdicts(&items);
    done(items, verdicts)
}

fn done<T: Verify>(items: Vec<T>, verdicts: Vec<T::Verdict>) -> Batch<T> {
    Batch::Done(items.into_iter().zip(verdicts).collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Item(usize, usize);

    impl Verify for Item {
        type Verdict = String;

        fn len(&self) -> usize {
            self.1
        }

        fn verify(&self) -> String {
            format!("{}:{}", self.0, self.1)
        }
    }

    #[test]
    fn what_is_handed_over_comes_back_in_its_order() {
        for ahead in [false, true] {
            let mut verifying = Verifying::new(ahead);
            let mut back = Vec::new();
            for number in 0..500 {
                while verifying.is_full() {
                    back.extend(verifying.pop());
                }
                verifying.push(Item(number, number * 997 % 100_000));
            }
            back.extend(std::iter::from_fn(|| verifying.pop()));
            assert!(verifying.is_empty());
            let numbers: Vec<_> = back.iter().map(|(item, _)| item.0).collect();
            assert_eq!(numbers, (0..500).collect::<Vec<_>>());
            assert!(back.iter().all(|(item, verdict)| *verdict == item.verify()));
        }
    }
}
