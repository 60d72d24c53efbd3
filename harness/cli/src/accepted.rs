//! Slowdowns that commits accept: `[perf-ok: reason]` in a message.

use tenfold_history::Accepted;
use tenfold_launch::revision::Logged;

/// What a message has to say, before the reason.
const MARK: &str = "[perf-ok:";

/// What `commits` accept, in their order. Whoever gives no reason accepts nothing.
pub fn accepted(commits: &[Logged]) -> Vec<Accepted> {
    let of = |commit: &Logged| {
        let accept = |reason| Accepted { commit: commit.hash.clone(), reason };
        reasons(&commit.message).into_iter().map(accept).collect::<Vec<_>>()
    };
    commits.iter().flat_map(of).collect()
}

/// The reasons in a message, each in one line.
fn reasons(message: &str) -> Vec<String> {
    // Of the same length: a letter that is lowered to another length would move what follows.
    let lower = message.to_ascii_lowercase();
    let reason = |(at, _): (usize, _)| {
        let (reason, _) = message[at + MARK.len()..].split_once(']')?;
        let words: Vec<&str> = reason.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    lower.match_indices(MARK).filter_map(reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_wherever_it_stands_and_an_empty_one_is_none() {
        let message = "Sum exactly [perf-ok: exact sums\n  take longer]\n\nÄ [Perf-OK: known] [perf-ok: ] [perf-ok] [perf-ok: open";
        assert_eq!(reasons(message), ["exact sums take longer", "known"]);
        assert!(reasons("perf-ok: no brackets").is_empty());
    }

    #[test]
    fn each_reason_names_its_commit() {
        let commit = |hash: &str, message: &str| Logged { hash: hash.into(), time: 0, message: message.into() };
        let found = accepted(&[commit("a", "x"), commit("b", "[perf-ok: y]")]);
        assert_eq!(found, [Accepted { commit: "b".into(), reason: "y".into() }]);
    }
}
