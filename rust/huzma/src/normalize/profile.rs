//! Profiles: ordered steps, checked against each other, as JSON and back.

use std::fmt;

use serde_json::{Map, Value, json};

use super::steps::{Digits, Group, Punctuation, Quotes, Step, Tanween, Tatweels};

/// An ordered list of steps without contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    steps: Vec<Step>,
}

/// Why a profile cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    message: String,
    step: Option<String>,
}

impl ProfileError {
    fn new(step: Option<&str>, message: impl Into<String>) -> Self {
        Self { message: message.into(), step: step.map(str::to_owned) }
    }

    /// The step at fault.
    #[must_use]
    pub fn step(&self) -> Option<&str> {
        self.step.as_deref()
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ProfileError {}

impl Profile {
    /// A profile of these steps; tables of their own are put in the order of their characters, as JSON has them.
    ///
    /// # Errors
    /// [`ProfileError`] for a step that stands twice and for steps that undo each other.
    pub fn new(mut steps: Vec<Step>) -> Result<Self, ProfileError> {
        for step in &mut steps {
            if let Step::Map(table) = step {
                table.sort_by_key(|&(from, _)| from);
            }
        }
        for (index, step) in steps.iter().enumerate() {
            // Composing once more, after folds have brought letters and marks together, is no contradiction; nor is
            // another table.
            let repeats = matches!(step, Step::Nfc | Step::Map(_));
            if !repeats && steps[..index].iter().any(|before| before.name() == step.name()) {
                return Err(ProfileError::new(Some(step.name()), format!("the step {} stands twice", step.name())));
            }
        }
        let position = |name: &str| steps.iter().position(|step| step.name() == name);
        if let (Some(_), Some(_)) = (position("nfc"), position("nfkc")) {
            return Err(ProfileError::new(
                Some("nfc"),
                "the steps nfc and nfkc contradict each other: nfkc composes too",
            ));
        }
        Ok(Self { steps })
    }

    /// A profile of this crate.
    pub(super) const fn of(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// The steps in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Reads `{"steps": [name | {name: options}, …]}`.
    ///
    /// # Errors
    /// [`ProfileError`] that names the step or option at fault.
    pub fn from_json(text: &str) -> Result<Self, ProfileError> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| ProfileError::new(None, format!("not JSON: {error}")))?;
        let form = || ProfileError::new(None, "a profile is an object with one key, \"steps\", a list");
        let object = value.as_object().ok_or_else(form)?;
        if object.len() != 1 {
            return Err(form());
        }
        let steps = object.get("steps").and_then(Value::as_array).ok_or_else(form)?;
        Self::new(steps.iter().map(step_from_json).collect::<Result<_, _>>()?)
    }

    /// Writes what [`Self::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> String {
        let steps: Vec<Value> = self.steps.iter().map(step_to_json).collect();
        json!({ "steps": steps }).to_string()
    }
}

fn step_from_json(value: &Value) -> Result<Step, ProfileError> {
    let none = Map::new();
    let (name, options) = match value {
        Value::String(name) => (name.as_str(), &none),
        Value::Object(object) if object.len() == 1 => match object.iter().next() {
            Some((name, Value::Object(options))) => (name.as_str(), options),
            _ => return Err(ProfileError::new(None, format!("the options of a step are an object, not {value}"))),
        },
        _ => return Err(ProfileError::new(None, format!("a step is a name or {{name: options}}, not {value}"))),
    };
    let Some(mut step) = Step::all().into_iter().find(|step| step.name() == name) else {
        let nearest = Step::all()
            .iter()
            .map(|step| (strsim::damerau_levenshtein(name, step.name()), step.name()))
            .min()
            .filter(|&(distance, known)| distance * 2 < known.len())
            .map_or_else(String::new, |(_, known)| format!("; did you mean {known:?}?"));
        return Err(ProfileError::new(Some(name), format!("no step is called {name:?}{nearest}")));
    };
    for (option, value) in options {
        let wrong = |expected: &str| {
            ProfileError::new(Some(name), format!("the option {option:?} of {name} is {expected}, not {value}"))
        };
        let wrong_as = |expected: String| wrong(&expected);
        match (&mut step, option.as_str()) {
            (Step::StripTashkeel(groups), "groups") => {
                let names = || Group::ALL.map(Group::name).join(", ");
                let expected = || wrong(&format!("a list of {}", names()));
                *groups = value
                    .as_array()
                    .ok_or_else(expected)?
                    .iter()
                    .map(|given| {
                        let group = Group::ALL.into_iter().find(|group| Some(group.name()) == given.as_str());
                        group.ok_or_else(expected)
                    })
                    .collect::<Result<_, _>>()?;
                groups.sort_unstable();
                groups.dedup();
            }
            (Step::UnifyDigits(to), "to") => *to = one_of(Digits::ALL, Digits::name, value).map_err(wrong_as)?,
            (Step::StripTatweel(at), "where") => {
                *at = one_of(Tatweels::ALL, Tatweels::name, value).map_err(wrong_as)?
            }
            (Step::PlaceTanween(to), "to") => *to = one_of(Tanween::ALL, Tanween::name, value).map_err(wrong_as)?,
            (Step::UnifyPunctuation(to), "to") => {
                *to = one_of(Punctuation::ALL, Punctuation::name, value).map_err(wrong_as)?;
            }
            (Step::UnifyQuotes(to), "to") => *to = one_of(Quotes::ALL, Quotes::name, value).map_err(wrong_as)?,
            (Step::Map(table), "table") => {
                *table = table_from_json(value).ok_or_else(|| wrong("an object of single characters to texts"))?;
            }
            _ => {
                return Err(ProfileError::new(Some(name), format!("the step {name} has no option {option:?}")));
            }
        }
    }
    Ok(step)
}

/// The value of an option by its name, or what could have stood there.
fn one_of<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, given: &Value) -> Result<T, String> {
    let found = all.iter().copied().find(|&value| Some(name(value)) == given.as_str());
    found.ok_or_else(|| all.iter().map(|&value| format!("{:?}", name(value))).collect::<Vec<_>>().join(" or "))
}

fn table_from_json(value: &Value) -> Option<Vec<(char, String)>> {
    let mut table = Vec::new();
    for (from, to) in value.as_object()? {
        let mut characters = from.chars();
        let (Some(from), None) = (characters.next(), characters.next()) else { return None };
        table.push((from, to.as_str()?.to_owned()));
    }
    table.sort_unstable();
    Some(table)
}

fn step_to_json(step: &Step) -> Value {
    match step {
        Step::StripTashkeel(groups) if groups.len() < Group::ALL.len() => {
            let names: Vec<_> = groups.iter().map(|group| group.name()).collect();
            json!({ step.name(): { "groups": names } })
        }
        Step::UnifyDigits(to) => json!({ step.name(): { "to": to.name() } }),
        Step::StripTatweel(Tatweels::InsideWords) => json!({ step.name(): { "where": Tatweels::InsideWords.name() } }),
        Step::PlaceTanween(to) => json!({ step.name(): { "to": to.name() } }),
        Step::UnifyPunctuation(to) => json!({ step.name(): { "to": to.name() } }),
        Step::UnifyQuotes(to) => json!({ step.name(): { "to": to.name() } }),
        Step::Map(table) => {
            let table = table.iter().map(|(from, to)| (from.to_string(), json!(to))).collect::<Map<_, _>>();
            json!({ step.name(): { "table": table } })
        }
        step => json!(step.name()),
    }
}
