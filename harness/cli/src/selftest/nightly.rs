//! How often is a change called where there is none, and how soon where there is one? On simulated nights, by this program's
//! detector and by those of Apache Otava and asv.
//!
//! Every judge is told a series night by night. A change that it places more than three nights before the planted one, or before the
//! nights that are counted, is a false alarm of its own and no find. Without a change alarms are counted twice: in the first nights,
//! where little is known of the noise, and where steps are planted, for power counts for nothing where alarms were bought for it.
//!
//! Then commits are searched for, as `bisect` does.

use super::Session;
use crate::stop;
use std::time::Instant;
use tenfold_analysis::selftest::OURS;
use tenfold_history::bisect::{Simulation, simulate};
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

/// Standard deviation of the noise as a share of the time. Nights state it as their error, as real ones do.
const DEVIATION: f64 = 0.01;

/// Series of each question for us, and of those whose answers are all but sure; others have as many at most. And searches for a commit.
const SERIES: usize = 3000;
const SURE: usize = 1000;
const SEARCHES: usize = 1000;

/// What searches are among, for a person.
const SEARCHED: &str = "probes with errors of 0.5 to 0.8 %";

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
        let four = [Planted::Nothing, Planted::NothingLater, Planted::Step].into_iter().flat_map(each);
        four.chain(plain).collect()
    }

    /// Series that are wanted of it.
    fn wanted(self) -> usize {
        if matches!(self.planted, Planted::Spike | Planted::Creep) { SURE } else { SERIES }
    }

    /// The night from which calls are counted: that of the planted change, where there is one.
    fn from(self) -> usize {
        if self.planted == Planted::Nothing { 0 } else { BEFORE }
    }

    /// How many nights are counted.
    fn counted(self) -> usize {
        if matches!(self.planted, Planted::Nothing | Planted::NothingLater) { NIGHTS } else { AFTER }
    }

    /// The logarithms of the ratios of one series, and the same without what is planted.
    fn series(self, seed: u64) -> [Vec<f64>; 2] {
        let quiet = self.noise.series(self.from() + self.counted(), seed);
        let changed = match self.planted {
            Planted::Nothing | Planted::NothingLater | Planted::Commit => quiet.clone(),
            Planted::Step => Change::Step(3.0).planted(quiet.clone(), BEFORE),
            Planted::Creep => Change::Creep(0.5).planted(quiet.clone(), BEFORE),
            Planted::Spike => Change::Spike([10.0, -10.0, 30.0][seed as usize % 3]).planted(quiet.clone(), BEFORE),
        };
        [changed, quiet].map(|series| series.iter().map(|value| DEVIATION * value).collect())
    }
}

/// Judges as many series as there is time for, and goes on where that was not enough.
pub fn nightly(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    eprintln!("simulating nights");
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
    searches(session, until);
    for judge in Detector::EACH {
        if let Err(Silence::Gone(why)) = rival(session, judge, until) {
            session.miss("simulated nights judged by others", why);
        }
        session.keeper.keep(&session.test)?;
    }
    Ok(())
}

/// Searches for the commit of a slowdown; for a hundred whatever the time.
fn searches(session: &mut Session, until: Instant) {
    let first = first_seed(session);
    let called = &mut named(session, SEARCHED, Planted::Commit, OURS).called;
    while called.len() < SEARCHES && !stop::asked() && (called.len() < 100 || Instant::now() < until) {
        let searched = simulate(&Simulation::default(), first.wrapping_add(called.len() as u64));
        called.push(searched.right.then_some(searched.builds));
    }
}

/// Asks one of the others all questions, each for its share of the time that is left.
fn rival(session: &mut Session, judge: Detector, until: Instant) -> Result<(), Silence> {
    eprintln!("asking {} about the same nights", judge.name());
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
    named(session, question.noise.name(), question.planted, judge.map_or(OURS, package))
}

/// The same with the noise and the judge by name.
fn named<'a>(session: &'a mut Session, noise: &str, planted: Planted, judge: &str) -> &'a mut Simulated {
    let all = &mut session.test.nightly;
    let same = |one: &Simulated| one.noise == noise && one.planted == planted && one.judge.starts_with(judge);
    let index = all.iter().position(same).unwrap_or_else(|| {
        all.push(Simulated { noise: noise.to_string(), planted, judge: judge.to_string(), called: Vec::new() });
        all.len() - 1
    });
    &mut all[index]
}

/// The seeds of `count` series, of which so many were judged before: the same for every judge.
fn seeds(session: &Session, question: Question, before: usize, count: usize) -> impl Iterator<Item = u64> + use<> {
    let of_question = question.planted as u64 * 4 + question.noise as u64;
    let first = first_seed(session).wrapping_add(of_question * 10_000_019);
    (before..before + count).map(move |n| first.wrapping_add(n as u64))
}

/// The first seed of all.
fn first_seed(session: &Session) -> u64 {
    session.test.sittings[0].seed.wrapping_mul(1_000_003)
}

/// After how many nights our detector calls a change.
fn ours(question: Question, seed: u64) -> Option<usize> {
    let [changed, quiet] = question.series(seed);
    let from = question.from();
    let called = |values: &[f64]| {
        let observed: Vec<Observed> =
            values.iter().map(|&value| Observed { value, error: DEVIATION, is_free: false }).collect();
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
        let nights = |planted| Question { noise: Noise::Gaussian, planted }.series(1)[0].len();
        assert_eq!((nights(Planted::Nothing), nights(Planted::NothingLater)), (NIGHTS, BEFORE + NIGHTS));
    }
}
