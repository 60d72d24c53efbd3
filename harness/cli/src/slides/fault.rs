//! How a mistake in a deck file is told: the line, what is wrong, what is allowed, the nearest word.

use std::path::Path;
use tenfold_plan::listed;
use tenfold_slides::{DeckError, Problem, Unresolved};

/// The mistake in a sentence.
pub fn tell(file: &Path, fault: &DeckError) -> String {
    let what = match &fault.problem {
        Problem::OpenFrontMatter => "the front matter that starts here is not closed by `---`".into(),
        Problem::NotAPair(line) => format!("'{line}' is not a setting: write `name: value`, such as `theme: dark`"),
        Problem::Unknown { what, given, known } => {
            format!("there is no {what} '{given}' ({})", listed(given, &borrowed(known)))
        }
        Problem::OpenReference => "'{{' is not closed by '}}' on the same line".into(),
        Problem::Reference { name, why } => format!("{{{{ {name} }}}}: {}", why_not(why)),
        Problem::Several { name, count } => format!(
            "{{{{ {name} }}}} stands for {count} slides, so no text may stand beside it: name one of them, or put it on a \
             slide of its own"
        ),
        Problem::Picture(path) => format!(
            "the picture '{path}' cannot be part of a deck, which is one file of measured results; {{{{ figure.NAME }}}} \
             shows a figure of the run"
        ),
        Problem::Empty => "there is no slide".into(),
    };
    format!("{}:{}: {what}", file.display(), fault.line)
}

fn why_not(why: &Unresolved) -> String {
    match why {
        Unresolved::Unknown { given, known } => {
            format!("the run has no '{given}' ({})", listed(given, &borrowed(known)))
        }
        Unresolved::Failed { cell, reason } => format!("{cell} has no number: {reason}"),
        Unresolved::NotPaired => "no round measured both, so they cannot be compared".into(),
    }
}

fn borrowed(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(problem: Problem) -> String {
        tell(Path::new("deck.md"), &DeckError { line: 7, problem })
    }

    #[test]
    fn the_line_and_the_nearest_name_are_told() {
        let why = Unresolved::Unknown { given: "thraeded".into(), known: vec!["naive".into(), "threaded".into()] };
        assert_eq!(
            told(Problem::Reference { name: "traffic.thraeded".into(), why }),
            "deck.md:7: {{ traffic.thraeded }}: the run has no 'thraeded' (did you mean 'threaded'? allowed: naive, threaded)"
        );
        let why = Unresolved::Failed { cell: "traffic vectorised".into(), reason: "wrong answer: 42 is not 43".into() };
        assert_eq!(
            told(Problem::Reference { name: "traffic.vectorised".into(), why }),
            "deck.md:7: {{ traffic.vectorised }}: traffic vectorised has no number: wrong answer: 42 is not 43"
        );
        assert_eq!(told(Problem::Empty), "deck.md:7: there is no slide");
    }
}
