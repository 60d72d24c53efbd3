//! `tenfold selftest`: the harness measured by itself.
//!
//! Duels whose truth is known are fought over and over, profilers watch a process whose hot function is known, other
//! programs time the same work, instructions are counted again and again: on the machine at hand.
//!
//! | question | file |
//! |---|---|
//! | how is the time divided? | `budget.rs` |
//! | what is kept, and how does it go on another time? | `kept.rs` |
//! | how often is `compare` right? | `duels.rs`, fought over what is in `plan.rs`, disturbed by `neighbour.rs` |
//! | and of two builds of one source? | `layouts.rs` |
//! | can the profilers be believed? | `profilers.rs` |
//! | do others find the same times? | `agreement.rs` |
//! | do counts of instructions repeat? | `instructions.rs` |
//! | what are detectors of changes worth on simulated nights? | `nightly.rs` |
//! | how is it told? | `tell.rs`, `json.rs` |

mod agreement;
mod budget;
mod duels;
mod instructions;
mod json;
pub mod kept;
mod layouts;
mod neighbour;
mod nightly;
mod plan;
mod profilers;
mod tell;

use crate::args::{Proof, Report, Selftest as Args};
use crate::fault::INTERRUPTED;
use crate::stop;
use crate::written::whole;
use anyhow::Context;
use budget::Budget;
use kept::Keeper;
use plan::Cell;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use tenfold_launch::fingerprint;
use tenfold_measure::clock;
use tenfold_record::{SelfTest, Sitting};

/// Tests until the time is up, then tells how good the harness is.
pub fn selftest(args: &Args) -> anyhow::Result<ExitCode> {
    let test = Session::new(args)?.tested(args)?;
    print(&test, args.json)?;
    if let Some(file) = args.out.as_ref().filter(|_| !args.json) {
        println!("all measurements: {}", file.display());
    }
    Ok(ExitCode::from(if stop::asked() { INTERRUPTED } else { 0 }))
}

/// Tells of a self-test that was kept in `file`.
pub fn again(test: &SelfTest, file: &Path, args: &Report) -> anyhow::Result<ExitCode> {
    print(test, args.json)?;
    if !args.terminal {
        let page = args.html.clone().unwrap_or_else(|| file.with_extension("html"));
        whole(&page, tenfold_page::selftest::html(test)?.as_bytes())?;
        eprintln!("page: {}", page.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn print(test: &SelfTest, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        println!("{}", json::json(test)?);
    } else {
        tell::tell(test);
    }
    Ok(())
}

/// A self-test that is going on.
struct Session {
    test: SelfTest,
    cells: Vec<Cell>,
    keeper: Keeper,
    rng: Pcg64,
    stop: &'static AtomicBool,
}

impl Session {
    fn new(args: &Args) -> anyhow::Result<Session> {
        let started_ms = clock::unix_ms();
        let seed = args.seed.unwrap_or(started_ms as u64 & 0xffff_ffff);
        let cells = plan::cells(&std::env::current_exe().context("this program cannot be found")?);
        let mut test = SelfTest {
            sittings: vec![Sitting { started_ms, seed, minutes: args.minutes }],
            fingerprint: fingerprint::take(&[("seed", seed.to_string())]),
            cells: cells.iter().map(Cell::recorded).collect(),
            trials: Vec::new(),
            layouts: Vec::new(),
            profilers: Vec::new(),
            agreements: Vec::new(),
            instructions: Vec::new(),
            nightly: Vec::new(),
            missing: Vec::new(),
        };
        let keeper = Keeper::new(args.out.as_deref(), &mut test)?;
        Ok(Session { test, cells, keeper, rng: Pcg64::seed_from_u64(seed), stop: stop::listen() })
    }

    /// Every part in its time, the duels last: they take what the others leave.
    fn tested(mut self, args: &Args) -> anyhow::Result<SelfTest> {
        let budget = Budget::new(args.minutes, &args.only);
        // A build takes minutes the first time: it is none of what is tested.
        let builds = if budget.has(Proof::Layouts) { layouts::builds(&mut self)? } else { Vec::new() };
        for (part, until) in budget.begun().parts() {
            if stop::asked() {
                break;
            }
            match part {
                Proof::Layouts => layouts::layouts(&mut self, &builds, until)?,
                Proof::Profilers => profilers::profilers(&mut self, until)?,
                Proof::Agreement => agreement::agreement(&mut self, until)?,
                Proof::Instructions => instructions::instructions(&mut self, until)?,
                Proof::Nightly => nightly::nightly(&mut self, until)?,
                Proof::Duels => duels::duels(&mut self, until)?,
            }
            self.keeper.keep(&self.test)?;
        }
        Ok(self.test)
    }

    /// Keeps why something was not tested; once is enough.
    fn miss(&mut self, what: &str, why: impl ToString) {
        let entry = (what.to_string(), why.to_string());
        if !self.test.missing.contains(&entry) {
            self.test.missing.push(entry);
        }
    }
}

/// The one of `all` that is meant, which is `new` where there is none.
fn found_or<T>(all: &mut Vec<T>, is_meant: impl Fn(&T) -> bool, new: T) -> &mut T {
    let index = all.iter().position(is_meant).unwrap_or_else(|| {
        all.push(new);
        all.len() - 1
    });
    &mut all[index]
}
