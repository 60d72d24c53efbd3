//! Messages between ranks of this process that travel while their rank computes.

use std::sync::Arc;

use super::inbox::{Receipt, Want};
use super::transport::{LocalTransport, Place};
use super::world::Awaited;
use crate::transport::Pending;
use crate::{Call, CommError};

impl LocalTransport {
    /// Whether it has come; an error if it never can.
    fn test(&self, call: &Call, awaited: &Awaited) -> Result<bool, CommError> {
        if self.world.has_come(self.group.me(), awaited) {
            return Ok(true);
        }
        self.world.check_hope(self.group.me(), &self.sleeper(call), awaited)?;
        Ok(false)
    }
}

/// A message being sent.
pub(super) struct Leaving<'t> {
    pub(super) transport: &'t LocalTransport,
    pub(super) call: Call,
    pub(super) to: usize,
    pub(super) receipt: Option<Arc<Receipt>>,
}

impl Leaving<'_> {
    fn awaited(&self) -> Option<Awaited> {
        self.receipt.clone().map(|receipt| Awaited::Receipt { receipt, by: self.to })
    }
}

impl Pending for Leaving<'_> {
    fn test(&mut self) -> Result<bool, CommError> {
        self.awaited().map_or(Ok(true), |awaited| self.transport.test(&self.call, &awaited))
    }

    fn wait(self: Box<Self>, _into: &mut [u8]) -> Result<(), CommError> {
        self.awaited().map_or(Ok(()), |awaited| self.transport.wait(&self.call, &awaited))
    }
}

/// A message being received.
pub(super) struct Coming<'t> {
    pub(super) transport: &'t LocalTransport,
    pub(super) call: Call,
    pub(super) want: Want,
}

impl Pending for Coming<'_> {
    fn test(&mut self) -> Result<bool, CommError> {
        self.transport.test(&self.call, &Awaited::Message(self.want))
    }

    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError> {
        self.transport.receive(&self.call, self.want, &mut Place::Exactly(into)).map(drop)
    }
}
