//! The macro by which a kernel declares its params.

use super::{FileValue, Value};

/// A type that a param may have.
#[doc(hidden)]
pub trait Field: Clone {
    /// From a value that was checked; `None` where none was given.
    fn read(value: Option<&Value>) -> Self;
    /// The value, if there is one.
    fn value(&self) -> Option<Value>;
}

/// A field with a default of its own kind.
macro_rules! numbers {
    ($($type:ty: $kind:ident $of:ty),+) => {$(
        impl Field for $type {
            fn read(value: Option<&Value>) -> Self {
                match value {
                    Some(Value::$kind(number)) => *number as $type,
                    other => unreachable!("a checked {} cannot be {other:?}", stringify!($type)),
                }
            }
            fn value(&self) -> Option<Value> {
                Some(Value::$kind(*self as $of))
            }
        }
    )+};
}

numbers!(usize: Int i64, u32: Int i64, u64: Int i64, i64: Int i64, f64: Real f64);

impl Field for String {
    fn read(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Text(text)) => text.clone(),
            other => unreachable!("a checked text cannot be {other:?}"),
        }
    }
    fn value(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}

impl Field for FileValue {
    fn read(value: Option<&Value>) -> Self {
        match value {
            Some(Value::File(file)) => file.clone(),
            other => unreachable!("a checked file cannot be {other:?}"),
        }
    }
    fn value(&self) -> Option<Value> {
        Some(Value::File(self.clone()))
    }
}

impl<F: Field> Field for Option<F> {
    fn read(value: Option<&Value>) -> Self {
        value.map(|value| F::read(Some(value)))
    }
    fn value(&self) -> Option<Value> {
        self.as_ref().and_then(Field::value)
    }
}

/// Declares a kernel's params: a struct with public fields, and its [`ParamSet`](crate::ParamSet).
///
/// | a line | declares |
/// |---|---|
/// | `n: usize = 1024 in 1..=1_000_000, "cells";` | an integer (`usize`, `u32`, `u64`, `i64`) with default and limits |
/// | `density: f64 = 0.5 in 0.0..=1.0, "share of cars";` | a real number |
/// | `class: String = "S" of ["S", "W", "A"], "size";` | a choice |
/// | `title: String = "", "heading";` | a text |
/// | `limit: Option<f64> in 0.0..=1.0, "stop there";` | an optional number, `None` where it is not given |
/// | `text: Option<FileValue> in 0..=1_000_000, "words";` | a file of at most so many bytes |
/// | `a: Option<FileValue>, "left operand";` | a file, always optional: [`Kernel::validate`](crate::Kernel::validate) may demand it |
///
/// ```
/// use tenfold_kernel::FileValue;
/// tenfold_kernel::params! {
///     /// The ring.
///     pub struct Params {
///         n: usize = 1024 in 1..=1_000_000, "cells on the ring";
///         density: f64 = 0.5 in 0.0..=1.0, "share of cells that hold a car";
///         class: String = "S" of ["S", "W"], "size of the problem";
///         road: Option<FileValue>, "cells, one byte each";
///     }
/// }
/// let p = Params::default();
/// assert_eq!((p.n, p.class.as_str(), p.road), (1024, "S", None));
/// ```
#[macro_export]
macro_rules! params {
    ($(#[$doc:meta])* pub struct $name:ident {
        $($field:ident : $type:ident $(<$inner:ident>)? $(= $default:literal)? $(in $min:literal ..= $max:literal)?
            $(of [$($choice:literal),+ $(,)?])? , $help:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(#[doc = $help] pub $field: $type $(<$inner>)?,)+
        }

        impl Default for $name {
            fn default() -> Self {
                let defaults = $crate::fill(<$name as $crate::ParamSet>::SPECS, &$crate::Values::new());
                <$name as $crate::ParamSet>::from_values(&defaults.expect("defaults lie within their limits"))
            }
        }

        impl $crate::ParamSet for $name {
            const SPECS: &'static [$crate::ParamSpec] = &[$(
                $crate::ParamSpec {
                    name: stringify!($field),
                    help: $help,
                    limits: $crate::params!(@limits ($type $($inner)?) ($($min, $max)?) ($($($choice),+)?)),
                    default: $crate::params!(@default $type $($default)?),
                },
            )+];

            fn from_values(values: &$crate::Values) -> Self {
                $name { $($field: $crate::Field::read(values.get(stringify!($field))),)+ }
            }

            fn values(&self) -> $crate::Values {
                let fields = [$((stringify!($field), $crate::Field::value(&self.$field)),)+];
                fields.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
            }
        }
    };
    (@limits (Option $type:tt) $range:tt $choices:tt) => { $crate::params!(@limits ($type) $range $choices) };
    (@limits (f64) ($min:literal, $max:literal) ()) => { $crate::Limits::Real { min: $min, max: $max } };
    (@limits (String) () ($($choice:literal),+)) => { $crate::Limits::Choice { choices: &[$($choice),+] } };
    (@limits (String) () ()) => { $crate::Limits::Text };
    (@limits (FileValue) () ()) => { $crate::Limits::File { most: u64::MAX } };
    (@limits (FileValue) ($min:literal, $max:literal) ()) => { $crate::Limits::File { most: $max } };
    (@limits ($type:tt) ($min:literal, $max:literal) ()) => {
        $crate::Limits::Int { min: $min as i64, max: $max as i64 }
    };
    (@default $type:tt) => { None };
    (@default f64 $default:literal) => { Some($crate::Preset::Real($default)) };
    (@default String $default:literal) => { Some($crate::Preset::Text($default)) };
    (@default $type:tt $default:literal) => { Some($crate::Preset::Int($default as i64)) };
}

