//! Bytes in little room: compression with a largest size, and columns of numbers.

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// What a compressed blob may grow to, in bytes: a page of the store that unpacks to more was not written here.
pub(crate) const MOST_UNPACKED: usize = 256 << 20;

/// `bytes`, compressed. Folded stacks repeat themselves: those of deep recursions take a hundredth of their size.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

/// What [`packed`] was given, or why these are no such bytes.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    // One byte more than there may be tells that there are more.
    let most = MOST_UNPACKED as u64 + 1;
    ZlibDecoder::new(packed).take(most).read_to_end(&mut bytes).map_err(|e| format!("it does not unpack: {e}"))?;
    match bytes.len() > MOST_UNPACKED {
        true => Err(format!("it unpacks to more than {} MiB", MOST_UNPACKED >> 20)),
        false => Ok(bytes),
    }
}

/// Marks a column of reals that is written as it is.
const AS_IT_IS: u8 = 0xff;

/// Columns of equal length, one after the other: their length, then each. Numbers are written as differences from what is
/// expected, in as few bytes as they need (zigzag, LEB128).
pub(crate) struct Columns<B> {
    bytes: B,
}

impl Columns<Vec<u8>> {
    /// Columns of `rows` numbers each.
    pub fn of(rows: usize) -> Self {
        let mut columns = Columns { bytes: Vec::new() };
        columns.unsigned(rows as u64);
        columns
    }

    /// What was written.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds a column of whole numbers.
    pub fn whole(&mut self, values: &[i64]) {
        let mut before = 0;
        for &value in values {
            self.signed(value.wrapping_sub(before));
            before = value;
        }
    }

    /// Adds a column of reals, each of which is about as large as the one before.
    pub fn real(&mut self, values: &[f64]) {
        self.real_after(values, &vec![0.0; values.len()]);
    }

    /// Adds a column of reals, each of which is about the one before and so much `more`.
    pub fn real_after(&mut self, values: &[f64], more: &[f64]) {
        let Some(unit) = Unit::of(values) else {
            self.bytes.push(AS_IT_IS);
            // The first bytes of all, then the second ones: those that are alike stand together.
            (0..8).for_each(|byte| self.bytes.extend(values.iter().map(|value| value.to_le_bytes()[byte])));
            return;
        };
        self.bytes.push(unit.0);
        let nanoseconds: Vec<i64> = values.iter().map(|value| in_nanoseconds(*value)).collect();
        let mut before = 0_i64;
        for (&value, more) in nanoseconds.iter().zip(more) {
            self.signed(value.wrapping_sub(before.wrapping_add(in_nanoseconds(*more))));
            before = value;
        }
        for (value, nanoseconds) in values.iter().zip(&nanoseconds) {
            self.signed(unit.count(*value).wrapping_sub(unit.near(*nanoseconds)));
        }
    }

    fn signed(&mut self, value: i64) {
        self.unsigned(((value << 1) ^ (value >> 63)) as u64);
    }

