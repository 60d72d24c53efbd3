//! What a run is, and the store that keeps it.
