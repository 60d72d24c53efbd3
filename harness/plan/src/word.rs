//! The nearest valid word to a mistyped one.

/// The word of `known` that `given` was probably meant to be.
///
/// At most a third of the letters may differ, by the Damerau–Levenshtein distance, at least two of them, or one of words with less
/// than four, and never all: a wild guess is not made.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = given.chars().count();
    let allowed = if letters < 4 { 1 } else { (letters / 3).max(2) };
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&given.to_lowercase(), word), word))
        .filter(|(distance, _)| *distance <= allowed && *distance < letters)
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
        assert_eq!((nearest("gpu", ["mpi"]), nearest("x", ["n"])), (None, None));
    }
}
