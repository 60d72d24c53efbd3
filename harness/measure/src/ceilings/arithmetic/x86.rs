//! The instructions of x86-64. In assembly: in any other form the compiler sees through them and leaves out what cancels.

use super::Instruction;
use std::arch::asm;
use std::arch::x86_64::*;
use std::hint::black_box;
use tenfold_kernel::Resource;

/// Chains of vectors. Latency 4 × 2–3 ports needs 8 to 12, and latency 3 × 4 ports, where additions and multiplications have two each
/// (AMD's Zen), 12. With none to spare one that is late once stays late, and 30 was read in place of 49 Gflop/s; 14 still fit into
/// sixteen registers with their operand.
const VECTORS: usize = 14;

/// Chains of integers: latency 1 × 4–6 ports.
const INTEGERS: usize = 8;

/// Cycles that an instruction of the clock's chain takes: the latency of a 32-bit IMUL is 3 on every x86-64 processor
/// since 2008 (A. Fog, "Instruction tables", agner.org/optimize). Nothing shorter would do: additions of constants and moves
/// are eliminated when registers are renamed, and a chain of them reads 13 GHz.
const MULTIPLY_LATENCY: f64 = 3.0;

macro_rules! instructions {
    ($($name:ident: $resource:ident, $width:literal, $called:literal, $amount:expr, $path:literal, $features:literal,
       $chains:expr, $class:ident, $start:expr, $even:literal, $odd:literal;)*) => {
        /// Every instruction that is tried, narrow ones first.
        pub(super) const INSTRUCTIONS: &[Instruction] = &[$(Instruction {
            resource: Resource::$resource,
            width: $width,
            name: $called,
            chains: $chains,
            amount: $amount,
            path: $path,
            run: $name,
        }),*];

        $(
            /// # Safety
            /// The machine has the features.
            #[target_feature(enable = $features)]
            unsafe fn $name(rounds: usize) {
                let operand = black_box($start);
                let mut chains = [operand; $chains];
                for _ in 0..rounds {
                    for (i, v) in chains.iter_mut().enumerate() {
                        if i % 2 == 0 {
                            // SAFETY: one instruction on registers, of features that the caller has.
                            unsafe { asm!($even, v = inout($class) *v, o = in($class) operand, options(nomem, nostack)) };
                        } else {
                            // SAFETY: as above.
                            unsafe { asm!($odd, v = inout($class) *v, o = in($class) operand, options(nomem, nostack)) };
                        }
                    }
                }
                black_box(&chains);
            }
        )*
    };
}

