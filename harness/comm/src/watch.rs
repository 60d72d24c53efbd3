//! What is kept of a rank that is watched: its calls, and its end of every message.

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::Kind;
use crate::group::Group;
use crate::transport::{Channel, Incoming, Outgoing};

/// One call of a rank that is watched; the wait of an `isend` or `irecv` is one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The method.
    pub kind: Kind,
    /// When it was entered.
    pub from: Instant,
    /// When it returned.
    pub to: Instant,
}

/// One end of a message, those that collective calls are made of included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The call that began it.
    pub call: Kind,
    /// Whether this rank sent it, and did not receive it.
    pub sends: bool,
    /// The rank at the other end, in the world.
    pub peer: usize,
    /// The conversation: the tag, or beyond [`MAX_TAG`](crate::MAX_TAG) one for each kind of collective call; groups split
    /// from the whole have others.
    pub channel: u32,
    /// Its bytes, without an envelope.
    pub bytes: usize,
    /// What the rank had computed, that is its time outside of calls, when it sent this, or when it waited for it.
    pub computed: Duration,
    /// When it was sent, or when its receive began.
    pub begun: Instant,
    /// From when to when the rank stood in the call that needed its end: in that which began it, or in the wait of an
    /// `isend` or `irecv`. `None` where nobody waited.
    pub waited: Option<(Instant, Instant)>,
}

/// What a rank did while it was watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Its first calls, in the order in which they returned.
    pub spans: Vec<Span>,
    /// Its ends of messages in the order in which they began, so that the k-th sent to a rank on a channel is the k-th
    /// that this rank receives there. `None` where there were more than could be kept: a part of them tells nothing.
    pub ends: Option<Vec<End>>,
}

/// What is kept while a rank is watched.
pub(crate) struct Watch {
    started: Instant,
    in_calls: Duration,
    /// When the call under way was entered.
    entered: Instant,
    most_calls: usize,
    spans: Vec<Span>,
    most_ends: usize,
    ends: Vec<End>,
    too_many: bool,
}

impl Watch {
    /// Takes all memory here, so that watching costs a few stores a call.
    pub(crate) fn new(most_calls: usize, most_ends: usize) -> Self {
        let (spans, ends) = (Vec::with_capacity(most_calls), Vec::with_capacity(most_ends));
        let started = Instant::now();
        let in_calls = Duration::ZERO;
        Watch { started, in_calls, entered: started, most_calls, spans, most_ends, ends, too_many: false }
    }

    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    pub(crate) fn enter(&mut self, moment: Instant) {
        self.entered = moment;
    }

    pub(crate) fn leave(&mut self, kind: Kind, to: Instant) {
        self.in_calls += to - self.entered;
        if self.spans.len() < self.most_calls {
            self.spans.push(Span { kind, from: self.entered, to });
        }
    }

    /// Notes what is about to be sent and received at once; the ends are those of the range.
    pub(crate) fn begin(
        &mut self,
        call: Kind,
        at: (&Group, Channel),
        sends: &[Outgoing<'_>],
        receives: &[Incoming<'_>],
    ) -> Range<usize> {
        let first = self.ends.len();
        let begun = Instant::now();
        let sends = sends.iter().map(|send| (true, send.to, send.bytes.len()));
        let receives = receives.iter().map(|receive| (false, receive.from, receive.bytes.len()));
        for (sends, peer, bytes) in sends.chain(receives) {
            self.note(call, at, (sends, peer, bytes), begun);
        }
        first..self.ends.len()
    }

    /// Notes a message that has been received without its sender, or its length, having been named.
    pub(crate) fn received(&mut self, call: Kind, at: (&Group, Channel), from: usize, bytes: usize) {
        let first = self.ends.len();
        self.note(call, at, (false, from, bytes), self.entered);
        self.end(first..self.ends.len());
    }

    /// Notes one end that is about to begin: whether it sends, the peer, and the bytes.
    pub(crate) fn start(&mut self, call: Kind, at: (&Group, Channel), end: (bool, usize, usize)) -> Range<usize> {
        let first = self.ends.len();
        self.note(call, at, end, Instant::now());
        first..self.ends.len()
    }

    /// Notes that these have come to their end now; the rank has stood there since they began, or since it entered the
    /// call, if they began in an earlier one.
    pub(crate) fn end(&mut self, ends: Range<usize>) {
        let (computed, now) = (self.computed(), Instant::now());
        for end in self.ends.get_mut(ends).unwrap_or_default() {
            end.waited = Some((end.begun.max(self.entered), now));
            if !end.sends {
                end.computed = computed;
            }
        }
    }

    pub(crate) fn into_watched(self) -> Watched {
        Watched { spans: self.spans, ends: (!self.too_many).then_some(self.ends) }
    }

    fn note(&mut self, call: Kind, at: (&Group, Channel), end: (bool, usize, usize), begun: Instant) {
        if self.ends.len() == self.most_ends {
            self.too_many = true;
            return;
        }
        let (group, (sends, peer, bytes)) = (at.0, end);
        let (peer, channel, computed) = (group.world(peer), group.number(at.1), self.computed());
        self.ends.push(End { call, sends, peer, channel, bytes, computed, begun, waited: None });
    }

    /// Time outside of calls up to the call under way.
    fn computed(&self) -> Duration {
        self.entered.duration_since(self.started).saturating_sub(self.in_calls)
    }
}
