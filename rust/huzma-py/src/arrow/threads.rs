//! Work over many blocks of rows on all cores.
//!
//! Threads are started for one column and end with it: starting one takes some 30 µs, which [`WORTH`] pays for. A pool
//! that outlives the call was refused: a library in a worker of somebody else's engine must not keep threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// From so many bytes of text on more than one core is used by work that runs at the speed of memory.
pub(super) const WORTH: usize = 1 << 20;

/// From so many on by work that takes twenty times as long, or longer.
pub(super) const WORTH_SLOW: usize = 1 << 16;

/// How many threads are used: as many as were asked for, or as there are cores; none is started for less than `worth`.
pub(super) fn count(asked: Option<NonZeroUsize>, bytes: usize, worth: usize) -> usize {
    if bytes < worth {
        return 1;
    }
    let most = (bytes / (worth / 2)).max(1);
    let threads = asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    threads.min(most)
}

/// The results of numbered tasks, in their order.
pub(super) fn run<T: Send>(tasks: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if threads <= 1 || tasks <= 1 {
        return (0..tasks).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                return done;
            }
            done.push((task, work(task)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(tasks)).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|&(task, _)| task);
    done.into_iter().map(|(_, result)| result).collect()
}
