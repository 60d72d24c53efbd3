//! The figures of a self-test: which questions they answer, in the order in which page and deck ask them.

mod models;

use crate::Gauge;
use tenfold_analysis::selftest::{bars, rivals_answer, told};
use tenfold_record::SelfTest;

/// A question with its answer and the figures that show it.
pub struct Question {
    /// Its name in links: `alarms`.
    pub key: &'static str,
    /// The question.
    pub title: &'static str,
    /// What was done to answer it.
    pub about: &'static str,
    /// The answer, computed.
    pub answer: String,
    /// What each figure shows, and the figure.
    pub figures: Vec<(&'static str, Gauge)>,
}

/// The questions that something was measured for.
pub fn questions(test: &SelfTest) -> Vec<Question> {
    let bars = bars(test);
    let told = |of: &[&str]| told(&bars, of);
    let mut questions = vec![
        Question {
            key: "alarms",
            title: "How often is identical code called different?",
            about: "The same program on both sides, in new processes each time. “Beside a load”: a neighbour keeps every \
                    core busy half of the time.",
            answer: told(&["false alarms between identical"]),
            figures: vec![("False alarms by kind of cell.", models::alarms(test))],
        },
        Question {
            key: "power",
            title: "How often is a slowdown found?",
            about: "Runs were added to B’s blocks. First alone, then beside a load.",
            answer: told(&["found within"]),
            figures: vec![
                ("Slowdowns found, alone.", models::power(test, false)),
                ("Slowdowns found, beside a load.", models::power(test, true)),
            ],
        },
        Question {
            key: "estimates",
            title: "Are the estimates right?",
            about: "How often the 95 % intervals hold the truth, and how far the estimated ratios are from it.",
            answer: told(&["median error", "95 % intervals"]),
            figures: vec![
                ("Coverage of the intervals.", models::coverage(test)),
                ("Errors of the estimates.", models::errors(test)),
            ],
        },
        Question {
            key: "builds",
            title: "How often are builds of one source called different?",
            about: "Programs of one revision whose functions were linked in other orders, two against two others. Where code \
                    lies changes its speed, and that is no change of the source.",
            answer: told(&["between builds"]),
            figures: vec![("How much builds of one source differ.", models::spreads(test))],
        },
        Question {
            key: "rivals",
            title: "How do others judge the same blocks?",
            about: "All blocks of every comparison, disturbed or not, given to criterion (A’s as the baseline, B’s as the \
                    new run) and to tango (pairs of neighbouring blocks), each with its own settings: neither knows \
                    which blocks were disturbed or belong to one launch. That A and B took turns is to their advantage.",
            answer: rivals_answer(test),
            figures: if test.trials.iter().any(|trial| !trial.opinions.is_empty()) {
                vec![
                    ("False alarms by judge.", models::judged(test)),
                    ("Slowdowns found by judge, alone.", models::judged_power(test, false)),
                    ("Slowdowns found by judge, beside a load.", models::judged_power(test, true)),
                ]
            } else {
                Vec::new()
            },
        },
        Question {
            key: "profilers",
            title: "Can the profilers be believed?",
            about: "A process that does nothing but run one known function, sampled; and a duel between that process with \
                    the profiler and without it.",
            answer: told(&["in the known function", "slowdown at", "started and stopped"]),
            figures: vec![
                ("Samples in the known function.", models::hot(test)),
                ("Slowdown by the profiler.", models::overhead(test)),
            ],
        },
        Question {
            key: "agreement",
            title: "Do others find the same times?",
            about: "The same variant with the same params, timed by this harness and by another program in turns.",
            answer: told(&["medians"]),
            figures: vec![("Our medians over theirs.", models::agreements(test))],
        },
    ];
    questions.iter_mut().for_each(|question| question.figures.retain(|(_, gauge)| !gauge.rows.is_empty()));
    // A profiler that refused has no figure, only a table.
    let in_words = |question: &Question| question.key == "profilers" && !test.profilers.is_empty();
    questions.retain(|question| !question.figures.is_empty() || in_words(question));
    questions
}
