//! Runs as large as a page must bear: times that repeat nothing, so that nothing packs better than it does in earnest.

use super::{PartBuilder, cell, part, run};
use tenfold_record::{HotLoop, Instruction, Resource, Run, Rung, Sample, Workers};

/// Timed batches of a launch.
const BATCHES: u32 = 64;

/// Twelve kernels, each in ten variants on 1 to 32 workers, twenty launches of each; every variant with a profile and its
/// source.
pub fn large() -> Run {
    let variants: Vec<String> =
        ["threaded", "distributed"].iter().flat_map(|rung| (0..5).map(move |k| format!("{rung}-{k}"))).collect();
    let cells: Vec<(&str, usize)> =
        variants.iter().flat_map(|variant| [1, 2, 4, 8, 16, 32].map(|workers| (variant.as_str(), workers))).collect();
    measured(12, "threaded-0", &cells, 20)
}

/// Three kernels as one would measure them on a laptop: peers, every rung, one and two workers, and of each what a
/// profiler saw.
pub fn everyday() -> Run {
    let cells = [
        ("python", 1),
        ("numpy", 1),
        ("numba", 1),
        ("naive", 1),
        ("vectorised-bytes", 1),
        ("vectorised", 1),
        ("threaded", 1),
        ("threaded", 2),
        ("distributed", 1),
        ("distributed", 2),
        ("distributed-overlapped", 1),
        ("distributed-overlapped", 2),
    ];
    measured(3, "naive", &cells, 12)
}

fn measured(kernels: usize, base: &str, cells: &[(&str, usize)], launches: usize) -> Run {
    let mut dice = Dice(7);
    let mut built = run("How fast is each of them?").on_cores(32).one_core_can(Resource::MemoryBytes, 2.2e10);
    for kernel in 0..kernels {
        let name = format!("kernel-{kernel}");
        built = built.with(cells.iter().fold(part(&name).over(base), |part, of| with(part, *of, launches, &mut dice)));
        for file in ["lanes.rs", "layout.rs"] {
            built = built.beside(&name, file, &source(file, 120, &mut dice), &[]);
        }
    }
    let mut run = built.built();
    for profile in &mut run.profiles {
        let file = profile.kernel_lines[0].file.clone();
        profile.hot_loop = Ok(hot_loop(&file, profile.samples, &mut dice));
    }
    for measured in &mut run.cells {
        let ranks = if measured.cell.rung.workers() == Workers::Ranks { measured.cell.workers as u32 } else { 1 };
        for launch in &mut measured.launches {
            launch.samples = samples(launch.first_seconds, ranks, &mut dice).into();
        }
    }
    run
}

/// A cell; what is kept once for a variant comes with the first of its cells.
fn with(part: PartBuilder, (variant, workers): (&str, usize), launches: usize, dice: &mut Dice) -> PartBuilder {
    let middle = 0.5 / workers as f64 * (0.5 + dice.next());
    let times: Vec<f64> = (0..launches).map(|_| middle * (1.0 + 0.03 * dice.next())).collect();
    let mut cell = cell(variant).on(workers).takes_each(&times);
    let is_external = ["python", "numpy", "numba"].contains(&variant);
    if workers == 1 && !is_external {
        cell = cell.profiled(&stacks(variant, dice)).written(&source(variant, 80, dice));
    }
    if workers == 2 && Rung::of(variant).is_some_and(|rung| rung.workers() == Workers::Ranks) {
        cell = cell.traced("sendrecv");
    }
    part.with(cell)
}

/// The batches of a launch around a time, skewed upwards as times are, one in twenty disturbed.
fn samples(seconds: f64, ranks: u32, dice: &mut Dice) -> Vec<Sample> {
    let batch = |index: u32| {
        let (time, disturbed) = (seconds * (1.0 + 0.04 * dice.next() * dice.next()), dice.next() < 0.05);
        (0..ranks).map(move |rank| Sample {
            rank,
            index,
            start: f64::from(index) * seconds * 1.1,
            seconds: time,
            steal: 0.0,
            switches: u32::from(disturbed),
        })
    };
    (0..BATCHES).flat_map(batch).collect()
}

/// Folded stacks as deep and as many as a profiler brings home.
fn stacks(variant: &str, dice: &mut Dice) -> String {
    let start = "tenfold;std::rt::lang_start_internal;tenfold::main;tenfold_measure::sample::batch";
    let frame = |level: usize, way: usize| {
        let names = [
            "rayon_core::join::join_context::{{closure}}",
            "core::iter::adapters::map::map_fold::{{closure}}",
            "<alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index",
            "core::ops::function::impls::<impl core::ops::function::FnMut<A> for &F>::call_mut",
        ];
        format!(";{}_{level}_{way}", names[way % names.len()])
    };
    let stack = |_| {
        let (depth, mut way) = (4 + (12.0 * dice.next()) as usize, 0);
        let frames: String = (0..depth)
            .map(|level| {
                way = way * 2 + usize::from(dice.next() < 0.3);
                frame(level, way % 7)
            })
            .collect();
        format!("{start};{variant}::run{frames} {}\n", 1 + (9.0 * dice.next()) as u64)
    };
    (0..300).map(stack).collect()
}

/// Lines that look like a program.
fn source(name: &str, lines: usize, dice: &mut Dice) -> String {
    let words = ["row", "cells", "lane", "step", "width", "carry", "halo", "block", "sum", "next", "mask", "index"];
    let mut word = || words[(words.len() as f64 * dice.next()) as usize];
    let line = |k: usize| match k % 8 {
        0 => format!("/// The {} of every {} in {name}.\n", word(), word()),
        7 => "}\n".to_string(),
        _ => format!(
            "    let {} = {}[{} + {k}].{}({} ^ {}) + {};\n",
            word(),
            word(),
            word(),
            word(),
            word(),
            word(),
            word()
        ),
    };
    (0..lines).map(line).collect()
}

/// A loop of a few dozen instructions.
fn hot_loop(file: &str, samples: u64, dice: &mut Dice) -> HotLoop {
    let names = ["vpxord", "vpaddq", "vmovdqu64", "vfmadd231pd", "vpternlogq"];
    let mut register = || (32.0 * dice.next()) as u32;
    let instruction = |k: u64| Instruction {
        address: 0x1f40 + 6 * k,
        text: format!("{} zmm{},zmm{},zmm{}", names[k as usize % 5], register(), register(), register()),
        samples: samples / 64,
        source: Some((file.to_string(), 3 + k as u32 / 4)),
    };
    HotLoop {
        function: "run".into(),
        function_samples: samples,
        samples: samples / 2,
        is_loop: true,
        instructions: (0..40).map(instruction).collect(),
        left_out: 0,
    }
}

/// Numbers from 0 to 1, the same every time. G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
