//! How ranks hand over to one another what each needs for the next axis: a transpose across memories.

use tenfold_comm::{Comm, Traffic, block, counts, sent_by};
use tenfold_kernel::Part;

/// Every rank has a block of the outer index with all of the inner one, and gets a block of the inner one with all of
/// the outer: `[outer][field][inner][row]` becomes `[outer][field][inner][row]` once more, with the other index whole.
#[derive(Clone, Debug)]
pub struct Exchange {
    rank: usize,
    inner: usize,
    row: usize,
    sends: Vec<usize>,
    receives: Vec<usize>,
}

impl Exchange {
    /// Of so many outer and inner indices, with `fields` for each outer one, and `row` numbers at each place.
    pub fn new(part: Part, [outer, inner]: [usize; 2], fields: usize, row: usize) -> Exchange {
        let Part { rank, ranks } = part;
        let [outers, inners] = [outer, inner].map(|indices| counts(indices, ranks));
        let sends = inners.iter().map(|inner| outers[rank] * fields * inner * row).collect();
        let receives = outers.iter().map(|outer| outer * fields * inners[rank] * row).collect();
        Exchange { rank, inner, row, sends, receives }
    }

    /// Puts what each rank is to get side by side.
    pub fn pack(&self, from: &[f64], messages: &mut [f64]) {
        let (ranks, from, mut rest) = (self.sends.len(), &from[..self.sends.iter().sum()], messages);
        for rank in 0..ranks {
            let part = block(self.inner, ranks, rank);
            for rows in from.chunks_exact(self.inner * self.row) {
                let rows = &rows[part.start * self.row..part.end * self.row];
                rest.split_off_mut(..rows.len()).expect("there is room for all").copy_from_slice(rows);
            }
        }
    }

    /// Sends what is packed, and receives what then lies in its order by itself.
    pub fn carry(&self, comm: &Comm, messages: &[f64], to: &mut [f64]) {
        let [sent, received] = [&self.sends, &self.receives].map(|counts| counts.iter().sum());
        comm.alltoallv(&messages[..sent], &self.sends, &mut to[..received], &self.receives);
    }

    /// What this rank sends.
    pub fn sent(&self) -> Traffic {
        let bytes: Vec<usize> = self.sends.iter().map(|count| count * size_of::<f64>()).collect();
        sent_by::alltoallv(&bytes, self.rank)
    }
}
