//! The guesses of a part: ratios of its variants.

use crate::file::{FileError, Source};
use crate::word::listed;
use tenfold_record::Guess;
use toml::de::DeTable;

/// Reads the table `guess` of a part with these `variants`.
pub(crate) fn guesses(source: &Source<'_>, table: &DeTable<'_>, variants: &[String]) -> Result<Vec<Guess>, FileError> {
    let Some(node) = table.get("guess") else { return Ok(Vec::new()) };
    let known: Vec<&str> = variants.iter().map(String::as_str).collect();
    let mut guesses = Vec::new();
    for (key, value) in source.table("guess", node)? {
        let text: &toml::de::DeString<'_> = key.get_ref();
        let Some((subject, base)) = text.split_once('/') else {
            let message = format!("a guess is named \"variant / base\", this is \"{text}\"");
            return Err(source.error(key.span(), message));
        };
        let (subject, base) = (subject.trim(), base.trim());
        for name in [subject, base] {
            if !known.contains(&name) {
                let message = format!("the guess names '{name}', which is no variant here ({})", listed(name, &known));
                return Err(source.error(key.span(), message));
            }
        }
        if guesses.iter().any(|guess: &Guess| guess.subject == subject && guess.base == base) {
            return Err(source.error(key.span(), format!("\"{subject} / {base}\" is guessed twice")));
        }
        let factor = source.number(text, value)?;
        if !(factor > 0.0 && factor < 1e12) {
            return Err(source.error(value.span(), format!("guess = {factor}: must be positive and below 1e12")));
        }
        guesses.push(Guess { subject: subject.to_string(), base: base.to_string(), factor });
    }
    Ok(guesses)
}
