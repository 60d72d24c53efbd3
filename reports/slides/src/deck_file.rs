//! Reading a deck file: Markdown with front matter, slides separated by `---`, notes behind `???`.
//!
//! ```text
//! ---
//! title: Make your Python code faster
//! theme: light
//! ---
//! # Why?
//! Threads are worth {{ traffic.threaded/vectorised }}.
//! ???
//! Ask first.
//! ---
//! {{ story.traffic }}
//! ```

use super::{Theme, Unresolved};

/// A deck file, read but not yet resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeckFile {
    /// The deck's title, instead of the experiment's question.
    pub title: Option<String>,
    /// Who gives the course, for the first slide.
    pub author: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// The slides in order.
    pub slides: Vec<OwnSlide>,
}

/// One slide of a deck file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnSlide {
    /// The line its text begins on, counted from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// Its notes: the lines that say something, with their numbers.
    pub notes: Vec<(usize, String)>,
}

/// A mistake in a deck file.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong in a deck file.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The front matter has no end.
    OpenFrontMatter,
    /// A line of the front matter is not `name: value`.
    NotAPair(String),
    /// A word that is none of those allowed.
    Unknown {
        /// What it should name: "setting", "slide of the story".
        what: &'static str,
        /// The word.
        given: String,
        /// What is allowed.
        known: Vec<String>,
    },
    /// `{{` without `}}` on the same line.
    OpenReference,
    /// A name that stands for no result.
    Reference {
        /// The name.
        name: String,
        /// Why.
        why: Unresolved,
    },
    /// Text of one's own beside a directive that stands for so many slides.
    Several {
        /// The directive.
        name: String,
        /// How many slides it stands for.
        count: usize,
    },
    /// A picture: the deck is one file that holds nothing from elsewhere.
    Picture(String),
    /// There is no slide.
    Empty,
}

/// What the front matter may set.
const SETTINGS: [&str; 3] = ["title", "author", "theme"];

/// The themes.
const THEMES: [&str; 2] = ["light", "dark"];

impl DeckFile {
    /// Reads a deck file's text.
    pub(super) fn read(text: &str) -> Result<DeckFile, DeckError> {
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let mut file = DeckFile::default();
        let mut start = 0;
        if lines.first().is_some_and(|line| line.trim_end() == "---") {
            let end = lines.iter().skip(1).position(|line| line.trim_end() == "---");
            let end = end.ok_or(DeckError { line: 1, problem: Problem::OpenFrontMatter })? + 1;
            for (index, line) in lines[1..end].iter().enumerate() {
                file.set(line).map_err(|problem| DeckError { line: index + 2, problem })?;
            }
            start = end + 1;
        }
        file.slides = slides(&lines[start..], start + 1);
        match file.slides.is_empty() {
            true => Err(DeckError { line: lines.len().max(1), problem: Problem::Empty }),
            false => Ok(file),
        }
    }

    fn set(&mut self, line: &str) -> Result<(), Problem> {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return Ok(());
        }
        let (name, value) = line.split_once(':').ok_or_else(|| Problem::NotAPair(line.to_string()))?;
        let value = value.trim().trim_matches('"').to_string();
        match name.trim() {
            "title" => self.title = Some(value),
            "author" => self.author = Some(value),
            "theme" if value == "light" => self.theme = Theme::Light,
            "theme" if value == "dark" => self.theme = Theme::Dark,
            "theme" => return Err(unknown("theme", &value, &THEMES)),
            other => return Err(unknown("setting", other, &SETTINGS)),
        }
        Ok(())
    }
}

fn unknown(what: &'static str, given: &str, known: &[&str]) -> Problem {
    Problem::Unknown { what, given: given.to_string(), known: known.iter().map(|k| k.to_string()).collect() }
}

/// The slides of `lines`, the first of which is number `first`; empty ones are none.
fn slides(lines: &[&str], first: usize) -> Vec<OwnSlide> {
    let mut slides = Vec::new();
    let mut current: Option<OwnSlide> = None;
    let (mut fence, mut in_notes) = (None, false);
    for (index, line) in lines.iter().enumerate() {
        fence = after(fence, line);
        if fence.is_none() && line.trim_end() == "---" {
            slides.extend(current.take());
            in_notes = false;
            continue;
        }
        if fence.is_none() && line.trim_end() == "???" {
            in_notes = true;
            continue;
        }
        if current.is_none() && line.trim().is_empty() {
            continue;
        }
        let line_number = first + index;
        let empty = || OwnSlide { line: line_number, text: String::new(), notes: Vec::new() };
        let slide = current.get_or_insert_with(empty);
        if !in_notes {
            slide.text.push_str(line);
            slide.text.push('\n');
        } else if !line.trim().is_empty() {
            slide.notes.push((line_number, line.to_string()));
        }
    }
    slides.extend(current);
    slides
}

/// The fence that is open after `line`, where `open` was before it (CommonMark 0.31, section 4.5).
fn after<'l>(open: Option<&'l str>, line: &'l str) -> Option<&'l str> {
    let text = line.trim_start();
    let run = |mark: char| &text[..text.len() - text.trim_start_matches(mark).len()];
    let marks = [run('`'), run('~')].into_iter().find(|run| run.len() >= 3);
    match (open, marks) {
        (None, marks) => marks,
        (Some(open), Some(marks)) if marks.starts_with(open) && text.trim_end() == marks => None,
        (open, _) => open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_slides_and_notes() {
        let file = DeckFile::read(
            "---\ntitle: \"Faster\"\n# a comment\ntheme: dark\n---\n\n# One\ntext\n???\nsay\n---\n---\n```\n---\n```\n",
        )
        .unwrap();
        assert_eq!((file.title.as_deref(), file.theme), (Some("Faster"), Theme::Dark));
        let slide =
            |line, text: &str, notes: &[(usize, String)]| OwnSlide { line, text: text.into(), notes: notes.into() };
        let say = [(10, "say".to_string())];
        assert_eq!(file.slides, [slide(7, "# One\ntext\n", &say), slide(13, "```\n---\n```\n", &[])]);
    }

    #[test]
    fn mistakes_name_their_line() {
        let fault = |text: &str| DeckFile::read(text).unwrap_err();
        assert_eq!(fault("---\ntitle: a\n"), DeckError { line: 1, problem: Problem::OpenFrontMatter });
        assert_eq!(fault("---\ntitle a\n---\nx"), DeckError { line: 2, problem: Problem::NotAPair("title a".into()) });
        let wrong = fault("---\n\ntitel: a\n---\nx");
        assert_eq!(wrong.line, 3);
        assert!(matches!(wrong.problem, Problem::Unknown { what: "setting", .. }));
        assert!(matches!(fault("---\ntheme: pink\n---\nx").problem, Problem::Unknown { what: "theme", .. }));
        assert_eq!(fault("").problem, Problem::Empty);
        assert_eq!(fault("---\ntitle: a\n---\n\n").problem, Problem::Empty);
    }

    #[test]
    fn without_front_matter_the_first_line_is_a_slide() {
        let file = DeckFile::read("# One\n---\n# Two").unwrap();
        assert_eq!(file.slides.iter().map(|s| s.line).collect::<Vec<_>>(), [1, 3]);
    }
}
