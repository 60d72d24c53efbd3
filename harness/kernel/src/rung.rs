//! The rungs of the ladder: one table that all of Tenfold reads. A new rung is a line here and a way to run it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// A program in another language, for comparison.
    External,
    /// The plain loop: one thread, no thought of the machine.
    Naive,
    /// One thread, many data per instruction.
    Vectorised,
    /// Many threads of one process.
    Threaded,
    /// Ranks that share nothing but messages.
    Distributed,
}

/// What a variant's workers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workers {
    /// It has one.
    #[default]
    One,
    /// Threads of one process.
    Threads,
    /// Ranks, each with its own memory.
    Ranks,
}

/// The shape of a mark in a figure, so that rungs differ in print as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// ◇
    Diamond,
    /// ○
    Ring,
    /// △
    Triangle,
    /// □
    Square,
    /// ●
    Disc,
}

/// All that is the same wherever a rung is named or drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RungInfo {
    /// The rung.
    pub rung: Rung,
    /// Its name, and the beginning of the names of its variants.
    pub name: &'static str,
    /// The shape of its marks.
    pub marker: Marker,
    /// The colour of its marks on a light and on a dark page, `#RRGGBB` (Okabe–Ito, safe for colour-blind readers).
    pub mark: [&'static str; 2],
    /// The colour of its words: the same hue with the contrast that text needs.
    pub text: [&'static str; 2],
    /// Its colour in a terminal: a number of the 256-colour palette; none is the terminal's own.
    pub terminal: Option<u8>,
    /// What its workers are; of an external, each peer says so itself.
    pub workers: Workers,
}

impl Rung {
    /// The table, from the lowest rung to the highest.
    pub const TABLE: [RungInfo; 5] = {
        use {Marker::*, Rung::*, Workers::*};
        const fn row(
            rung: Rung,
            name: &'static str,
            marker: Marker,
            mark: [&'static str; 2],
            text: [&'static str; 2],
            terminal: Option<u8>,
            workers: Workers,
        ) -> RungInfo {
            RungInfo { rung, name, marker, mark, text, terminal, workers }
        }
        [
            row(External, "external", Diamond, ["#7F7F7F"; 2], ["#595959", "#B0B0B0"], Some(245), One),
            row(Naive, "naive", Ring, ["#111111", "#F0F0F0"], ["#111111", "#F0F0F0"], None, One),
            row(Vectorised, "vectorised", Triangle, ["#0072B2"; 2], ["#0072B2", "#4FA8DC"], Some(32), One),
            row(Threaded, "threaded", Square, ["#D55E00"; 2], ["#B34F00", "#F08A3C"], Some(166), Threads),
            row(Distributed, "distributed", Disc, ["#009E73"; 2], ["#007A59", "#22B68A"], Some(36), Ranks),
        ]
    };

    /// Its row of the table.
    pub const fn info(self) -> &'static RungInfo {
        &Rung::TABLE[self as usize]
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// What the workers of its variants are.
    pub const fn workers(self) -> Workers {
        self.info().workers
    }

    /// The rung of a variant of this name: `vectorised-bits` stands on the vectorised one.
    pub fn of(variant: &str) -> Option<Rung> {
        let first = variant.split('-').next();
        Rung::TABLE.iter().find(|info| Some(info.name) == first).map(|info| info.rung)
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rung_stands_at_its_own_place() {
        for (index, info) in Rung::TABLE.iter().enumerate() {
            assert_eq!(info.rung as usize, index);
            assert_eq!(Rung::of(&format!("{}-flavour", info.name)), Some(info.rung));
        }
        assert_eq!(Rung::of("numpy"), None);
    }
}
