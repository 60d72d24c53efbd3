//! What every kernel's cargo bench has in common: criterion, flamegraphs, gungraun.
