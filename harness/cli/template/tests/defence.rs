//! The four lines of defence.

use tenfold_kernel::{defence, erase};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<__name__::__Name__>());
}
