//! Two duelists that take turns.

use super::opponent::{Opponent, Silence, unasked};
use super::reference::reference;
use crate::Copied;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tempfile::TempPath;
use tenfold_duel::{Block, Runs, Source, Start, Trouble};
use tenfold_kernel::{Bound, Reference, Values};
use tenfold_measure::clock;
use tenfold_measure::duel::protocol::{Answer, Ask, Prepare, VERB};
use tenfold_measure::noise::Steal;
use tenfold_record::Side;

/// The variable whose only use is its length.
pub(super) const PADDING: &str = "TENFOLD_PADDING";

/// What the threads and ranks of the side that has just run need to fall asleep: they look for work that may still come
/// for some tens of microseconds (rayon by 32 yields, ranks by 300), and would do so on the CPUs of the side whose turn it is.
const SETTLING: Duration = Duration::from_micros(200);

/// A program of one side and what it is to make ready.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its builds: at least one. Launches take turns among them; what is done once is done with the first.
    pub builds: Vec<PathBuf>,
    /// What it makes ready.
    pub prepare: Prepare,
}

impl Program {
    /// Its first build.
    pub fn path(&self) -> &Path {
        &self.builds[0]
    }
}

/// The command that starts `program` as a duelist, with `padding` bytes in its environment.
pub fn duelist(program: &Path, padding: usize) -> Command {
    let mut command = Command::new(program);
    command.arg(VERB).env(PADDING, "x".repeat(padding));
    command
}

/// Two duelists.
pub struct Pair<'a> {
    programs: [Program; 2],
    /// Whether both sides are one program, and where code lies is the same for both.
    is_one: bool,
    stop: &'a AtomicBool,
    limit: Duration,
    steal: Steal,
    alive: Option<[Opponent<'a>; 2]>,
    /// Complete params and path of either side, after the first launch.
    ready: Option<[(Values, String); 2]>,
    /// Each side's reference answer, from the first launch on.
    references: [Option<TempPath>; 2],
}

impl<'a> Pair<'a> {
    /// Two programs that are not started yet; a process of either may live for `limit`.
    pub fn new(programs: [Program; 2], limit: Duration, stop: &'a AtomicBool) -> Pair<'a> {
        let is_one = programs[0].builds.len() == programs[1].builds.len()
            && programs[0].builds.iter().zip(&programs[1].builds).all(|(a, b)| same_file(a, b));
        Pair {
            programs,
            is_one,
            stop,
            limit,
            steal: Steal::watch(),
            alive: None,
            ready: None,
            references: [None, None],
        }
    }

    /// Complete params and CPU path of either side; `None` before the first launch.
    pub fn ready(&self) -> Option<&[(Values, String); 2]> {
        self.ready.as_ref()
    }

    /// What one run needs at least, as each side's kernel says; nothing before the first launch.
    pub fn bounds(&self) -> [Vec<Bound>; 2] {
        let of = |file: &Option<TempPath>| file.as_ref().and_then(|file| Reference::declared(file).ok());
        self.references.each_ref().map(|file| of(file).map_or(Vec::new(), |reference| reference.bounds))
    }

    /// Has each side's reference answer computed, where that was not done yet.
    fn know(&mut self) -> Result<(), Trouble> {
        for side in Side::BOTH {
            let known = &mut self.references[side.index()];
            if known.is_none() {
                let program = &self.programs[side.index()];
                *known = Some(reference(program, self.limit, self.stop).map_err(|s| trouble(side, s))?);
            }
        }
        Ok(())
    }

    /// Starts `copy` of a side's build and tells it what to make ready.
    fn started(&self, side: Side, start: Start, copy: &Copied) -> Result<Opponent<'a>, Trouble> {
        let program = &self.programs[side.index()];
        let [build, padding] = [start.builds, start.padding].map(|of| of[side.index()]);
        let mut command = duelist(&copy.path(), padding);
        command.arg0(&program.builds[build]);
        let mut opponent = Opponent::spawned(command, self.limit, self.stop).map_err(|s| trouble(side, s))?;
        let reference = self.references[side.index()].as_ref().map(|known| known.to_path_buf());
        opponent.tell(&Ask::Prepare(Prepare { reference, ..program.prepare.clone() }));
        Ok(opponent)
    }

