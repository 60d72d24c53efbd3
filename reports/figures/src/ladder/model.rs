//! The ladder, as a model.

use crate::{LONGEST_NAME, LeftOut};
use tenfold_analysis::findings::{self, GuessScore, MissingKind, PartFindings, wording};
use tenfold_analysis::format;
use tenfold_analysis::text::short;
use tenfold_record::Rung;
use tenfold_stats::Estimate;

/// What a ladder shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    /// The variants, in the order to be drawn: rung by rung, peers last. A row without a time above zero is named as left out.
    pub rows: Vec<Row>,
    /// The variant that all are compared with, in the head of the column of factors.
    pub base_label: String,
    /// The least time that the machine allows.
    pub limit: Option<Limit>,
    /// Variants without a row, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from: problem, launches, interval, run, machine.
    pub footer: String,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Its time in seconds.
    pub seconds: Estimate,
    /// Whether it is the variant that all are compared with.
    pub is_base: bool,
    /// How many times faster than the base it is; none for the base itself, and where the base has no time.
    pub factor_to_base: Option<Estimate>,
    /// What its rung is worth, on the first row of the rung.
    pub rung_factor: Option<RungFactor>,
    /// What was guessed before.
    pub guess: Option<Guess>,
    /// The median of each launch in seconds, drawn as faint dots.
    pub launches: Vec<f64>,
}

/// How many times faster the best variant of a rung is than the best of the rung before.
#[derive(Clone, Debug, PartialEq)]
pub struct RungFactor {
    /// The factor.
    pub ratio: Estimate,
    /// Which two it compares: `vectorised over naive`.
    pub words: String,
}

/// A guess about one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The time it would have taken, in seconds.
    pub seconds: f64,
    /// What was guessed: `guess: 8× naive`.
    pub text: String,
    /// The same where there is no room for that: `guess: 8×`.
    pub short: String,
}

/// The least time that the machine allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// In seconds.
    pub seconds: f64,
    /// What limits, with its value: `limit of one core, 280 µs`.
    pub label: String,
}

impl Ladder {
    /// The ladder of a part.
    pub fn of(part: &PartFindings<'_>) -> Ladder {
        let ladder = &part.ladder;
        let rungs = ladder.rungs();
        let rung_factor = |rung: Rung| {
            let worth = rungs.iter().find(|worth| worth.best.times.cell.rung == rung)?;
            let words = format!("{} over {}", worth.best.label, worth.over.label);
            Some(RungFactor { ratio: worth.ratio, words })
        };
        let row = |row: &findings::Row<'_>| Row {
            label: ranked_label(row),
            rung: row.times.cell.rung,
            seconds: row.times.estimate,
            is_base: row.is_base,
            factor_to_base: row.speed_up.filter(|_| !row.is_base),
            rung_factor: if ladder.begins_its_rung(row) { rung_factor(row.times.cell.rung) } else { None },
            guess: part.guesses.iter().find_map(|g| guess_on(g, row, part)),
            launches: row.times.medians(),
        };
        let left_out = part.missing.iter().map(|m| LeftOut {
            label: short(&wording::label(m.cell), LONGEST_NAME),
            reason: match m.kind {
                MissingKind::Wrong => "wrong answer".into(),
                MissingKind::TooFast => "too fast to be true".into(),
                MissingKind::Unmeasured => short(&m.reason, 60),
            },
            fault: m.kind != MissingKind::Unmeasured,
        });
        Ladder {
            rows: ladder.rows.iter().map(row).collect(),
            base_label: short(&ladder.base().map_or(part.part.base.clone(), |b| b.label.clone()), 18),
            limit: ladder.limit.as_ref().map(|limit| Limit {
                seconds: limit.seconds,
                label: format!("limit of one core, {}", format::seconds(limit.seconds)),
            }),
            left_out: left_out.collect(),
            footer: format!(
                "{}; faint dots are launches{}",
                wording::fit(ladder.rows.iter().map(|row| row.times.estimate.interval.is_some())),
                undrawn_limit(ladder)
            ),
        }
    }
}

/// The name of a row, and that it is not ranked.
fn ranked_label(row: &findings::Row<'_>) -> String {
    match row.ranked {
        true => short(&row.label, LONGEST_NAME),
        false => format!("{} (not ranked)", short(&row.label, LONGEST_NAME - 13)),
    }
}

/// That a limit is not drawn because it was not measured.
fn undrawn_limit(ladder: &findings::Ladder<'_>) -> &'static str {
    match (&ladder.limit, ladder.unmeasured.is_empty()) {
        (_, true) => "",
        (None, false) => "; the limit was not measured in this run",
        (Some(_), false) => "; another limit was not measured in this run",
    }
}

/// The time a guess about this row would have meant, where its base has a time.
fn guess_on(score: &GuessScore<'_>, row: &findings::Row<'_>, part: &PartFindings<'_>) -> Option<Guess> {
    let subject = part.ladder.row(&score.guess.subject)?;
    if subject.times.cell.key != row.times.cell.key {
        return None;
    }
    let base = part.ladder.row(&score.guess.base)?;
    let seconds = base.times.estimate.value / score.guess.factor;
    let (text, short) = guess_words(score.guess.factor, &score.guess.base);
    (seconds.is_finite() && seconds > 0.0).then_some(Guess { seconds, text, short })
}

/// A guess in full, and the same where there is no room for that.
fn guess_words(factor: f64, base: &str) -> (String, String) {
    let brief = format!("guess: {}", format::ratio(factor));
    (format!("{brief} {}", short(base, 16)), brief)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_guess_has_one_wording_in_full_and_in_brief() {
        assert_eq!(super::guess_words(8.0, "naive"), ("guess: 8.00× naive".into(), "guess: 8.00×".into()));
    }
}
