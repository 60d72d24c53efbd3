//! `tenfold doctor`: what this machine can measure, what is missing, how to get it.

use crate::args::Json;
use crate::fault::not_built;
use crate::lines::{entry, paragraph};
use serde_json::json;
use std::process::ExitCode;
use tenfold_formats::LEFT_OUT;
use tenfold_launch::{fingerprint, tools};

/// Prints the tools and the machine.
pub fn doctor(args: &Json) -> anyhow::Result<ExitCode> {
    let tools = tools::all();
    let print = fingerprint::take(&[]);
    if args.json {
        println!("{}", json!({ "machine": print, "tools": tools, "platform": platform() }));
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", print.machine);
    let mut group = "";
    for fact in print.facts.iter().filter(|f| f.group != "tools") {
        if fact.group != group {
            group = &fact.group;
            println!("\n{group}");
        }
        println!("{}", entry(2, 26, &fact.name, &fact.value));
    }
    println!("\ntools");
    for tool in &tools {
        match &tool.state {
            Ok(version) => println!("{}", entry(2, 16, tool.name, version)),
            Err(why) => {
                println!("{}", entry(2, 16, tool.name, &format!("MISSING, needed for {}", tool.needed_for)));
                println!("{}", entry(2, 16, "", why));
            }
        }
    }
    println!("\nplatform");
    for line in platform().iter().copied().map(String::from).chain(not_built_in()) {
        println!("{}", paragraph(&format!("  {line}")));
    }
    Ok(ExitCode::SUCCESS)
}

/// What this program was built without, a line each.
fn not_built_in() -> Vec<String> {
    let png = if cfg!(feature = "png") { None } else { Some("figures as PNG") };
    LEFT_OUT
        .iter()
        .map(|format| format!("export as {format}"))
        .chain(png.map(String::from))
        .map(|what| not_built(&what))
        .collect()
}

/// What this platform lacks, a line each.
fn platform() -> Vec<&'static str> {
    let mut lines = Vec::new();
    if cfg!(not(target_os = "linux")) {
        lines.push("no pinning, no perf, no record of steal time: these need Linux");
    }
    if cfg!(not(target_arch = "x86_64")) {
        lines.push("only the portable paths: AVX2 and AVX-512 need x86-64");
    }
    if lines.is_empty() {
        lines.push("Linux on x86-64: everything that was built works here");
    }
    lines
}
