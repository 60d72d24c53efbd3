//! The program, driven as a user drives it: a file for each verb and for what concerns all of them. One binary, so that
//! tests of different files run side by side, and the program is linked once.

mod bisect;
mod ceilings;
mod common;
mod compare;
mod exec;
mod external;
mod formats;
mod gate;
mod guess;
mod history;
mod input;
mod memory;
mod new;
mod nightly;
mod nights;
mod output;
mod picture;
mod program;
mod quota;
mod readme;
mod run;
mod selftest;
mod site;
mod slides;
mod store;
mod templates;
mod watched;
