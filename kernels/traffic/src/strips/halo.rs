//! Halos: what each strip must know of its neighbours, and the road of what lies before and after it.

use super::Strips;

impl Strips<'_> {
    /// Gives the first and the last cells of the road, as many as `first` and `last` hold.
    pub(crate) fn edges(&self, first: &mut [u8], last: &mut [u8]) {
        for (start, cells) in [(self.cells - last.len(), last), (0, first)] {
            for (cell, (word, bit)) in cells.iter_mut().zip(self.places(start)) {
                *cell = (self.words[word] >> bit) as u8 & 1;
            }
        }
    }

    /// Renews the halos for as many steps as there are cells in `before` and `after`, the cells that lie next to the
    /// road.
    pub(crate) fn renew(&mut self, before: &[u8], after: &[u8]) {
        let steps = before.len();
        assert!(steps == after.len() && steps <= self.reach, "halos of {steps} and {} cells", after.len());
        let (lanes, capacity) = (self.lanes, self.lanes * 64 * self.length);

        // Strips that go beyond the road see what comes after it.
        let beyond = capacity - self.cells;
        for ((word, bit), &cell) in self.places(self.cells).zip(&after[..beyond.min(steps)]) {
            self.words[word] = (self.words[word] & !(1 << bit)) | u64::from(cell) << bit;
        }

        // Behind its end a strip continues with the first cells of the next one: all bits move down by one strip. In one go
        // over all lanes, the last ones excepted.
        let (own, length) = (self.own * lanes, self.length * lanes);
        let (from, to) = self.words.split_at_mut(own + length);
        let from = &from[own..own + steps * lanes];
        for (new, pair) in to.iter_mut().zip(from.windows(2)) {
            *new = pair[0] >> 1 | pair[1] << 63;
        }
        for (i, last) in (lanes - 1..steps * lanes).step_by(lanes).enumerate() {
            to[last] = from[last] >> 1 | after.get(beyond + i).copied().map_or(0, u64::from) << 63;
        }

        // In front of its start there are the last cells of the strip before: all bits move up.
        let (to, from) = self.words.split_at_mut(own);
        let (to, from) = (&mut to[own - steps * lanes..], &from[length - steps * lanes..length]);
        for (new, pair) in to[1..].iter_mut().zip(from.windows(2)) {
            *new = pair[1] << 1 | pair[0] >> 63;
        }
        for (first, &outside) in (0..steps * lanes).step_by(lanes).zip(before) {
            to[first] = from[first] << 1 | u64::from(outside);
        }
    }

    /// Word and bit of the cell `start` and of those after it.
    fn places(&self, start: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (own, length, lanes) = (self.own, self.length, self.lanes);
        let mut next = (start / length, start % length);
        std::iter::repeat_with(move || {
            let (strip, word) = next;
            next = if word + 1 < length { (strip, word + 1) } else { (strip + 1, 0) };
            ((own + word) * lanes + strip / 64, strip % 64)
        })
    }
}
