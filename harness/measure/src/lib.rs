//! Clocks, sampling, ceilings, fingerprints, profilers and launches.
