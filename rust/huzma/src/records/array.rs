//! The elements of a JSON array, followed through a stream.
//!
//! Only what delimits elements is looked at: strings, brackets, commas. Whether an element is sound is asked later, of
//! the one element.

use super::json::plain_end;

/// How far a stream has been followed.
#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Before the first byte that is not blank.
    #[default]
    Before,
    /// In the array, between or in elements.
    Within,
    /// The file is one value that is no array.
    Single,
    /// Behind the array.
    Behind,
}

/// Follows an array.
#[derive(Debug, Default)]
pub(super) struct Follower {
    state: State,
    depth: usize,
    quoted: bool,
    /// The next byte is escaped.
    escaped: bool,
    /// An element or a comma has been met.
    any: bool,
}

/// What was met.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Met {
    /// The array begins behind this byte.
    Begin(usize),
    /// An element ends before this byte, a comma, and the next begins behind it.
    Comma(usize),
    /// The last element ends before this byte, the bracket that ends the array.
    End(usize),
}

impl Follower {
    /// The next thing from `from` on; none where more bytes are needed.
    pub(super) fn next(&mut self, bytes: &[u8], from: usize) -> Option<Met> {
        let mut at = from;
        loop {
            let &byte = bytes.get(at)?;
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if self.quoted {
                at = plain_end(bytes, at);
                match bytes.get(at)? {
                    b'"' => self.quoted = false,
                    b'\\' => self.escaped = true,
                    _ => {}
                }
                at += 1;
                continue;
            }
            at += 1;
            match self.state {
                State::Before => match byte {
                    b' ' | b'\t' | b'\r' | b'\n' => {}
                    b'[' => {
                        self.state = State::Within;
                        return Some(Met::Begin(at - 1));
                    }
                    _ => self.state = State::Single,
                },
                State::Single | State::Behind => return None,
                State::Within => match byte {
                    b'"' => self.quoted = true,
                    b'{' | b'[' => self.depth += 1,
                    b']' if self.depth == 0 => {
                        self.state = State::Behind;
                        return Some(Met::End(at - 1));
                    }
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    b',' if self.depth == 0 => {
                        self.any = true;
                        return Some(Met::Comma(at - 1));
                    }
                    _ => {}
                },
            }
        }
    }

    /// Whether the array has more than blanks before its end, so that nothing before the end is an element left out.
    pub(super) fn had_comma(&self) -> bool {
        self.any
    }

    pub(super) fn is_behind(&self) -> bool {
        self.state == State::Behind
    }

    pub(super) fn is_within(&self) -> bool {
        self.state == State::Within
    }
}
