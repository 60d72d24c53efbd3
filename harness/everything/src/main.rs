//! Stands in for the program: `everything worker ORDER` carries out an order as `tenfold worker ORDER` does, and `everything
//! duelist` is a side of a comparison.

use everything::Everything;
use std::process::ExitCode;
use tenfold_kernel::erase;

fn main() -> ExitCode {
    tenfold_measure::hidden::serve(|| vec![erase::<Everything>()]).unwrap_or_else(|| {
        eprintln!("usage: everything worker ORDER | duelist");
        ExitCode::from(2)
    })
}
