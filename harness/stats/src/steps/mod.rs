//! Has a series changed its level? Judged night by night, with the noise unknown.
//!
//! A series is a logarithm of a ratio a night. Each night two accounts of its last `w` = 2 … 12 nights are compared: all is noise
//! around the old level, or the level is another one since. The evidence is the likelihood ratio
//!
//! ```text
//!            Σ_θ p(θ | all nights, no change) max_δ Π_j (1 − ε) f_θ(x_j − μ − δ)
//! LR(w)  =   ───────────────────────────────────────────────────────────────────      x_j: the last w nights
//!                      Π_j [(1 − ε) f_θ(x_j − μ) + ε h_θ(x_j)]
//! ```
//!
//! (G. Lorden, "Procedures for reacting to a change in distribution", Annals of Mathematical Statistics 42 (1971) 1897–1908). What
//! is known of the noise is learnt from the nights before, so that nothing has to be set:
//!
//! * the *kind* θ is one of four: normal or Student's t with 3 degrees of freedom, each independent or with AR(1) innovations
//!   `x_t − μ = φ (x_{t−1} − μ) + e_t`; level μ, scale and φ are the likeliest (`noise.rs`);
//! * as scale and level are fitted, the ratio of a kind is worth what Student's t leaves of it, as a normal deviate
//!   √(2 ln LR) that is as rare;
//! * a share ε of the nights are outliers: `ε = (α + n_out) / (n + α)`, of which there have been `n_out` in n nights. An outlier
//!   comes back to where one has been, or is anywhere (`h`), so that spikes to the same place several nights running are not a
//!   new level (the urn of D. Blackwell and J. B. MacQueen, "Ferguson distributions via Pólya urn schemes", Annals of
//!   Statistics 1 (1973) 353–355).
//!
//! What is needed is so many standard deviations of a normal deviate, by the length of the window (`needed.rs`): those that let at
//! most about one series in 100 raise an alarm in 100 nights without a change, whatever its noise: 10⁻⁴ a night. More is needed
//! while the noise is little known. Where changes come once in 100 nights, about 1 % of what is called is none. [`Step::none`] is a
//! score of that: 1 % at the least evidence, and less with more as a local false-discovery rate is (B. Efron, *Large-Scale
//! Inference*, 2010, chapter 5). It is not that rate: of the changes that are called at just the least evidence about one in ten is
//! none.
//!
//! Can both be had: 1 % of alarms, and a step of three standard deviations within two nights in half of the cases and within four
//! in nine of ten? Where level and scale of normal noise are known, such windows call it within two nights in 62 % and within four
//! in 96 %, at 0.9 % of alarms. They are as good as it gets: CUSUM for a step of just this size, the optimum (G. V. Moustakides,
//! "Optimal stopping times for detecting changes in distributions", Annals of Statistics 14 (1986) 1379–1387), comes to 61 % and 97
//! % at that rate. Of 150 nights the scale is known to 6 %, the level to 0.08, and the noise might be of another kind: that leaves
//! 52 % and 92 %, at 0.8 to 0.9 % of alarms. After 60 nights it is 25 % and 70 %.
//!
//! | noise | alarms in the first 100 nights | in 100 after 150 | found within 2, 3, 4 nights |
//! |---|---|---|---|
//! | normal | 0.1, 0.2 % | 0.8, 0.9 % | 52, 78, 92 % |
//! | heavy-tailed | 0.1, 0.6 % | 0.5, 0.9 % | 14, 64, 90 % |
//! | spiky | 0.7, 0.7 % | 0.7, 0.7 % | 40, 65, 82 % |
//! | autocorrelated | 0.1, 0.8 % | 0.2, 0.7 % | 21, 28, 39 % |
//!
//! (of 8,000 series of each noise, with and without a step of three standard deviations after 150 nights, that nothing was set by;
//! of alarms first where nights state their noise as their error, then where they state nothing). Two nights of three deviations
//! are met too often where tails are heavy: with its scale known, and the same alarms, 20 to 30 % are found in two nights. Where
//! each night keeps half of the one before it, a step shows in its first night and half as much in each later one: 47 % within two
//! and 70 to 75 % within four, were φ known.
//!
//! A night's own standard error is about the least its noise can be. Where nothing scatters (instructions), [`Rule::floor`] is. In
//! a new series it is also what is foreseen, unless the nights scatter more: until 14 are known, 12 such nights are taken to be
//! among them. So a step of eight standard deviations after eight nights is found within four in 97 %; where nights state nothing, in
//! half of the cases. That paired comparisons state their errors rightly was seen in 133 observations of eleven series of this
//! project, each night another build, on one quiet machine: in standard errors their deviations from the levels had a mean square of
//! 0.98, and 95 % were below 1.98.
//!
//! | question | file |
//! |---|---|
//! | what is asked and answered night by night? | `watch.rs` |
//! | which nights deserve a look? | `glance.rs` |
//! | what is known of the level and the noise? | `known.rs` |
//! | how strong is the evidence? | `evidence.rs` |
//! | how does noise scatter, and what does it make of nights? | `noise.rs` |
//! | what is new in a night, after the one before? | `innovation.rs` |
//! | which densities is noise made of? | `density.rs` |
//! | how much evidence is needed? | `needed.rs` |
//! | where do the levels lie? | `levels.rs` |
//! | what are series whose truth is known? | `planted.rs` |

