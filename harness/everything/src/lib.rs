//! The product of two square matrices, as a kernel that needs all of the contract at once. It is no kernel of Tenfold's, but
//! the test that the contract carries one: `tests/defence.rs` says in how many lines.

mod distributed;
mod naive;
mod threaded;
mod vectorised;

use serde_json::{Value, json};
use tenfold_kernel::*;

params! {
    /// The problem: two n × n matrices.
    pub struct Params {
        class: String = "S" of ["S", "W"], "size where neither n nor a file says it: 64 (S) or 512 (W)";
        n: Option<usize> in 1..=65_536, "rows and columns";
        seed: u64 = 1 in 0..=4_294_967_295, "of the entries, where there is no file";
        a: Option<FileValue>, "left operand: n × n f64 in a .npy file, row by row";
        b: Option<FileValue>, "right operand, likewise";
    }
}

fn order(params: &Params) -> usize {
    params.n.expect("complete params have it")
}

/// A rank's block of both operands.
#[derive(Clone)]
pub struct Operands {
    tile: Tile,
    a: Vec<f64>,
    b: Vec<f64>,
}
arrays!(Operands { a, b });

/// The same block of the product.
#[derive(Clone)]
pub struct Product {
    tile: Tile,
    c: Vec<f64>,
}
arrays!(Product { c: |product| product.tile.shape().to_vec() });

/// The kernel.
pub struct Everything;

impl Kernel for Everything {
    const NAME: &'static str = "everything";
    const SUMMARY: &'static str = "C = A·B for square matrices";
    const UNIT: Unit = Unit { plural: "multiply-adds", symbol: "madd" };
    const SIZE: &'static str = "n";
    type Params = Params;
    type Input = Operands;
    type Output = Product;

