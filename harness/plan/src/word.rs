//! The nearest valid word to a mistyped one.

/// The word of `known` that `given` was probably meant to be.
///
/// At most a third of the letters (at least two) may differ, by the Damerau–Levenshtein distance, so that a wild guess is
/// never made.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (given.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&given.to_lowercase(), word), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Says which words are allowed and which of them was probably meant: "(did you mean 'naive'? allowed: naive, …)".
pub fn listed(given: &str, known: &[&str]) -> String {
    let all = known.join(", ");
    match nearest(given, known.iter().copied()) {
        Some(word) => format!("did you mean '{word}'? allowed: {all}"),
        None => format!("allowed: {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_wild_guess_is_not_made() {
        let known = ["naive", "vectorised", "threaded"];
        assert_eq!(nearest("niave", known), Some("naive"));
        assert_eq!(nearest("Vectorized", known), Some("vectorised"));
        assert_eq!(nearest("gpu", known), None);
    }
}
