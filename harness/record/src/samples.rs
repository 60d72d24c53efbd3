//! The samples of a launch in little room: one compressed block of columns, in memory as in the store.
//!
//! A run of 720 cells and 20 rounds takes some four million samples. As rows they would fill gigabytes; as columns of
//! small differences each takes five bytes. Nothing is rounded: what comes out is what went in, bit by bit.

use crate::Sample;
use crate::pack::{Columns, packed, unpacked};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Most samples of a launch, and most batches: 2,000 batches on 4,096 ranks are fewer. Their numbers size tables, so that a
/// block that tells of more is refused.
const MOST: usize = 1 << 23;

/// The samples of a launch, in the order of batches and in each in the order of ranks.
#[derive(Clone, Default)]
pub struct Samples {
    count: usize,
    block: Vec<u8>,
}

impl Samples {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The samples.
    pub fn iter(&self) -> std::vec::IntoIter<Sample> {
        decoded(&self.block).expect("a block is read when it is taken in").into_iter()
    }

    /// The samples as rows.
    pub fn to_vec(&self) -> Vec<Sample> {
        self.iter().collect()
    }

    /// The block, empty where there are no samples.
    pub(crate) fn block(&self) -> &[u8] {
        &self.block
    }

    /// Takes in a block that came from [`block`](Self::block), or something else that is refused.
    pub(crate) fn from_block(block: Vec<u8>) -> Result<Samples, String> {
        let rows = decoded(&block)?;
        fault(&rows).map_or(Ok(Samples { count: rows.len(), block }), Err)
    }

    /// Why they are not those of one launch, if that is so.
    pub(crate) fn fault(&self) -> Option<String> {
        // Before they are unpacked: nothing says how many those may be.
        if self.count > MOST { Some(too_many()) } else { fault(&self.to_vec()) }
    }
}

fn too_many() -> String {
    format!("more than {MOST} samples in a launch")
}

fn fault(all: &[Sample]) -> Option<String> {
    if all.len() > MOST || all.last().is_some_and(|last| last.index as usize >= MOST) {
        return Some(too_many());
    }
    let twice = all.windows(2).find(|pair| (pair[0].index, pair[0].rank) == (pair[1].index, pair[1].rank));
    twice.map(|pair| format!("batch {} of rank {} is there twice", pair[0].index, pair[0].rank))
}

impl From<Vec<Sample>> for Samples {
    fn from(mut rows: Vec<Sample>) -> Samples {
        rows.sort_by_key(|sample| (sample.index, sample.rank));
        Samples { count: rows.len(), block: encoded(&rows) }
    }
}

impl FromIterator<Sample> for Samples {
    fn from_iter<I: IntoIterator<Item = Sample>>(rows: I) -> Samples {
        rows.into_iter().collect::<Vec<Sample>>().into()
    }
}