instructions! {
    cycles: Cycles, "", "32-bit multiplications, 3 cycles each", MULTIPLY_LATENCY, "portable", "sse2",
        1, reg, 3u32, "imul {v:e}, {o:e}", "imul {v:e}, {o:e}";

    xor_64: LogicBits, "64 bit", "64-bit XOR", 64.0, "portable", "sse2",
        INTEGERS, reg, 0x9e37_79b9u64, "xor {v}, {o}", "xor {v}, {o}";
    xor_128: LogicBits, "128 bit", "128-bit XOR", 128.0, "portable", "sse2",
        VECTORS, xmm_reg, _mm_set1_epi64x(0x1234_5678), "pxor {v}, {o}", "pxor {v}, {o}";
    xor_256: LogicBits, "256 bit", "256-bit XOR", 256.0, "avx2", "avx2",
        VECTORS, ymm_reg, _mm256_set1_epi64x(0x1234_5678), "vpxor {v}, {v}, {o}", "vpxor {v}, {v}, {o}";
    ternary_512: LogicBits, "512 bit", "512-bit ternary logic", 512.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_epi64(0x1234_5678),
        "vpternlogq {v}, {o}, {o}, 0x96", "vpternlogq {v}, {o}, {o}, 0x96";

    adds_32: IntegerAdds, "scalar", "additions of 32-bit integers", 1.0, "portable", "sse2",
        INTEGERS, reg, 0x9e37_79b9u32, "add {v:e}, {o:e}", "add {v:e}, {o:e}";
    adds_128: IntegerAdds, "128 bit", "128-bit additions of 32-bit integers", 4.0, "portable", "sse2",
        VECTORS, xmm_reg, _mm_set1_epi32(7), "paddd {v}, {o}", "paddd {v}, {o}";
    adds_256: IntegerAdds, "256 bit", "256-bit additions of 32-bit integers", 8.0, "avx2", "avx2",
        VECTORS, ymm_reg, _mm256_set1_epi32(7), "vpaddd {v}, {v}, {o}", "vpaddd {v}, {v}, {o}";
    adds_512: IntegerAdds, "512 bit", "512-bit additions of 32-bit integers", 16.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_epi32(7), "vpaddd {v}, {v}, {o}", "vpaddd {v}, {v}, {o}";

    flops_64: Flops, "scalar", "scalar additions and multiplications", 1.0, "portable", "sse2",
        VECTORS, xmm_reg, 1.0f64, "addsd {v}, {o}", "mulsd {v}, {o}";
    flops_128: Flops, "128 bit", "128-bit additions and multiplications", 2.0, "portable", "sse2",
        VECTORS, xmm_reg, _mm_set1_pd(1.0), "addpd {v}, {o}", "mulpd {v}, {o}";
    flops_256: Flops, "256 bit", "256-bit additions and multiplications", 4.0, "avx2", "avx2",
        VECTORS, ymm_reg, _mm256_set1_pd(1.0), "vaddpd {v}, {v}, {o}", "vmulpd {v}, {v}, {o}";
    flops_512: Flops, "512 bit", "512-bit additions and multiplications", 8.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_pd(1.0), "vaddpd {v}, {v}, {o}", "vmulpd {v}, {v}, {o}";

    fused_64: FusedFlops, "scalar", "scalar multiply-adds", 2.0, "avx2", "avx2,fma",
        VECTORS, xmm_reg, 0.5f64, "vfmadd213sd {v}, {o}, {o}", "vfmadd213sd {v}, {o}, {o}";
    // Before FMA a multiply-add takes two instructions.
    unfused_128: FusedFlops, "128 bit, not fused", "128-bit additions and multiplications", 2.0, "portable", "sse2",
        VECTORS, xmm_reg, _mm_set1_pd(1.0), "addpd {v}, {o}", "mulpd {v}, {o}";
    fused_128: FusedFlops, "128 bit", "128-bit multiply-adds", 4.0, "avx2", "avx2,fma",
        VECTORS, xmm_reg, _mm_set1_pd(0.5), "vfmadd213pd {v}, {o}, {o}", "vfmadd213pd {v}, {o}, {o}";
    fused_256: FusedFlops, "256 bit", "256-bit multiply-adds", 8.0, "avx2", "avx2,fma",
        VECTORS, ymm_reg, _mm256_set1_pd(0.5), "vfmadd213pd {v}, {o}, {o}", "vfmadd213pd {v}, {o}, {o}";
    fused_512: FusedFlops, "512 bit", "512-bit multiply-adds", 16.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_pd(0.5), "vfmadd213pd {v}, {o}, {o}", "vfmadd213pd {v}, {o}, {o}";

    single_flops_32: SingleFlops, "scalar", "scalar additions and multiplications", 1.0, "portable", "sse2",
        VECTORS, xmm_reg, 1.0f32, "addss {v}, {o}", "mulss {v}, {o}";
    single_flops_128: SingleFlops, "128 bit", "128-bit additions and multiplications", 4.0, "portable", "sse2",
        VECTORS, xmm_reg, _mm_set1_ps(1.0), "addps {v}, {o}", "mulps {v}, {o}";
    single_flops_256: SingleFlops, "256 bit", "256-bit additions and multiplications", 8.0, "avx2", "avx2",
        VECTORS, ymm_reg, _mm256_set1_ps(1.0), "vaddps {v}, {v}, {o}", "vmulps {v}, {v}, {o}";
    single_flops_512: SingleFlops, "512 bit", "512-bit additions and multiplications", 16.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_ps(1.0), "vaddps {v}, {v}, {o}", "vmulps {v}, {v}, {o}";

    single_fused_32: SingleFusedFlops, "scalar", "scalar multiply-adds", 2.0, "avx2", "avx2,fma",
        VECTORS, xmm_reg, 0.5f32, "vfmadd213ss {v}, {o}, {o}", "vfmadd213ss {v}, {o}, {o}";
    single_fused_128: SingleFusedFlops, "128 bit", "128-bit multiply-adds", 8.0, "avx2", "avx2,fma",
        VECTORS, xmm_reg, _mm_set1_ps(0.5), "vfmadd213ps {v}, {o}, {o}", "vfmadd213ps {v}, {o}, {o}";
    single_fused_256: SingleFusedFlops, "256 bit", "256-bit multiply-adds", 16.0, "avx2", "avx2,fma",
        VECTORS, ymm_reg, _mm256_set1_ps(0.5), "vfmadd213ps {v}, {o}, {o}", "vfmadd213ps {v}, {o}, {o}";
    single_fused_512: SingleFusedFlops, "512 bit", "512-bit multiply-adds", 32.0, "avx512", "avx512f",
        VECTORS, zmm_reg, _mm512_set1_ps(0.5), "vfmadd213ps {v}, {o}, {o}", "vfmadd213ps {v}, {o}, {o}";
}
