//! What a message costs: latency and time per byte, piece by piece.
//!
//! LogGP (A. Alexandrov, M. F. Ionescu, K. E. Schauser and C. Scheiman, "LogGP: incorporating long messages into the LogP
//! model", SPAA 1995, 95–105) takes T(s) = L + 2o + (s − 1) G for a message of s bytes. Libraries change their protocol with
//! the size (copy, hand over, rendezvous), and caches fill up, so the line holds in pieces only (T. Hoefler, A. Lichei and
//! W. Rehm, "Low-overhead LogGP parameter assessment for modern interconnection networks", IPDPS 2007). From one-way times
//! alone, L and o cannot be told apart: their sum is one number here.

use crate::error::{StatsError, positive};
use crate::least_squares;

/// The mean time of one message of a size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// Its size in bytes.
    pub bytes: f64,
    /// Seconds from one rank to the other: half a round trip.
    pub seconds: f64,
}

/// A piece of the line: T(s) = latency + s · gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The smallest and the greatest size it was fitted to, in bytes.
    pub bytes: (f64, f64),
    /// L + 2o − G in seconds: what a message of no bytes would take by this piece. Negative where the piece begins steeply.
    pub latency: f64,
    /// G, seconds for each byte.
    pub gap: f64,
}

/// The fitted pieces, ascending in size.
#[derive(Debug, Clone, PartialEq)]
pub struct LogGp {
    /// At least one.
    pub pieces: Vec<Piece>,
    /// Root of the mean squared relative residual: 0.05 says that the line misses a typical size by 5 %.
    pub residual: f64,
}

/// Sizes that a piece needs at the least: two would lie on any line.
const FEWEST: usize = 3;

/// Pieces that are tried at most: small, medium, large, and beyond the cache.
const MOST: usize = 4;

/// Residuals below this part of the time are noise of the clock, and not worth another piece.
const NOISE: f64 = 0.01;

impl LogGp {
    /// The predicted time of a message in seconds; sizes between two pieces belong to the lower one.
    pub fn seconds(&self, bytes: f64) -> f64 {
        let piece = self.pieces.iter().rev().find(|piece| piece.bytes.0 <= bytes).unwrap_or(&self.pieces[0]);
        piece.latency + piece.gap * bytes
    }

    /// Bytes per second of very long messages: 1/G of the last piece; infinite where it does not rise.
    pub fn bandwidth(&self) -> f64 {
        let gap = self.pieces.last().map_or(f64::NAN, |piece| piece.gap);
        if gap > 0.0 { 1.0 / gap } else { f64::INFINITY }
    }
}

/// Fits 1 to 4 pieces of least relative squares; how many is told by the Bayesian information criterion (G. Schwarz,
/// Annals of Statistics 6 (1978) 461–464), which charges each piece for its two numbers and the place where it begins.
///
/// # Errors
/// Fewer than 3 sizes, a size or time that is not positive and finite, sizes that are not ascending.
pub fn loggp(messages: &[Message]) -> Result<LogGp, StatsError> {
    let bytes: Vec<f64> = messages.iter().map(|m| m.bytes).collect();
    let seconds: Vec<f64> = messages.iter().map(|m| m.seconds).collect();
    positive("sizes of messages", &bytes, FEWEST)?;
    positive("times of messages", &seconds, FEWEST)?;
    if !bytes.is_sorted_by(|a, b| a < b) {
        return Err(StatsError::Undetermined { what: "LogGP (sizes must ascend)" });
    }
    let n = messages.len();
    let score = |fit: &Fit| {
        let mean = (fit.squares / n as f64).max(NOISE * NOISE);
        n as f64 * mean.ln() + (3 * fit.pieces.len() - 1) as f64 * (n as f64).ln()
    };
    let best = (1..=MOST.min(n / FEWEST)).filter_map(|k| fit(messages, k)).min_by(|a, b| score(a).total_cmp(&score(b)));
    let best = best.ok_or(StatsError::Undetermined { what: "LogGP" })?;
    Ok(LogGp { pieces: best.pieces, residual: (best.squares / n as f64).sqrt() })
}

