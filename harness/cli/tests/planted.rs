//! Faults that every check of the answer lets pass, planted in a kernel of the test's own and really measured: work that is
//! counted a thousand times too high, and a variant that does its work once and then no more. The ceilings catch them.

use tenfold_kernel::*;
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::sampling::Protocol;
use tenfold_measure::{ceilings, fingerprint, worker};
use tenfold_plan::{Here, Overrides, cells, read};
use tenfold_record::{Cell, Launch, Measured, Outcome, Run, RunState};
use tenfold_reports::findings::Findings;
use tenfold_reports::{html, terminal};

tenfold_kernel::params! {
    /// The problem.
    pub struct Params {
        n: usize = 20_000, 1..=1_000_000, "numbers";
    }
}

/// xᵢ → 3 xᵢ + 1 for xᵢ = i, whose declared work is `COUNTED` times the true one.
struct Planted<const COUNTED: u32>;

type Numbers = Vec<f64>;

fn naive(_: &Params, x: &Numbers, _: &Workspace, y: &mut Numbers) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y = 3.0 * x + 1.0);
}

/// Right once; and as the output still holds the answer then, right for ever.
fn once(params: &Params, x: &Numbers, space: &Workspace, y: &mut Numbers) {
    if y[0].is_nan() {
        naive(params, x, space, y);
    }
}

impl<const COUNTED: u32> Kernel for Planted<COUNTED> {
    const NAME: &'static str = "planted";
    const SUMMARY: &'static str = "three times a number and one";
    const UNIT: Unit = Unit { plural: "numbers", symbol: "number" };

    type Params = Params;
    type Input = Numbers;
    type Output = Numbers;

    fn input(params: &Params) -> Numbers {
        (0..params.n).map(|i| i as f64).collect()
    }
    fn share(_: &Params, whole: &Numbers, _: usize, _: usize) -> Numbers {
        whole.clone()
    }
    fn output(params: &Params, _: &Numbers) -> Numbers {
        vec![f64::NAN; params.n]
    }
    fn join(_: &Params, parts: Vec<Numbers>) -> Numbers {
        parts.concat()
    }
    fn answer(_: &Params, output: &Numbers) -> serde_json::Map<String, serde_json::Value> {
        [("last".to_string(), output.last().copied().into())].into_iter().collect()
    }
    fn difference(reference: &Numbers, got: &Numbers) -> f64 {
        if reference == got { 0.0 } else { f64::INFINITY }
    }
    fn work(params: &Params) -> Work {
        let n = params.n as f64;
        Work { amount: n, flops: 2.0 * n, compulsory_bytes: 16.0 * n }
    }
    fn bounds(params: &Params) -> Vec<Bound> {
        let amount = 2.0 * params.n as f64 * f64::from(COUNTED);
        vec![Bound { resource: Resource::FusedFlops, amount, formula: "2 n" }]
    }
    fn messages(_: &Params, _: usize) -> Option<Messages> {
        None
    }
    fn grow(params: &Params, _: usize) -> Params {
        params.clone()
    }
    fn oracles() -> Vec<Oracle<Self>> {
        vec![Oracle {
            name: "sum",
            source: "closed form",
            defence: Defence::Constant,
            check: |params, _, output| {
                let n = params.n as f64;
                Some(Check::close("sum", output.iter().sum(), 1.5 * n * (n - 1.0) + n, 0.0))
            },
        }]
    }
    fn variants() -> Vec<Variant<Self>> {
        let variant = |name, rung, body| Variant {
            name,
            rung,
            lesson: "",
            agreement: Agreement::Bitwise,
            paths: &[Path::Portable],
            body: Body::Serial(body),
            source: "",
        };
        vec![variant("naive", Rung::Naive, naive), variant("once", Rung::Vectorised, once)]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        Vec::new()
    }
    fn peers() -> &'static [Peer] {
        &[]
    }
    fn awkward() -> Vec<Params> {
        Vec::new()
    }
    fn small() -> Params {
        Params::default()
    }
    fn to_peer(_: &Params, _: &Numbers) -> Vec<u8> {
        Vec::new()
    }
    fn from_peer(_: &Params, _: &[u8]) -> Result<Numbers, String> {
        Err("there are no peers".to_string())
    }
}

/// One launch of `cell`, in this process.
fn launch(kernel: &dyn AnyKernel, cell: &Cell) -> Launch {
    let order = Order {
        kernel: cell.kernel.clone(),
        variant: cell.variant.clone(),
        rung: cell.rung,
        params: cell.params.clone(),
        external: None,
        workers: 1,
        transport: None,
        cpus: Vec::new(),
        full_check: true,
        protocol: Some(Protocol { seconds: 0.05 }),
        profile: None,
        trace: false,
        spawned: 0.0,
    };
    let Some(Reply::Done(done)) = worker::serve(kernel, &order) else { panic!("{cell} did not run") };
    assert!(done.judgement.passed(), "no check of the answer sees anything wrong: {:?}", done.judgement);
    Launch { cell: cell.key, ..done.recorded(Outcome::Measured) }
}

/// A run of `variants` of the planted kernel under the ceilings of this machine.
fn measured<const COUNTED: u32>(variants: &[&str]) -> Run {
    let kernels = [erase::<Planted<COUNTED>>()];
    let text = format!("question = \"?\"\nkernel = \"planted\"\nvariants = {variants:?}\n");
    let experiment = read("planted", "planted.toml", &text, &kernels, &Overrides::default()).unwrap();
    let cells = cells(&experiment, &kernels, &Here::default());
    let measured = |cell: Cell| Measured { launches: vec![launch(&*kernels[0], &cell)], cell };
    Run {
        id: "planted".into(),
        started_ms: 0,
        state: RunState::Finished,
        seed: 1,
        cells: cells.into_iter().map(measured).collect(),
        experiment,
        fingerprint: fingerprint::take(&[]),
        ceilings: ceilings::measure(),
        profiles: Vec::new(),
        traces: Vec::new(),
        sources: Vec::new(),
        ballots: Vec::new(),
        instructions: Vec::new(),
    }
}

/// The variants that are too fast to be true, with the reasons.
fn too_fast(run: &Run) -> Vec<(String, String)> {
    Findings::of(run).too_fast().iter().map(|m| (m.cell.variant.clone(), m.reason.clone())).collect()
}

#[test]
fn work_that_is_not_done_is_caught() {
    let run = measured::<1>(&["naive", "once"]);
    let faults = too_fast(&run);
    assert!(matches!(&faults[..], [(variant, _)] if variant == "once"), "{faults:?}");
    assert!(faults[0].1.contains("Likely the work is not done"), "{faults:?}");
    assert!(html(&run).unwrap().contains("too fast to be true"));
    assert!(terminal(&run, 80, false).contains("✗ once: too fast to be true"));
}

#[test]
fn work_that_is_counted_too_high_is_caught() {
    let faults = too_fast(&measured::<1000>(&["naive", "once"]));
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|(_, reason)| reason.contains("declares more work than there is")), "{faults:?}");
}
