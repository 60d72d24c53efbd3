//! Whether ranks can be processes.

/// Whether this program can be a rank under `mpirun`, or why not.
pub const SUPPORT: Result<(), &str> = if cfg!(feature = "mpi") {
    Ok(())
} else {
    Err("this program was built without MPI (install libopenmpi-dev and libclang-dev, build with --features mpi)")
};