impl IntoIterator for &Samples {
    type Item = Sample;
    type IntoIter = std::vec::IntoIter<Sample>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Samples {
    fn eq(&self, other: &Samples) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl Serialize for Samples {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Samples {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Samples, D::Error> {
        Vec::<Sample>::deserialize(from).map(Samples::from)
    }
}

fn encoded(rows: &[Sample]) -> Vec<u8> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut to = Columns::of(rows.len());
    let whole = |column: fn(&Sample) -> u32| rows.iter().map(|s| i64::from(column(s))).collect::<Vec<i64>>();
    to.whole(&whole(|s| s.index));
    to.whole(&whole(|s| s.rank));
    to.whole(&whole(|s| s.switches));
    let real = |column: fn(&Sample) -> f64| rows.iter().map(column).collect::<Vec<f64>>();
    to.real(&real(|s| s.seconds));
    to.real(&real(|s| s.steal));
    // A batch begins about when the one before it has ended: the ends are what is small to write.
    to.real_after(&real(|s| s.start), &lengths(rows.iter().map(|s| (s.index, s.seconds))));
    packed(&to.bytes())
}

fn decoded(block: &[u8]) -> Result<Vec<Sample>, String> {
    if block.is_empty() {
        return Ok(Vec::new());
    }
    let bytes = unpacked(block)?;
    let (mut from, count) = Columns::read(&bytes)?;
    if count > MOST {
        return Err(too_many());
    }
    let small = |column: Vec<i64>| column.into_iter().map(u32::try_from).collect::<Result<Vec<u32>, _>>();
    let not_small = |_| "a number of a sample is out of range".to_string();
    let index = small(from.whole(count)?).map_err(not_small)?;
    let rank = small(from.whole(count)?).map_err(not_small)?;
    let switches = small(from.whole(count)?).map_err(not_small)?;
    let seconds = from.real(count)?;
    let steal = from.real(count)?;
    let start = from.real_after(count, &lengths(index.iter().copied().zip(seconds.iter().copied())))?;
    from.end()?;
    let row = |i: usize| Sample {
        rank: rank[i],
        index: index[i],
        start: start[i],
        seconds: seconds[i],
        steal: steal[i],
        switches: switches[i],
    };
    Ok((0..count).map(row).collect())
}

/// How long before each sample the one before it began, as far as that is known: by its length where it is of an earlier
/// batch, else at the same time.
fn lengths(rows: impl Iterator<Item = (u32, f64)>) -> Vec<f64> {
    let mut before = None;
    rows.map(|(index, seconds)| match before.replace((index, seconds)) {
        Some((earlier, length)) if earlier != index => length,
        _ => 0.0,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Batches of a millisecond as the clock gives them after so many seconds of uptime.
    fn clocked(uptime: f64, ranks: u32) -> Vec<Sample> {
        let at = |nanoseconds: u64| uptime + nanoseconds as f64 * 1e-9;
        let mut now = 123_456_789;
        let mut rows = Vec::new();
        for index in 0..250 {
            for rank in 0..ranks {
                let begun = now + u64::from(rank) * 317;
                let ended = begun + 1_030_000 + u64::from((index * 7919 + rank * 31) % 9973);
                let start = at(begun) - at(123_456_789);
                let switches = u32::from(index % 100 == 3);
                let steal = if index == 77 { 0.01 * (at(ended) - at(begun)) / 0.0123 } else { 0.0 };
                rows.push(Sample { rank, index, start, seconds: at(ended) - at(begun), steal, switches });
            }
            now += 1_041_000 + u64::from(index * 104_729 % 631);
        }
        rows
    }

    #[test]
    fn what_comes_out_is_what_went_in_bit_by_bit() {
        let odd = [0.0, -0.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 5e-324, -1.5, 1e300, 0.1, 1e-9, 3.0, 1e17];
        let odd = |i: usize| odd[i % odd.len()];
        let row = |i: usize| Sample {
            rank: (i % 3) as u32,
            index: (i / 3) as u32,
            start: odd(i),
            seconds: odd(i / 2),
            steal: odd(i / 5),
            switches: [u32::MAX, 0, 0, 7][i % 4],
        };
        let hostile: Vec<Sample> = (0..400).map(row).collect();
        let bits = |s: Sample| (s.rank, s.index, s.switches, [s.start, s.seconds, s.steal].map(f64::to_bits));
        for rows in [Vec::new(), hostile, clocked(1e3, 1), clocked(1e6, 1), clocked(3e5, 4)] {
            let kept = Samples::from_block(Samples::from(rows.clone()).block().to_vec()).unwrap();
            assert_eq!((kept.len(), kept.is_empty()), (rows.len(), rows.is_empty()));
            assert!(kept.iter().map(bits).eq(rows.into_iter().map(bits)));
        }
    }

    #[test]
    fn a_sample_takes_five_bytes() {
        for (uptime, ranks) in [(1e3, 1), (1e5, 1), (1e7, 1), (1e5, 4)] {
            let rows = clocked(uptime, ranks);
            let bytes = Samples::from(rows.clone()).block().len();
            assert!(bytes <= 5 * rows.len(), "{bytes} bytes for {} samples", rows.len());
        }
    }

    #[test]
    fn they_are_kept_in_the_order_of_batches_and_one_that_is_there_twice_is_named() {
        let sample = |rank, index| Sample { rank, index, start: 0.25, seconds: 0.1, steal: 0.01, switches: 3 };
        let samples: Samples = [(1, 0), (0, 1), (1, 1), (0, 0)].map(|(r, i)| sample(r, i)).into_iter().collect();
        assert_eq!(samples.to_vec(), [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(r, i)| sample(r, i)));
        assert_eq!(samples.fault(), None);
        let samples: Samples = [(1, 4), (0, 4), (1, 4)].map(|(r, i)| sample(r, i)).into_iter().collect();
        assert_eq!(samples.fault().unwrap(), "batch 4 of rank 1 is there twice");
    }

    #[test]
    fn what_is_no_block_is_refused() {
        let whole = Samples::from(clocked(1e3, 2)).block().to_vec();
        for cut in [1, 10, whole.len() / 2, whole.len() - 1] {
            assert!(Samples::from_block(whole[..cut].to_vec()).is_err(), "cut at {cut}");
        }
        let far = Sample { rank: 0, index: u32::MAX, start: 0.0, seconds: 1.0, steal: 0.0, switches: 0 };
        let block = encoded(&[far]);
        assert!(Samples::from_block(block).unwrap_err().contains("more than"));
        for bytes in [&[0xff_u8; 64][..], &[], &[200, 1]] {
            assert!(Samples::from_block(packed(bytes)).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn as_json_they_are_the_rows() {
        let samples = Samples::from(clocked(1e4, 1)[..3].to_vec());
        let json = serde_json::to_string(&samples).unwrap();
        assert_eq!(json, serde_json::to_string(&samples.to_vec()).unwrap());
        assert_eq!(serde_json::from_str::<Samples>(&json).unwrap(), samples);
    }
}
