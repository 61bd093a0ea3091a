//! EN001: what the reader of bytes reports; a text that is here already is UTF-8.

use crate::finding::codes::INVALID_UTF8;
use crate::lint::Rule;

pub(in crate::lint) const RULE: Rule = Rule { code: &INVALID_UTF8, check: None };
