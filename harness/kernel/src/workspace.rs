//! Scratch memory, so that a variant has no allocation policy of its own.

use crate::arrays::POISON;
use bytemuck::Pod;
use bytemuck::allocation::zeroed_slice_box;
use std::cell::{Cell, RefCell};

/// Bytes of one cache line, and the alignment of every buffer.
const LINE: usize = 64;

/// Cache lines of a page of 4096 bytes.
const LINES_PER_PAGE: usize = 64;

/// Words of a cache line.
const WORDS_PER_LINE: usize = LINE / size_of::<Word>();

/// What memory is asked for in. The standard library passes what is zero and aligned like this on as it comes from the system,
/// and fills what is aligned more strictly by itself.
type Word = u64;

/// Scratch buffers that live as long as a launch.
///
/// A variant asks for what it needs in a fixed order; the n-th request of a run gets the n-th slot, which grows when it
/// is too small and is otherwise used again. So the first run pays for the pages and the timed runs do not, and every
/// variant is treated alike. Buffers are aligned to 64 bytes and hold *arbitrary* numbers: zeros at first, later whatever
/// the run before left there.
///
/// Buffers of a page or more start at different places of a page. An allocator gives all large arrays the same place, and
/// then a load may wait for an earlier store to the same place of another array, if the processor first compares the low 12
/// bits of two addresses only (*4K aliasing*, as Intel's optimization manual describes it; seen on AMD's processors too).
///
/// ```
/// # use tenfold_kernel::Workspace;
/// let mut space = Workspace::default();
/// space.rewind();
/// let here = space.buffer::<f64>(100);
/// let next = space.buffer::<f64>(100);
/// next.copy_from_slice(here);
/// ```
#[derive(Default)]
pub struct Workspace {
    slots: RefCell<Vec<Box<[Word]>>>,
    next: Cell<usize>,
}

impl Workspace {
    /// Begins a run: all buffers given out before are void (the borrow checker sees to it).
    pub fn rewind(&mut self) {
        self.next.set(0);
    }

    /// Fills all memory given out so far with bytes 0xFF, so that a run which takes its answer from the run before shows.
    pub fn poison(&mut self) {
        for slot in self.slots.get_mut() {
            slot.fill(Word::from_ne_bytes([POISON; size_of::<Word>()]));
        }
    }

    /// The next buffer, `len` elements of `T` with arbitrary contents.
    #[allow(clippy::mut_from_ref)] // Disjoint: each slot is given out at most once between two rewinds.
    pub fn buffer<T: Pod>(&self, len: usize) -> &mut [T] {
        assert!(align_of::<T>() <= LINE, "elements are aligned more strictly than a cache line");
        let slot = self.next.replace(self.next.get() + 1);
        let lines = (len * size_of::<T>()).div_ceil(LINE);
        let mut slots = self.slots.borrow_mut();
        if slots.len() <= slot {
            slots.push(Box::default());
        }
        // Words to the next line, and lines to the place in a page.
        let spare = if lines < LINES_PER_PAGE { 1 } else { 1 + LINES_PER_PAGE };
        if slots[slot].len() < (lines + spare) * WORDS_PER_LINE {
            // Nobody has touched it: its pages will lie beside the threads that use them.
            slots[slot] = zeroed_slice_box((lines + spare) * WORDS_PER_LINE);
        }
        let begins = slots[slot].as_ptr().addr();
        let first = begins.div_ceil(LINE);
        let skipped = if spare == 1 { 0 } else { lines_up_to(place(slot), first) };
        let words = ((first + skipped) * LINE - begins) / size_of::<Word>();
        let start = slots[slot][words..].as_mut_ptr().cast::<T>();
        // SAFETY: behind the words skipped, fewer than are spare, the slot owns at least `len * size_of::<T>()` initialised
        // bytes aligned to 64; every bit pattern is a valid `T` (Pod). The slot's memory stays where it is while the returned
        // borrow of `self` lives: it is replaced only above, and each slot is reached once between two rewinds, which need
        // `&mut self`.
        unsafe { std::slice::from_raw_parts_mut(start, len) }
    }
}

/// The line of a page at which a slot's buffer starts. Steps of the golden ratio keep the places of any few slots apart, and
/// apart from the start of a page, where allocators place inputs and outputs.
fn place(slot: usize) -> usize {
    (slot + 1) * 39 % LINES_PER_PAGE
}

/// How many lines it is from line number `from` to the next that has this place in its page.
fn lines_up_to(place: usize, from: usize) -> usize {
    (place + LINES_PER_PAGE - from % LINES_PER_PAGE) % LINES_PER_PAGE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_buffers_start_at_places_of_a_page_that_lie_apart() {
        let space = Workspace::default();
        let places = [(); 6].map(|()| space.buffer::<f64>(10_000).as_ptr().addr() / LINE % LINES_PER_PAGE);
        assert_eq!(places, [39, 14, 53, 28, 3, 42]);
    }

    /// Pages that this thread has touched first so far: the 10th number of its `stat` (proc(5)), counted after the name.
    #[cfg(target_os = "linux")]
    fn touched() -> usize {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        stat.rsplit_once(')').unwrap().1.split_whitespace().nth(7).unwrap().parse().unwrap()
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn pages_of_a_large_buffer_are_left_to_who_uses_them() {
        let (space, pages) = (Workspace::default(), 32);
        let before = touched();
        // Huge pages: there may be no others.
        let buffer = space.buffer::<u8>(pages << 21);
        assert!(touched() - before < pages / 2, "{} pages were touched", touched() - before);
        buffer.fill(1);
        assert!(touched() - before >= pages);
    }

    #[test]
    fn buffers_of_a_run_are_disjoint_and_kept_for_the_next() {
        let mut space = Workspace::default();
        let addresses = |space: &Workspace| {
            let a = space.buffer::<u64>(10);
            let b = space.buffer::<u8>(7);
            a.fill(u64::MAX);
            b.fill(1);
            assert!(a.iter().all(|&x| x == u64::MAX));
            assert_eq!(a.as_ptr() as usize % LINE, 0);
            (a.as_ptr() as usize, b.as_ptr() as usize)
        };
        let first = addresses(&space);
        space.rewind();
        assert_eq!(addresses(&space), first);
        space.poison();
        space.rewind();
        assert_eq!(space.buffer::<u64>(10), [u64::MAX; 10]);
        space.rewind();
        assert_eq!(space.buffer::<u64>(10_000).len(), 10_000);
        assert_eq!(space.buffer::<u8>(0).len(), 0);
    }
}
