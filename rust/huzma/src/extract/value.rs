//! Exact numbers: an integer times a power of ten.

use std::fmt;

/// A decimal number of at most [`Decimal::MAX_DIGITS`] digits; never a floating-point one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    coefficient: i128,
    /// How many of its digits stand behind the point.
    scale: u8,
}

impl Decimal {
    /// Longer runs of digits are identifiers, not numbers.
    pub const MAX_DIGITS: usize = 36;

    /// A whole number.
    #[must_use]
    pub const fn from_integer(value: i128) -> Self {
        Self { coefficient: value, scale: 0 }
    }

    /// `coefficient` divided by ten to the power of `scale`.
    #[must_use]
    pub const fn new(coefficient: i128, scale: u8) -> Self {
        Self { coefficient, scale }
    }

    /// The digits without a point.
    #[must_use]
    pub const fn coefficient(self) -> i128 {
        self.coefficient
    }

    /// How many digits stand behind the point.
    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The value as an integer, if it has no digits behind the point that count.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        let power = power(self.scale)?;
        (self.coefficient % power == 0).then(|| self.coefficient / power)
    }

    /// Times ten to a power; `None` beyond [`Self::MAX_DIGITS`].
    #[must_use]
    pub fn shifted(self, by: u8) -> Option<Self> {
        if by <= self.scale {
            return Some(Self { scale: self.scale - by, ..self }.trimmed());
        }
        Self { coefficient: self.coefficient.checked_mul(power(by - self.scale)?)?, scale: 0 }.bounded()
    }

    /// The sum; `None` beyond [`Self::MAX_DIGITS`].
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let raise = |value: Self| value.coefficient.checked_mul(power(scale - value.scale)?);
        Self { coefficient: raise(self)?.checked_add(raise(other)?)?, scale }.trimmed().bounded()
    }

    /// The product; `None` beyond [`Self::MAX_DIGITS`].
    #[must_use]
    pub fn times(self, factor: Self) -> Option<Self> {
        let scale = self.scale.checked_add(factor.scale)?;
        Self { coefficient: self.coefficient.checked_mul(factor.coefficient)?, scale }.trimmed().bounded()
    }

    /// The quotient of two small numbers: exact where it ends, else 28 digits, rounded to even, as Python's `decimal` has it.
    #[must_use]
    pub fn ratio(numerator: u32, denominator: u32) -> Option<Self> {
        const DIGITS: u32 = 28;
        if denominator == 0 {
            return None;
        }
        let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
        let mut scale = 0u32;
        let mut scaled = numerator;
        while scaled % denominator != 0 {
            let quotient = scaled / denominator;
            if quotient > 0 && quotient.ilog10() + 1 >= DIGITS {
                let rest = (scaled % denominator) * 2;
                let up = rest > denominator || rest == denominator && quotient % 2 == 1;
                return Some(Self { coefficient: quotient + i128::from(up), scale: scale as u8 });
            }
            scaled *= 10;
            scale += 1;
        }
        Some(Self { coefficient: scaled / denominator, scale: scale as u8 })
    }

    /// Whether it is less than another; `false` too where the difference is beyond [`Self::MAX_DIGITS`].
    pub(super) fn is_below(self, other: Self) -> bool {
        let minus = Self { coefficient: -self.coefficient, ..self };
        other.plus(minus).is_some_and(|difference| difference.coefficient > 0)
    }

    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.coefficient % 10 == 0 {
            self.coefficient /= 10;
            self.scale -= 1;
        }
        self
    }

    fn bounded(self) -> Option<Self> {
        (self.coefficient.unsigned_abs() < 10u128.pow(Self::MAX_DIGITS as u32)).then_some(self)
    }
}

fn power(exponent: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(exponent))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient.unsigned_abs().to_string();
        let sign = if self.coefficient < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn numbers_are_exact() {
        let text = |value: Option<Decimal>| value.map(|value| value.to_string());
        let number = Decimal::new;
        assert_eq!(text(number(24, 1).shifted(9)).as_deref(), Some("2400000000"));
        assert_eq!(text(number(5, 3).shifted(1)).as_deref(), Some("0.05"));
        assert_eq!(text(number(-15, 1).plus(number(5, 2))).as_deref(), Some("-1.45"));
        assert_eq!(text(Decimal::ratio(1, 2)).as_deref(), Some("0.5"));
        assert_eq!(text(Decimal::ratio(1, 3)).as_deref(), Some("0.3333333333333333333333333333"));
        assert_eq!(text(Decimal::ratio(2, 3)).as_deref(), Some("0.6666666666666666666666666667"));
        assert_eq!(number(10, 1).to_integer(), Some(1));
        assert_eq!(number(15, 1).to_integer(), None);
        assert_eq!(text(Decimal::from_integer(1).shifted(40)), None);
        assert_eq!(text(Decimal::ratio(1, 0)), None);
    }
}
