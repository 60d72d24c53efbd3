//! Results by name: `{{ traffic.threaded/naive }}` in a deck file.
//!
//! | name | what stands there |
//! |---|---|
//! | `kernel.variant` | its time, at its best number of workers within the cores |
//! | `kernel.variant@2` | its time with two workers |
//! | `kernel.variant/other` | how many times faster it is than the other |
//! | `kernel.variant.rate` | its rate |
//! | `kernel-2.variant` | the same of the second part of that kernel |
//! | `run.id`, `run.date`, `run.machine`, `run.question` | what was run, when, where |

use tenfold_analysis::findings::{Estimate, Findings, PartFindings, Times, wording};
use tenfold_analysis::text::short;
use tenfold_analysis::{date, format};
use tenfold_record::Run;

/// A name that was looked up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    /// What stands in its place.
    pub text: String,
    /// What the evidence line says of it, where it is a number.
    pub evidence: Option<String>,
    /// Launches behind it, and whether they are enough for an interval.
    pub n: Option<(usize, bool)>,
}

/// Why a name stands for nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Unresolved {
    /// There is no such name; these are near.
    Unknown {
        /// The part of the name that is not known.
        given: String,
        /// What is allowed there.
        known: Vec<String>,
    },
    /// The result failed its check, or was not measured.
    Failed {
        /// The cell.
        cell: String,
        /// Why it has no number.
        reason: String,
    },
    /// Two results that no round has measured together.
    NotPaired,
}

/// What follows a variant's name.
const RATE: &str = ".rate";

/// Everything that names can stand for.
pub(super) struct References<'f, 'r> {
    pub findings: &'f Findings<'r>,
}

impl<'f, 'r> References<'f, 'r> {
    /// Looks up a name.
    pub(super) fn resolve(&self, name: &str) -> Result<Resolved, Unresolved> {
        if let Some(of_run) = name.strip_prefix("run.") {
            return self.of_run(of_run);
        }
        let kernels: Vec<String> = self.findings.parts.iter().map(|p| p.name.clone()).collect();
        let kernel = kernels.iter().filter(|k| name.strip_prefix(k.as_str()).is_some_and(|rest| rest.starts_with('.')));
        let Some(kernel) = kernel.max_by_key(|k| k.len()) else {
            let given = name.split('.').next().unwrap_or(name).to_string();
            let mut known = kernels.clone();
            known.push("run".into());
            known.dedup();
            return Err(Unresolved::Unknown { given, known });
        };
        let rest = &name[kernel.len() + 1..];
        if let Some((subject, base)) = self.split(kernel, rest) {
            let (subject, base) = (self.times(kernel, subject)?, self.times(kernel, base)?);
            let ratio = subject.speed_up_over(base).ok_or(Unresolved::NotPaired)?;
            return Ok(number(name, format::ratio(ratio.value), &ratio, wording::ratio(&ratio)));
        }
        if let Some(variant) = rest.strip_suffix(RATE).filter(|v| !self.knows(kernel, rest) && self.knows(kernel, v)) {
            let times = self.times(kernel, variant)?;
            let rate = format::rate(times.rate(), &times.cell.work.symbol);
            return Ok(number(name, rate, &times.estimate, of_time(&times.estimate)));
        }
        let times = self.times(kernel, rest)?;
        Ok(number(name, format::seconds(times.estimate.value), &times.estimate, of_time(&times.estimate)))
    }

    fn of_run(&self, name: &str) -> Result<Resolved, Unresolved> {
        let run: &Run = self.findings.run;
        let known: [(&str, fn(&Run) -> String); 4] = [
            ("id", |run| run.id.clone()),
            ("date", |run| date::utc(run.started_ms)),
            ("machine", |run| run.fingerprint.machine.clone()),
            ("question", |run| run.experiment.question.clone()),
        ];
        match known.iter().find(|(known, _)| *known == name) {
            Some((_, say)) => Ok(Resolved { text: short(&say(run), 200), evidence: None, n: None }),
            None => Err(Unresolved::Unknown {
                given: name.to_string(),
                known: known.iter().map(|(name, _)| name.to_string()).collect(),
            }),
        }
    }

