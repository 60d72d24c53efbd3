//! Revisions of the source: each is built apart, in several layouts, and the programs are kept.
//!
//! Two builds of one source differ in where code lies, and by that alone in speed. So a side of a comparison is not one program
//! but several of the same code, linked in orders drawn at random.
//!
//! | question | file |
//! |---|---|
//! | which commit is meant, and does it lie here? | `repository.rs` |
//! | which commits lie between two? | `line.rs` |
//! | how is it built, and where is that kept? | `build.rs` |
//! | and where commands of the user's build it? | `trees.rs` |
//! | which builds are the same? | `key.rs` |

mod build;
mod key;
mod line;
mod repository;
mod trees;

pub use build::Programs;
pub(crate) use key::ALIGNED;
pub use repository::{Logged, Repository};
pub use trees::{Step, Trees};

use crate::duel::Silence;
use crate::process::Process;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What a tool prints, once it has ended well.
pub(crate) fn output(command: Command, limit: Duration, stop: &AtomicBool) -> Result<String, Silence> {
    let name = command.get_program().to_string_lossy().into_owned();
    let said = || {
        let mut process = Process::asked(command, limit)?;
        let mut lines = Vec::new();
        while let Some(line) = process.line(stop)? {
            lines.push(line);
        }
        process.finish().map(|()| lines.join("\n")).map_err(Silence::Gone)
    };
    said().map_err(|silence| silence.of(&name))
}
