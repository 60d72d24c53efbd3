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
            about: "The same program on both sides, in new processes each time. “Under load”: another process keeps every \
                    core busy half of the time.",
            answer: told(&["false alarms between identical"]),
            figures: vec![("False alarms by kind of cell.", models::alarms(test))],
        },
        Question {
            key: "power",
            title: "How often is a slowdown found?",
            about: "Extra runs were added to B’s blocks, first without load, then under load.",
            answer: told(&["found within"]),
            figures: vec![
                ("Slowdowns found, no load.", models::power(test, false)),
                ("Slowdowns found, under load.", models::power(test, true)),
            ],
        },
        Question {
            key: "estimates",
            title: "Are the estimates right?",
            about: "How often the 95 % intervals contain the true ratio, and how far the estimates are from it.",
            answer: told(&["median error", "95 % intervals"]),
            figures: vec![
                ("Coverage of the intervals.", models::coverage(test)),
                ("Errors of the estimates.", models::errors(test)),
            ],
        },
        Question {
            key: "builds",
            title: "How often are builds of one source called different?",
            about: "Builds of one revision with functions linked in different orders, as many on one side as on the other. \
                    Code placement changes speed although the source is the same.",
            answer: told(&["between builds"]),
            figures: vec![("How much builds of one source differ.", models::spreads(test))],
        },
        Question {
            key: "rivals",
            title: "How do other tools judge the same blocks?",
            about: "All blocks of every comparison, disturbed or not, given to criterion (A’s as the baseline, B’s as the \
                    new run) and to tango (pairs of neighbouring blocks), each with its own settings: neither knows \
                    which blocks were disturbed or belong to one launch. Alternating A and B works in their favour.",
            answer: rivals_answer(test),
            figures: if test.trials.iter().any(|trial| !trial.opinions.is_empty()) {
                vec![
                    ("False alarms by judge.", models::judged(test)),
                    ("Slowdowns found by judge, no load.", models::judged_power(test, false)),
                    ("Slowdowns found by judge, under load.", models::judged_power(test, true)),
                ]
            } else {
                Vec::new()
            },
        },
        Question {
            key: "profilers",
            title: "Can the profilers be trusted?",
            about: "A process that runs only one known function is sampled; then it is compared with itself, with and \
                    without the profiler.",
            answer: told(&["in the known function", "slowdown at", "started and stopped"]),
            figures: vec![
                ("Samples in the known function.", models::hot(test)),
                ("Slowdown by the profiler.", models::overhead(test)),
            ],
        },
        Question {
            key: "agreement",
            title: "Do other tools measure the same times?",
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