    /// Subject and base of a ratio. A variant's own name may hold a slash; the split is where both sides are known, else
    /// at the first slash, so that the unknown side is told.
    fn split<'n>(&self, kernel: &str, rest: &'n str) -> Option<(&'n str, &'n str)> {
        if self.knows(kernel, rest) {
            return None;
        }
        let splits = rest.match_indices('/').map(|(at, _)| (rest[..at].trim(), rest[at + 1..].trim()));
        let known = splits.clone().find(|(subject, base)| self.knows(kernel, subject) && self.knows(kernel, base));
        known.or(splits.clone().next())
    }

    fn knows(&self, kernel: &str, variant: &str) -> bool {
        let (variant, _) = workers_of(variant);
        self.parts(kernel).any(|part| part.part.variants.iter().any(|v| v == variant))
    }

    /// The part of this name; of a kernel's name all its parts.
    fn parts<'k>(&self, kernel: &'k str) -> impl Iterator<Item = &'f PartFindings<'r>> + use<'f, 'r, 'k> {
        self.findings.parts.iter().filter(move |p| p.name == kernel || p.part.kernel == kernel)
    }

    /// The times of a variant, `@` a number of workers or at its best; of the first part that has it.
    fn times(&self, kernel: &str, given: &str) -> Result<&'f Times<'r>, Unresolved> {
        let (variant, workers) = workers_of(given);
        let mut failed = None;
        for part in self.parts(kernel) {
            let found = match workers {
                None => part.ladder.row(variant).map(|row| &row.times),
                Some(w) => part.times.iter().find(|t| t.cell.variant == variant && t.cell.workers == w),
            };
            if let Some(times) = found {
                return Ok(times);
            }
            let fits =
                |cell: &tenfold_record::Cell| cell.variant == variant && workers.is_none_or(|w| w == cell.workers);
            failed = failed.or_else(|| part.missing.iter().find(|m| fits(m.cell)));
        }
        match failed {
            Some(m) => Err(Unresolved::Failed { cell: m.cell.to_string(), reason: m.reason.clone() }),
            None => {
                let cells = self.parts(kernel).flat_map(|p| &p.times).map(|t| t.cell);
                let mut known: Vec<String> = match self.knows(kernel, variant) {
                    true => {
                        cells.filter(|c| c.variant == variant).map(|c| format!("{variant}@{}", c.workers)).collect()
                    }
                    false => self.parts(kernel).flat_map(|p| p.part.variants.clone()).collect(),
                };
                known.sort();
                known.dedup();
                Err(Unresolved::Unknown { given: given.to_string(), known })
            }
        }
    }
}

/// A variant's name, and the workers asked for.
fn workers_of(given: &str) -> (&str, Option<usize>) {
    match given.rsplit_once('@').and_then(|(variant, workers)| Some((variant, workers.parse().ok()?))) {
        Some((variant, workers)) => (variant, Some(workers)),
        None => (given, None),
    }
}

fn of_time(estimate: &Estimate) -> String {
    format!("{} {}", format::seconds(estimate.value), wording::interval_of_seconds(estimate))
}

fn number(name: &str, text: String, estimate: &Estimate, with_interval: String) -> Resolved {
    let evidence = format!("{}: {with_interval}, n = {}", short(name, 48), estimate.n);
    Resolved { text, evidence: Some(evidence), n: Some((estimate.n, estimate.interval.is_some())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing::{cell, part, run};
    use tenfold_record::Run;

    fn planted() -> Run {
        let part = part("traffic")
            .with(cell("naive").takes_each(&[8.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0; 6]))
            .with(cell("threaded").on(1).takes_each(&[1.0; 6]))
            .with(cell("threaded").on(2).takes_each(&[0.5; 6]))
            .with(cell("odd/name").takes_each(&[2.0; 6]))
            .with(cell("vectorised-wrong").takes_each(&[1e-3]).is_wrong("42 is not 43"));
        run("Is it?").with(part).built()
    }

    #[test]
    fn names_stand_for_results() {
        let run = planted();
        let findings = Findings::of(&run);
        let text = |name: &str| References { findings: &findings }.resolve(name).unwrap().text;
        assert_eq!(text("traffic.naive"), "8.00 s");
        assert_eq!(text("traffic.threaded/naive"), "16.0×");
        assert_eq!(text("traffic.threaded@1/naive"), "8.00×");
        assert_eq!(text("traffic.odd/name"), "2.00 s");
        assert_eq!(text("traffic.naive/odd/name"), "0.250×");
        assert_eq!(text("traffic.vectorised.rate"), "100 Mcell/s");
        assert_eq!(text("run.question"), "Is it?");
        let resolved = References { findings: &findings }.resolve("traffic.naive").unwrap();
        assert_eq!(resolved.evidence.unwrap(), "traffic.naive: 8.00 s [8.00 s, 8.00 s], n = 6");
    }

    #[test]
    fn a_second_part_of_a_kernel_has_its_number() {
        let seconds = |time: f64| part("traffic").with(cell("naive").takes_each(&[time; 6]));
        let run = run("Is it?").with(seconds(8.0)).with(seconds(3.0)).built();
        let findings = Findings::of(&run);
        let text = |name: &str| References { findings: &findings }.resolve(name).unwrap().text;
        assert_eq!([text("traffic.naive"), text("traffic-2.naive")], ["8.00 s", "3.00 s"]);
        let unknown = References { findings: &findings }.resolve("traffic-3.naive").unwrap_err();
        assert!(matches!(unknown, Unresolved::Unknown { known, .. } if known.contains(&"traffic-2".to_string())));
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        let run = planted();
        let findings = Findings::of(&run);
        let fault = |name: &str| References { findings: &findings }.resolve(name).unwrap_err();
        let Unresolved::Unknown { given, known } = fault("traffic.thraeded/naive") else { panic!() };
        assert_eq!(given, "thraeded");
        assert!(known.contains(&"threaded".to_string()));
        let Unresolved::Unknown { given, known } = fault("trafic.naive") else { panic!() };
        assert_eq!((given.as_str(), known), ("trafic", vec!["traffic".to_string(), "run".to_string()]));
        let Unresolved::Unknown { known, .. } = fault("traffic.threaded@7") else { panic!() };
        assert_eq!(known, ["threaded@1", "threaded@2"]);
        assert!(matches!(fault("run.when"), Unresolved::Unknown { .. }));
        let Unresolved::Failed { cell, reason } = fault("traffic.vectorised-wrong/naive") else { panic!() };
        assert_eq!((cell.as_str(), reason.as_str()), ("traffic vectorised-wrong", "wrong answer: 42 is not 43"));
    }
}
