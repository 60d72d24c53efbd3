//! Faults that every check of the answer lets pass, planted in a kernel of the test's own and really measured: work that is
//! counted a thousand times too high, and a variant that does its work once and then no more. The ceilings catch them.

use tenfold_analysis::findings::Findings;
use tenfold_analysis::terminal;
use tenfold_comm::Comm;
use tenfold_kernel::*;
use tenfold_launch::fingerprint;
use tenfold_measure::ceilings;
use tenfold_measure::sampling::{Protocol, sample};
use tenfold_page::html;
use tenfold_plan::{Here, Overrides, cells, read};
use tenfold_record::{Cell, Launch, Measured, Outcome, Run, RunState};

params! {
    /// The problem.
    pub struct Params {
        n: usize = 20_000 in 1..=1_000_000, "numbers";
    }
}

/// xᵢ → 3 xᵢ + 1 for xᵢ = i, whose declared work is `COUNTED` times the true one.
struct Planted<const COUNTED: u32>;

#[derive(Clone)]
struct Numbers {
    x: Vec<f64>,
}
arrays!(Numbers { x });

fn naive(_: &Setting<Params>, input: &Numbers, _: &Workspace, output: &mut Numbers) {
    output.x.iter_mut().zip(&input.x).for_each(|(y, x)| *y = 3.0 * x + 1.0);
}

/// Right whenever somebody looks, as poison shows that somebody will; and in between it does nothing.
fn once(setting: &Setting<Params>, input: &Numbers, space: &Workspace, output: &mut Numbers) {
    if output.x[0].is_nan() {
        naive(setting, input, space, output);
    }
}

impl<const COUNTED: u32> Kernel for Planted<COUNTED> {
    const NAME: &'static str = "planted";
    const SUMMARY: &'static str = "three times a number and one";
    const UNIT: Unit = Unit { plural: "numbers", symbol: "number" };
    const SIZE: &'static str = "n";

    type Params = Params;
    type Input = Numbers;
    type Output = Numbers;

    fn input(params: &Params, _: Part) -> Result<Numbers, String> {
        Ok(Numbers { x: (0..params.n).map(|i| i as f64).collect() })
    }
    fn output(params: &Params, _: Part) -> Numbers {
        Numbers { x: vec![0.0; params.n] }
    }
    fn join(_: &Params, mut parts: Vec<Numbers>) -> Numbers {
        parts.swap_remove(0)
    }
    fn answer(_: &Params, output: &Numbers) -> serde_json::Value {
        serde_json::json!({ "last": output.x.last() })
    }
    fn work(params: &Params, _: &Numbers, _: &Numbers) -> Work {
        let n = params.n as f64;
        Work { amount: n, flops: 2.0 * n, compulsory_bytes: 16.0 * n }
    }
    fn bounds(params: &Params, _: &Numbers, _: &Numbers) -> Vec<Bound> {
        vec![Bound::new(Resource::FusedFlops, 2.0 * params.n as f64 * f64::from(COUNTED), "2 n")]
    }
    fn memory(params: &Params, _: usize) -> f64 {
        16.0 * params.n as f64
    }
    fn grow(params: &Params, _: usize) -> Params {
        params.clone()
    }
    fn oracles() -> Vec<Oracle<Self>> {
        fn sum(params: &Params, _: &Numbers, output: &Numbers) -> Option<Check> {
            let n = params.n as f64;
            Some(Check::close("sum", output.x.iter().sum(), 1.5 * n * (n - 1.0) + n, 0.0))
        }
        vec![oracle!(sum, Constant, "closed form")]
    }
    fn variants() -> Vec<Variant<Self>> {
        let variant = |name, run| Variant::new(name, "", "", |_: &Setting<Params>, _: &Numbers| (), run);
        vec![variant("naive", naive), variant("vectorised-once", once)]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        Vec::new()
    }
    fn peers() -> Vec<Peer<Self>> {
        Vec::new()
    }
    fn awkward() -> Vec<Params> {
        Vec::new()
    }
    fn small() -> Params {
        Params::default()
    }
    fn tiny() -> Params {
        Params::default()
    }
}

/// One launch of `cell`, in this process.
fn launch(kernel: &dyn AnyKernel, cell: &Cell) -> Launch {
    let mut job = kernel.job(&cell.variant, &cell.params, None, Comm::solo()).unwrap();
    let sampled = sample(&mut *job, Protocol::lasting(0.05, 1), true);
    answer(&mut *job);
    let judge = defence::judge(kernel, &cell.params);
    let judgement = judge.variant(&cell.variant, vec![job.output()]).unwrap();
    assert_eq!(judgement.fault(), None, "no check of the answer sees anything wrong");
    Launch {
        cell: cell.key,
        judgement: Some(judgement),
        iterations: sampled.iterations,
        sampling_seconds: sampled.wall_seconds,
        samples: sampled.samples.into(),
        ..Launch::ended(Outcome::Measured)
    }
}

/// A run of `variants` of the planted kernel under the ceilings of this machine.
fn measured<const COUNTED: u32>(variants: &[&str]) -> Run {
    let kernels = [erase::<Planted<COUNTED>>()];
    let text = format!("question = \"?\"\nkernel = \"planted\"\nvariants = {variants:?}\n");
    let experiment = read("planted", "planted.toml", &text, &kernels, &Overrides::default()).unwrap();
    let mut solve = |kernel: &dyn AnyKernel, params: &Values| kernel.reference(params).map_err(|e| e.to_string());
    let cells = cells(&experiment, &kernels, &Here::default(), &mut solve);
    let measured = |cell: Cell| Measured { launches: vec![launch(&*kernels[0], &cell)], cell };
    Run {
        id: "planted".into(),
        state: RunState::Finished,
        cells: cells.into_iter().map(measured).collect(),
        experiment,
        fingerprint: fingerprint::take(&[]),
        ceilings: ceilings::measure(),
        ..Run::default()
    }
}

/// The variants that are too fast to be true, with the reasons.
fn too_fast(run: &Run) -> Vec<(String, String)> {
    Findings::of(run).too_fast().iter().map(|m| (m.cell.variant.clone(), m.reason.clone())).collect()
}

#[test]
fn work_that_is_not_done_is_caught() {
    let run = measured::<1>(&["naive", "vectorised-once"]);
    let faults = too_fast(&run);
    assert!(matches!(&faults[..], [(variant, _)] if variant == "vectorised-once"), "{faults:?}");
    assert!(faults[0].1.contains("Likely cause: the work is skipped"), "{faults:?}");
    assert!(html(&Findings::of(&run)).unwrap().contains("too fast to be true"));
    assert!(terminal(&Findings::of(&run), 80, false).contains("✗ vectorised-once: too fast to be true"));
}

#[test]
fn work_that_is_counted_too_high_is_caught() {
    let faults = too_fast(&measured::<1000>(&["naive", "vectorised-once"]));
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|(_, reason)| reason.contains("overstates its work")), "{faults:?}");
}
