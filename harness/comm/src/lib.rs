//! Messages between ranks: threads of one process, or MPI.
