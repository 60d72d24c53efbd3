//! What a class guessed before the run, against what was measured.

use super::guesses::known;
use super::{Estimate, Ladder};
use tenfold_record::{Guess, Part, Run};

/// A guess within this factor of the measured ratio is near: of a room that has never measured, more cannot be asked.
pub const NEAR_FACTOR: f64 = 2.0;

/// All guesses at one ratio.
#[derive(Clone, Debug)]
pub struct ClassGuess<'r> {
    /// The ratio, as the experiment's file names it.
    pub guess: &'r Guess,
    /// The guesses, ascending; at least one.
    pub factors: Vec<f64>,
    /// The nearest guess of those with a name, where the ratio was measured.
    pub nearest: Option<(&'r str, f64)>,
    /// The measured ratio, or why there is none.
    pub outcome: Result<Estimate, String>,
}

/// The guesses at each ratio of the part with this index; nothing for a ratio that nobody guessed at.
pub(super) fn of_part<'r>(run: &'r Run, index: usize, part: &'r Part, ladder: &Ladder<'_>) -> Vec<ClassGuess<'r>> {
    // Ballots hold the ratios of all parts, one part after the other.
    let before: usize = run.experiment.parts[..index].iter().map(|p| p.guesses.len()).sum();
    let of_guess = |(place, guess): (usize, &'r Guess)| {
        let usable = |factor: &f64| factor.is_finite() && *factor > 0.0;
        let cast = run.ballots.iter().filter_map(|ballot| {
            let factor = ballot.factors.get(before + place).copied().flatten().filter(usable)?;
            Some((ballot.name.as_deref(), factor))
        });
        let cast: Vec<(Option<&'r str>, f64)> = cast.collect();
        let mut factors: Vec<f64> = cast.iter().map(|(_, factor)| *factor).collect();
        factors.sort_by(f64::total_cmp);
        let outcome = known(guess, ladder, part);
        let nearest = outcome.as_ref().ok().and_then(|ratio| {
            let named = cast.iter().filter_map(|(name, factor)| Some(((*name)?, *factor)));
            named.min_by(|a, b| off(a.1, ratio.value).total_cmp(&off(b.1, ratio.value)))
        });
        (!factors.is_empty()).then_some(ClassGuess { guess, factors, nearest, outcome })
    };
    part.guesses.iter().enumerate().filter_map(of_guess).collect()
}

impl ClassGuess<'_> {
    /// The median of the guesses.
    pub fn median(&self) -> f64 {
        tenfold_stats::median(&self.factors).unwrap_or(f64::NAN)
    }

    /// The first and the third quartile of the guesses.
    pub fn quartiles(&self) -> Option<[f64; 2]> {
        let quartile = |p| tenfold_stats::quantile(&self.factors, p).ok();
        Some([quartile(0.25)?, quartile(0.75)?])
    }

    /// How many times too high or too low the median is; at least 1. `None` where nothing was measured.
    pub fn median_off(&self) -> Option<f64> {
        Some(off(self.median(), self.outcome.as_ref().ok()?.value))
    }

    /// How many guesses are near; `None` where nothing was measured.
    pub fn near(&self) -> Option<usize> {
        let measured = self.outcome.as_ref().ok()?.value;
        Some(self.factors.iter().filter(|factor| off(**factor, measured) <= NEAR_FACTOR).count())
    }
}

/// How many times too high or too low a guess is; at least 1.
fn off(guess: f64, measured: f64) -> f64 {
    (guess / measured).max(measured / guess)
}

#[cfg(test)]
mod tests {
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};
    use tenfold_record::Run;

    /// Two parts that were measured at 8 times and at 3 times, of four people.
    fn guessed() -> Run {
        let ladder = |kernel: &str, factor: f64| {
            part(kernel)
                .guessing("vectorised", "naive", 2.0)
                .with(cell("naive").takes_each(&[factor; 6]))
                .with(cell("vectorised").takes_each(&[1.0; 6]))
        };
        run("?")
            .with(ladder("traffic", 8.0))
            .with(ladder("heat", 3.0).guessing("magic", "naive", 2.0))
            .guessed(Some("Ada"), &[Some(4.0), Some(100.0), Some(1.0)])
            .guessed(None, &[Some(8.0), Some(2.0)])
            .guessed(Some("Bob"), &[Some(17.0), None, None])
            .guessed(Some("Eve"), &[Some(3.99), Some(f64::NAN), Some(-1.0)])
            .built()
    }

    #[test]
    fn ballots_are_told_apart_by_part_and_ratio() {
        let run = guessed();
        let findings = Findings::of(&run);
        let class = |index: usize| &findings.parts[index].class;
        assert_eq!(class(0)[0].factors, [3.99, 4.0, 8.0, 17.0]);
        assert_eq!(class(1)[0].factors, [2.0, 100.0]);
        assert_eq!(class(1)[1].factors, [1.0]);
    }

    #[test]
    fn near_is_within_a_factor_of_two_and_the_nearest_has_a_name() {
        let run = guessed();
        let findings = Findings::of(&run);
        let class = &findings.parts[0].class[0];
        // 4 is just near, 3.99 and 17 are just not; of those with a name Ada is nearest.
        assert_eq!((class.near(), class.median(), class.nearest), (Some(2), 6.0, Some(("Ada", 4.0))));
        assert!((class.median_off().unwrap() - 8.0 / 6.0).abs() < 1e-12);
        assert_eq!(class.summary(), "n = 4 · median guess 6.00× · 2 within a factor of 2");
        let magic = &findings.parts[1].class[1];
        assert_eq!((magic.near(), magic.nearest), (None, None));
        assert!(magic.summary().ends_with("not scored: magic is not in the experiment"));
        assert_eq!(
            findings.class_answer(),
            "4 people guessed: 3 of 6 guesses were within a factor of 2 of the measurement. The median guess was \
             furthest off for vectorised over naive: guessed 51.0×, measured 3.00×."
        );
    }

    #[test]
    fn without_a_class_nothing_is_said() {
        let run = run("?").with(part("traffic").guessing("vectorised", "naive", 2.0)).built();
        let findings = Findings::of(&run);
        assert!(findings.parts[0].class.is_empty() && findings.class_answer().is_empty());
    }
}
