//! A deck file and the story, composed: own slides, slides of the story in another order or with other words.

use super::authored::{self, CLOSE, OPEN};
use super::deck_file::{DeckError, DeckFile, OwnSlide, Problem};
use super::reference::{References, Resolved};
use super::{Block, Deck, Depth, Slide, SlideFigure, evidence};
use tenfold_analysis::findings::Findings;
use tenfold_analysis::text::short;

/// What stands for slides of the story, and for a figure.
const STORY: &str = "story";
const FIGURE: &str = "figure";

/// Composes the deck that `file` asks for.
pub(super) fn compose(
    file: &DeckFile,
    story: &[Slide],
    findings: &Findings<'_>,
    depth: Depth,
) -> Result<Deck, DeckError> {
    let composer = Composer { story, references: References { findings }, findings, depth };
    let mut slides = Vec::new();
    for own in &file.slides {
        match composer.slides(own)? {
            Composed::Story(chapter) => slides.extend(chapter),
            Composed::Own(slide) => slides.push(*slide),
        }
    }
    if let (Some(author), Some(first)) = (&file.author, slides.iter_mut().find(|s: &&mut Slide| s.opening)) {
        first.blocks.insert(0, Block::Text(short(author, 90)));
    }
    let question = &findings.run.experiment.question;
    if let (Some(title), Some(first)) = (&file.title, slides.iter_mut().find(|s| s.opening)) {
        // The question stays on the first slide, under the deck's own title.
        let asked = std::mem::replace(&mut first.title, short(title, 160));
        first.blocks.insert(0, Block::Text(asked));
    }
    Ok(Deck { title: file.title.clone().unwrap_or_else(|| question.clone()), slides, theme: file.theme })
}

struct Composer<'s, 'f, 'r> {
    story: &'s [Slide],
    references: References<'f, 'r>,
    findings: &'f Findings<'r>,
    depth: Depth,
}

/// What a slide of a deck file stands for.
enum Composed {
    /// Slides of the story, as they are.
    Story(Vec<Slide>),
    /// A slide with something of its own.
    Own(Box<Slide>),
}

/// A piece of an own slide: a run of Markdown, or a directive, with the line it stands on.
enum Piece {
    Text(usize, String),
    Story(usize, String),
    Figure(usize, String),
}

