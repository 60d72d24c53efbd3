//! Has a series changed its level? Judged night by night, with the noise unknown.
//!
//! A series is a logarithm of a ratio a night. Each night two accounts of its last `w` = 2 … 12 nights are compared: all is noise
//! around the old level, or the level is another one since. The evidence is the Bayes factor
//!
//! ```text
//!            Σ_θ p(θ | before) ∫ g(δ) Π_j f_θ(x_j − μ − δ) dδ
//! BF(w)  =  ─────────────────────────────────────────────────      x_j: the last w nights,  θ = (kind, σ, μ)
//!            Σ_θ p(θ | before) Π_j [(1 − ε) f_θ(x_j − μ) + ε h_θ(x_j)]
//! ```
//!
//! in decades, log₁₀ BF. What is known of the noise is learnt from the nights before, so that nothing has to be set:
//!
//! * the *kind* is one of four: normal or Student's t with 3 degrees of freedom, each independent or with AR(1) innovations
//!   `x_t − μ = φ (x_{t−1} − μ) + e_t`, φ = 0.5 (`noise.rs`);
//! * the scale σ and the level μ have flat priors in ln σ and μ and are summed over a grid (with it, and for normal noise, the
//!   evidence is the Student's t marginal of the normal-inverse-gamma model, which the tests hold it to: J. M. Bernardo and
//!   A. F. M. Smith, *Bayesian Theory*, 1994, §5.2);
//! * a share ε of the nights are outliers: `ε = (α + n_out) / (n + α)`, of which there have been `n_out` in n nights. An outlier
//!   comes back to where one has been, or is anywhere (`h`), so that spikes to the same place several nights running are not a
//!   new level (the urn of D. Blackwell and J. B. MacQueen, "Ferguson distributions via Pólya urn schemes", Annals of
//!   Statistics 1 (1973) 353–355);
//! * the size δ of a change has the inverse-moment density `g(u) = √(τ/π) u⁻² exp(−τ/u²)` in standard deviations u, which
//!   vanishes at no change (V. E. Johnson and D. Rossell, "On the use of non-local prior densities in Bayesian hypothesis tests",
//!   Journal of the Royal Statistical Society B 72 (2010) 143–170).
//!
//! That a segment is judged from its latest points on, given all since the last change, is the view of R. P. Adams and
//! D. J. C. MacKay, "Bayesian online changepoint detection", arXiv:0710.3742 (2007), with the run lengths 2 … 12 and "as before".
//!
//! What evidence is needed was set by simulation (`needed.rs`), so that in 100 nights without a change at most about one series in
//! 100 raises an alarm, whatever its noise: 10⁻⁴ a night. Where changes come once in 100 nights, that makes the probability that a
//! called one is none 1 % at the least evidence, and a tenth of it for each decade more: a local false-discovery rate (B. Efron,
//! *Large-Scale Inference*, 2010, chapter 5), [`Step::none`].
//!
//! Found so: of 3,000 normal series 0.3 % raised an alarm in their first 100 nights, and 1.7 % in the 100 nights after 150, where
//! less evidence is needed: that is above 1 %. Of 1,000 each with heavy tails, spikes and autocorrelation it was 0.5 %, 0 and 0.2 %
//! in their first, and 0.4 %, 0 and 0 later. A step of three standard deviations after 150 normal nights was called in its second
//! night in 52 % of 1,500, within four in 94 %. Where spikes or heavy tails have been seen it takes a night or two more, and most
//! where noise wanders; after fewer nights it takes longer too.
//!
//! A night's own standard error is the least its noise can be. Where nothing scatters (instructions), [`Rule::floor`] is.
//!
//! | question | file |
//! |---|---|
//! | what is asked and answered night by night? | `watch.rs` |
//! | which nights deserve a look? | `glance.rs` |
//! | how strong is the evidence? | `evidence.rs` |
//! | how does noise scatter? | `noise.rs` |
//! | how much evidence is needed? | `needed.rs` |
//! | where do the levels lie? | `levels.rs` |
//! | what are series whose truth is known? | `planted.rs` |

mod evidence;
mod glance;
mod levels;
mod needed;
mod noise;
pub mod planted;
#[cfg(test)]
mod tests;
mod watch;

pub use levels::{Level, levels};
pub use needed::MOST_NONE;
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
    /// A lasting difference of less is no change.
    pub least: f64,
}

impl Rule {
    /// Of ratios of times. A steadiness below 0.05 % is luck.
    pub const TIMES: Rule = Rule { floor: 5e-4, least: 0.0 };
    /// Of ratios of instructions, which are the same in most nights.
    pub const INSTRUCTIONS: Rule = Rule { floor: 2e-4, least: 1e-3 };
}

/// A lasting change of the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The first point with the new level.
    pub at: usize,
    /// The point at which it was first called.
    pub called: usize,
    /// The new level less the old one, by all points between its neighbours.
    pub size: f64,
    /// The 95 % interval of the size.
    pub interval: [f64; 2],
    /// The probability that there is no change, as of when it was called.
    pub none: f64,
}

/// The changes of a series, each called with what was known at the time.
pub fn steps(observed: &[Observed], rule: &Rule) -> Vec<Step> {
    let mut watch = Watch::new(*rule);
    for point in observed {
        if let Some(candidate) = watch.next(*point).filter(|candidate| candidate.none <= MOST_NONE) {
            watch.call(candidate);
        }
    }
    watch.steps()
}
