//! Where times come from.

use tenfold_record::Side;

/// How a launch is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Which side is started first.
    pub first: Side,
    /// Bytes of padding in the environment of either side: it moves the stack, and with it what shares a cache line.
    pub padding: [usize; 2],
    /// Which of its builds either side is.
    pub builds: [usize; 2],
}

/// How often a side runs in a block.
///
/// While the other side had the CPU, caches and branch predictors were filled by it, and it may have left the core at another
/// clock. What that costs is the same however many runs follow, so it would make a side that runs more often look quicker, and
/// sides that run twice look alike: the first runs of a block are not timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runs {
    /// Before the clock is read.
    pub warming: u32,
    /// Between two readings of the clock.
    pub timed: u32,
}

/// One timed block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Involuntary context switches during it.
    pub switches: u32,
}

/// Why there are no (more) times.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// An answer was wrong.
    Wrong {
        /// Whose.
        side: Side,
        /// Which check failed.
        reason: String,
    },
    /// A side cannot be run.
    Failed {
        /// Which.
        side: Side,
        /// Why.
        reason: String,
    },
    /// The program was told to stop.
    Interrupted,
}

/// Two sides that can be launched and timed.
pub trait Source {
    /// Seconds since some moment.
    fn now(&mut self) -> f64;

    /// How many builds of either side there are; none where both are one program.
    fn builds(&self) -> Option<[usize; 2]> {
        None
    }

    /// Starts both sides afresh and has their answers judged.
    ///
    /// # Errors
    /// A wrong answer, a side that does not run.
    fn launch(&mut self, start: Start) -> Result<(), Trouble>;

    /// Times one block of `side`.
    ///
    /// # Errors
    /// A side that does not run.
    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble>;

    /// Time stolen by the hypervisor since this was last asked, in seconds.
    fn stolen(&mut self) -> f64;

    /// Has the answers judged once more and ends both sides.
    ///
    /// # Errors
    /// A wrong answer, a side that ended by itself.
    fn part(&mut self) -> Result<(), Trouble>;
}
