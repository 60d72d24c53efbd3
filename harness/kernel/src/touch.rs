//! First touch: a page lies on the memory node of the thread that wrote it first. Input and output are made by one thread, and would
//! all lie beside it.

use crate::Arrays;
use std::sync::{Mutex, PoisonError};
use tenfold_machine::{Topology, pages};

/// Has the threads of this pool touch the pages of `arrays` anew, the first thread the first share of each array and so on, as those
/// use them that divide their work evenly. On a machine with one memory node all pages lie well.
pub(crate) fn by_their_threads(arrays: &mut impl Arrays) {
    if Topology::here().nodes.len() > 1 {
        spread(arrays);
    }
}

fn spread(arrays: &mut impl Arrays) {
    for mut array in arrays.arrays_mut() {
        let mut rest = array.items.bytes_mut();
        let share = rest.len().div_ceil(rayon::current_num_threads());
        let mut shares = Vec::new();
        while !rest.is_empty() {
            let (first, others) = rest.split_at_mut(share.min(rest.len()));
            shares.push(Mutex::new(first));
            rest = others;
        }
        rayon::broadcast(|thread| {
            if let Some(own) = shares.get(thread.index()) {
                pages::touch_again(&mut own.lock().unwrap_or_else(PoisonError::into_inner));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrays;

    #[derive(Clone)]
    struct Numbers {
        all: Vec<u64>,
        few: Vec<u8>,
    }
    arrays!(Numbers { all, few });

    #[test]
    fn what_is_touched_again_stays_as_it_was() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let all: Vec<u64> = (0..1_000_003).collect();
        let mut numbers = Numbers { all: all.clone(), few: vec![7; 5] };
        pool.install(|| spread(&mut numbers));
        assert!(numbers.all == all && numbers.few == [7; 5]);
    }
}
