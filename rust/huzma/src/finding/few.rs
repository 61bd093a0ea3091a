//! Lists that are nearly always short.

use std::ops::Deref;

/// A list that needs no memory of its own for one value: a check makes thousands of findings, and what they carry is
/// seldom more.
#[derive(Clone, Debug, Default)]
pub enum Few<T> {
    /// Nothing.
    #[default]
    None,
    /// One value.
    One([T; 1]),
    /// Any number of values.
    Many(Vec<T>),
}

impl<T> Few<T> {
    /// Adds a value at the end.
    pub fn push(&mut self, value: T) {
        *self = match std::mem::take(self) {
            Self::None => Self::One([value]),
            Self::One([first]) => Self::Many(vec![first, value]),
            Self::Many(mut values) => {
                values.push(value);
                Self::Many(values)
            }
        };
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(one) => one,
            Self::Many(values) => values,
        }
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T> From<[T; 1]> for Few<T> {
    fn from(one: [T; 1]) -> Self {
        Self::One(one)
    }
}

impl<T> From<[T; 2]> for Few<T> {
    fn from(two: [T; 2]) -> Self {
        Self::Many(two.into())
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut few = Self::None;
        values.into_iter().for_each(|value| few.push(value));
        few
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn it_holds_any_number_of_values_in_order() {
        for count in 0..6 {
            let values: Vec<usize> = (0..count).collect();
            let few: Few<usize> = values.iter().copied().collect();
            assert_eq!(&*few, &*values);
            assert_eq!(few, Few::from(values));
        }
    }
}
