//! Experiment files and the cells they ask for.
