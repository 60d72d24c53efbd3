//! Arithmetic ceilings: independent chains of one instruction, as many as hide its latency.
//!
//! Each loop keeps its accumulators in registers and depends on numbers the compiler cannot see, so that nothing can be
//! left out; the accumulators are handed to `black_box` at the end. Widths are tried from the plainest to the widest the
//! machine has, and the best counts: a narrower instruction can have more ports.

use super::{Try, best};
use crate::pin;
use std::hint::black_box;
use tenfold_kernel::{Path, Resource};
use tenfold_record::{Ceiling, Reach};

/// Independent chains. Latency 4 × 2–3 ports needs 8 to 12; 12 also fit into sixteen registers with their operands.
const CHAINS: usize = 12;

/// Rounds of one try: about a quarter of a millisecond at two instructions a cycle.
const ROUNDS: usize = 100_000;

/// One instruction at one width.
#[derive(Clone, Copy)]
struct Instruction {
    resource: Resource,
    path: Path,
    name: &'static str,
    /// Amount done in one round of all chains.
    amount: f64,
    /// Needs the features of `path`.
    run: unsafe fn(usize),
}

impl Try for Instruction {
    type State = ();

    fn resource(&self) -> Resource {
        self.resource
    }
    fn method(&self) -> String {
        format!("{CHAINS} independent chains of {}", self.name)
    }
    fn state(&self) {}
    fn once(&self, (): &mut ()) -> f64 {
        // SAFETY: only instructions of paths that this machine has are tried (see `all`).
        unsafe { (self.run)(ROUNDS) };
        self.amount * ROUNDS as f64
    }
}

/// The ceilings of logic, separate and fused floating-point operations.
pub(super) fn all(cpus: &[usize]) -> Vec<Ceiling> {
    let here: Vec<Instruction> = INSTRUCTIONS.iter().copied().filter(|i| i.path <= Path::widest()).collect();
    let mut ceilings = Vec::new();
    for resource in [Resource::LogicBits, Resource::Flops, Resource::FusedFlops] {
        for (reach, cores) in [(Reach::OneCore, 1), (Reach::AllCores, pin::cores())] {
            let rates = here.iter().filter(|i| i.resource == resource).map(|i| (best(i, cores, cpus), i.method()));
            let (per_second, method) = rates.max_by(|a, b| a.0.total_cmp(&b.0)).expect("each resource has a try");
            ceilings.push(Ceiling { resource, reach, per_second, method });
        }
    }
    ceilings
}

const fn instruction(
    resource: Resource,
    path: Path,
    name: &'static str,
    lane_amount: usize,
    run: unsafe fn(usize),
) -> Instruction {
    Instruction { resource, path, name, amount: (lane_amount * CHAINS) as f64, run }
}

#[cfg(target_arch = "x86_64")]
const INSTRUCTIONS: &[Instruction] = &[
    instruction(Resource::LogicBits, Path::Portable, "64-bit XOR", 64, portable::xor),
    instruction(Resource::LogicBits, Path::Avx2, "256-bit XOR", 256, x86::xor_256),
    instruction(Resource::LogicBits, Path::Avx512, "512-bit ternary logic", 512, x86::ternary_512),
    instruction(Resource::Flops, Path::Portable, "scalar additions", 1, portable::add),
    instruction(Resource::Flops, Path::Avx2, "256-bit additions and multiplications", 4, x86::add_mul_256),
    instruction(Resource::Flops, Path::Avx512, "512-bit additions and multiplications", 8, x86::add_mul_512),
    instruction(Resource::FusedFlops, Path::Portable, "scalar additions", 1, portable::add),
    instruction(Resource::FusedFlops, Path::Avx2, "256-bit multiply-adds", 8, x86::fused_256),
    instruction(Resource::FusedFlops, Path::Avx512, "512-bit multiply-adds", 16, x86::fused_512),
];

#[cfg(not(target_arch = "x86_64"))]
const INSTRUCTIONS: &[Instruction] = &[
    instruction(Resource::LogicBits, Path::Portable, "vectors of XOR", 512, portable::xor_lanes),
    instruction(Resource::Flops, Path::Portable, "vectors of additions", 8, portable::add_lanes),
    instruction(Resource::FusedFlops, Path::Portable, "vectors of multiply-adds", 16, portable::fused_lanes),
];

