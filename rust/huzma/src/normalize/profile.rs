//! Profiles: ordered steps, checked against each other, as JSON and back.

use std::fmt;

use serde_json::{Map, Value, json};

use super::steps::{Digits, Group, Step};

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
    /// A profile of these steps.
    ///
    /// # Errors
    /// [`ProfileError`] for a step that stands twice and for steps that undo each other.
    pub fn new(steps: Vec<Step>) -> Result<Self, ProfileError> {
        for (index, step) in steps.iter().enumerate() {
            // Composing once more, after folds have brought letters and marks together, is no contradiction.
            if *step != Step::Nfc && steps[..index].iter().any(|before| before.name() == step.name()) {
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
            (Step::UnifyDigits(system), "to") => {
                *system = [Digits::Ascii, Digits::ArabicIndic]
                    .into_iter()
                    .find(|system| Some(system.name()) == value.as_str())
                    .ok_or_else(|| wrong("\"ascii\" or \"arabic_indic\""))?;
            }
            _ => {
                return Err(ProfileError::new(Some(name), format!("the step {name} has no option {option:?}")));
            }
        }
    }
    Ok(step)
}

fn step_to_json(step: &Step) -> Value {
    match step {
        Step::StripTashkeel(groups) if groups.len() < Group::ALL.len() => {
            let names: Vec<_> = groups.iter().map(|group| group.name()).collect();
            json!({ step.name(): { "groups": names } })
        }
        Step::UnifyDigits(system) => json!({ step.name(): { "to": system.name() } }),
        step => json!(step.name()),
    }
}

/// The built-in profiles by name.
///
/// - `canonical` repairs and loses nothing: texts that differ only in how the same letters are encoded
///   become equal.
/// - `display` is `canonical` for the screen: spaces alike.
/// - `search` folds what a reader would not type.
/// - `skeleton` folds further, down to the letters that are hardest to get wrong.
#[must_use]
pub fn builtin() -> Vec<(&'static str, Profile)> {
    let canonical = [Step::ExpandPresentationForms, Step::StripInvisibles, Step::Nfc];
    let display = [&canonical[..], &[Step::UnifySpaces]].concat();
    // Composed before marks go, so that و with a hamza above is ؤ however it was encoded, and again at the end,
    // because a deleted mark may have stood between two that compose.
    let search = [
        &canonical[..],
        &[
            Step::ExpandWordLigatures,
            Step::StripBidiControls,
            Step::StripJoiners,
            Step::StripTatweel,
            Step::StripTashkeel(Group::ALL.to_vec()),
            Step::UnifyLookalikes,
            Step::UnifyAlef,
            Step::UnifyAlefMaksura,
            Step::UnifyTehMarbuta,
            Step::UnifyDigits(Digits::Ascii),
            Step::UnifySpaces,
            Step::Lowercase,
            Step::Nfc,
        ],
    ]
    .concat();
    let skeleton = [&search[..], &[Step::UnifyHamzaCarriers]].concat();
    vec![
        ("canonical", Profile { steps: canonical.to_vec() }),
        ("display", Profile { steps: display }),
        ("search", Profile { steps: search }),
        ("skeleton", Profile { steps: skeleton }),
    ]
}
