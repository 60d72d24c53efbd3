//! `tenfold profile`: where a variant's time goes.

use crate::args::{Profile as Args, Profiler};
use crate::fault::{INTERRUPTED, mistake};
use crate::written::whole;
use crate::{choose, stop};
use anyhow::Context;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tenfold_analysis::format::counted;
use tenfold_kernel::Rung;
use tenfold_launch::{Ended, Launcher};
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::profiling::{ProfileOrder, Profiled, Tool};
use tenfold_profile::perf::Perf;
use tenfold_profile::{HotFunction, hot_functions};
use tenfold_runner::profiles::{name, tool};

/// Functions and lines shown.
const SHOWN: usize = 8;

/// Profiles one variant; writes its flamegraph and folded stacks.
pub fn profile(args: &Args) -> anyhow::Result<ExitCode> {
    let kernel = choose::kernel(&args.choice.kernel)?;
    let order = choose::order(&*kernel, &args.choice)?;
    if order.rung == Rung::External {
        return Err(mistake(format!("{} is an external: profile it with the tools of its language", order.variant)));
    }
    if 2.0 * args.seconds >= args.choice.limit {
        return Err(mistake(format!(
            "--seconds {}: sampling takes up to twice as long, and --limit {} would stop it: raise --limit",
            args.seconds, args.choice.limit
        )));
    }
    let tool = match args.tool {
        Profiler::Auto => tool(),
        Profiler::Pprof => Tool::Pprof,
        Profiler::Perf => {
            Perf::find().map_err(|e| mistake(format!("--tool perf: {e}")))?;
            Tool::Perf
        }
    };
    std::fs::create_dir_all(&args.out).with_context(|| format!("--out: cannot make {}", args.out.display()))?;
    let order = Order { profile: Some(ProfileOrder { tool, seconds: args.seconds, hz: args.hz }), ..order };
    let launcher = Launcher::new(std::env::current_exe()?, stop::listen());
    let what = format!("{} {}", order.kernel, order.variant);
    let done = match launcher.launch(&*kernel, &order, Duration::from_secs_f64(args.choice.limit)) {
        Ended::Replied(Reply::Done(done)) => done,
        Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
            anyhow::bail!("{what} did not run: {reason}")
        }
        Ended::TimedOut => anyhow::bail!("{what} was stopped at its limit of {} s (--limit)", args.choice.limit),
        Ended::Interrupted => return Ok(ExitCode::from(INTERRUPTED)),
    };
    if let Some(fault) = done.judgement.fault() {
        error!("tenfold: {what}: wrong answer; not profiled: {fault}");
        return Ok(ExitCode::from(1));
    }
    let profiled = done.told.profile.context("the worker took no profile")?.map_err(anyhow::Error::msg)?;
    let (svg, folded) = write(args, &order, &profiled)?;
    let hot = hot_functions(&profiled.profile.folded);
    if args.json {
        println!("{}", as_json(&order, &profiled, &hot, &svg, &folded));
    } else {
        print(&order, &profiled, &hot);
        println!("flamegraph: {}\nfolded stacks: {}", svg.display(), folded.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes flamegraph and folded stacks.
fn write(args: &Args, order: &Order, profiled: &Profiled) -> anyhow::Result<(PathBuf, PathBuf)> {
    let text = profiled.profile.folded.lines().collect::<Vec<_>>().join("\n");
    let title = format!("Where does the time of {} {} go?", order.kernel, order.variant);
    let subtitle = format!("{}, {}; {}", name(profiled.profile.source), profiled.profile.rate(), price(profiled));
    let svg = tenfold_figures::flamegraph(&text, &order.kernel, &title, &subtitle)?;
    let file = |ending: &str| args.out.join(format!("{}-{}-{}.{ending}", order.kernel, order.variant, order.workers));
    whole(&file("svg"), svg.as_bytes())?;
    whole(&file("folded"), text.as_bytes())?;
    Ok((file("svg"), file("folded")))
}

/// What the profiler costs, in words.
fn price(profiled: &Profiled) -> String {
    match &profiled.overhead {
        Some(o) => format!("overhead {:+.1} %", 100.0 * o.share),
        None => "overhead not measured".to_string(),
    }
}

fn print(order: &Order, profiled: &Profiled, hot: &[HotFunction]) {
    let profile = &profiled.profile;
    println!("{} {} on {}", order.kernel, order.variant, counted(order.workers, "worker"));
    println!("{}, {}; {}", name(profile.source), counted(profile.threads, "thread"), price(profiled));
    println!("{}", profile.rate());
    if let Some(why) = &profiled.not_by_perf {
        println!("pprof instead of perf: {why}");
    }
    println!("\n self  total  function");
    for function in hot.iter().take(SHOWN) {
        let (own, total) = (100.0 * function.own_share, 100.0 * function.total_share);
        println!("{own:4.0} % {total:4.0} %  {}", function.name);
    }
    if !profile.lines.is_empty() {
        println!("\n self  line");
        for line in profile.lines.iter().take(SHOWN) {
            println!("{:4.0} %  {}:{}", 100.0 * line.own_share, line.file, line.line);
        }
    }
}

fn as_json(
    order: &Order,
    profiled: &Profiled,
    hot: &[HotFunction],
    svg: &std::path::Path,
    folded: &std::path::Path,
) -> serde_json::Value {
    let profile = &profiled.profile;
    json!({
        "kernel": order.kernel,
        "variant": order.variant,
        "params": order.params,
        "workers": order.workers,
        "transport": order.transport,
        "tool": name(profile.source),
        "requested_hz": profile.requested_hz,
        "realised_hz": profile.realised_hz,
        "samples": profile.samples,
        "lost": profile.lost,
        "broken": profile.broken,
        "not_by_perf": profiled.not_by_perf,
        "overhead": profiled.overhead,
        "functions": hot,
        "lines": profile.lines,
        "hot_loop": profile.hot_loop.as_ref().ok(),
        "flamegraph": svg,
        "folded": folded,
    })
}
