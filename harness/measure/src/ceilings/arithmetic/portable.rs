//! Vectors of arithmetic as the compiler makes them. It sees through chains of integer additions and multiplications, so
//! neither integer peak nor clock is measured here.

use super::Instruction;
use std::hint::black_box;
use tenfold_kernel::Resource;

/// Chains of vectors that hide the latency, few enough for the registers of NEON.
const CHAINS: usize = 6;

/// Every instruction that is tried.
pub(super) const INSTRUCTIONS: &[Instruction] = &[
    // The addition, without which the compiler would leave out every second XOR, takes as long as one.
    instruction(Resource::LogicBits, "vectors of XOR and addition", 1024.0, xor),
    instruction(Resource::Flops, "vectors of additions", 8.0, add),
    instruction(Resource::FusedFlops, "vectors of multiply-adds", 16.0, fused),
];

const fn instruction(resource: Resource, name: &'static str, amount: f64, run: unsafe fn(usize)) -> Instruction {
    Instruction { resource, width: "vectors", name, chains: CHAINS, amount, path: "portable", run }
}

fn chains<V: Copy>(rounds: usize, start: V, step: impl Fn(V) -> V) {
    let mut chains = [start; CHAINS];
    for _ in 0..rounds {
        for chain in &mut chains {
            *chain = step(*chain);
        }
    }
    black_box(&chains);
}

fn xor(rounds: usize) {
    let operand = black_box([0x9e37_79b9_7f4a_7c15_u64; 8]);
    chains(rounds, operand, |v| std::array::from_fn(|i| (v[i] ^ operand[i]).wrapping_add(1)));
}

fn add(rounds: usize) {
    let operand = black_box([1.0f64; 8]);
    chains(rounds, operand, |v| std::array::from_fn(|i| v[i] + operand[i]));
}

fn fused(rounds: usize) {
    let operand = black_box([0.5f64; 8]);
    chains(rounds, operand, |v| std::array::from_fn(|i| v[i].mul_add(operand[i], operand[i])));
}
