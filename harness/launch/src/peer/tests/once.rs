//! One-shot command lines.

use super::*;
use crate::peer::once::PATH;
use std::time::Instant;

fn once(command: &CommandLine) -> Ended {
    launched(Way::Command { command, once: true }, (Workers::One, 1))
}

#[test]
fn input_and_output_are_files_or_the_standard_ones() {
    let list = |words: &[&str]| CommandLine::Words(words.iter().map(|word| word.to_string()).collect());
    for command in [
        list(&["tr", "HAL", "IBM"]),
        shell("tr HAL IBM | cat"),
        shell("tr HAL IBM < {input} > {output}"),
        list(&["sh", "-c", "tr HAL IBM < \"$1\" > \"$2\"", "sh", "{input}", "{output}"]),
    ] {
        let told = measured(once(&command)).told;
        assert_eq!((told.path.as_str(), told.startup_seconds), (PATH, 0.0));
        assert!(told.samples.len() > 1 && told.iterations >= 1);
    }
}

#[test]
fn the_time_is_that_of_the_whole_process() {
    let told = measured(once(&shell("sleep 0.05; tr HAL IBM"))).told;
    assert!(told.samples.iter().all(|sample| sample.seconds >= 0.05 * f64::from(told.iterations)), "{told:?}");
}

#[test]
fn one_that_fails_says_why() {
    let why = crash(once(&shell("echo no such luck >&2; exit 4")));
    assert_eq!(why, "it ended with status 4: no such luck");
}

#[test]
fn one_that_writes_nothing_has_no_output_of_an_earlier_run() {
    // The first run leaves a file by which later ones know that they shall do nothing.
    let line = "mark=$(dirname {output})/mark; [ -e $mark ] && exit; touch $mark; tr HAL IBM < {input} > {output}";
    match once(&shell(line)) {
        Ended::Replied(Reply::Failed { reason }) => assert!(reason.contains("its output cannot be read"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_answer_is_not_sampled() {
    match once(&shell("cat")) {
        Ended::Replied(Reply::Done(done)) => {
            assert!(!done.judgement.passed() && done.told.samples.is_empty(), "{done:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_that_hangs_is_stopped_with_all_it_started() {
    let way = || Way::Command { command: Box::leak(Box::new(shell("sleep 1000 & setsid sleep 1000"))), once: true };
    let begin = Instant::now();
    let limited = within(way(), (Workers::One, 1), None, Duration::from_millis(200), &AtomicBool::new(false));
    assert_eq!(limited, Ended::TimedOut);
    let stopped = within(way(), (Workers::One, 1), None, Duration::from_secs(60), &AtomicBool::new(true));
    assert_eq!(stopped, Ended::Interrupted);
    assert!(begin.elapsed() < Duration::from_secs(60));
}
