//! Whether ranks can be processes, and being one.

use tenfold_comm::Comm;

/// Whether this program can be a rank under `mpirun`, or why not.
pub const SUPPORT: Result<(), &str> = if cfg!(feature = "mpi") {
    Ok(())
} else {
    Err("this program was built without MPI (install libopenmpi-dev and libclang-dev, build with --features mpi)")
};

/// What this process comes to as a rank under `mpirun`, or why it can be none.
#[cfg(feature = "mpi")]
pub(crate) fn as_rank<T>(part: impl FnOnce(Comm) -> T) -> Result<T, String> {
    let world = tenfold_comm::mpi::World::init().map_err(|e| e.to_string())?;
    Ok(part(world.comm()))
}

#[cfg(not(feature = "mpi"))]
pub(crate) fn as_rank<T>(_part: impl FnOnce(Comm) -> T) -> Result<T, String> {
    Err(SUPPORT.err().unwrap_or_default().to_string())
}
