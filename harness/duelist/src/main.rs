//! The kernels of a revision, for those that compare it with another. `tenfold` has the same verbs; this program links no report,
//! so it is built sooner, and a change of a report leaves it as it is.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenfold_measure::hidden::serve(tenfold_suite::kernels).unwrap_or_else(|| {
        eprintln!("this program is started by `tenfold compare` and similar commands; it does nothing on its own");
        ExitCode::from(2)
    })
}