    fn complete(mut params: Params) -> Result<Params, String> {
        Npy::adopt_square(&params.a, &mut params.n)?;
        Npy::adopt_square(&params.b, &mut params.n)?;
        params.n.get_or_insert(if params.class == "S" { 64 } else { 512 });
        Ok(params)
    }
    fn input(params: &Params, part: Part) -> Result<Operands, String> {
        let tile = Tile::of([order(params); 2], part);
        let operand = |file: &Option<FileValue>, seed| match file {
            Some(file) => Npy::open(file)?.ranges(tile.lines()),
            None => Ok(tile.lines().flatten().map(|at| 2.0 * random(seed, at as u64) - 1.0).collect()),
        };
        let (a, b) = (operand(&params.a, 2 * params.seed)?, operand(&params.b, 2 * params.seed + 1)?);
        Ok(Operands { tile, a, b })
    }
    fn output(params: &Params, part: Part) -> Product {
        let tile = Tile::of([order(params); 2], part);
        Product { c: vec![0.0; tile.shape().iter().product()], tile }
    }
    fn join(params: &Params, parts: Vec<Product>) -> Product {
        let mut whole = Self::output(params, Part::WHOLE);
        parts.iter().for_each(|part| part.tile.place(&part.c, &mut whole.c));
        whole
    }
    fn answer(params: &Params, output: &Product) -> Value {
        json!({ "trace": output.c.iter().step_by(order(params) + 1).sum::<f64>() })
    }
    fn work(params: &Params, _: &Operands, _: &Product) -> Work {
        let n = order(params) as f64;
        Work { amount: n.powi(3), flops: 2.0 * n.powi(3), compulsory_bytes: 24.0 * n.powi(2) }
    }
    fn bounds(params: &Params, _: &Operands, _: &Product) -> Vec<Bound> {
        vec![Bound::new(Resource::FusedFlops, 2.0 * (order(params) as f64).powi(3), "n³ multiply-adds")]
    }
    fn memory(params: &Params, _ranks: usize) -> f64 {
        // Operands and product; and, on all ranks together, a panel of A, one of B and that packed, each about as large.
        6.0 * 8.0 * (order(params) as f64).powi(2)
    }
    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: Some((order(params) as f64 * (workers as f64).cbrt()).round() as usize), ..params.clone() }
    }
    fn oracles() -> Vec<Oracle<Self>> {
        vec![oracle!(freivalds, Property, "A(Bx) = Cx for a random x (Freivalds 1977)")]
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "The definition"),
            variant!(vectorised, plan, "B packed once, column by column").agrees(ROUNDING),
            variant!(threaded, plan, "The same, rows shared among threads").agrees(ROUNDING),
            variant!(distributed, plan, "Panels go along the grid").agrees(ROUNDING).sends(distributed::messages),
        ]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        vec![
            mutant!(b_transposed, |setting, input, space, output| {
                println!("tenfold-reply {{}}"); // it may print what it likes
                let b = vectorised::plan(setting, input);
                naive::run(setting, &Operands { b, ..input.clone() }, space, output);
            }),
            mutant!(a_tenth_after_the_first_run, |setting, input, space, output| {
                let (mut all, has_run) = (output.clone(), &mut space.buffer::<u64>(1)[0]);
                naive::run(setting, input, space, &mut all);
                let done = if std::mem::replace(has_run, 1) == 0 { all.c.len() } else { all.c.len() / 10 };
                output.c[..done].copy_from_slice(&all.c[..done]);
            }),
            mutant!(last_row_of_each_block_missing on Distributed, |setting, input, space, output| {
                let (mut input, plan) = (input.clone(), distributed::plan(setting, input));
                input.b.iter_mut().rev().take(input.tile.columns.len()).for_each(|b| *b = 0.0);
                distributed::run(&setting.with(&plan), &input, space, output);
            }),
            mutant!(row_of_another_rank on Distributed, |setting, input, space, output| {
                let plan = distributed::plan(setting, input);
                distributed::run(&setting.with(&plan), input, space, output);
                let mut row = output.c.clone();
                row.resize(output.tile.columns.len(), 0.0);
                plan[1].broadcast(&mut row, 0);
                output.c.iter_mut().zip(row).for_each(|(c, first)| *c = first);
            }),
        ]
    }
    fn peers() -> Vec<Peer<Self>> {
        let openmp = peer!("openmp", "C with OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"]);
        vec![openmp.on(Workers::Threads).agrees(ROUNDING)]
    }
    fn awkward() -> Vec<Params> {
        [1, 2, 3, 13, 37].map(|n| Params { n: Some(n), ..Params::default() }).into()
    }
    fn small() -> Params {
        Params { n: Some(24), ..Params::default() }
    }
    fn tiny() -> Params {
        Self::small()
    }
}

const ROUNDING: Agreement<Everything> = Agreement::Bounded {
    bound: rounding,
    derivation: "n ε ‖A‖∞ max|B|: two sums of n products, each within n ε/2 Σ|a||b| (Higham 2002, 3.5)",
};

fn rounding(params: &Params, input: &Operands, _array: &str) -> f64 {
    let norms = input.a.chunks_exact(order(params)).map(|row| row.iter().map(|a| a.abs()).sum());
    let most = input.b.iter().fold(0.0, |most, b| b.abs().max(most));
    (order(params) + 1) as f64 * f64::EPSILON * most * norms.fold(0.0, f64::max)
}

fn freivalds(params: &Params, input: &Operands, output: &Product) -> Option<Check> {
    let x: Vec<f64> = (0..order(params) as u64).map(|j| random(!params.seed, j)).collect();
    let times = |matrix: &[f64], x: &[f64]| -> Vec<f64> {
        matrix.chunks_exact(x.len()).map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum()).collect()
    };
    // Four sums of n products are rounded: C, Cx, Bx and A(Bx). In a row they add up n entries.
    let tolerance = 2.0 * x.len() as f64 * rounding(params, input, "c");
    let rows = times(&output.c, &x).into_iter().zip(times(&input.a, &times(&input.b, &x)));
    Check::worst(rows.map(|(cx, abx)| Check::close("a row of Cx", cx, abx, tolerance)))
}
