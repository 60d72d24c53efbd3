//! The page of a history, from nights made up, as text and in a real browser.

mod browser;
#[path = "../nights/mod.rs"]
mod nights;
mod text;
