//! Messages that travel while their rank computes.

use std::marker::PhantomData;
use std::ops::Range;

use bytemuck::Pod;

use crate::transport::Pending;
use crate::{Call, Comm, Kind};

/// A message being sent; it owns its data, so nothing is borrowed meanwhile.
#[must_use = "wait for it: only then is it certain that the message has left"]
pub struct Sending<'c> {
    pub(crate) comm: &'c Comm,
    pub(crate) pending: Box<dyn Pending + 'c>,
    /// What the trace knows it by.
    pub(crate) ends: Range<usize>,
}

impl Sending<'_> {
    /// Whether the message has left, so that [`wait`](Sending::wait) would return at once.
    pub fn test(&mut self) -> bool {
        let result = self.pending.test();
        self.comm.ended(result)
    }

    /// Returns when the message has left. That of a long one may need its receiver to receive.
    pub fn wait(self) {
        self.comm.wait(Kind::ISend, self.ends, || self.pending.wait(&mut []));
    }
}

/// A message being received. Dropped without [`wait`](Receiving::wait), it still keeps its message from other receives: MPI says
/// nothing of that, [`local::run`](crate::local::run) reports the message as not received.
#[must_use = "wait for it: only then is the message here"]
pub struct Receiving<'c, T> {
    pub(crate) comm: &'c Comm,
    pub(crate) pending: Box<dyn Pending + 'c>,
    pub(crate) ends: Range<usize>,
    pub(crate) call: Call,
    pub(crate) len: usize,
    pub(crate) element: PhantomData<T>,
}

impl<T: Pod> Receiving<'_, T> {
    /// Whether the message is here, so that [`wait`](Receiving::wait) would return at once.
    pub fn test(&mut self) -> bool {
        let result = self.pending.test();
        self.comm.ended(result)
    }

    /// Returns when the message is in `into`, which has the length given to [`Comm::irecv`].
    pub fn wait(self, into: &mut [T]) {
        self.comm.wait(Kind::IRecv, self.ends, || {
            if into.len() == self.len {
                return self.pending.wait(bytemuck::cast_slice_mut(into));
            }
            let what = format!("began to receive {} items, but waits for {}", self.len, into.len());
            Err(self.comm.misuse(&self.call, what))
        });
    }
}
