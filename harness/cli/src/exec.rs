//! `tenfold exec`: runs a variant once and prints the answer and its check.

use crate::args::Exec;
use crate::fault::{INTERRUPTED, mistake};
use crate::lines::entry;
use crate::{choose, stop};
use serde_json::json;
use std::process::ExitCode;
use std::time::Duration;
use tenfold_kernel::{Judgement, Rung};
use tenfold_measure::launch::{Ended, Launcher};
use tenfold_measure::order::{Done, Order, Reply};

/// Runs once; succeeds only if the check passes.
pub fn exec(args: &Exec) -> anyhow::Result<ExitCode> {
    let kernel = choose::kernel(&args.choice.kernel)?;
    let order = choose::order(&*kernel, &args.choice)?;
    let launcher = Launcher::new(std::env::current_exe()?, stop::listen());
    if order.rung == Rung::External
        && let Some(reason) = launcher.no_peer(&*kernel, &order.variant)
    {
        return Err(mistake(reason));
    }
    let limit = args.choice.limit;
    match launcher.launch(&*kernel, &order, Duration::from_secs_f64(limit)) {
        Ended::Replied(Reply::Done(done)) => {
            if args.json {
                println!("{}", as_json(&order, &done));
            } else {
                print(&order, &done);
            }
            Ok(ExitCode::from(if done.judgement.passed() { 0 } else { 1 }))
        }
        Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
            anyhow::bail!("{} {} did not run: {reason}", order.kernel, order.variant)
        }
        Ended::TimedOut => {
            anyhow::bail!("{} {} was stopped at its limit of {limit} s (--limit)", order.kernel, order.variant)
        }
        Ended::Interrupted => Ok(ExitCode::from(INTERRUPTED)),
    }
}

fn as_json(order: &Order, done: &Done) -> serde_json::Value {
    json!({
        "kernel": order.kernel,
        "variant": order.variant,
        "params": order.params,
        "workers": order.workers,
        "transport": order.transport,
        "path": done.told.path,
        "answer": done.judgement.answer,
        "check": { "passed": done.judgement.passed(), "oracles": done.judgement.oracles },
        "seconds": done.told.first_seconds,
    })
}

fn print(order: &Order, done: &Done) {
    let params: Vec<String> = order.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    println!("{} {} on {} worker(s), path {}", order.kernel, order.variant, order.workers, done.told.path);
    println!("{}", entry(0, 1, "", &params.join(" ")));
    for (name, value) in &done.judgement.answer {
        println!("  {name:<10} {}", shortened(&value.to_string()));
    }
    print_check(&done.judgement);
    println!("  {:.3e} s for one cold run: an indication, `tenfold run` measures", done.told.first_seconds);
}

fn print_check(judgement: &Judgement) {
    for oracle in &judgement.oracles {
        let mark = if oracle.passed { "passed" } else { "FAILED" };
        println!("{}", entry(2, 7, mark, &format!("{}: {}", oracle.name, oracle.detail)));
    }
    let verdict = if judgement.passed() { "right" } else { "WRONG" };
    println!("  the answer is {verdict}");
}

fn shortened(text: &str) -> String {
    const MOST: usize = 64;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}
