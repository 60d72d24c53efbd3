//! How a mistake in a deck file is told: the line, what is wrong, what is allowed, the nearest word; and what is no mistake
//! but will not look well.

use std::path::Path;
use tenfold_plan::listed;
use tenfold_slides::{DeckError, Problem, TooFull, Unresolved};

/// The mistake in a sentence.
pub fn tell(file: &Path, fault: &DeckError) -> String {
    let what = match &fault.problem {
        Problem::OpenFrontMatter => "the front matter that begins here has no `---` to end it".into(),
        Problem::NotAPair(line) => format!("'{line}' is no setting: `name: value` is needed, as in `theme: dark`"),
        Problem::Unknown { what, given, known } => {
            format!("there is no {what} '{given}' ({})", listed(given, &borrowed(known)))
        }
        Problem::OpenReference => "'{{' is not closed by '}}' on the same line".into(),
        Problem::Reference { name, why } => format!("{{{{ {name} }}}}: {}", why_not(why)),
        Problem::Several { name, count } => format!(
            "{{{{ {name} }}}} stands for {count} slides: text beside it is allowed where it stands for one, so name one of \
             them or put it on a slide alone"
        ),
        Problem::Picture(path) => format!(
            "the picture '{path}' cannot be part of a deck, which is one file of measured results; {{{{ figure.NAME }}}} \
             shows a figure of the run"
        ),
        Problem::Empty => "there is no slide".into(),
    };
    format!("{}:{}: {what}", file.display(), fault.line)
}

/// A slide that is too full, in a sentence.
pub fn too_full(file: &Path, slide: &TooFull) -> String {
    let lines = if slide.lines == 1 { "line" } else { "lines" };
    let beside = if slide.has_figure { " beside its figure" } else { "" };
    format!(
        "{}:{}: this slide is too full: it has about {} {lines} more{beside} than a last row can read (18 pt at 1920 × 1080). \
         The deck is built, and shows such a slide in parts; split it with a line of `---`",
        file.display(),
        slide.line,
        slide.lines
    )
}

fn why_not(why: &Unresolved) -> String {
    match why {
        Unresolved::Unknown { given, known } => {
            format!("the run has no '{given}' ({})", listed(given, &borrowed(known)))
        }
        Unresolved::Failed { cell, reason } => format!("{cell} has no number: {reason}"),
        Unresolved::NotPaired => "no round measured both, so that they cannot be compared".into(),
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

    #[test]
    fn a_slide_that_is_too_full_is_told_by_how_much_and_what_to_do() {
        let told = |lines, has_figure| too_full(Path::new("deck.md"), &TooFull { line: 9, lines, has_figure });
        assert!(
            told(7, false).starts_with("deck.md:9: this slide is too full: it has about 7 lines more than a last row")
        );
        assert!(told(1, true).contains("about 1 line more beside its figure than") && told(1, true).contains("`---`"));
        assert!(!told(1, true).contains("  "));
    }
}
