//! The guesses and the targets of a part: ratios of its variants.

use crate::file::{FileError, Source};
use crate::word::listed;
use tenfold_record::{Base, Guess, Target};
use toml::de::DeTable;

/// Reads the table `guess` of a part with these `variants`.
pub(crate) fn guesses(source: &Source<'_>, table: &DeTable<'_>, variants: &[String]) -> Result<Vec<Guess>, FileError> {
    let known: Vec<&str> = variants.iter().map(String::as_str).collect();
    let guess = |(subject, base, factor)| Guess { subject, base, factor };
    Ok(ratios(source, table, "guess", [&known, &known])?.into_iter().map(guess).collect())
}

/// Reads the table `target` of a part with these `variants`.
pub(crate) fn targets(source: &Source<'_>, table: &DeTable<'_>, variants: &[String]) -> Result<Vec<Target>, FileError> {
    let known: Vec<&str> = variants.iter().map(String::as_str).collect();
    let bases = [&known[..], &Base::WORDS].concat();
    let target = |(subject, base, factor)| Target { subject, base: Some(base).into(), factor };
    Ok(ratios(source, table, "target", [&known, &bases])?.into_iter().map(target).collect())
}

/// The ratios of the table `name`: subject, base, number. `known` are the words that either may be.
fn ratios(
    source: &Source<'_>,
    table: &DeTable<'_>,
    name: &str,
    known: [&[&str]; 2],
) -> Result<Vec<(String, String, f64)>, FileError> {
    let Some(node) = table.get(name) else { return Ok(Vec::new()) };
    let mut ratios: Vec<(String, String, f64)> = Vec::new();
    for (key, value) in source.table(name, node)? {
        let text: &toml::de::DeString<'_> = key.get_ref();
        let Some((subject, base)) = text.split_once('/') else {
            let message = format!("a {name} must be named \"variant / base\", not \"{text}\"");
            return Err(source.error(key.span(), message));
        };
        let words = [subject.trim(), base.trim()];
        for (word, known) in words.into_iter().zip(known) {
            if !known.contains(&word) {
                let message =
                    format!("the {name} names '{word}', which is not a variant here ({})", listed(word, known));
                return Err(source.error(key.span(), message));
            }
        }
        let [subject, base] = words.map(str::to_string);
        if ratios.iter().any(|(of, over, _)| (of, over) == (&subject, &base)) {
            return Err(source.error(key.span(), format!("\"{subject} / {base}\" appears twice in '{name}'")));
        }
        let factor = source.number(text, value)?;
        if !(factor > 0.0 && factor < 1e12) {
            return Err(source.error(value.span(), format!("{name} = {factor}: must be positive and below 1e12")));
        }
        ratios.push((subject, base, factor));
    }
    Ok(ratios)
}
