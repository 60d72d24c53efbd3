//! Stands in for the program: `everything worker ORDER` carries out an order as `tenfold worker ORDER` does, and `everything
//! duelist` is a side of a comparison.

use everything::Everything;
use std::process::ExitCode;
use tenfold_kernel::erase;
use tenfold_measure::duel::duelist::serve;
use tenfold_measure::duel::protocol::VERB;
use tenfold_measure::worker::carry_out;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let kernel = |name: &str| Some(erase::<Everything>()).filter(|kernel| kernel.name() == name);
    let done = match &words[..] {
        [word, order] if word == "worker" => carry_out(order, kernel),
        [word] if word == VERB => {
            serve(&[erase::<Everything>()]);
            Ok(())
        }
        _ => Err("usage: everything worker ORDER | duelist".to_string()),
    };
    done.map_or_else(
        |reason| {
            eprintln!("{reason}");
            ExitCode::from(2)
        },
        |()| ExitCode::SUCCESS,
    )
}
