//! Who talks to whom?

use crate::findings::ranks::Ranks;
use crate::format;
use tenfold_record::Traffic;

impl Ranks<'_> {
    /// What all ranks together sent, against what the kernel declares.
    pub fn messages_answer(&self) -> String {
        let all = self.trace.ranks.iter().flat_map(|rank| &rank.sent);
        let sent = all.fold(Traffic::default(), |sum, to| Traffic {
            messages: sum.messages + to.messages,
            bytes: sum.bytes + to.bytes,
        });
        let words =
            |t: Traffic| format!("{} ({})", format::counted(t.messages as usize, "message"), format::bytes(t.bytes));
        let declared = match self.trace.declared {
            None => "The kernel declares no number of messages: it depends on the work.".to_string(),
            Some(declared) if declared == sent => "This matches what the kernel declares.".to_string(),
            Some(declared)
                if self.has_collectives() && declared.messages <= sent.messages && declared.bytes <= sent.bytes =>
            {
                format!("The kernel declares {}; the rest can come from collective calls.", words(declared))
            }
            Some(declared) => format!("The kernel declares {}.", words(declared)),
        };
        format!("The ranks send {} per run. {declared}", words(sent))
    }

    fn has_collectives(&self) -> bool {
        let between_two = ["send", "recv", "recv_any", "try_recv_any", "sendrecv", "isend", "irecv"];
        self.trace.ranks.iter().flat_map(|rank| &rank.calls).any(|call| !between_two.contains(&call.name.as_str()))
    }
}
