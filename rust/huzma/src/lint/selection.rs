//! Which codes report.

use std::fmt;

use super::{RULES, all_codes};
use crate::finding::{Code, Severity, codes};

/// A set of codes, made of selectors: `ALL`, a family (`PN`), a code (`PN001`) or a name (`latin-comma`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Sorted.
    codes: Vec<&'static str>,
    /// The rules of those codes: bit `n` is the `n`th of [`RULES`].
    rules: u128,
}

/// A selector that names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorError {
    /// What was given.
    pub selector: String,
    /// The known selector that looks most like it.
    pub nearest: Option<String>,
}

impl fmt::Display for SelectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule, family or name is called {:?}", self.selector)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest:?}?"),
            None => write!(f, "; `huzma rules` lists them"),
        }
    }
}

impl std::error::Error for SelectorError {}

impl Default for Selection {
    fn default() -> Self {
        Self::of(all_codes().into_iter().map(|code| code.code).collect())
    }
}

impl Selection {
    /// The codes that `select` names (all of them where it is empty) without those that `ignore` names.
    ///
    /// Damage that the reader finds, which may keep a document from being checked at all, reports whatever is
    /// selected, and so do violations of a schema, which is only looked at when it is asked for; only `ignore`
    /// silences them.
    ///
    /// # Errors
    /// [`SelectorError`] for the first selector that names nothing.
    pub fn new<S: AsRef<str>>(select: &[S], ignore: &[S]) -> Result<Self, SelectorError> {
        let mut selected = if select.is_empty() { Self::default().codes } else { resolve(select)? };
        let damage = codes::ALL.iter().filter(|code| code.severity == Severity::Error);
        selected.extend(damage.map(|code| code.code));
        selected.sort_unstable();
        selected.dedup();
        let ignored = resolve(ignore)?;
        selected.retain(|code| !ignored.contains(code));
        Ok(Self::of(selected))
    }

    /// A selection in which nothing reports.
    #[must_use]
    pub const fn none() -> Self {
        Self { codes: Vec::new(), rules: 0 }
    }

    fn of(codes: Vec<&'static str>) -> Self {
        debug_assert!(RULES.len() <= u128::BITS as usize);
        let selected = RULES.iter().map(|rule| codes.binary_search(&rule.code.code).is_ok());
        let rules = selected.enumerate().fold(0, |rules, (index, selected)| rules | u128::from(selected) << index);
        Self { codes, rules }
    }

    /// Whether the rule at an index of [`RULES`] is selected.
    pub(super) fn has_rule(&self, index: usize) -> bool {
        self.rules >> index & 1 != 0
    }

    /// Whether the code is in the set.
    #[must_use]
    pub fn contains(&self, code: &Code) -> bool {
        self.codes.binary_search(&code.code).is_ok()
    }

    /// The codes, sorted.
    #[must_use]
    pub fn codes(&self) -> &[&'static str] {
        &self.codes
    }
}

fn resolve<S: AsRef<str>>(selectors: &[S]) -> Result<Vec<&'static str>, SelectorError> {
    let all = all_codes();
    let mut resolved = Vec::new();
    for selector in selectors {
        let selector = selector.as_ref();
        let before = resolved.len();
        resolved.extend(
            all.iter()
                .filter(|code| selector == "ALL" || [code.code, code.name, code.family()].contains(&selector))
                .map(|code| code.code),
        );
        if resolved.len() == before {
            let known = all.iter().flat_map(|code| [code.code, code.name, code.family()]).chain(["ALL"]);
            let folded = selector.to_lowercase();
            let nearest = known
                .map(|known| (strsim::damerau_levenshtein(&folded, &known.to_lowercase()), known))
                .min()
                .filter(|&(distance, known)| distance * 2 < known.len().max(3))
                .map(|(_, known)| known.to_owned());
            return Err(SelectorError { selector: selector.to_owned(), nearest });
        }
    }
    resolved.sort_unstable();
    resolved.dedup();
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_name_everything_a_family_a_code_or_a_rule() {
        let codes = |select: &[&str], ignore: &[&str]| Selection::new(select, ignore).map(|set| set.codes().to_vec());
        assert_eq!(codes(&["latin-comma"], &["BN", "EN", "SC"]).unwrap(), ["PN001"]);
        assert_eq!(codes(&["PN001", "QT001"], &["unclosed-quote", "BN", "EN", "SC"]).unwrap(), ["PN001"]);
        assert!(codes(&["QT"], &[]).unwrap().contains(&"QT002"));
        assert_eq!(codes(&["ALL"], &[]).unwrap(), codes(&[], &[]).unwrap());
        assert_eq!(codes(&[], &["ALL"]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn damage_reports_unless_it_is_ignored() {
        let selected = |ignore: &[&str]| Selection::new(&["latin-comma"], ignore).unwrap().codes().to_vec();
        assert!(selected(&[]).contains(&"EN001") && selected(&[]).contains(&"BN005"));
        assert!(!selected(&[]).contains(&"EN002"), "a byte order mark keeps nothing from being checked");
        assert!(!selected(&["EN001"]).contains(&"EN001"));
    }

    #[test]
    fn an_unknown_selector_names_the_nearest() {
        let error = Selection::new(&["latin-coma"], &[]).unwrap_err();
        assert_eq!(error.nearest.as_deref(), Some("latin-comma"));
        assert_eq!(Selection::new(&["pn001"], &[]).unwrap_err().nearest.as_deref(), Some("PN001"));
        assert_eq!(Selection::new(&["كلمة"], &[]).unwrap_err().nearest, None);
    }
}