impl Composer<'_, '_, '_> {
    fn slides(&self, own: &OwnSlide) -> Result<Composed, DeckError> {
        let (title, pieces) = pieces(own);
        let is_bare = title.is_none() && own.notes.is_empty();
        if let [Piece::Story(line, key)] = pieces.as_slice()
            && is_bare
        {
            return Ok(Composed::Story(self.chapter(*line, key)?.cloned().collect()));
        }
        let mut resolved = Vec::new();
        let mut slide = Slide::default();
        let mut base: Option<Slide> = None;
        for piece in &pieces {
            match piece {
                Piece::Text(line, text) => {
                    let written = authored::write(text, *line, &self.references)?;
                    resolved.extend(written.resolved);
                    slide
                        .blocks
                        .push(Block::Markdown { text: written.markdown.trim_end().to_string(), html: written.html });
                }
                Piece::Figure(line, name) => slide.blocks.push(Block::Figure(self.figure(*line, name)?.clone())),
                Piece::Story(line, key) => {
                    let chapter: Vec<&Slide> = self.chapter(*line, key)?.collect();
                    let [only] = chapter.as_slice() else {
                        let problem = Problem::Several { name: directive(STORY, key), count: chapter.len() };
                        return Err(DeckError { line: *line, problem });
                    };
                    slide.blocks.extend(only.blocks.iter().cloned());
                    base = Some((*only).clone());
                }
            }
        }
        if let Some((line, text)) = title {
            let (shown, found) = authored::line(&text, line, &self.references)?;
            slide.title = short(&shown, 120);
            resolved.extend(found);
        }
        let said = own.notes.iter().map(|(line, text)| Ok(authored::line(text, *line, &self.references)?.0));
        slide.notes = said.collect::<Result<_, DeckError>>()?;
        slide.evidence = self.evidence(&resolved);
        Ok(Composed::Own(Box::new(match base {
            Some(base) => merged(base, slide),
            None => slide,
        })))
    }

    /// The slides of the story under a key; where it is empty all that the deck is to tell. A slide that is named by its whole
    /// key is told however short the deck.
    fn chapter(&self, line: usize, key: &str) -> Result<impl Iterator<Item = &Slide>, DeckError> {
        let depth = self.depth;
        let belongs = move |slide: &&Slide, key: &str| {
            let is_below = || slide.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
            slide.key == key || (depth.shows(slide) && (key.is_empty() || is_below()))
        };
        if !self.story.iter().any(|s| belongs(&s, key)) {
            let mut known: Vec<String> = self.story.iter().map(|s| directive(STORY, &s.key)).collect();
            known.extend(self.findings.parts.iter().map(|p| directive(STORY, &p.name)));
            let problem = Problem::Unknown { what: "slide of the story", given: directive(STORY, key), known };
            return Err(DeckError { line, problem });
        }
        let key = key.to_string();
        Ok(self.story.iter().filter(move |slide| belongs(slide, &key)))
    }

    fn figure(&self, line: usize, name: &str) -> Result<&SlideFigure, DeckError> {
        let figures = || {
            self.story.iter().flat_map(|s| &s.blocks).filter_map(|block| match block {
                Block::Figure(figure) if !figure.name.is_empty() => Some(figure),
                _ => None,
            })
        };
        figures().find(|f| f.name == name).ok_or_else(|| DeckError {
            line,
            problem: Problem::Unknown {
                what: "figure",
                given: directive(FIGURE, name),
                known: figures().map(|f| directive(FIGURE, &f.name)).collect(),
            },
        })
    }

    /// The evidence of the results named, and of the run they are from.
    fn evidence(&self, resolved: &[Resolved]) -> String {
        let mut said: Vec<&str> = resolved.iter().filter_map(|r| r.evidence.as_deref()).collect();
        said.dedup();
        if said.is_empty() {
            return String::new();
        }
        short(
            &format!(
                "{} · {}",
                said.join(" · "),
                evidence::line(self.findings.run, resolved.iter().filter_map(|r| r.n))
            ),
            400,
        )
    }
}

/// A slide of the story with an own title, own notes and own evidence where there are some.
fn merged(base: Slide, own: Slide) -> Slide {
    let or = |own: String, base: String| if own.is_empty() { base } else { own };
    let evidence = [own.evidence, base.evidence].into_iter().filter(|e| !e.is_empty()).collect::<Vec<_>>().join(" · ");
    Slide {
        title: or(own.title, base.title),
        notes: if own.notes.is_empty() { base.notes } else { own.notes },
        blocks: own.blocks,
        evidence,
        ..base
    }
}

fn directive(kind: &str, name: &str) -> String {
    if name.is_empty() { kind.to_string() } else { format!("{kind}.{name}") }
}

/// The title of an own slide and what is under it.
fn pieces(own: &OwnSlide) -> (Option<(usize, String)>, Vec<Piece>) {
    let mut title = None;
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, text) in own.text.lines().enumerate() {
        let line = own.line + index;
        if title.is_none() && pieces.is_empty() {
            if let Some(heading) = text.strip_prefix("# ") {
                title = Some((line, heading.trim().to_string()));
                continue;
            }
            if text.trim().is_empty() {
                continue;
            }
        }
        match named(text) {
            Some((STORY, key)) => pieces.push(Piece::Story(line, key.to_string())),
            Some((_, name)) => pieces.push(Piece::Figure(line, name.to_string())),
            None => match pieces.last_mut() {
                Some(Piece::Text(_, run)) => run.push_str(&format!("{text}\n")),
                _ if text.trim().is_empty() => {}
                _ => pieces.push(Piece::Text(line, format!("{text}\n"))),
            },
        }
    }
    (title, pieces)
}

