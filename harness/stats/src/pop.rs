//! The efficiencies of a parallel program: where the time of the ranks goes.
//!
//! The POP Centre of Excellence's multiplicative model (C. Rosas, J. Giménez, J. Labarta, "Scalability
//! prediction for fundamental performance factors", Supercomputing Frontiers and Innovations 1 (2014)
//! 4–19): parallel efficiency = load balance × serialisation × transfer.

use crate::error::{StatsError, positive, within};

/// Efficiencies of one execution, each 0 … 1, 1 being perfect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Efficiencies {
    /// Mean over greatest useful time.
    pub load_balance: f64,
    /// Greatest useful time over elapsed time: serialisation × transfer.
    pub communication: f64,
    /// Greatest useful time over the elapsed time on an ideal network (instant messages), where that
    /// was simulated: what ranks wait for each other.
    pub serialisation: Option<f64>,
    /// Elapsed time on an ideal network over the real one, where that was simulated: what messages cost.
    pub transfer: Option<f64>,
    /// Mean useful time over elapsed time: load balance × communication.
    pub parallel: f64,
}

/// The efficiencies of `useful` (seconds of computation of each rank), the `elapsed` seconds of the
/// whole, and, from a [replay](crate::messages::Messages::ideal_seconds), the elapsed seconds on an
/// `ideal` network.
///
/// # Errors
/// No ranks, a time that is not positive and finite, or times out of order: none may be less than the
/// greatest useful time, and the ideal network not slower than the real one.
pub fn efficiencies(useful: &[f64], elapsed: f64, ideal: Option<f64>) -> Result<Efficiencies, StatsError> {
    positive("useful seconds of a rank", useful, 1)?;
    positive("elapsed seconds", &[elapsed], 1)?;
    let greatest = useful.iter().copied().fold(0.0, f64::max);
    let mean = useful.iter().sum::<f64>() / useful.len() as f64;
    within("greatest useful time, seconds,", greatest, 0.0, elapsed)?;
    if let Some(ideal) = ideal {
        within("elapsed seconds on an ideal network", ideal, greatest, elapsed)?;
    }
    Ok(Efficiencies {
        load_balance: mean / greatest,
        communication: greatest / elapsed,
        serialisation: ideal.map(|i| greatest / i),
        transfer: ideal.map(|i| i / elapsed),
        parallel: mean / elapsed,
    })
}

/// Computation scalability: the useful time of all ranks together in the reference execution over that
/// of this one. Parallel efficiency × this = global efficiency. For weak scaling divide each by its work.
///
/// # Errors
/// No ranks, or a time that is not positive and finite.
pub fn computation_scalability(reference: &[f64], useful: &[f64]) -> Result<f64, StatsError> {
    positive("useful seconds of a reference rank", reference, 1)?;
    positive("useful seconds of a rank", useful, 1)?;
    Ok(reference.iter().sum::<f64>() / useful.iter().sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factors_multiply_to_the_parallel_efficiency() {
        let e = efficiencies(&[6.0, 8.0, 8.0, 2.0], 12.0, Some(10.0)).unwrap();
        assert_eq!((e.load_balance, e.parallel), (0.75, 0.5));
        assert_eq!((e.serialisation, e.transfer), (Some(0.8), Some(10.0 / 12.0)));
        let product = e.load_balance * e.serialisation.unwrap() * e.transfer.unwrap();
        assert!((product - e.parallel).abs() <= 1e-15);
        assert!((e.load_balance * e.communication - e.parallel).abs() <= 1e-15);
    }

    #[test]
    fn without_a_replay_communication_stays_whole() {
        let e = efficiencies(&[5.0], 5.0, None).unwrap();
        assert_eq!((e.load_balance, e.communication, e.parallel), (1.0, 1.0, 1.0));
        assert_eq!((e.serialisation, e.transfer), (None, None));
    }

    #[test]
    fn more_useful_than_elapsed_time_is_refused() {
        assert!(matches!(efficiencies(&[5.0], 4.0, None), Err(StatsError::OutOfRange { .. })));
        assert!(efficiencies(&[5.0], 8.0, Some(9.0)).is_err());
        assert!(efficiencies(&[5.0], 8.0, Some(4.0)).is_err());
        assert!(efficiencies(&[], 8.0, None).is_err());
    }

    #[test]
    fn doubled_instructions_halve_the_computation_scalability() {
        assert_eq!(computation_scalability(&[4.0], &[4.0, 4.0]), Ok(0.5));
    }
}