mod density;
mod evidence;
mod glance;
mod innovation;
mod known;
mod levels;
mod needed;
mod noise;
pub mod planted;
#[cfg(test)]
mod tests;
mod watch;

pub use levels::{Level, levels};
pub use needed::MOST_NONE;
use watch::HOPELESS;
pub use watch::{Candidate, Watch};

/// A point of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// The logarithm of a ratio.
    pub value: f64,
    /// Its standard error: the least that its noise can be. 0 where nothing is known.
    pub error: f64,
    /// Whether the level may be another from here on without it being a change.
    pub is_free: bool,
}

/// What kind of series it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The least standard deviation of noise that is believed.
    pub floor: f64,
    /// The standard deviation that is foreseen where nights have no error; 0 where nothing is.
    pub foreseen: f64,
    /// A lasting difference of less is no change.
    pub least: f64,
}

impl Rule {
    /// Of ratios of times. A steadiness below 0.05 % is luck.
    pub const TIMES: Rule = Rule { floor: 5e-4, foreseen: 0.0, least: 0.0 };
    /// Of ratios of instructions, which are the same in most nights.
    pub const INSTRUCTIONS: Rule = Rule { floor: 2e-4, foreseen: 2e-4, least: 1e-3 };
}

/// A lasting change of the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The first point with the old level.
    pub since: usize,
    /// The first point with the new level.
    pub at: usize,
    /// The point at which it was first called.
    pub called: usize,
    /// The new level less the old one, by all points between its neighbours.
    pub size: f64,
    /// The 95 % interval of the size.
    pub interval: [f64; 2],
    /// How doubtful it was when it was called: a score that falls with the evidence, see the top of this file.
    pub none: f64,
}

/// The changes of a series, each called with what was known at the time.
pub fn steps(observed: &[Observed], rule: &Rule) -> Vec<Step> {
    called(observed, rule, MOST_NONE)
}

/// The changes of a series that are likely: what may be called beside others that are surer. Several times as many of them are none.
pub fn likely(observed: &[Observed], rule: &Rule) -> Vec<Step> {
    called(observed, rule, HOPELESS)
}

fn called(observed: &[Observed], rule: &Rule, most_none: f64) -> Vec<Step> {
    let mut watch = Watch::new(*rule);
    for point in observed {
        if let Some(candidate) = watch.next(*point).filter(|candidate| candidate.none <= most_none) {
            watch.call(candidate);
        }
    }
    watch.steps()
}
