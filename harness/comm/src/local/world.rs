//! What the ranks of a process have in common: their inboxes, and who waits for what.
//!
//! A deadlock is found without a clock. A rank that has to sleep enters what it waits for in the table, and leaves the
//! table when it wakes, before it takes a message. Whoever holds the table and finds every living rank in it therefore
//! knows that none of them is doing anything; if none of the things they wait for is there, none ever will be.
//!
//! Locks are taken in the order table, inbox; never two inboxes at once.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::inbox::{Envelope, Inbox, Receipt, Want};
use crate::group::Group;
use crate::{Call, CommError, Wait};

/// What a rank waits for.
#[derive(Clone)]
pub(super) enum Awaited {
    /// A message.
    Message(Want),
    /// Any of several messages.
    AnyOf(Arc<Vec<Want>>),
    /// That its own message is received by rank `by`.
    Receipt { receipt: Arc<Receipt>, by: usize },
}

/// Who waits: in which call, and in which group.
#[derive(Clone)]
pub(super) struct Sleeper {
    pub(super) call: Call,
    pub(super) group: Arc<Group>,
}

impl Awaited {
    /// The rank in the group on which it depends, of several the first; `None` if any would do.
    fn peer(&self) -> Option<usize> {
        match self {
            Awaited::Message(want) => want.from,
            Awaited::AnyOf(wants) => wants.first().and_then(|want| want.from),
            Awaited::Receipt { by, .. } => Some(*by),
        }
    }

    /// Whether it has come, to the rank that has this inbox.
    fn is_here(&self, inbox: &Inbox) -> bool {
        match self {
            Awaited::Message(want) => inbox.find(*want).is_some(),
            Awaited::AnyOf(wants) => wants.iter().any(|want| inbox.find(*want).is_some()),
            Awaited::Receipt { receipt, .. } => receipt.is_received(),
        }
    }
}

impl Sleeper {
    fn wait(&self, rank: usize, awaited: &Awaited) -> Wait {
        let Sleeper { call, group } = self;
        let peer = awaited.peer().map(|peer| group.world(peer));
        let sending = matches!(awaited, Awaited::Receipt { .. });
        Wait { rank, call: group.name(call, group.rank), peer, sending }
    }
}

/// A rank's inbox. On cache lines of its own, as its owner looks at `arrivals` all the time while it spins.
#[repr(align(128))]
#[derive(Default)]
pub(super) struct Mailbox {
    inbox: Mutex<Inbox>,
    /// The number of messages that ever arrived: changes when it is worth another look.
    pub(super) arrivals: AtomicU64,
    wake: Condvar,
}

/// Who sleeps, who has finished, and what went wrong.
struct Table {
    asleep: Vec<Option<(Sleeper, Awaited)>>,
    finished: Vec<bool>,
    failure: Option<CommError>,
}

/// A group of ranks in one process.
pub(super) struct World {
    pub(super) eager_limit: usize,
    /// Whether every rank can have a core, so that looking again soon is faster than sleeping.
    pub(super) spins: bool,
    pub(super) mailboxes: Box<[Mailbox]>,
    table: Mutex<Table>,
    failed: AtomicBool,
    /// Whether a rank has finished: if none has, nobody waits for one in vain.
    one_has_finished: AtomicBool,
}

impl World {
    pub(super) fn new(size: usize, eager_limit: usize, spins: bool) -> Self {
        World {
            eager_limit,
            spins,
            mailboxes: (0..size).map(|_| Mailbox::default()).collect(),
            table: Mutex::new(Table { asleep: vec![None; size], finished: vec![false; size], failure: None }),
            failed: AtomicBool::new(false),
            one_has_finished: AtomicBool::new(false),
        }
    }

    pub(super) fn size(&self) -> usize {
        self.mailboxes.len()
    }

