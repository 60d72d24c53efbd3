//! A band of rows on each thread; B is packed once, by all of them.

use crate::packed::{DEPTH, Packing};
use crate::{Operands, Params, Product};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Multiplies on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Operands, space: &Workspace, output: &mut Product) {
    // Operands: B packed, panel by panel, and room for a block of A on each thread.
    let ([m, k, n], packing) = (setting.params.shape(), Packing::of(setting.path));
    let b = space.buffer(packing.b_len(k, n));
    let slabs = b.par_chunks_mut(packing.b_len(DEPTH, n)).zip(input.b.par_chunks(DEPTH * n));
    slabs.for_each(|(to, slab)| {
        let panels = to.par_chunks_exact_mut(slab.len() / n * packing.tile[1]);
        panels.enumerate().for_each(|(number, to)| packing.pack_panel(slab, n, number, to));
    });
    let threads = rayon::current_num_threads();
    let rooms = space.buffer(threads * Packing::ROOM);

    // Product: bands of whole tiles, as equal as these allow.
    let (b, band) = (&*b, m.div_ceil(threads).next_multiple_of(packing.tile[0]));
    let bands = output.c.par_chunks_mut(band * n).zip(rooms.par_chunks_exact_mut(Packing::ROOM));
    bands.with_max_len(1).enumerate().for_each(|(number, (c, room))| {
        packing.multiply([&input.a[number * band * k..], b], [k, n], room, c);
    });
}