/// Pieces with the sum of their squared relative residuals.
#[derive(Clone)]
struct Fit {
    pieces: Vec<Piece>,
    squares: f64,
}

/// The best `k` pieces: the last one over every possible end, the others before it.
fn fit(messages: &[Message], k: usize) -> Option<Fit> {
    if k == 1 {
        return line(messages);
    }
    let starts = FEWEST * (k - 1)..=messages.len().checked_sub(FEWEST)?;
    let splits = starts.filter_map(|start| {
        let (mut before, last) = (fit(&messages[..start], k - 1)?, line(&messages[start..])?);
        before.pieces.extend(last.pieces);
        Some(Fit { squares: before.squares + last.squares, ..before })
    });
    splits.min_by(|a, b| a.squares.total_cmp(&b.squares))
}

/// One line through all of `messages`.
fn line(messages: &[Message]) -> Option<Fit> {
    let rows: Vec<[f64; 2]> = messages.iter().map(|m| [1.0, m.bytes]).collect();
    let seconds: Vec<f64> = messages.iter().map(|m| m.seconds).collect();
    let [latency, gap] = least_squares::relative(&rows, &seconds)?;
    let squares = messages.iter().map(|m| ((latency + gap * m.bytes) / m.seconds - 1.0).powi(2)).sum();
    let bytes = (messages.first()?.bytes, messages.last()?.bytes);
    Some(Fit { pieces: vec![Piece { bytes, latency, gap }], squares })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(time: impl Fn(f64) -> f64) -> Vec<Message> {
        (0..24).map(|k| f64::from(1u32 << k)).map(|bytes| Message { bytes, seconds: time(bytes) }).collect()
    }

    #[test]
    fn a_line_is_one_piece() {
        let fit = loggp(&messages(|s| 2e-6 + 1e-10 * s)).unwrap();
        assert_eq!(fit.pieces.len(), 1);
        assert!((fit.pieces[0].latency / 2e-6 - 1.0).abs() <= 1e-9 && (fit.bandwidth() / 1e10 - 1.0).abs() <= 1e-9);
        assert!(fit.residual <= 1e-9 && (fit.seconds(5e5) / 52e-6 - 1.0).abs() <= 1e-9);
    }

    #[test]
    fn a_change_of_protocol_is_found_where_it_is() {
        let eager = |s: f64| 1e-6 + 4e-10 * s;
        let rendezvous = |s: f64| 8e-6 + 1e-10 * s;
        let fit = loggp(&messages(|s| if s <= 8192.0 { eager(s) } else { rendezvous(s) })).unwrap();
        assert_eq!(fit.pieces.len(), 2, "{fit:?}");
        assert_eq!((fit.pieces[0].bytes, fit.pieces[1].bytes), ((1.0, 8192.0), (16384.0, 8388608.0)));
        assert!((fit.pieces[0].gap / 4e-10 - 1.0).abs() <= 1e-9 && (fit.pieces[1].latency / 8e-6 - 1.0).abs() <= 1e-9);
    }

    #[test]
    fn noise_makes_no_pieces() {
        // ±3 %, by a rule without a trend.
        let noisy = |s: f64| (2e-6 + 1e-10 * s) * (1.0 + 0.03 * (s.log2() * 2.4).sin());
        assert!(loggp(&messages(noisy)).unwrap().pieces.len() <= 2);
        let slight = |s: f64| (2e-6 + 1e-10 * s) * (1.0 + 0.005 * (s.log2() * 2.4).sin());
        assert_eq!(loggp(&messages(slight)).unwrap().pieces.len(), 1);
    }

    #[test]
    fn too_few_or_unordered_sizes_are_refused() {
        let all = messages(|s| 1e-6 + 1e-9 * s);
        assert!(matches!(loggp(&all[..2]), Err(StatsError::TooFew { .. })));
        assert!(loggp(&[all[1], all[0], all[2]]).is_err());
        assert!(loggp(&[Message { bytes: 1.0, seconds: f64::NAN }; 5]).is_err());
    }
}
