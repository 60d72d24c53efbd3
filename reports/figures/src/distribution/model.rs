//! The samples of a cell, as a model.

use tenfold_analysis::findings::Times;
use tenfold_record::Rung;

/// What a distribution shows: one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The variant's rung, which gives the colour.
    pub rung: Rung,
    /// The launches in the order of rounds.
    pub launches: Vec<Launch>,
    /// The median over launches in seconds, as a line across; none if there is none.
    pub median: Option<f64>,
}

/// One process.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// What stands under the strip: the round.
    pub label: String,
    /// Its samples in the order they were taken.
    pub samples: Vec<Sample>,
    /// First quartile, median and third quartile of the samples that count, in seconds, computed by the caller.
    pub quartiles: Option<[f64; 3]>,
}

/// One timed batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Time of one call in seconds.
    pub seconds: f64,
    /// Whether the machine was disturbed meanwhile (stolen time, context switches).
    pub contaminated: bool,
}

impl Distribution {
    /// Every sample of one cell, launch by launch.
    pub fn of(times: &Times<'_>) -> Distribution {
        let launches = times.launches.iter().map(|launch| {
            let samples = launch.batches.iter().zip(&launch.disturbed);
            let sample = |(seconds, disturbed): (&f64, &bool)| Sample { seconds: *seconds, contaminated: *disturbed };
            Launch {
                label: (launch.round + 1).to_string(),
                samples: samples.map(sample).collect(),
                quartiles: launch.quartiles(),
            }
        });
        Distribution { rung: times.cell.rung, launches: launches.collect(), median: Some(times.estimate.value) }
    }
}
