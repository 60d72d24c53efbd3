//! `tenfold run --dry-run`: what would be measured, and about how long it takes. Nothing is measured or written.

use crate::args::Run as Args;
use crate::lines::{entry, paragraph, span};
use crate::stored;
use serde_json::{Value, json};
use std::process::ExitCode;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::visible;
use tenfold_kernel::AnyKernel;
use tenfold_launch::mpirun;
use tenfold_plan::{Here, cells};
use tenfold_record::{Cell, Experiment, Launch, Run};

/// An experiment's plan.
struct Plan<'e> {
    experiment: &'e Experiment,
    /// What is launched once a round.
    launched: Vec<Cell>,
    /// What is not, with the reason.
    left_out: Vec<(Cell, String)>,
    seconds: f64,
    /// What the seconds rest on.
    basis: String,
}

/// Tells the plan of every experiment.
pub fn tell(
    args: &Args,
    experiments: &[Experiment],
    kernels: &[Box<dyn AnyKernel>],
    memory: Option<f64>,
) -> anyhow::Result<ExitCode> {
    let here = Here { no_mpi: mpirun::mpi().err(), memory, ..Here::default() };
    let plans: Vec<Plan<'_>> = experiments
        .iter()
        .map(|experiment| Ok(Plan::of(experiment, kernels, &here, earlier(args, experiment)?.as_ref())))
        .collect::<anyhow::Result<_>>()?;
    if args.json {
        println!("{}", json!({ "plan": plans.iter().map(Plan::json).collect::<Vec<Value>>() }));
    } else {
        plans.iter().for_each(Plan::print);
    }
    Ok(ExitCode::SUCCESS)
}

/// The newest run of the experiment in the store, if there is one.
fn earlier(args: &Args, experiment: &Experiment) -> anyhow::Result<Option<Run>> {
    if !args.out.store().exists() {
        return Ok(None);
    }
    let store = stored::open(&args.out)?;
    let newest = store.runs()?.into_iter().find(|run| run.experiment.name == experiment.name);
    Ok(newest.map(|newest| store.load(&newest.id)).transpose()?)
}

impl<'e> Plan<'e> {
    fn of(experiment: &'e Experiment, kernels: &[Box<dyn AnyKernel>], here: &Here, earlier: Option<&Run>) -> Plan<'e> {
        // Nothing is solved to find out.
        let all = cells(experiment, kernels, here, &mut |_, _| Err(String::new()));
        let (mut launched, mut left_out) = (Vec::new(), Vec::new());
        for cell in all {
            match cell.left_out.clone() {
                None => launched.push(cell),
                Some(why) => left_out.push((cell, why)),
            }
        }
        let (seconds, basis) = estimate(experiment, &launched, earlier);
        Plan { experiment, launched, left_out, seconds, basis }
    }

    fn launches(&self) -> usize {
        self.launched.len() * self.experiment.rounds as usize
    }

    fn json(&self) -> Value {
        let cell = |cell: &Cell, why: Option<&str>| {
            json!({ "kernel": cell.kernel, "variant": cell.variant, "params": cell.params, "workers": cell.workers,
                    "transport": cell.transport, "left_out": why })
        };
        let launched = self.launched.iter().map(|one| cell(one, None));
        let left_out = self.left_out.iter().map(|(one, why)| cell(one, Some(why)));
        json!({
            "experiment": self.experiment.name,
            "question": self.experiment.question,
            "rounds": self.experiment.rounds,
            "cells": launched.chain(left_out).collect::<Vec<Value>>(),
            "launches": self.launches(),
            "seconds": self.seconds,
            "seconds_rest_on": self.basis,
        })
    }

    fn print(&self) {
        println!("{}: {}", self.experiment.name, visible(&self.experiment.question));
        self.launched.iter().for_each(|cell| println!("  {cell}"));
        if !self.left_out.is_empty() {
            println!("left out");
            self.left_out.iter().for_each(|(cell, why)| println!("{}", entry(2, 26, &cell.to_string(), &visible(why))));
        }
        let cells = counted(self.launched.len(), "cell");
        let rounds = counted(self.experiment.rounds as usize, "round");
        println!("{cells} × {rounds} = {}", counted(self.launches(), "launch"));
        println!("{}", paragraph(&format!("about {}: {}", span(self.seconds.ceil()), self.basis)));
        println!(
            "{}",
            paragraph("Externals are built when the run starts; one that cannot be built is left out with its reason.")
        );
    }
}

/// Seconds of all launches, and what they rest on.
fn estimate(experiment: &Experiment, launched: &[Cell], earlier: Option<&Run>) -> (f64, String) {
    let rounds = f64::from(experiment.rounds);
    let known: Vec<Option<f64>> = launched.iter().map(|cell| earlier.and_then(|run| took(run, cell))).collect();
    let seconds: Vec<f64> = known.iter().copied().flatten().collect();
    match earlier {
        Some(run) if !seconds.is_empty() => {
            let mean = seconds.iter().sum::<f64>() / seconds.len() as f64;
            let all: f64 = known.iter().map(|seconds| seconds.unwrap_or(mean)).sum();
            let of = format!("measured for {} of {} in {}", seconds.len(), counted(launched.len(), "cell"), run.id);
            (all * rounds, format!("{of}; ceilings, profiles and builds take extra time"))
        }
        _ => (
            launched.len() as f64 * rounds * experiment.sampling_seconds,
            "sampling time only, as no earlier run of it is kept here; start-up, warm-up, ceilings, profiles and builds take \
             extra time"
                .to_string(),
        ),
    }
}

/// The mean seconds of a launch of the same cell in an earlier run.
fn took(run: &Run, cell: &Cell) -> Option<f64> {
    let is_same = |other: &Cell| {
        (&other.kernel, &other.variant, &other.params, other.workers, other.transport)
            == (&cell.kernel, &cell.variant, &cell.params, cell.workers, cell.transport)
    };
    let launches = &run.cells.iter().find(|measured| is_same(&measured.cell))?.launches;
    let seconds = |l: &Launch| {
        l.startup_seconds + l.input_seconds + l.plan_seconds + l.compile_seconds + l.first_seconds + l.sampling_seconds
    };
    (!launches.is_empty()).then(|| launches.iter().map(seconds).sum::<f64>() / launches.len() as f64)
}
