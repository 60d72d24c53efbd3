//! Experiment files and the cells they ask for.
//!
//! [`read`] turns the text of an experiment file into a checked [`Experiment`](tenfold_record::Experiment), or into a
//! [`FileError`] that names the file, the line and the nearest valid word. [`cells`] lists every cell it asks for, those
//! that cannot run here with the reason. [`tracks()`] reads what is followed from night to night beside kernels.

mod cells;
mod external;
mod file;
mod guess;
mod only;
mod read;
mod tracks;
mod word;

pub use cells::{Here, Solve, cells, too_large};
pub use file::FileError;
pub use only::only;
pub use read::{Overrides, read};
pub use tracks::{Criterion, Track, Tracks, tracks};
pub use word::{listed, nearest};

/// The kernels an experiment may name.
pub type Kernels<'a> = &'a [Box<dyn tenfold_kernel::AnyKernel>];
