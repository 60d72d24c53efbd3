//! Halos: what each strip must know of its neighbours, and the road of what lies before and after it.

use super::Strips;

impl Strips<'_> {
    /// Gives the first and the last cells of the road, as many as `first` and `last` hold.
    pub(crate) fn edges(&self, first: &mut [u8], last: &mut [u8]) {
        let start_of_last = self.cells - last.len();
        for (i, cell) in first.iter_mut().enumerate() {
            *cell = self.cell(i);
        }
        for (i, cell) in last.iter_mut().enumerate() {
            *cell = self.cell(start_of_last + i);
        }
    }

    /// Renews the halos for as many steps as there are cells in `before` and `after`, the cells that lie next to the
    /// road.
    pub(crate) fn renew(&mut self, before: &[u8], after: &[u8]) {
        let steps = before.len();
        assert!(steps == after.len() && steps <= self.halo, "halos of {steps} and {} cells", after.len());
        let (lanes, capacity) = (self.lanes, self.lanes * 64 * self.length);

        // Strips that go beyond the road see what comes after it.
        for (i, &cell) in after.iter().enumerate().take(capacity - self.cells) {
            let (word, bit) = self.place(self.cells + i);
            self.words[word] = (self.words[word] & !(1 << bit)) | u64::from(cell) << bit;
        }

        // Behind its end a strip continues with the first cells of the next one: all bits move down by one strip.
        for i in 0..steps {
            let beyond = after.get(capacity - self.cells + i).copied().unwrap_or(0);
            let (from, to) = ((self.own + i) * lanes, (self.own + self.length + i) * lanes);
            for lane in 0..lanes {
                let next = if lane + 1 < lanes { self.words[from + lane + 1] } else { u64::from(beyond) };
                self.words[to + lane] = self.words[from + lane] >> 1 | next << 63;
            }
        }

        // In front of its start there are the last cells of the strip before: all bits move up.
        for (i, &outside) in before.iter().enumerate() {
            let (from, to) = ((self.own + self.length - steps + i) * lanes, (self.own - steps + i) * lanes);
            for lane in 0..lanes {
                let previous = if lane > 0 { self.words[from + lane - 1] >> 63 } else { u64::from(outside) };
                self.words[to + lane] = self.words[from + lane] << 1 | previous;
            }
        }
    }

    fn cell(&self, cell: usize) -> u8 {
        let (word, bit) = self.place(cell);
        (self.words[word] >> bit) as u8 & 1
    }
}
