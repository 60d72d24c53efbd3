//! One person at the terminal.

use super::factor::factor;
use crate::args::Guess;
use crate::fault::mistake;
use crate::lines::paragraph;
use crate::output;
use serde_json::json;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;
use tenfold_analysis::findings;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::visible;
use tenfold_measure::clock;
use tenfold_record::{Ballot, Cast, Experiment, Store, Topic};

/// Asks for every ratio and keeps the answers. Questions go to standard error, so that `--json` has its output alone, and are
/// asked of the quiet, too.
pub fn ask(args: &Guess, store: &mut Store, experiment: &Experiment, name: Option<String>) -> anyhow::Result<ExitCode> {
    let topics = experiment.topics();
    error!("{}\n", paragraph(&visible(&experiment.question)));
    error!("How many times faster? 1 means equally fast, 0.5 half as fast; Enter skips.");
    let mut input = std::io::stdin().lock();
    let factors = answers(&topics, &mut input, std::io::stdin().is_terminal())?;
    let ballot = Ballot { name, factors };
    let guessed = ballot.factors.iter().flatten().count();
    // Somebody without a name is the one who sits here.
    let guesser = format!("terminal {}", ballot.name.as_deref().unwrap_or_default());
    let kept = match guessed {
        0 => None,
        _ => {
            let poll = store.open_poll(experiment, clock::unix_ms())?;
            Some(store.cast(poll, &guesser, &ballot, clock::unix_ms())?)
        }
    };
    if args.json {
        let guesses = topics.iter().zip(&ballot.factors).map(|(topic, factor)| {
            json!({ "kernel": topic.kernel, "subject": topic.subject, "base": topic.base, "factor": factor })
        });
        let said = json!({
            "experiment": experiment.name,
            "question": experiment.question,
            "name": ballot.name,
            "guesses": guesses.collect::<Vec<_>>(),
            "kept": matches!(kept, Some(Cast::New | Cast::Changed)),
        });
        println!("{said}");
    }
    let next = format!("`tenfold run {}` will include them", visible(&args.experiment));
    let all = counted(topics.len(), "guess");
    let told = match kept {
        None => "no guesses, so nothing is saved".to_string(),
        Some(Cast::New) => format!("saved {guessed} of {all}; {next}"),
        Some(Cast::Changed) => format!("saved {guessed} of {all}, replacing the earlier ones; {next}"),
        Some(Cast::Closed) => return Err(mistake("a run of this experiment has just started: guesses are closed")),
        Some(Cast::Full) => return Err(mistake("more people have guessed than a poll may hold")),
    };
    eprintln!("\n{}", paragraph(&told));
    Ok(ExitCode::SUCCESS)
}

/// An answer for each topic. At a terminal a slip is asked again; a script that slips is refused, and nothing is kept.
fn answers(topics: &[Topic], input: &mut impl BufRead, terminal: bool) -> anyhow::Result<Vec<Option<f64>>> {
    let mut factors = vec![None; topics.len()];
    for (index, topic) in topics.iter().enumerate() {
        error!("\n{}", paragraph(&asked(topic)));
        factors[index] = loop {
            output::error(format_args!("({} of {}) > ", index + 1, topics.len()));
            std::io::stderr().flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                // The end of the input passes all that is left.
                return Ok(factors);
            }
            match factor(&line) {
                Ok(factor) => break factor,
                Err(fault) if terminal => error!("{}", paragraph(&visible(&fault))),
                Err(fault) => return Err(mistake(format!("guess {}: {}", index + 1, visible(&fault)))),
            }
        };
    }
    Ok(factors)
}

fn asked(topic: &Topic) -> String {
    let Topic { kernel, params, subject, base } = topic;
    let (subject, base) = (visible(subject), visible(base));
    format!("{} ({}): how many times faster than {base} is {subject}?", visible(kernel), findings::params(params))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics() -> Vec<Topic> {
        let topic = |subject: &str| Topic {
            kernel: "traffic".into(),
            params: Default::default(),
            subject: subject.into(),
            base: "naive".into(),
        };
        vec![topic("vectorised"), topic("threaded")]
    }

    #[test]
    fn every_topic_has_its_answer_and_the_end_of_input_passes() {
        let read = |text: &str, terminal| answers(&topics(), &mut text.as_bytes(), terminal);
        assert_eq!(read("8\n1.9\n", false).unwrap(), [Some(8.0), Some(1.9)]);
        assert_eq!(read("\n40×\n", false).unwrap(), [None, Some(40.0)]);
        assert_eq!(read("8\n", false).unwrap(), [Some(8.0), None]);
        assert_eq!(read("", false).unwrap(), [None, None]);
    }

    #[test]
    fn a_slip_is_asked_again_at_a_terminal_and_refused_from_a_script() {
        let slip = "eight\n8\n2\n";
        assert_eq!(answers(&topics(), &mut slip.as_bytes(), true).unwrap(), [Some(8.0), Some(2.0)]);
        let refused = answers(&topics(), &mut slip.as_bytes(), false).unwrap_err();
        assert!(refused.to_string().contains("guess 1: 'eight' is not a ratio"), "{refused}");
    }
}
