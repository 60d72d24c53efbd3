//! The four lines of defence.

use tenfold_kernel::{defence, erase};

/// That squares are doubled shows in no sum: only the comparison with the naive variant catches it.
#[test]
fn defences_hold() {
    assert_eq!(defence::hold(&*erase::<__name__::__Name__>()), ["doubled"]);
}