    fn unsigned(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

impl<'b> Columns<&'b [u8]> {
    /// What [`Columns::bytes`] gave, and the length of each column.
    pub fn read(bytes: &'b [u8]) -> Result<(Self, usize), String> {
        let mut columns = Columns { bytes };
        let rows = columns.unsigned()?;
        // Each number takes a byte at the least.
        let rows = usize::try_from(rows).ok().filter(|&rows| rows <= columns.bytes.len()).ok_or_else(ends_early)?;
        Ok((columns, rows))
    }

    /// The next column, of whole numbers.
    pub fn whole(&mut self, rows: usize) -> Result<Vec<i64>, String> {
        let (mut before, mut values) = (0_i64, Vec::with_capacity(rows));
        for _ in 0..rows {
            before = before.wrapping_add(self.signed()?);
            values.push(before);
        }
        Ok(values)
    }

    /// The next column, of reals.
    pub fn real(&mut self, rows: usize) -> Result<Vec<f64>, String> {
        self.real_after(rows, &vec![0.0; rows])
    }

    /// The next column, of reals that were written with how much `more` they were expected to be.
    pub fn real_after(&mut self, rows: usize, more: &[f64]) -> Result<Vec<f64>, String> {
        let unit = Unit(self.byte()?);
        if unit.0 == AS_IT_IS {
            let Some((column, rest)) = self.bytes.split_at_checked(8 * rows) else { return Err(ends_early()) };
            self.bytes = rest;
            let value = |row| f64::from_le_bytes(std::array::from_fn(|byte| column[byte * rows + row]));
            return Ok((0..rows).map(value).collect());
        }
        let mut before = 0_i64;
        let mut nanoseconds = Vec::with_capacity(rows);
        for more in &more[..rows] {
            before = before.wrapping_add(in_nanoseconds(*more)).wrapping_add(self.signed()?);
            nanoseconds.push(before);
        }
        let mut values = Vec::with_capacity(rows);
        for value in nanoseconds {
            values.push(unit.value(unit.near(value).wrapping_add(self.signed()?)));
        }
        Ok(values)
    }

    /// Nothing is left.
    pub fn end(self) -> Result<(), String> {
        if self.bytes.is_empty() { Ok(()) } else { Err("there is more than its columns".into()) }
    }

    fn byte(&mut self) -> Result<u8, String> {
        let (&first, rest) = self.bytes.split_first().ok_or_else(ends_early)?;
        self.bytes = rest;
        Ok(first)
    }

    fn signed(&mut self) -> Result<i64, String> {
        let value = self.unsigned()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn unsigned(&mut self) -> Result<u64, String> {
        // Most numbers are one byte.
        if let [byte @ 0..0x80, rest @ ..] = self.bytes {
            self.bytes = rest;
            return Ok(u64::from(*byte));
        }
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("a number has no end".into())
    }
}

fn ends_early() -> String {
    "it ends before its columns do".into()
}

fn in_nanoseconds(seconds: f64) -> i64 {
    rounded(seconds * 1e9)
}

/// The nearest whole number, of two the one farther from 0: as [`f64::round`], which is a call per number where the
/// processor is not known to have an instruction for it. What is added is the greatest number below one half.
fn rounded(value: f64) -> i64 {
    (value + 0.499_999_999_999_999_94_f64.copysign(value)) as i64
}

/// The power of two, negated, of which all values of a column are multiples: a clock that counts nanoseconds, read as a
/// float of so many seconds, counts in such steps. A value is then its nanoseconds and the few steps that it is off them.
#[derive(Clone, Copy)]
struct Unit(u8);

impl Unit {
    /// `None` where there is none, or the values do not fit into it.
    fn of(values: &[f64]) -> Option<Unit> {
        let bits = |value: &f64| match value.to_bits() {
            0 => Some(0),
            _ if !value.is_normal() => None,
            bits => {
                let exponent = (bits >> 52 & 0x7ff) as i32 - 1075;
                let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
                Some((-(exponent + mantissa.trailing_zeros() as i32)).max(0))
            }
        };
        let bits = values.iter().map(bits).try_fold(0, |most, bits| Some(most.max(bits?)))?;
        let unit = Unit(u8::try_from(bits).ok().filter(|&bits| bits < 200)?);
        const MOST: f64 = (1_u64 << 61) as f64;
        let fits = |value: &f64| (value * unit.per_second()).abs() < MOST && (value * 1e9).abs() < MOST;
        values.iter().all(fits).then_some(unit)
    }

    fn per_second(self) -> f64 {
        // Exact, as a power from a library need not be.
        f64::from_bits((1023 + u64::from(self.0)) << 52)
    }

    fn count(self, value: f64) -> i64 {
        (value * self.per_second()) as i64
    }

    fn value(self, count: i64) -> f64 {
        count as f64 / self.per_second()
    }

    /// The count nearest to so many nanoseconds.
    fn near(self, nanoseconds: i64) -> i64 {
        rounded(nanoseconds as f64 * 1e-9 * self.per_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_that_of_the_library() {
        let halves = (-9..=9).map(|i| f64::from(i) / 2.0);
        let edges =
            [1.0, 1e-300, 4_503_599_627_370_495.5, 4_503_599_627_370_497.0, 9_007_199_254_740_993.0, 1e17, 1e300];
        let spread = (0..10_000).map(|i| (f64::from(i) * 0.618 - 3000.0) * 1e9);
        for value in halves.chain(edges).chain(edges.map(|x| -x)).chain(spread).chain([f64::NAN, f64::INFINITY]) {
            for value in [value.next_down(), value, value.next_up()] {
                assert_eq!(rounded(value), value.round() as i64, "{value}");
            }
        }
    }

    #[test]
    fn what_is_packed_unpacks_and_what_grows_without_end_does_not() {
        let text = "main;".repeat(10_000);
        assert!(packed(text.as_bytes()).len() < 200);
        assert_eq!(unpacked(&packed(text.as_bytes())).unwrap(), text.as_bytes());
        assert!(unpacked(b"no such bytes").unwrap_err().contains("does not unpack"));
        let bomb = packed(&vec![0; MOST_UNPACKED + 1]);
        assert!(bomb.len() < 1 << 20);
        assert!(unpacked(&bomb).unwrap_err().contains("more than 256 MiB"));
    }
}
