//! The deck of a comparison: what changed, cell by cell, and what to remember.

use super::common::{machine, remember, tables};
use super::figures::{self, Words};
use super::{Block, Deck, Depth, Place, Slide, Theme};
use tenfold_analysis::comparison::{CellStanding, Standing, terminal};
use tenfold_analysis::date;
use tenfold_analysis::text::{file_name, short};
use tenfold_figures::Gauge;
use tenfold_record::Comparison;

/// Cells that fit a table, and changed cells with a slide of their own in a short deck.
const MOST_ROWS: usize = 10;
const MOST_CHANGED: usize = 5;

/// The deck that a comparison tells.
pub fn comparison(comparison: &Comparison, cells: &[CellStanding<'_>], depth: Depth) -> Deck {
    let title = "Is B slower than A?".to_string();
    let mut slides = vec![opening(comparison, &title)];
    slides.extend(cells_at_a_glance(comparison, cells));
    slides.extend(changed(comparison, cells));
    slides.push(what_to_remember(comparison, cells));
    slides.push(machine(&comparison.fingerprint, evidence(comparison)));
    slides.retain(|slide| depth.shows(slide));
    Deck { title, slides, theme: Theme::Light }
}

fn evidence(comparison: &Comparison) -> String {
    let machine = short(&comparison.fingerprint.machine, 52);
    format!("{} · {} · {machine}", short(&comparison.id, 48), date::utc(comparison.started_ms))
}

fn opening(comparison: &Comparison, title: &str) -> Slide {
    let [a, b] = comparison.parties.each_ref().map(|party| short(party, 90));
    Slide {
        key: "question".into(),
        title: title.into(),
        blocks: vec![Block::Text(format!("A: {a}")), Block::Text(format!("B: {b}"))],
        evidence: evidence(comparison),
        notes: vec!["A and B took turns in pairs of processes on the same cores.".into()],
        opening: true,
        ..Slide::default()
    }
}

/// Every cell with its verdict; all of them in a full deck.
fn cells_at_a_glance(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Vec<Slide> {
    let lines = terminal(comparison, cells);
    let row = |(name, said): &(String, Vec<String>)| {
        let at = |index: usize| said.get(index).map_or(String::new(), |text| short(text, 60));
        vec![short(name, 40), at(0), at(1).trim_start_matches("time B / A ").to_string()]
    };
    let rows: Vec<Vec<String>> = lines.cells.iter().map(row).collect();
    let answer = Block::Answer { text: short(&lines.summary, 260), late: false };
    let head = ["cell", "verdict", "time B / A"];
    let mut slides = tables("cells", "What changed?", &answer, &head, &rows, MOST_ROWS, &evidence(comparison));
    slides.iter_mut().skip(1).for_each(|slide| slide.place = Place::Full);
    slides
}

/// The launches of every cell that changed.
fn changed(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Vec<Slide> {
    let lines = terminal(comparison, cells).cells;
    let changed =
        cells.iter().zip(lines).filter(|(cell, _)| matches!(cell.standing, Standing::Faster | Standing::Slower { .. }));
    let slide = |(index, (cell, (name, said))): (usize, (&CellStanding<'_>, (String, Vec<String>)))| {
        let (title, answer) = (format!("{}: how much?", short(&name, 60)), said[..said.len().min(2)].join("; "));
        let evidence = evidence(comparison);
        let file = file_name(&[&name, "launches"]);
        let words = Words { name: file, title: &title, caption: &answer, evidence: &evidence };
        let figure = figures::gauge(&Gauge::of_duel(cell, comparison.threshold)?, words);
        Some(Slide {
            key: figure.name.clone(),
            title: title.clone(),
            blocks: vec![Block::Answer { text: short(&answer, 260), late: false }, Block::Figure(figure)],
            evidence,
            notes: said,
            place: if index < MOST_CHANGED { Place::Main } else { Place::Full },
            ..Slide::default()
        })
    };
    changed.enumerate().filter_map(slide).collect()
}

fn what_to_remember(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Slide {
    let lines = terminal(comparison, cells);
    let left_out = lines.left_out.iter().take(MOST_CHANGED);
    let left_out = left_out.map(|(name, said)| short(&format!("Not compared: {name}: {}", said.join(" ")), 160));
    remember(std::iter::once(short(&lines.summary, 260)).chain(left_out).collect(), evidence(comparison))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::comparison::standings;
    use tenfold_analysis::testing;

    #[test]
    fn it_goes_from_the_question_to_what_to_remember() {
        let told = testing::comparison(vec![testing::duel("naive", 1.1, None), testing::duel("vectorised", 1.0, None)]);
        let cells = standings(&told).unwrap();
        let deck = comparison(&told, &cells, Depth::Short);
        let main: Vec<&Slide> = deck.slides.iter().filter(|s| s.place == Place::Main).collect();
        assert!(main.len() <= 15 && main[0].opening && main[main.len() - 1].key == "remember");
        let text = deck.markdown();
        assert!(
            text.contains("Is B slower than A") && text.contains("![") && text.contains("| cell | verdict |"),
            "{text}"
        );
        assert!(deck.reveal().unwrap().contains("<table>"));
    }
}