/// The directive that is alone on a line.
fn named(line: &str) -> Option<(&'static str, &str)> {
    let name = line.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?.trim();
    if name == STORY {
        return Some((STORY, ""));
    }
    [STORY, FIGURE].into_iter().find_map(|kind| Some((kind, name.strip_prefix(kind)?.strip_prefix('.')?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Material, Scope, deck, deck_of};
    use tenfold_analysis::testing::example;
    use tenfold_record::Run;

    fn composed(text: &str) -> Result<Deck, DeckError> {
        let run: Run = example();
        deck_of(&run, &Material::default(), Scope::default(), text).unwrap()
    }

    fn fault(text: &str) -> DeckError {
        composed(text).unwrap_err()
    }

    #[test]
    fn the_whole_story_is_one_directive() {
        let whole = composed("---\ntitle: Mine\nauthor: Ada\n---\n{{ story }}\n").unwrap();
        let told = deck(&example(), &Material::default(), Scope::default()).unwrap();
        assert_eq!(whole.slides.len(), told.slides.len());
        assert_eq!(whole.title, "Mine");
        assert_eq!(whole.slides[0].title, "Mine");
    }

    #[test]
    fn own_slides_name_results_and_say_where_they_are_from() {
        let deck = composed(
            "# Faster by {{ traffic.vectorised/naive }}\n\n{{ figure.traffic-ladder }}\n\nText.\n???\nNote of {{ run.machine }}.\n",
        )
        .unwrap();
        let [slide] = deck.slides.as_slice() else { panic!() };
        assert!(slide.title.starts_with("Faster by 4") && slide.title.ends_with('×'), "{}", slide.title);
        assert!(slide.evidence.starts_with("traffic.vectorised/naive: 4") && slide.evidence.contains("n = 8"));
        assert!(slide.evidence.contains("run 2026-11-20-example-7f3a"));
        assert!(matches!(slide.blocks.as_slice(), [Block::Figure(_), Block::Markdown { .. }]));
        assert_eq!(slide.notes, ["Note of 2-core example machine."]);
    }

    #[test]
    fn a_slide_of_the_story_takes_other_words() {
        let deck = composed("# My words\nBefore.\n{{ story.traffic.ladder }}\n").unwrap();
        let [slide] = deck.slides.as_slice() else { panic!() };
        assert_eq!(slide.title, "My words");
        assert!(matches!(&slide.blocks[..2], [Block::Markdown { .. }, Block::Answer { .. }]));
        assert!(!slide.evidence.is_empty());
    }

    #[test]
    fn a_slide_that_only_a_full_deck_tells_is_named_by_its_key() {
        let deck = composed("{{ story.traffic.roofline }}\n").unwrap();
        assert_eq!(deck.slides.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["traffic.roofline"]);
        assert!(composed("{{ story.traffic }}\n").unwrap().slides.iter().all(|s| s.key != "traffic.roofline"));
    }

    #[test]
    fn mistakes_name_their_line_and_what_is_near() {
        let wrong = fault("# a\n---\n{{ story.trafic }}");
        let Problem::Unknown { given, known, .. } = wrong.problem else { panic!() };
        assert_eq!((wrong.line, given.as_str()), (3, "story.trafic"));
        assert!(known.contains(&"story.traffic".to_string()));
        assert!(matches!(fault("{{ figure.ladder }}").problem, Problem::Unknown { what: "figure", .. }));
        assert!(matches!(fault("# a\n{{ story.traffic }}").problem, Problem::Several { count: 2.., .. }));
        let wrong = fault("# a\n\ntext\n{{ traffic.vectorised-lucky }}");
        assert_eq!(wrong.line, 4);
        assert!(matches!(wrong.problem, Problem::Reference { .. }));
        assert_eq!(fault("# a {{ run.id").problem, Problem::OpenReference);
        let wrong = fault("# a\n???\n\nIt is {{ traffic.nope }} today.");
        assert_eq!(wrong.line, 4);
        assert!(matches!(wrong.problem, Problem::Reference { .. }));
    }
}
