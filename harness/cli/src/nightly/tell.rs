//! Tells a night to people, and as one JSON object.

use super::kept::Told;
use super::verdict::{NightVerdict, told};
use crate::compare::{json as comparison_json, tell as comparison_tell};
use crate::lines::{entry, paragraph};
use serde_json::{Value, json};
use tenfold_analysis::comparison::CellStanding;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::visible;
use tenfold_history::{Night, Observation, Outcome};
use tenfold_record::Comparison;

/// Columns of the names of series.
const NAMES: usize = 26;

/// About so many nights tell what noise is like and what a change is.
const LEARNING: usize = 10;

/// A night, and all that came of it.
pub struct Whole<'a> {
    /// As it is kept.
    pub night: &'a Night,
    /// The comparison that it rests on.
    pub comparison: &'a Comparison,
    /// How many nights of this machine there are by now.
    pub nights: usize,
    /// Its cells.
    pub cells: &'a [CellStanding<'a>],
    /// The changes that it is the first to tell of.
    pub told: &'a [Told],
    /// What it comes to.
    pub verdict: &'a NightVerdict,
}

impl Whole<'_> {
    fn sentence(&self) -> String {
        let is_measured = |o: &&Observation| matches!(o.outcome, Outcome::Measured(_));
        self.verdict.sentence(self.night.observations.iter().filter(is_measured).count())
    }

    /// That it is too early to tell, where it is.
    fn early(&self) -> String {
        let nights = counted(self.nights, "night");
        let said = || format!(" Only {nights} from this machine so far; detecting a change takes about {LEARNING}.");
        (self.nights < LEARNING).then(said).unwrap_or_default()
    }

    /// Prints the verdict, what changed, every cell and what was left out.
    pub fn tell(&self) {
        println!("{}", paragraph(&visible(&format!("{}{}", self.sentence(), self.early()))));
        for change in self.told {
            println!("{}", entry(2, NAMES, &visible(&change.series.to_string()), &visible(&told(change))));
        }
        println!();
        comparison_tell::tell(self.comparison, self.cells);
        println!("{}", paragraph(&self.sentinels()));
    }

    /// "Sentinels: 2 cells of the reference against itself, none called a change."
    fn sentinels(&self) -> String {
        let cells = counted(self.night.sentinels.len(), "cell");
        let alarmed = self.night.sentinels.iter().filter(|sentinel| sentinel.alarmed).count();
        let called = if alarmed == 0 { "none".to_string() } else { format!("{alarmed} of them falsely") };
        format!("Sentinels: {cells} of the reference against itself, {called} called a change.")
    }

    /// The night as one JSON object.
    pub fn json(&self) -> Value {
        json!({
            "verdict": self.verdict.word(),
            "said": self.sentence(),
            "changes": self.told.iter().map(change).collect::<Vec<_>>(),
            "night": self.night,
            "comparison": comparison_json::json(self.comparison, self.cells),
        })
    }
}

fn change(told: &Told) -> Value {
    json!({
        "series": told.series,
        "of": if told.is_of_instructions { "instructions" } else { "time" },
        "before": told.before,
        "first": told.first,
        "ratio": told.log_size.exp(),
        "low": told.interval[0].exp(),
        "high": told.interval[1].exp(),
        "accepted": told.accepted,
        "repeated": told.is_repeated,
    })
}
