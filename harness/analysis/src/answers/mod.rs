//! Answers in a sentence: the first line under every figure, computed and never typed. Each file has the name of its figure.

pub mod assembly;
mod class;
pub mod distribution;
mod efficiency;
pub mod flamegraph;
mod guess;
mod history;
pub mod ladder;
mod messages;
mod part;
mod roofline;
mod scaling;
pub mod source;
mod target;
mod timeline;
