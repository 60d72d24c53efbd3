//! Decks in a real browser.
//!
//! Chromium is found through `TENFOLD_CHROMIUM` or the path. Without it the tests say so and pass, except in CI.

mod deck;
mod room;
