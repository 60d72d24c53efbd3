//! What an index tells of a run.

use crate::findings::{Findings, PartFindings, medians};
use crate::rules::{self, Checked};
use tenfold_record::Gist;

/// What is kept of a run, so that nobody need read its samples again for a line of an index.
pub fn gist(findings: &Findings<'_>) -> Gist {
    let several = findings.parts.len() > 1;
    let answer = |part: &PartFindings<'_>| match several {
        true => format!("{}: {}", part.title, part.in_short()),
        false => part.in_short(),
    };
    let checked = rules::check(findings);
    Gist {
        answers: match findings.no_answer() {
            Some(why) => vec![why],
            None => findings.parts.iter().map(answer).collect(),
        },
        warning: checked.iter().any(Checked::is_broken).then(|| rules::answer(findings, &checked)),
        medians: medians(findings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cell, part, run};

    #[test]
    fn each_part_answers_and_a_broken_rule_warns() {
        let part = |kernel: &str, launches: usize| {
            part(kernel)
                .with(cell("naive").takes_each(&vec![8.0; launches]))
                .with(cell("vectorised").takes_each(&vec![1.0; launches]))
        };
        let one = run("?").with(part("heat", 6)).built();
        let told = gist(&Findings::of(&one));
        assert_eq!((told.answers.len(), told.medians.len()), (1, 2));
        assert!(told.answers[0].starts_with("vectorised is"), "{told:?}");
        let two = run("?").with(part("heat", 6)).with(part("traffic", 2)).built();
        let told = gist(&Findings::of(&two));
        assert!(told.answers[1].starts_with("traffic: "), "{told:?}");
        assert!(told.warning.unwrap().starts_with("This run breaks"), "two launches bear no interval");
        let early = run("?").with(part("heat", 2)).with(part("traffic", 2)).built();
        let told = gist(&Findings::of(&early));
        assert_eq!(told.answers, ["No answer yet: 2 rounds are too few for an interval; 6 are needed."]);
    }
}
