//! The deck of a self-test: how good the harness is on a machine.

use super::common::{machine, remember, tables};
use super::figures::{self, Words};
use super::{Block, Deck, Depth, Place, Slide, Theme};
use tenfold_analysis::date;
use tenfold_analysis::format::counted;
use tenfold_analysis::selftest::{Bar, bars, reached, summary};
use tenfold_analysis::text::{file_name, short};
use tenfold_figures::Gauge;
use tenfold_figures::selftest::{Question, questions};
use tenfold_record::SelfTest;

/// Targets that fit a table.
const MOST_ROWS: usize = 6;

/// The deck that a self-test tells.
pub fn selftest(test: &SelfTest, depth: Depth) -> Deck {
    let title = "How good is the harness on this machine?".to_string();
    let (bars, evidence) = (bars(test), evidence(test));
    let mut slides = vec![opening(test, &title, &evidence)];
    slides.extend(targets(&bars, &evidence));
    slides.extend(questions(test).iter().flat_map(|question| answered(question, &evidence)));
    slides.push(what_to_remember(&bars, &evidence));
    slides.extend(missing(test, &evidence));
    slides.push(machine(&test.fingerprint, evidence));
    slides.retain(|slide| depth.shows(slide));
    Deck { title, slides, theme: Theme::Light }
}

fn evidence(test: &SelfTest) -> String {
    let begun = test.sittings.iter().map(|sitting| sitting.started_ms).min().map(date::utc).unwrap_or_default();
    let minutes: f64 = test.sittings.iter().map(|sitting| sitting.minutes).sum();
    let machine = short(&test.fingerprint.machine, 52);
    format!("self-test of {} · {begun} · {machine}", counted(minutes.round() as usize, "minute"))
}

fn opening(test: &SelfTest, title: &str, evidence: &str) -> Slide {
    let compared = |n: usize, what: &str| (n > 0).then(|| format!("{} {what}.", counted(n, "comparison")));
    let compared = [
        compared(test.trials.len(), "with a known right answer"),
        compared(test.layouts.len(), "between builds of one source"),
    ];
    Slide {
        key: "question".into(),
        title: title.into(),
        blocks: compared.into_iter().flatten().map(Block::Text).collect(),
        evidence: evidence.into(),
        notes: vec!["Either both sides are the same program, or one was made slower by a known amount.".into()],
        opening: true,
        ..Slide::default()
    }
}

/// What must be reached, and what was.
fn targets(bars: &[Bar], evidence: &str) -> Vec<Slide> {
    let row =
        |bar: &Bar| vec![short(&bar.what, 60), short(&bar.wanted, 70), short(&bar.found, 60), reached(bar).to_string()];
    let rows: Vec<Vec<String>> = bars.iter().map(row).collect();
    let answer = Block::Answer { text: summary(bars), late: false };
    let head = ["what", "target", "here", "met?"];
    tables("targets", "Which targets must be met?", &answer, &head, &rows, MOST_ROWS, evidence)
}

/// A slide for every figure of a question; the first has the answer.
fn answered(question: &Question, evidence: &str) -> Vec<Slide> {
    let slide = |(index, (shown, gauge)): (usize, &(&str, Gauge))| {
        let name = file_name(&["selftest", shown]);
        let words = Words { name: name.clone(), title: question.title, caption: shown, evidence };
        let said = if index == 0 { question.answer.as_str() } else { shown };
        Slide {
            key: name,
            title: question.title.into(),
            blocks: vec![
                Block::Answer { text: short(said, 260), late: index == 0 },
                Block::Figure(figures::gauge(gauge, words)),
            ],
            evidence: evidence.into(),
            notes: vec![question.about.into(), question.answer.clone()],
            place: if index == 0 { Place::Main } else { Place::Full },
            ..Slide::default()
        }
    };
    question.figures.iter().enumerate().map(slide).collect()
}

fn what_to_remember(bars: &[Bar], evidence: &str) -> Slide {
    let missed = bars.iter().filter(|bar| bar.reached == Some(false));
    let missed = missed.map(|bar| short(&format!("Missed: {}: {} (target: {})", bar.what, bar.found, bar.wanted), 200));
    remember(std::iter::once(summary(bars)).chain(missed).collect(), evidence.into())
}

fn missing(test: &SelfTest, evidence: &str) -> Option<Slide> {
    let told = |(what, why): &(String, String)| short(&format!("{what}: {why}"), 200);
    (!test.missing.is_empty()).then(|| Slide {
        key: "missing".into(),
        title: "What was not tested?".into(),
        blocks: vec![Block::List(test.missing.iter().take(MOST_ROWS).map(told).collect())],
        evidence: evidence.into(),
        place: Place::Appendix,
        ..Slide::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing;

    #[test]
    fn it_goes_from_the_question_to_what_to_remember_and_fits_a_lesson() {
        let deck = selftest(&testing::selftest(), Depth::Short);
        let main: Vec<&Slide> = deck.slides.iter().filter(|slide| slide.place == Place::Main).collect();
        assert!(main.len() <= 15 && main[0].opening && main[main.len() - 1].key == "remember", "{}", main.len());
        let text = deck.markdown();
        for part in ["How often is identical code called different", "| what | target | here | met", "!["] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let full = selftest(&testing::selftest(), Depth::Full);
        assert!(full.slides.len() > deck.slides.len());
        assert!(deck.reveal().unwrap().contains("<table>"));
    }

    #[test]
    fn a_self_test_without_a_comparison_has_targets_and_no_figure() {
        let deck = selftest(&testing::empty_selftest(), Depth::Full);
        assert!(deck.figures().is_empty() && deck.markdown().contains("not tested."));
    }
}