    pub(super) fn inbox(&self, rank: usize) -> MutexGuard<'_, Inbox> {
        lock(&self.mailboxes[rank].inbox)
    }

    /// An error if the group has failed.
    pub(super) fn check(&self) -> Result<(), CommError> {
        if self.failed.load(Ordering::Relaxed) { self.verdict() } else { Ok(()) }
    }

    /// Puts a message into an inbox that is already locked, and wakes its owner.
    pub(super) fn deliver(&self, to: usize, inbox: &mut Inbox, envelope: Envelope) {
        inbox.envelopes.push_back(envelope);
        self.mailboxes[to].arrivals.fetch_add(1, Ordering::Release);
        self.wake(to, inbox);
    }

    /// Tells the sender that its message has been received.
    pub(super) fn sign(&self, receipt: &Receipt) {
        receipt.sign();
        self.wake(receipt.sender, &mut self.inbox(receipt.sender));
    }

    fn wake(&self, rank: usize, inbox: &mut Inbox) {
        if std::mem::take(&mut inbox.asleep) {
            self.mailboxes[rank].wake.notify_one();
        }
    }

    /// Whether what `rank` waits for has come.
    pub(super) fn has_come(&self, rank: usize, awaited: &Awaited) -> bool {
        match awaited {
            // Without the lock.
            Awaited::Receipt { receipt, .. } => receipt.is_received(),
            Awaited::Message(_) | Awaited::AnyOf(_) => awaited.is_here(&self.inbox(rank)),
        }
    }

    /// Sleeps until what `rank` waits for has come, or the group has failed.
    pub(super) fn sleep(&self, rank: usize, who: Sleeper, awaited: &Awaited) -> Result<(), CommError> {
        let mut table = lock(&self.table);
        table.asleep[rank] = Some((who, awaited.clone()));
        self.judge(&mut table);
        drop(table);

        let mut inbox = self.inbox(rank);
        while !awaited.is_here(&inbox) && !self.failed.load(Ordering::Relaxed) {
            inbox.asleep = true;
            inbox = self.mailboxes[rank].wake.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
        inbox.asleep = false;
        drop(inbox);

        lock(&self.table).asleep[rank] = None;
        self.check()
    }

    /// An error if what `rank` has looked for without waiting can never come.
    pub(super) fn check_hope(&self, rank: usize, who: &Sleeper, awaited: &Awaited) -> Result<(), CommError> {
        if self.one_has_finished.load(Ordering::Relaxed) {
            let mut table = lock(&self.table);
            if let Hope::Lost(lost) = self.hope(&table, rank, who, awaited) {
                self.fail_with(&mut table, CommError::Finished(who.wait(rank, &lost)));
            }
        }
        self.check()
    }

    /// Notes that `rank` has returned: it will neither send nor receive any more.
    pub(super) fn finish(&self, rank: usize) {
        let mut table = lock(&self.table);
        table.finished[rank] = true;
        self.one_has_finished.store(true, Ordering::Relaxed);
        self.judge(&mut table);
    }

    /// Ends the group for this reason, unless it has failed already.
    pub(super) fn fail(&self, error: CommError) {
        self.fail_with(&mut lock(&self.table), error);
    }

    /// The group's failure, if it has one; once all ranks have finished, also messages that nobody received.
    pub(super) fn verdict(&self) -> Result<(), CommError> {
        let table = lock(&self.table);
        if let Some(error) = &table.failure {
            return Err(error.clone());
        }
        if !table.finished.iter().all(|&finished| finished) {
            return Ok(());
        }
        self.unreceived().map_or(Ok(()), Err)
    }

    /// What is wrong if a message is left.
    fn unreceived(&self) -> Option<CommError> {
        let (rank, from, lane, sign, bytes) = (0..self.size()).find_map(|rank| {
            let inbox = self.inbox(rank);
            let left = inbox.envelopes.front()?;
            Some((rank, left.world_from as usize, left.lane, left.sign, left.body.bytes().len()))
        })?;
        // Where each of two ranks has sent the other a part of another collective call, they were out of step.
        let is_answer = |left: &&Envelope| left.lane == lane && left.world_from as usize == rank && left.sign != sign;
        let answer = self.inbox(from).envelopes.iter().find(is_answer).map(|left| left.sign);
        Some(match (lane.tag, answer) {
            (None, Some(answer)) => {
                let (call, other_call) = (answer.call(lane, from), sign.call(lane, rank));
                CommError::Mismatch { rank, call: Box::new(call), other: from, other_call: Box::new(other_call) }
            }
            (tag, _) => {
                let part = || format!("part of {:#}", sign.call(lane, rank));
                let channel = tag.map_or_else(part, |tag| format!("tag {tag}"));
                CommError::Unreceived { rank, from, channel, bytes }
            }
        })
    }

    fn fail_with(&self, table: &mut Table, error: CommError) {
        table.failure.get_or_insert(error);
        self.failed.store(true, Ordering::Relaxed);
        for rank in 0..self.size() {
            self.wake(rank, &mut self.inbox(rank));
        }
    }

    /// Fails the group if a rank in the table waits in vain.
    fn judge(&self, table: &mut Table) {
        let finished = table.finished.iter().filter(|&&finished| finished).count();
        let asleep = table.asleep.iter().flatten().count();
        if table.failure.is_some() || (finished == 0 && asleep < self.size()) {
            return;
        }
        let asleep = || table.asleep.iter().enumerate().filter_map(|(rank, entry)| Some((rank, entry.as_ref()?)));
        let mut stuck = 0;
        for (rank, (who, awaited)) in asleep() {
            match self.hope(table, rank, who, awaited) {
                Hope::Here => {}
                Hope::Open => stuck += 1,
                Hope::Lost(lost) => {
                    let wait = who.wait(rank, &lost);
                    return self.fail_with(table, CommError::Finished(wait));
                }
            }
        }
        if stuck > 0 && stuck + finished == self.size() {
            let waits = asleep().map(|(rank, (who, awaited))| who.wait(rank, awaited)).collect();
            self.fail_with(table, CommError::Deadlock(waits));
        }
    }

    /// What `rank` may hope of what it waits for.
    fn hope(&self, table: &Table, rank: usize, who: &Sleeper, awaited: &Awaited) -> Hope {
        let members = &who.group.members;
        let is_lost = |peer: Option<usize>| match peer {
            Some(peer) => table.finished[members[peer]],
            None => members.iter().filter(|&&other| other != rank).all(|&other| table.finished[other]),
        };
        if self.has_come(rank, awaited) {
            return Hope::Here;
        }
        let lost = match awaited {
            // All of them have to come.
            Awaited::AnyOf(wants) => wants.iter().find(|want| is_lost(want.from)).map(|want| Awaited::Message(*want)),
            Awaited::Message(_) | Awaited::Receipt { .. } => is_lost(awaited.peer()).then(|| awaited.clone()),
        };
        lost.map_or(Hope::Open, Hope::Lost)
    }
}

enum Hope {
    Here,
    Open,
    /// Whoever should send or receive this has finished.
    Lost(Awaited),
}

/// Locks; nothing panics while it holds a lock, so a poisoned one cannot be.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
