//! `tenfold ceilings`: what this machine can do at most, measured now.

mod messages;
mod ports;
mod table;

use crate::args::Json;
use crate::console;
use crate::fault::INTERRUPTED;
use crate::lines::paragraph;
use crate::stop;
use messages::Messages;
use serde_json::json;
use std::process::ExitCode;
use tenfold_analysis::ceiling::heading;
use tenfold_launch::Launcher;
use tenfold_launch::fingerprint;
use tenfold_measure::ceilings;
use tenfold_record::Transport;

/// What the columns mean.
const LEGEND: &str = "Each value is the best of many short tries, with their median in brackets: if the median is \
                      far from the best, the machine was busy. Bytes are those moved between a level and the core, \
                      including lines that plain stores fetch before overwriting them, which STREAM does not count.";

/// Measures, and prints a table with the method of each value.
pub fn ceilings(args: &Json) -> anyhow::Result<ExitCode> {
    let machine = fingerprint::take(&[]);
    let launcher = Launcher::new(std::env::current_exe()?, stop::listen());
    let found = ceilings::survey(|ceiling| {
        told(&format!("{}, {}", heading(ceiling.resource), ceiling.name));
        !stop::asked()
    });
    let messages = [Transport::Local, Transport::Mpi].map(|transport| {
        told(&format!("messages, {transport}"));
        Messages::measure(&launcher, transport)
    });
    told("");
    if stop::asked() {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    if args.json {
        let messages: Vec<_> = messages.iter().map(Messages::as_json).collect();
        println!("{}", json!({ "machine": machine, "ceilings": found, "messages": messages }));
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", machine.machine);
    println!("{}", paragraph(LEGEND));
    let lines = table::rates(&found).into_iter().chain(messages.iter().flat_map(Messages::lines));
    lines.chain(ports::lines(&found)).chain(table::methods(&found)).for_each(|line| println!("{line}"));
    Ok(ExitCode::SUCCESS)
}

/// Says on a terminal what is being measured; nothing clears the line.
fn told(what: &str) {
    if console::is_lively() {
        let what = if what.is_empty() { String::new() } else { format!("measuring: {what}") };
        eprint!("\r\x1b[K{what}");
    }
}
