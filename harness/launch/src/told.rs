//! Who wants to know which commands are started.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

static LISTENER: OnceLock<fn(&str)> = OnceLock::new();

/// Tells `listener` of every command that is read line by line from now on; the first one who asks is told.
pub fn listen(listener: fn(&str)) {
    LISTENER.get_or_init(|| listener);
}

/// A command is started.
pub(crate) fn started(command: &Command, limit: Duration, cpus: &[usize]) {
    let Some(tell) = LISTENER.get() else { return };
    let words = [command.get_program()].into_iter().chain(command.get_args()).map(|word| word.to_string_lossy());
    let line = shell_words::join(words);
    let set = command.get_envs().filter_map(|(name, value)| Some((name.to_string_lossy(), value?.to_string_lossy())));
    let set: String = set.map(|(name, value)| format!("{name}={} ", shell_words::quote(&value))).collect();
    let cpus = if cpus.is_empty() { String::new() } else { format!(", CPUs {cpus:?}") };
    tell(&format!("+ {set}{line}  (limit {} s{cpus})", limit.as_secs_f64()));
}
