//! How often is a change called where there is none, and how soon where there is one? On simulated nights, by this program's
//! detector and by those of Apache Otava and asv.
//!
//! Every judge is told a series night by night. A change that it places more than three nights before the planted one is a false
//! alarm of its own and no find.

use super::Session;
use crate::stop;
use std::time::Instant;
use tenfold_analysis::selftest::OURS;
use tenfold_launch::duel::Silence;
use tenfold_launch::rivals::detectors::{self, Calls, Detector};
use tenfold_record::{Planted, Simulated};
use tenfold_stats::steps::planted::{Change, Noise};
use tenfold_stats::steps::{Observed, Rule, steps};

/// Nights of a series without a change.
const NIGHTS: usize = 100;

/// Nights before a planted change, and after it.
const BEFORE: usize = 150;
const AFTER: usize = 20;

/// So many nights before the planted one a change may be placed.
const NEAR: usize = 3;

/// The first night that others judge: they need some to begin with.
const FIRST: usize = 10;

/// Standard deviation of the noise as a share of the time.
const DEVIATION: f64 = 0.01;

/// Series of each question for us, without a change and with one; others have as many at most.
const QUIET: usize = 3000;
const CHANGED: usize = 1000;

/// Others are asked for at least so long at a time.
const LEAST_SECONDS: f64 = 1.0;

/// A question: noise and what is planted in it.
#[derive(Clone, Copy)]
struct Question {
    noise: Noise,
    planted: Planted,
}

impl Question {
    fn all() -> Vec<Question> {
        let each = |planted| Noise::EACH.map(move |noise| Question { noise, planted });
        let gaussian = |planted| Question { noise: Noise::Gaussian, planted };
        let plain = [Planted::Spike, Planted::Creep].map(gaussian);
        each(Planted::Nothing).into_iter().chain(each(Planted::Step)).chain(plain).collect()
    }

    /// Series that are wanted of it.
    fn wanted(self) -> usize {
        if self.planted == Planted::Nothing { QUIET } else { CHANGED }
    }

    /// The night of the planted change; the first of all where there is none.
    fn from(self) -> usize {
        if self.planted == Planted::Nothing { 0 } else { BEFORE }
    }

    /// The logarithms of the ratios of one series, and the same without what is planted.
    fn series(self, seed: u64) -> [Vec<f64>; 2] {
        let nights = if self.planted == Planted::Nothing { NIGHTS } else { BEFORE + AFTER };
        let quiet = self.noise.series(nights, seed);
        let changed = match self.planted {
            Planted::Nothing => quiet.clone(),
            Planted::Step => Change::Step(3.0).planted(quiet.clone(), BEFORE),
            Planted::Creep => Change::Creep(0.5).planted(quiet.clone(), BEFORE),
            Planted::Spike => Change::Spike([10.0, -10.0, 30.0][seed as usize % 3]).planted(quiet.clone(), BEFORE),
        };
        [changed, quiet].map(|series| series.iter().map(|value| DEVIATION * value).collect())
    }
}

/// Judges as many series as there is time for, and goes on where that was not enough.
pub fn nightly(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    eprintln!("nights are simulated");
    for question in Question::all() {
        while kept(session, question, None).called.len() < question.wanted() {
            // A hundred are judged whatever the time.
            let before = kept(session, question, None).called.len();
            if stop::asked() || before >= 100 && Instant::now() >= until {
                break;
            }
            let seeds = seeds(session, question, before, 100);
            let called = seeds.map(|seed| ours(question, seed)).collect::<Vec<_>>();
            kept(session, question, None).called.extend(called);
        }
    }
    session.keeper.keep(&session.test)?;
    for judge in Detector::EACH {
        if let Err(Silence::Gone(why)) = rival(session, judge, until) {
            session.miss("simulated nights judged by others", why);
        }
        session.keeper.keep(&session.test)?;
    }
    Ok(())
}

