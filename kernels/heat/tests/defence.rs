//! The defences that every kernel holds, and what is particular to this one.

use heat::Heat;
use tenfold_kernel::{defence, erase};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Heat>());
}
