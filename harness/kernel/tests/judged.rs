//! Every kind of agreement, and what no agreement lets pass, on a kernel of the test's own.

use tenfold_kernel::defence::judge;
use tenfold_kernel::*;

params! {
    /// The problem.
    pub struct Params {
        n: usize = 1000 in 1..=1_000_000, "numbers";
        file: Option<FileValue>, "numbers to begin with";
    }
}

/// Numbers and how many of them are above a half.
#[derive(Clone)]
struct Numbers {
    x: Vec<f64>,
    above: Vec<u64>,
}
arrays!(Numbers { x, above });

/// Numbers that look random and are spread evenly from 0 to 1.
struct Spread;

/// The fractional parts of multiples of the golden ratio, from the `first` on.
fn golden(first: usize, out: &mut Numbers) {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for (i, x) in out.x.iter_mut().enumerate() {
        *x = ((first + i) as f64 * golden).fract();
    }
    out.above[0] = out.x.iter().filter(|&&x| x > 0.5).count() as u64;
}

fn naive(_: &Setting<Params>, _: &Numbers, _: &Workspace, out: &mut Numbers) {
    golden(1, out);
}

/// Another rounding: off by an ulp or so, never more.
fn rounded(setting: &Setting<Params>, input: &Numbers, space: &Workspace, out: &mut Numbers) {
    naive(setting, input, space, out);
    out.x.iter_mut().for_each(|x| *x = f64::from_bits(x.to_bits() ^ 1));
}

/// Other numbers of the same distribution.
fn others(_: &Setting<Params>, _: &Numbers, _: &Workspace, out: &mut Numbers) {
    golden(1_000_000, out);
}

/// Right once; and as the output still holds the answer then, right for ever.
fn once(setting: &Setting<Params>, input: &Numbers, space: &Workspace, out: &mut Numbers) {
    let ran = space.buffer::<u8>(1);
    if ran[0] == 0 {
        naive(setting, input, space, out);
    }
    ran[0] = 1;
}

/// The same, but the first tenth is done again.
fn a_tenth(setting: &Setting<Params>, input: &Numbers, space: &Workspace, out: &mut Numbers) {
    let ran = space.buffer::<u8>(1);
    let mut all = out.clone();
    naive(setting, input, space, &mut all);
    let n = if ran[0] == 0 { all.x.len() } else { all.x.len() / 10 };
    out.x[..n].copy_from_slice(&all.x[..n]);
    out.above = all.above;
    ran[0] = 1;
}

fn mean_within(_: &Params, reference: &Numbers, got: &Numbers) -> Check {
    let mean = |of: &Numbers| of.x.iter().sum::<f64>() / of.x.len() as f64;
    // Six standard deviations of the mean of so many even numbers: one false alarm in 10⁹.
    Check::close("mean", mean(got), mean(reference), 6.0 * (1.0 / 12.0 / got.x.len() as f64).sqrt())
}

impl Kernel for Spread {
    const NAME: &'static str = "spread";
    const SUMMARY: &'static str = "even numbers";
    const UNIT: Unit = Unit { plural: "numbers", symbol: "number" };
    const SIZE: &'static str = "n";
    type Params = Params;
    type Input = Numbers;
    type Output = Numbers;

