//! Which commit changed the time: a search by paired measurements, with a stated confidence.
//!
//! The commits after GOOD are numbered from 1 to that of BAD. A *probe* builds one of them and measures its time over GOOD's, a
//! log ratio with an error. Time is taken to change once, by an unknown size, and all that was measured is joined into the
//! probability of each place: the probabilistic bisection of M. Horstein ("Sequential transmission using noiseless feedback",
//! IEEE Trans. Inf. Theory 9 (1963) 136–143; R. Waeber, P. I. Frazier and S. G. Henderson, "Bisection search with noisy
//! responses", SIAM J. Control Optim. 51 (2013) 2261–2279). Two things differ from the search in these papers: a build has an
//! error of its own, by where its code lies, which no second probe of it takes away; and a new build costs as much as many
//! probes, so the next commit is the one that tells most for its cost.
//!
//! | question | file |
//! |---|---|
//! | what is known of each commit that was measured? | `level.rs` |
//! | how probable is a change at each place, none, or more than one? | `posterior.rs` |
//! | what would a probe tell? | `information.rs` |
//! | which commit is measured next, and when is it enough? | `search.rs` |
//! | how often is it right? | `simulate.rs` |

mod information;
mod level;
mod posterior;
mod search;
mod simulate;

pub use level::Probe;
pub use search::{Costs, Ending, Search, Size, Step};
pub use simulate::{Simulated, Simulation, simulate};
