//! Launching: one process for each launch of a cell.

mod command;
mod process;

use crate::ceilings::pingpong::OneWay;
use crate::clock;
use crate::order::{Order, PingPongOrder, REPLY_MARK, Reply};
use crate::peer::{self, Python};
use process::{Next, Process};
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Rung};
use tenfold_record::Transport;

/// How a launched process ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended<R = Reply> {
    /// It replied.
    Replied(R),
    /// It ended without a reply: how, and what it said last.
    Crashed(String),
    /// It was stopped at its time limit.
    TimedOut,
    /// The program was told to stop, and stopped it.
    Interrupted,
}

/// Starts worker processes.
pub struct Launcher<'a> {
    /// This program, which carries out an order when called as `tenfold worker ORDER`.
    pub program: PathBuf,
    /// The interpreter for externals in Python, where there is one.
    pub python: Option<Python>,
    /// Set when the program is told to stop.
    pub stop: &'a AtomicBool,
}

impl Launcher<'_> {
    /// Launches `order` of `kernel`, waiting at most `limit`.
    pub fn launch(&self, kernel: &dyn AnyKernel, order: &Order, limit: Duration) -> Ended {
        let order = Order { spawned: clock::now(), ..order.clone() };
        if order.rung == Rung::External {
            return peer::launch(self.python.as_ref(), kernel, &order, limit, self.stop);
        }
        let under_mpi = (order.rung, order.transport) == (Rung::Distributed, Some(Transport::Mpi));
        self.heard(command::worker(&self.program, &order, under_mpi.then_some(order.workers), limit), limit)
    }

    /// Launches a ping-pong between two ranks, waiting at most `limit`.
    pub fn ping_pong(&self, order: &PingPongOrder, limit: Duration) -> Ended<Result<Vec<OneWay>, String>> {
        let ranks = (order.transport == Transport::Mpi).then_some(2);
        self.heard(command::worker(&self.program, order, ranks, limit), limit)
    }

    /// What the worker that `command` starts replies.
    fn heard<R: DeserializeOwned>(&self, command: Command, limit: Duration) -> Ended<R> {
        let mut process = match Process::start(command, limit, None) {
            Ok(process) => process,
            Err(e) => return Ended::Crashed(format!("cannot start {}: {e}", self.program.display())),
        };
        let mut reply = None;
        loop {
            match process.next(self.stop) {
                Next::Line(line) => {
                    if let Some(json) = line.find(REPLY_MARK).map(|at| &line[at + REPLY_MARK.len()..]) {
                        reply = serde_json::from_str(json).ok();
                    }
                }
                Next::End => break,
                Next::TimedOut => return Ended::TimedOut,
                Next::Interrupted => return Ended::Interrupted,
            }
        }
        let how = process.end();
        reply.map_or(Ended::Crashed(how), Ended::Replied)
    }
}

pub(crate) use process::{Next as PeerNext, Process as PeerProcess};
