//! SUMMA (van de Geijn and Watts 1997): panels of A go along the rows of ranks, panels of B along the columns.

use crate::vectorised::{add_product, packed};
use crate::{Operands, Params, Product, order};
use tenfold_comm::{Comm, Grid, Traffic, block, sent_by};
use tenfold_kernel::{Part, Setting, Tile, Workspace};

/// The ranks in this one's row, and those in its column.
pub fn plan(setting: &Setting<Params>, _: &Operands) -> [Comm; 2] {
    let [row, column] = Grid::balanced(setting.comm.size(), [false; 2]).coords(setting.comm.rank());
    [setting.comm.split(row, column), setting.comm.split(column, row)]
}

pub fn run(setting: &Setting<Params, [Comm; 2]>, input: &Operands, space: &Workspace, output: &mut Product) {
    // Operands: room for a panel of each.
    let (n, [row, column], [height, width]) = (order(setting.params), setting.plan, input.tile.shape());
    let [a, b, packed_b] = [height, width, width].map(|extent| space.buffer(extent * n.div_ceil(column.size())));

    // Product: what each panel adds to it.
    output.c.fill(0.0);
    for [start, depth, of_a, of_b] in panels(n, [column.size(), row.size()]) {
        let (a, b) = (&mut a[..height * depth], &mut b[..width * depth]);
        if row.rank() == of_a {
            let rows = input.a.chunks_exact(width).map(|row| &row[start - input.tile.columns.start..][..depth]);
            a.chunks_exact_mut(depth).zip(rows).for_each(|(to, row)| to.copy_from_slice(row));
        }
        if column.rank() == of_b {
            b.copy_from_slice(&input.b[(start - input.tile.rows.start) * width..][..depth * width]);
        }
        row.broadcast(a, of_a);
        column.broadcast(b, of_b);
        packed_b.iter_mut().zip(packed(b, width)).for_each(|(to, b)| *to = b);
        add_product(setting.path, depth, a, &packed_b[..depth * width], &mut output.c);
    }
}

/// Pieces of the sum over k: where each begins, its length, the column of ranks that has it of A, the row that has it of B.
fn panels(n: usize, [rows, columns]: [usize; 2]) -> impl Iterator<Item = [usize; 4]> {
    (0..rows * columns).filter_map(move |pair| {
        let (of_a, of_b) = (pair % columns, pair / columns);
        let (a, b) = (block(n, columns, of_a), block(n, rows, of_b));
        let (start, end) = (a.start.max(b.start), a.end.min(b.end));
        (start < end).then(|| [start, end - start, of_a, of_b])
    })
}

pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let grid = Grid::balanced(ranks, [false; 2]);
    let ([rows, columns], [row, column]) = (grid.dims(), grid.coords(rank));
    let [height, width] = Tile::of([order(params); 2], Part { rank, ranks }).shape().map(|extent| 8 * extent);
    let sent = |[_, depth, of_a, of_b]: [usize; 4]| {
        sent_by::broadcast(height * depth, of_a, column, columns) + sent_by::broadcast(width * depth, of_b, row, rows)
    };
    panels(order(params), [rows, columns]).map(sent).sum()
}