/// Runs `rounds` of `step` over independent chains that start at `start`.
#[inline(always)]
fn chains<V: Copy>(rounds: usize, start: V, step: impl Fn(V, usize) -> V) {
    let mut chains = [start; CHAINS];
    for _ in 0..rounds {
        for (i, chain) in chains.iter_mut().enumerate() {
            *chain = step(*chain, i);
        }
    }
    black_box(&chains);
}

mod portable {
    use super::{black_box, chains};

    #[cfg(target_arch = "x86_64")]
    pub fn xor(rounds: usize) {
        // The rotation keeps pairs of XOR with the same operand from cancelling out.
        let operand = black_box(0x9e37_79b9_7f4a_7c15_u64);
        chains(rounds, operand, |v, _| (v ^ operand).rotate_left(1));
    }

    #[cfg(target_arch = "x86_64")]
    pub fn add(rounds: usize) {
        let operand = black_box(1.0f64);
        chains(rounds, operand, |v, _| v + operand);
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn xor_lanes(rounds: usize) {
        let operand = black_box([0x9e37_79b9_7f4a_7c15_u64; 8]);
        chains(rounds, operand, |v, _| std::array::from_fn(|i| (v[i] ^ operand[i]).wrapping_add(1)));
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn add_lanes(rounds: usize) {
        let operand = black_box([1.0f64; 8]);
        chains(rounds, operand, |v, _| std::array::from_fn(|i| v[i] + operand[i]));
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub fn fused_lanes(rounds: usize) {
        let operand = black_box([0.5f64; 8]);
        chains(rounds, operand, |v, _| std::array::from_fn(|i| v[i].mul_add(operand[i], operand[i])));
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{black_box, chains};
    use std::arch::asm;
    use std::arch::x86_64::*;

    // Logic in assembly: the compiler sees through it in any other form, and leaves out what cancels.

    #[target_feature(enable = "avx2")]
    pub fn xor_256(rounds: usize) {
        let operand = black_box(_mm256_set1_epi64x(0x1234_5678));
        chains(rounds, operand, |mut v, _| {
            // SAFETY: one register instruction of AVX2, which the caller has.
            unsafe {
                asm!("vpxor {v}, {v}, {o}", v = inout(ymm_reg) v, o = in(ymm_reg) operand,
                     options(nomem, nostack, preserves_flags));
            }
            v
        });
    }

    #[target_feature(enable = "avx512f")]
    pub fn ternary_512(rounds: usize) {
        let operand = black_box(_mm512_set1_epi64(0x1234_5678));
        chains(rounds, operand, |mut v, _| {
            // SAFETY: one register instruction of AVX-512F, which the caller has.
            unsafe {
                asm!("vpternlogq {v}, {o}, {o}, 0x96", v = inout(zmm_reg) v, o = in(zmm_reg) operand,
                     options(nomem, nostack, preserves_flags));
            }
            v
        });
    }

    #[target_feature(enable = "avx2")]
    pub fn add_mul_256(rounds: usize) {
        let one = black_box(_mm256_set1_pd(1.0));
        chains(rounds, one, |v, i| if i % 2 == 0 { _mm256_add_pd(v, one) } else { _mm256_mul_pd(v, one) });
    }

    #[target_feature(enable = "avx512f")]
    pub fn add_mul_512(rounds: usize) {
        let one = black_box(_mm512_set1_pd(1.0));
        chains(rounds, one, |v, i| if i % 2 == 0 { _mm512_add_pd(v, one) } else { _mm512_mul_pd(v, one) });
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn fused_256(rounds: usize) {
        let half = black_box(_mm256_set1_pd(0.5));
        chains(rounds, half, |v, _| _mm256_fmadd_pd(v, half, half));
    }

    #[target_feature(enable = "avx512f")]
    pub fn fused_512(rounds: usize) {
        let half = black_box(_mm512_set1_pd(0.5));
        chains(rounds, half, |v, _| _mm512_fmadd_pd(v, half, half));
    }
}
