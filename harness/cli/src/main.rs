//! The program `tenfold`; what it does is in the library beside it, so that another layout of its code is a matter of linking.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenfold_cli::main()
}