    fn opponent(&mut self, side: Side) -> Result<&mut Opponent<'a>, Trouble> {
        let gone = || Trouble::Failed { side, reason: "it is not running".to_string() };
        self.alive.as_mut().map(|both| &mut both[side.index()]).ok_or_else(gone)
    }
}

impl Source for Pair<'_> {
    fn now(&mut self) -> f64 {
        clock::now()
    }

    fn builds(&self) -> Option<[usize; 2]> {
        (!self.is_one).then(|| [0, 1].map(|side| self.programs[side].builds.len()))
    }

    fn launch(&mut self, start: Start) -> Result<(), Trouble> {
        self.know()?;
        // What both do before they take turns they do at once: the shorter a launch, the more of them there are.
        let [a, b] = [0, 1].map(|side| &self.programs[side].builds[start.builds[side]]);
        let copies = std::thread::scope(|scope| {
            let of_b = scope.spawn(|| Copied::of(b));
            [Copied::of(a), of_b.join().expect("copying does not panic")]
        });
        let begun = |side: Side| self.started(side, start, &copies[side.index()]);
        let (first, second) = (begun(start.first)?, begun(start.first.other())?);
        let [mut a, mut b] = if start.first == Side::A { [first, second] } else { [second, first] };
        let (ready_a, ready_b) = (ready(Side::A, &mut a)?, ready(Side::B, &mut b)?);
        if ready_a.0 != ready_b.0 {
            let differ: Vec<String> = ready_b
                .0
                .iter()
                .filter(|(name, value)| ready_a.0.get(*name) != Some(value))
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            let reason = format!(
                "default params differ ({}): fix them with --set",
                if differ.is_empty() { "a param is missing".to_string() } else { differ.join(", ") }
            );
            return Err(Trouble::Failed { side: Side::B, reason });
        }
        self.alive = Some([a, b]);
        self.ready = Some([ready_a, ready_b]);
        Ok(())
    }

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        if self.programs.iter().any(|program| program.prepare.workers > 1) {
            std::thread::sleep(SETTLING);
        }
        self.opponent(side)?.block(runs).map_err(|silence| trouble(side, silence))
    }

    fn stolen(&mut self) -> f64 {
        self.steal.settle()
    }

    fn part(&mut self) -> Result<(), Trouble> {
        for side in Side::BOTH {
            self.opponent(side)?.tell(&Ask::Judge);
        }
        for side in Side::BOTH {
            match self.opponent(side)?.answer() {
                Ok(Answer::Judged { wrong: None }) => {}
                Ok(Answer::Judged { wrong: Some(reason) }) => return Err(Trouble::Wrong { side, reason }),
                Ok(other) => return Err(trouble(side, unasked(&other))),
                Err(silence) => return Err(trouble(side, silence)),
            }
        }
        if let Some(mut both) = self.alive.take() {
            both.iter_mut().for_each(Opponent::dismiss);
            both.iter_mut().for_each(Opponent::end);
        }
        Ok(())
    }
}

/// Waits until `opponent` is ready: its complete params and CPU path.
fn ready(side: Side, opponent: &mut Opponent<'_>) -> Result<(Values, String), Trouble> {
    let silent = |silence| trouble(side, silence);
    opponent.greeted().map_err(silent)?;
    match opponent.answer().map_err(silent)? {
        Answer::Ready { wrong: Some(reason), .. } => Err(Trouble::Wrong { side, reason }),
        Answer::Ready { params, path, wrong: None } => Ok((params, path)),
        other => Err(silent(unasked(&other))),
    }
}

/// Whether both are one file, or have the same content.
fn same_file(a: &Path, b: &Path) -> bool {
    let content = |path: &Path| std::fs::read(path).ok();
    a == b || content(a).is_some_and(|a| content(b).is_some_and(|b| a == b))
}

pub(crate) fn trouble(side: Side, silence: Silence) -> Trouble {
    match silence {
        Silence::Gone(reason) => Trouble::Failed { side, reason },
        Silence::Interrupted => Trouble::Interrupted,
    }
}
