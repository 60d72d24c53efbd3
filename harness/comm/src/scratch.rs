//! Memory that collective calls use again and again.

use std::cell::Cell;

use bytemuck::cast_slice_mut;

use crate::Number;
use crate::transport::{Incoming, Outgoing};

/// What a communicator keeps between its collective calls, so that they need not allocate.
#[derive(Default)]
pub(crate) struct Scratch {
    sends: Cell<Vec<Outgoing<'static>>>,
    receives: Cell<Vec<Incoming<'static>>>,
    numbers: [Cell<Vec<u64>>; 2],
}

impl Scratch {
    /// Two empty lists.
    pub(crate) fn with_lists<'a, R>(
        &self,
        body: impl FnOnce(&mut Vec<Outgoing<'a>>, &mut Vec<Incoming<'a>>) -> R,
    ) -> R {
        let (mut sends, mut receives) = (self.sends.take(), self.receives.take());
        let result = body(&mut sends, &mut receives);
        self.sends.set(emptied(sends, |_| unreachable!("it is empty")));
        self.receives.set(emptied(receives, |_| unreachable!("it is empty")));
        result
    }

    /// Room for `length` numbers, whatever they are, with which the body may do as it likes: twice at once, 0 and 1.
    pub(crate) fn with_room<N: Number, R>(&self, which: usize, length: usize, body: impl FnOnce(&mut [N]) -> R) -> R {
        let mut words = self.numbers[which].take();
        words.resize((length * size_of::<N>()).div_ceil(size_of::<u64>()).max(words.len()), 0);
        let result = body(&mut cast_slice_mut::<u64, N>(&mut words)[..length]);
        self.numbers[which].set(words);
        result
    }
}

/// The list without its items, for items of another lifetime: collecting from a vector's own iterator keeps its memory.
fn emptied<A, B>(mut list: Vec<A>, none: impl FnMut(A) -> B) -> Vec<B> {
    list.clear();
    list.into_iter().map(none).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_rooms_keep_their_memory() {
        let scratch = Scratch::default();
        scratch.with_lists(|sends, receives| {
            sends.extend((0..100).map(|to| Outgoing { to, bytes: &[] }));
            receives.extend((0..100).map(|from| Incoming { from, bytes: &mut [] }));
        });
        scratch.with_lists(|sends, receives| {
            assert!(sends.is_empty() && receives.is_empty() && sends.capacity() >= 100 && receives.capacity() >= 100);
        });
        let place = |length| scratch.with_room(0, length, |numbers: &mut [u32]| (numbers.len(), numbers.as_ptr()));
        let (length, first) = place(7);
        assert_eq!((length, place(3)), (7, (3, first)));
    }
}