/// Asks one of the others all questions, each for its share of the time that is left.
fn rival(session: &mut Session, judge: Detector, until: Instant) -> Result<(), Silence> {
    eprintln!("{} is asked about the same nights", judge.name());
    let judges_left = Detector::EACH.iter().skip_while(|other| **other != judge).count();
    let questions = Question::all();
    for (asked, question) in questions.iter().copied().enumerate() {
        let left = until.saturating_duration_since(Instant::now());
        let parts = questions.len() * judges_left - asked;
        let seconds = (left.as_secs_f64() / parts as f64).max(LEAST_SECONDS);
        let before = kept(session, question, Some(judge)).called.len();
        if before >= question.wanted() {
            continue;
        }
        let seeds = seeds(session, question, before, question.wanted() - before);
        // More than there is time for are not even sent.
        let most = (200.0 * seconds) as usize;
        let both: Vec<[Vec<f64>; 2]> = seeds.take(most).map(|seed| question.series(seed)).collect();
        let ask = |which: usize, seconds: f64, most: usize| {
            let series = both.iter().take(most);
            let ratios = series.map(|both| both[which].iter().map(|log| log.exp()).collect()).collect();
            let first = question.from().max(FIRST);
            let counts_from = question.from().saturating_sub(NEAR);
            let question = detectors::Question { judge, first, counts_from, seconds, series: ratios };
            detectors::ask(&question, session.stop)
        };
        let is_spike = question.planted == Planted::Spike;
        let Calls { by, mut called } = ask(0, if is_spike { seconds / 2.0 } else { seconds }, both.len())?;
        if is_spike {
            let without = ask(1, seconds, called.len())?.called;
            called.truncate(without.len());
            for (called, without) in called.iter_mut().zip(without) {
                *called = called.filter(|_| without.is_none());
            }
        }
        let kept = kept(session, question, Some(judge));
        kept.judge = by;
        kept.called.extend(called.into_iter().map(|night| night.map(|night| night + 1 - question.from())));
    }
    Ok(())
}

/// The answers of a judge to a question, none at first; without a judge our own.
fn kept(session: &mut Session, question: Question, judge: Option<Detector>) -> &mut Simulated {
    let package = |detector: Detector| match detector {
        Detector::Otava => "apache-otava",
        Detector::Asv => "asv",
    };
    let named = judge.map_or(OURS, package);
    let all = &mut session.test.nightly;
    let (noise, planted) = (question.noise.name(), question.planted);
    let same = |one: &Simulated| one.noise == noise && one.planted == planted && one.judge.starts_with(named);
    let index = all.iter().position(same).unwrap_or_else(|| {
        all.push(Simulated { noise: noise.to_string(), planted, judge: named.to_string(), called: Vec::new() });
        all.len() - 1
    });
    &mut all[index]
}

/// The seeds of `count` series, of which so many were judged before: the same for every judge.
fn seeds(session: &Session, question: Question, before: usize, count: usize) -> impl Iterator<Item = u64> + use<> {
    let of_sitting = session.test.sittings[0].seed.wrapping_mul(1_000_003);
    let of_question = question.planted as u64 * 4 + question.noise as u64;
    (before..before + count).map(move |n| of_sitting.wrapping_add(of_question * 10_000_019).wrapping_add(n as u64))
}

/// After how many nights our detector calls a change.
fn ours(question: Question, seed: u64) -> Option<usize> {
    let [changed, quiet] = question.series(seed);
    let from = question.from();
    let called = |values: &[f64]| {
        let observed: Vec<Observed> =
            values.iter().map(|&value| Observed { value, error: 0.0, is_free: false }).collect();
        let found = steps(&observed, &Rule::TIMES);
        found.iter().find(|step| step.called >= from && step.at + NEAR >= from).map(|step| step.called + 1 - from)
    };
    called(&changed).filter(|_| question.planted != Planted::Spike || called(&quiet).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_called_after_it_was_planted_and_series_differ_from_seed_to_seed() {
        let step = Question { noise: Noise::Gaussian, planted: Planted::Step };
        let called: Vec<Option<usize>> = (0..20).map(|seed| ours(step, seed)).collect();
        assert!(called.iter().flatten().all(|nights| *nights <= AFTER), "{called:?}");
        assert!(called.iter().flatten().count() > 10, "{called:?}");
        assert_ne!(step.series(1), step.series(2));
        let [changed, quiet] = step.series(1);
        assert_eq!((changed.len(), &changed[..BEFORE]), (BEFORE + AFTER, &quiet[..BEFORE]));
    }
}
