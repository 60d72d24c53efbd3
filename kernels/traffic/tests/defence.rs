//! Every variant against the oracles and the naive one; every mutant caught.

use tenfold_kernel::{defence, erase};
use traffic::Traffic;

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Traffic>());
}
