//! `tenfold exec`: runs a variant, prints the answer and its check, and saves the output where that is asked.

use crate::args::{Choice, Exec};
use crate::fault::{INTERRUPTED, mistake};
use crate::lines::entry;
use crate::{choose, stop};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tenfold_analysis::format::counted;
use tenfold_kernel::{AnyKernel, JobError, Judgement, ParamSpec, Rung, Value, Values};
use tenfold_launch::duel::Silence;
use tenfold_launch::{Done, Launcher};
use tenfold_measure::order::Order;

/// Runs once; succeeds only if the check passes.
pub fn exec(args: &Exec) -> anyhow::Result<ExitCode> {
    let kernel = choose::kernel(&args.choice.kernel)?;
    let (choice, out) = without_out(&args.choice)?;
    let order = choose::order(&*kernel, &choice)?;
    let launcher = Launcher::new(std::env::current_exe()?, stop::listen());
    if order.rung == Rung::External
        && let Some(reason) = launcher.no_peer(&*kernel, &order.variant)
    {
        return Err(mistake(reason));
    }
    let limit = Duration::from_secs_f64(args.choice.limit);
    let (ended, saved) = match &out {
        Some(file) => launcher.launch_and_save(&*kernel, &order, limit, file),
        None => (launcher.launch(&*kernel, &order, limit), Ok(Vec::new())),
    };
    let done = match ended.done(limit) {
        Ok(done) => done,
        Err(Silence::Gone(why)) => {
            return Err(bad_input(&*kernel, &order.params)
                .map_or_else(|| anyhow::anyhow!("{} {} did not run: {why}", order.kernel, order.variant), mistake));
        }
        Err(Silence::Interrupted) => return Ok(ExitCode::from(INTERRUPTED)),
    };
    if args.json {
        println!("{}", as_json(&order, &done));
    } else {
        print(&order, &done);
    }
    for file in saved.map_err(|why| anyhow::anyhow!("--set {OUT}: {why}"))? {
        eprintln!("output: {}", file.display());
    }
    Ok(ExitCode::from(if done.judgement.passed() { 0 } else { 1 }))
}

/// What is wrong with the files that are part of the problem, if anything is: one may have changed since the params were checked.
fn bad_input(kernel: &dyn AnyKernel, params: &Values) -> Option<JobError> {
    params.values().any(|value| matches!(value, Value::File(_))).then(|| kernel.peer_input(params).err()).flatten()
}

const OUT: &str = ParamSpec::OUT;

/// The choice without `--set out=FILE`, and the file, whose folder has to be there before hours are spent.
fn without_out(choice: &Choice) -> anyhow::Result<(Choice, Option<PathBuf>)> {
    let (outs, set): (Vec<String>, Vec<String>) =
        choice.given().cloned().partition(|text| text.split('=').next() == Some(OUT));
    let out = match outs.as_slice() {
        [] => None,
        [text] => Some(saved_as(text)?),
        [_, again, ..] => return Err(mistake(format!("--set {again}: {OUT} is given twice"))),
    };
    Ok((Choice { set, more: Vec::new(), ..choice.clone() }, out))
}

/// The file that `out=FILE` names.
fn saved_as(text: &str) -> anyhow::Result<PathBuf> {
    let refused = |why: String| Err(mistake(format!("--set {text}: {why}")));
    let file = PathBuf::from(text.split_once('=').map_or("", |(_, file)| file));
    if file.is_dir() {
        return refused(format!(
            "this is a folder; name a file, such as --set {OUT}={}",
            file.join("answer.npy").display()
        ));
    }
    if file.extension().is_none_or(|ending| ending != "npy") {
        return refused(format!("must name a file, such as --set {OUT}=answer.npy"));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        Some(folder) => refused(format!("there is no folder {}", folder.display())),
        None => Ok(file),
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
    let workers = counted(order.workers, "worker");
    println!("{} {} on {workers}, path {}", order.kernel, order.variant, done.told.path);
    println!("{}", entry(0, 1, "", &params.join(" ")));
    for (name, value) in &done.judgement.answer {
        println!("  {name:<10} {}", shortened(&value.to_string()));
    }
    print_check(&done.judgement);
    println!("  {:.3e} s for one cold run: a rough indication, `tenfold run` measures", done.told.first_seconds);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_gone_when_the_input_is_made_is_what_is_wrong() {
        let kernel = choose::kernel("wordcount").unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "one two").unwrap();
        let named = Value::Text(file.path().display().to_string());
        let params = kernel.resolve(&[("file".to_string(), named)].into()).unwrap();
        assert_eq!(bad_input(&*kernel, &params), None);
        drop(file);
        let fault = bad_input(&*kernel, &params).unwrap().to_string();
        assert!(fault.starts_with("file = /") && fault.contains("No such file"), "{fault}");
        assert_eq!(bad_input(&*kernel, &kernel.small()), None);
    }
}
