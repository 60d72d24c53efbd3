//! Named arrays: what every input and output is made of, so that comparing, poisoning, sending and saving are written once.

use crate::{Items, ItemsMut};
use std::io::{self, Read, Write};

/// The byte that poisons memory: every float becomes NaN, every unsigned integer its greatest value, every signed one −1.
pub const POISON: u8 = 0xFF;

/// An input or output as its arrays, in a fixed order. Implemented by [`arrays!`](crate::arrays!).
pub trait Arrays: Clone + Send + Sync + 'static {
    /// The arrays.
    fn arrays(&self) -> Vec<Array<'_>>;
    /// The same arrays, to be filled; their lengths may change.
    fn arrays_mut(&mut self) -> Vec<ArrayMut<'_>>;
}

/// A named array of numbers.
pub struct Array<'a> {
    /// Its name, unique among the arrays beside it.
    pub name: &'static str,
    /// Its extents, the last of which runs fastest.
    pub shape: Vec<usize>,
    /// Its numbers.
    pub items: Items<'a>,
}

/// A named array to be filled.
pub struct ArrayMut<'a> {
    /// Its name.
    pub name: &'static str,
    /// Its numbers.
    pub items: ItemsMut<'a>,
}

/// Implements [`Arrays`] for a struct by naming those of its fields that are vectors of numbers, in the order in which they
/// are written. A field of more than one dimension gives its shape as a function of the struct.
///
/// ```
/// #[derive(Clone)]
/// struct Image { width: usize, counts: Vec<u32>, totals: Vec<u64> }
/// tenfold_kernel::arrays!(Image { counts: |image| vec![image.counts.len() / image.width, image.width], totals });
/// ```
#[macro_export]
macro_rules! arrays {
    ($type:ty { $($field:ident $(: $shape:expr)?),+ $(,)? }) => {
        impl $crate::Arrays for $type {
            fn arrays(&self) -> Vec<$crate::Array<'_>> {
                vec![$($crate::Array {
                    name: stringify!($field),
                    shape: $crate::arrays!(@shape self, $field $(, $shape)?),
                    items: $crate::Item::items(&self.$field),
                }),+]
            }
            fn arrays_mut(&mut self) -> Vec<$crate::ArrayMut<'_>> {
                vec![$($crate::ArrayMut {
                    name: stringify!($field),
                    items: $crate::Item::items_mut(&mut self.$field),
                }),+]
            }
        }
    };
    (@shape $self:ident, $field:ident) => { vec![$self.$field.len()] };
    (@shape $self:ident, $field:ident, $shape:expr) => {{
        let shape: fn(&Self) -> Vec<usize> = $shape;
        shape($self)
    }};
}

/// Fills every array with [`POISON`].
pub fn poison(arrays: &mut impl Arrays) {
    arrays.arrays_mut().iter_mut().for_each(|array| array.items.bytes_mut().fill(POISON));
}

/// The arrays one after the other as little-endian numbers, as a peer reads and writes them.
pub fn to_bytes(arrays: &impl Arrays) -> Vec<u8> {
    let mut bytes = Vec::new();
    for array in arrays.arrays() {
        little_endian(&mut bytes, array.items).expect("a vector takes all");
    }
    bytes
}

/// Fills the arrays, whose lengths stay, from what a peer wrote: one after the other, as little-endian numbers.
///
/// # Errors
/// There are more or fewer bytes: says how many there are, and of what there should be how many.
pub fn fill_from_bytes(arrays: &mut impl Arrays, bytes: &[u8]) -> Result<(), String> {
    let expected: usize = arrays.arrays().iter().map(|array| array.items.len() * array.items.width()).sum();
    if bytes.len() != expected {
        let all: Vec<String> = arrays
            .arrays()
            .iter()
            .filter(|a| !a.items.is_empty())
            .map(|a| format!("{} {} little-endian {} ({})", a.items.len(), a.name, a.items.kind(), a.items.width()))
            .collect();
        return Err(format!("{} bytes, but {} make {expected}", bytes.len(), all.join(", ")));
    }
    let mut rest = bytes;
    for array in &mut arrays.arrays_mut() {
        let width = array.items.width();
        let into = array.items.bytes_mut();
        let (own, others) = rest.split_at(into.len());
        into.copy_from_slice(own);
        to_native(into, width);
        rest = others;
    }
    Ok(())
}

/// Writes the arrays so that [`decode`] restores them with their lengths.
///
/// # Errors
/// As `to` has them.
pub fn encode(arrays: &impl Arrays, to: &mut dyn Write) -> io::Result<()> {
    for array in arrays.arrays() {
        to.write_all(&(array.items.len() as u64).to_le_bytes())?;
        little_endian(to, array.items)?;
    }
    Ok(())
}

/// Fills the arrays from what [`encode`] wrote.
///
/// # Errors
/// The bytes end too early, or do not end with the last array.
pub fn decode(arrays: &mut impl Arrays, mut bytes: &[u8]) -> Result<(), String> {
    for array in &mut arrays.arrays_mut() {
        let ends = |_| format!("the bytes end within '{}'", array.name);
        let mut length = [0; 8];
        bytes.read_exact(&mut length).map_err(ends)?;
        let (length, width) = (u64::from_le_bytes(length), array.items.width());
        // Checked before room is made: a length that is not one must not take the machine's memory.
        if length > (bytes.len() / width) as u64 {
            return Err(format!("the bytes end within '{}'", array.name));
        }
        let into = array.items.resized(length as usize);
        bytes.read_exact(into).map_err(ends)?;
        to_native(into, width);
    }
    if bytes.is_empty() { Ok(()) } else { Err(format!("bytes after the last array: {}", bytes.len())) }
}

