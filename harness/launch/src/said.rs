//! What a child process says: each pipe is read by a thread of its own, so that none fills while nobody listens.

use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, channel, sync_channel};

/// Lines that are read ahead; whoever prints faster than it is heard has to wait.
const AHEAD: usize = 64;

/// The longest line that is read. A reply with the trace of many ranks has some 20 MB.
pub(crate) const LONGEST_LINE: u64 = 128 << 20;

/// How much of what a process says on standard error is kept: its end, where the reason stands.
const TAIL_BYTES: usize = 4000;

/// The lines of standard output. One that is too long ends them; the process then meets a closed pipe.
pub(crate) fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut bytes = Vec::new();
        while (&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0)
            && bytes.len() < LONGEST_LINE as usize
        {
            let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_string();
            if send.send(line).is_err() {
                return;
            }
            bytes.clear();
        }
    });
    lines
}

/// The end of what stands on standard error, once that has ended.
pub(crate) fn tail(mut from: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, tail) = channel();
    std::thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0; 4096]);
        while let Ok(n @ 1..) = from.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..n]);
            let surplus = kept.len().saturating_sub(TAIL_BYTES);
            kept.drain(..surplus);
        }
        let _ = tell.send(String::from_utf8_lossy(&kept).trim().to_string());
    });
    tail
}