    fn input(params: &Params, part: Part) -> Result<Numbers, String> {
        Ok(Numbers { x: vec![0.0; part.of(params.n).len()], above: vec![0] })
    }
    fn output(params: &Params, part: Part) -> Numbers {
        Numbers { x: vec![0.0; part.of(params.n).len()], above: vec![0] }
    }
    fn join(_: &Params, mut parts: Vec<Numbers>) -> Numbers {
        parts.swap_remove(0)
    }
    fn answer(_: &Params, output: &Numbers) -> serde_json::Value {
        serde_json::json!({ "above": output.above[0] })
    }
    fn work(params: &Params, _: &Numbers, answer: &Numbers) -> Work {
        Work { amount: params.n as f64, flops: answer.above[0] as f64, compulsory_bytes: 8.0 * params.n as f64 }
    }
    fn bounds(params: &Params, _: &Numbers, _: &Numbers) -> Vec<Bound> {
        vec![Bound::new(Resource::Flops, params.n as f64, "n")]
    }
    fn memory(params: &Params, _: usize) -> f64 {
        16.0 * params.n as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: params.n * workers, ..params.clone() }
    }
    fn oracles() -> Vec<Oracle<Self>> {
        fn in_range(_: &Params, _: &Numbers, output: &Numbers) -> Option<Check> {
            let outside = output.x.iter().filter(|x| !(0.0..1.0).contains(*x)).count();
            Some(Check::equal("numbers outside", outside as u64, 0))
        }
        vec![oracle!(in_range, Property, "the fractional part of a number")]
    }
    fn variants() -> Vec<Variant<Self>> {
        let variant = |name, run| Variant::new(name, "", "", |_: &Setting<Params>, _: &Numbers| (), run);
        let within =
            Agreement::Bounded { bound: |_, _, _| f64::EPSILON, derivation: "one rounding of a number below 2" };
        let alike = Agreement::Statistical { test: mean_within, false_alarms: 1e-9, derivation: "z test of the mean" };
        vec![
            variant("naive", naive),
            variant("vectorised", rounded).agrees(within),
            variant("vectorised-strict", rounded),
            variant("vectorised-others", others).agrees(alike),
            variant("vectorised-once", once),
            variant("vectorised-a-tenth", a_tenth),
        ]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        vec![mutant!(shifted, |_, _, _, out| out.x.fill(0.25))]
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

fn fault(variant: &str) -> Option<String> {
    let kernel = erase::<Spread>();
    let params = kernel.small();
    let outputs = outputs(&*kernel, variant, &params, 1, None).unwrap();
    judge(&*kernel, &params).variant(variant, outputs).unwrap().fault()
}

#[test]
fn an_answer_is_held_to_what_its_variant_declares() {
    assert_eq!(fault("naive"), None);
    assert_eq!(fault("vectorised"), None);
    assert!(fault("vectorised-strict").unwrap().contains("elements differ from the reference, by up to"));
    assert_eq!(fault("vectorised-others"), None);
    assert!(fault("shifted").is_some());
}

#[test]
fn a_run_that_leaves_the_answer_of_the_one_before_is_caught() {
    assert!(fault("vectorised-a-tenth").unwrap().contains("900 of 1000 elements were not written by the run"));
    // A flag in scratch memory is no hiding place: it is poisoned with the output.
    assert!(fault("vectorised-once").unwrap().contains("1000 of 1000 elements were not written"));
}

/// Whatever is declared: a bound, or a distribution.
#[test]
fn planted_faults_are_caught_under_every_agreement() {
    let kernel = erase::<Spread>();
    let reference = kernel.reference(&kernel.small()).unwrap();
    assert_eq!(kernel.overlooked_faults(&kernel.small(), &reference), Ok(Vec::new()));
}

#[test]
fn work_may_look_at_the_answer_and_a_claim_of_a_users_is_a_number() {
    let kernel = erase::<Spread>();
    let params = kernel.small();
    let reference = kernel.reference(&params).unwrap();
    assert_eq!(reference.work.flops, 500.0);
    let judge = kernel.judge(&params, &reference).unwrap();
    let mut numbers = Numbers { x: vec![0.0; 1000], above: vec![0] };
    golden(1, &mut numbers);
    let bytes = |numbers: &Numbers| -> Vec<u8> {
        let x = numbers.x.iter().flat_map(|x| x.to_le_bytes());
        x.chain(numbers.above.iter().flat_map(|n| n.to_le_bytes())).collect()
    };
    numbers.x[7] += 1e-9;
    let passed = |bound| judge.external(Claim::Within(bound), &bytes(&numbers)).unwrap().passed();
    assert_eq!([0.0, 1e-10, 1e-8].map(passed), [false, false, true]);
    assert!(judge.external(Claim::Within(1.0), &bytes(&numbers)[1..]).is_err());
}

#[test]
fn the_largest_problem_that_fits_is_found() {
    let kernel = erase::<Spread>();
    let params = kernel.resolve(&[("n".to_string(), Value::Int(1_000_000))].into()).unwrap();
    assert_eq!(kernel.memory(&params, 1), 16e6);
    assert_eq!(kernel.largest(&params, &|p| kernel.memory(p, 1) <= 16_000.0), Some(("n", 1000)));
    assert_eq!(kernel.largest(&params, &|p| kernel.memory(p, 1) <= 15_999.0), Some(("n", 999)));
    assert_eq!(kernel.largest(&params, &|p| kernel.memory(p, 1) <= 1.0), None);
}
