//! Where a message goes whose length only its sender knows.

use std::mem::{ManuallyDrop, MaybeUninit};

use bytemuck::Pod;

/// Memory that grows with a message, which may come in pieces.
pub(crate) trait Room {
    /// The place for the next `bytes` bytes. Whoever asks for it writes all of them.
    fn room(&mut self, bytes: usize) -> &mut [MaybeUninit<u8>];
}

/// Items that arrive as bytes, without being cleared first.
pub(crate) struct Arriving<T> {
    items: Vec<MaybeUninit<T>>,
    bytes: usize,
}

impl<T: Pod> Room for Arriving<T> {
    fn room(&mut self, bytes: usize) -> &mut [MaybeUninit<u8>] {
        let start = self.bytes;
        self.bytes += bytes;
        self.items.resize(self.bytes.div_ceil(size_of::<T>().max(1)), MaybeUninit::uninit());
        let (first, length) = (self.items.as_mut_ptr().cast(), size_of_val(&*self.items));
        // SAFETY: these are all bytes of the items, and uninitialised ones may be anything.
        let all = unsafe { std::slice::from_raw_parts_mut(first, length) };
        &mut all[start..start + bytes]
    }
}

impl<T: Pod> Arriving<T> {
    pub(crate) fn new() -> Self {
        Arriving { items: Vec::new(), bytes: 0 }
    }

    /// The length so far, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The items, once the transport has said that all is here; `None` if the last one is incomplete.
    pub(crate) fn into_items(self) -> Option<Vec<T>> {
        if size_of_val(&*self.items) != self.bytes {
            return None;
        }
        let mut items = ManuallyDrop::new(self.items);
        // SAFETY: the same allocation with the same layout; every byte has been written (`Room::room`), and any bytes are
        // a `T`, as it is `Pod`.
        Some(unsafe { Vec::from_raw_parts(items.as_mut_ptr().cast(), items.len(), items.capacity()) })
    }
}

/// Writes `bytes` to memory of the same length.
pub(crate) fn fill(room: &mut [MaybeUninit<u8>], bytes: &[u8]) {
    assert_eq!(room.len(), bytes.len());
    // SAFETY: both have this length, and what is borrowed exclusively overlaps nothing.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room.as_mut_ptr().cast(), bytes.len()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_may_come_in_pieces_that_cut_through_them() {
        let sent = [0x0102_0304_0506_0708u64, 9, 10];
        let bytes: &[u8] = bytemuck::cast_slice(&sent);
        for length in [1, 5, 8, 24] {
            let mut arriving = Arriving::<u64>::new();
            bytes.chunks(length).for_each(|piece| fill(arriving.room(piece.len()), piece));
            assert_eq!(arriving.into_items(), Some(sent.to_vec()));
        }
        let mut cut = Arriving::<u64>::new();
        fill(cut.room(9), &bytes[..9]);
        assert_eq!((cut.bytes(), cut.into_items()), (9, None));
    }
}