/// Fills `whole` from the parts of all ranks: each array by theirs one after the other; one that is `common` by that of the first,
/// but with NaN or a wrong integer wherever another rank has something else.
pub fn join<A: Arrays>(whole: &mut A, parts: &[A], common: &[&str]) {
    let arrays: Vec<Vec<Array<'_>>> = parts.iter().map(Arrays::arrays).collect();
    for (index, to) in whole.arrays_mut().iter_mut().enumerate() {
        let (width, is_common) = (to.items.width(), common.contains(&to.name));
        let parts: Vec<&[u8]> = arrays.iter().map(|part| part[index].items.bytes()).collect();
        let bytes = if is_common { parts[0].to_vec() } else { parts.concat() };
        let numbers = to.items.resized(bytes.len() / width);
        numbers.copy_from_slice(&bytes);
        for (at, number) in numbers.chunks_exact_mut(width).enumerate().filter(|_| is_common) {
            if parts.iter().any(|part| part.get(at * width..(at + 1) * width) != Some(&*number)) {
                // Not the poison, which tells what was not written.
                number.fill(POISON);
                number[0] -= 1;
            }
        }
    }
}

/// Writes numbers as little-endian bytes.
fn little_endian(to: &mut (impl Write + ?Sized), items: Items<'_>) -> io::Result<()> {
    if cfg!(target_endian = "little") {
        return to.write_all(items.bytes());
    }
    let mut bytes = items.bytes().to_vec();
    to_native(&mut bytes, items.width());
    to.write_all(&bytes)
}

/// Turns little-endian numbers of `width` bytes into this machine's, and back.
fn to_native(bytes: &mut [u8], width: usize) {
    if cfg!(target_endian = "big") {
        bytes.chunks_exact_mut(width).for_each(<[u8]>::reverse);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Default)]
    struct Pair {
        small: Vec<u8>,
        large: Vec<f64>,
    }
    crate::arrays!(Pair { small, large: |pair| vec![1, pair.large.len()] });

    fn pair() -> Pair {
        Pair { small: vec![1, 2, 3], large: vec![0.5, f64::INFINITY] }
    }

    #[test]
    fn what_is_encoded_comes_back_with_its_lengths() {
        let mut bytes = Vec::new();
        encode(&pair(), &mut bytes).unwrap();
        let mut back = Pair::default();
        decode(&mut back, &bytes).unwrap();
        assert_eq!(back, pair());
        assert_eq!(decode(&mut back, &bytes[1..]), Err("the bytes end within 'small'".to_string()));
        assert_eq!(decode(&mut back, &bytes[..bytes.len() - 1]), Err("the bytes end within 'large'".to_string()));
        bytes.push(0);
        assert_eq!(decode(&mut back, &bytes), Err("bytes after the last array: 1".to_string()));
    }

    #[test]
    fn a_peer_sees_little_endian_numbers_and_is_told_what_is_missing() {
        let bytes = to_bytes(&pair());
        assert_eq!(bytes[..3], [1, 2, 3]);
        assert_eq!(bytes[3..11], 0.5_f64.to_le_bytes());
        let mut back = Pair { small: vec![0; 3], large: vec![0.0; 2] };
        fill_from_bytes(&mut back, &bytes).unwrap();
        assert_eq!(back, pair());
        let refusal = fill_from_bytes(&mut back, &bytes[1..]).unwrap_err();
        assert_eq!(refusal, "18 bytes, but 3 small little-endian u8 (1), 2 large little-endian f64 (8) make 19");
        let empty_first = &mut Pair { small: vec![], large: vec![0.0] };
        assert_eq!(
            fill_from_bytes(empty_first, &[]),
            Err("0 bytes, but 1 large little-endian f64 (8) make 8".to_string())
        );
    }

    #[test]
    fn parts_follow_one_another_and_ranks_that_disagree_in_a_bit_are_found() {
        let mut parts = [pair(), Pair { small: vec![4], ..pair() }, pair()];
        let mut whole = Pair::default();
        join(&mut whole, &parts, &["large"]);
        assert_eq!(whole, Pair { small: vec![1, 2, 3, 4, 1, 2, 3], ..pair() });
        parts[2].large[0] = -0.5;
        join(&mut whole, &parts, &["large"]);
        assert!(whole.large[0].is_nan() && whole.large[1] == f64::INFINITY);
        join(&mut whole, &parts, &["small"]);
        assert_eq!(whole.small, [POISON - 1; 3], "the second rank has fewer, and another one");
        assert_eq!(whole.large.len(), 6);
    }

    #[test]
    fn poison_is_nan_or_the_greatest_integer() {
        let mut poisoned = pair();
        poison(&mut poisoned);
        assert_eq!(poisoned.small, [u8::MAX; 3]);
        assert!(poisoned.large.iter().all(|x| x.is_nan()));
        assert_eq!(poisoned.arrays()[1].shape, [1, 2]);
    }
}