#[cfg(test)]
mod tests {
    use crate::{FileValue, ParamSet, Value, Values, fill, parse_value};

    crate::params! {
        /// A ring.
        pub struct Ring {
            n: usize = 8 in 1..=100, "cells";
            density: f64 = 0.5 in 0.0..=1.0, "share of cars";
            class: String = "S" of ["S", "W"], "size";
            title: String = "", "heading";
            stop: Option<f64> in -1.0..=1.0, "stop there";
            road: Option<FileValue>, "cells";
            short: Option<FileValue> in 0..=2, "at most two cells";
        }
    }

    #[test]
    fn defaults_fill_what_is_not_given_and_optional_ones_stay_away() {
        let given = [("n".to_string(), Value::Int(7))].into();
        let ring = Ring::from_values(&fill(Ring::SPECS, &given).unwrap());
        assert_eq!(ring, Ring { n: 7, ..Ring::default() });
        assert_eq!((ring.stop, ring.title.as_str()), (None, ""));
        assert_eq!(Ring::from_values(&ring.values()), ring);
        assert!(!ring.values().contains_key("stop"));
        let stopped = Ring { stop: Some(0.5), ..ring };
        assert_eq!(Ring::from_values(&stopped.values()), stopped);
    }

    #[test]
    fn every_refusal_names_the_param_the_value_and_what_is_allowed() {
        let long = "x".repeat(1001);
        let cases = [
            ("m", "1", "there is no param 'm' (allowed: n, density, class, title, stop, road, short)"),
            ("n", "many", "n = many: must be an integer from 1 to 100"),
            ("n", "1.5", "n = 1.5: must be an integer from 1 to 100"),
            ("n", "0", "n = 0: must be an integer from 1 to 100"),
            ("n", "1_000", "n = 1000: must be an integer from 1 to 100"),
            ("density", "NaN", "density = NaN: must be a number from 0 to 1"),
            ("stop", "2", "stop = 2: must be a number from -1 to 1"),
            ("class", "B", "class = B: must be one of S, W"),
            ("title", &long, &format!("title = {long}: must be a text of at most 1000 bytes")),
            ("road", "/", "road = /: must be a file that can be read: this is a folder"),
        ];
        for (name, text, message) in cases {
            assert_eq!(parse_value(Ring::SPECS, name, text).unwrap_err().to_string(), message);
        }
        let absent = parse_value(Ring::SPECS, "road", "/no/such/file").unwrap_err().to_string();
        assert!(absent.starts_with("road = /no/such/file: must be a file that can be read: No such file"), "{absent}");
        assert_eq!(parse_value(Ring::SPECS, "density", "1"), Ok(Value::Real(1.0)));
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_with_its_size() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), [1, 0, 1]).unwrap();
        let path = file.path().to_str().unwrap();
        let message =
            format!("short = {path}: must be a file of at most 2 bytes that can be read: this one has 3 bytes");
        assert_eq!(parse_value(Ring::SPECS, "short", path).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_file_is_known_by_its_content() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), [1, 0, 1]).unwrap();
        let value = parse_value(Ring::SPECS, "road", file.path().to_str().unwrap()).unwrap();
        let values: Values = fill(Ring::SPECS, &[("road".to_string(), value)].into()).unwrap();
        assert_eq!(Ring::from_values(&values).road.unwrap().read().unwrap(), [1, 0, 1]);
    }
}
