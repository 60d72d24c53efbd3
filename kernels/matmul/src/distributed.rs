//! SUMMA (van de Geijn and Watts 1997): a block of each matrix on each rank. Panels of A go along the rows of ranks, panels
//! of B along the columns; the next ones travel while these are multiplied.

use crate::packed::{DEPTH, Packing, Piece};
use crate::summa::Ranks;
use crate::{Operands, Params, Product};
use tenfold_kernel::{Setting, Workspace};

/// The ranks in this one's row, and those in its column.
pub fn plan(setting: &Setting<Params>, _: &Operands) -> Ranks {
    Ranks::new(setting.params, setting.comm)
}

/// Multiplies this rank's block.
pub fn run(setting: &Setting<Params, Ranks>, input: &Operands, space: &Workspace, output: &mut Product) {
    // Operands: room for a panel of each, for one of A that is sent, for one of B packed, and for a block of A.
    let (ranks, packing, [height, width]) = (setting.plan, Packing::of(setting.path), output.shape);
    let [a, sent, b] = [height, height, width].map(|extent| space.buffer(extent * DEPTH));
    let (packed_b, room) = (space.buffer(packing.b_len(DEPTH, width)), space.buffer(Packing::ROOM));

    // Product: what each panel adds to it.
    let mut panels = ranks.panels.iter().peekable();
    let mut travelling = panels.peek().map(|first| ranks.begin(first, input, sent));
    while let (Some(panel), Some([of_a, of_b])) = (panels.next(), travelling.take()) {
        let (a, b) = (&mut a[..height * panel.depth], &mut b[..panel.depth * width]);
        of_a.finish(a);
        of_b.finish(b);
        travelling = panels.peek().map(|next| ranks.begin(next, input, sent));
        if output.c.is_empty() {
            continue;
        }
        let (a, stride) = ranks.own_a(panel, input).unwrap_or((a, panel.depth));
        let packed_b = &mut packed_b[..packing.b_len(panel.depth, width)];
        packing.pack_b(ranks.own_b(panel, input).unwrap_or(b), width, packed_b);
        let piece = Piece { a, stride, b: packed_b, depth: panel.depth, is_first: panel.start == 0 };
        packing.add(&piece, width, room, &mut output.c);
    }
}
