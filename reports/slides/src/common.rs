//! Slides that every deck has.

use super::slide::{Block, Place, Slide};
use tenfold_analysis::text::short;
use tenfold_record::{Fact, Fingerprint};

/// Facts of the machine that fit a slide.
const MOST_FACTS: usize = 12;

/// The key of one of several slides that show the same: `cells`, `cells-2`.
pub(super) fn numbered(key: &str, index: usize) -> String {
    if index == 0 { key.into() } else { format!("{key}-{}", index + 1) }
}

/// A table over as many slides as it needs, with the same words above it on each.
pub(super) fn tables(
    key: &str,
    title: &str,
    above: &Block,
    head: &[&str],
    rows: &[Vec<String>],
    most: usize,
    evidence: &str,
) -> Vec<Slide> {
    let head: Vec<String> = head.iter().map(|name| name.to_string()).collect();
    let slide = |(index, rows): (usize, &[Vec<String>])| Slide {
        key: numbered(key, index),
        title: title.into(),
        blocks: vec![above.clone(), Block::Table { head: head.clone(), rows: rows.to_vec() }],
        evidence: evidence.into(),
        ..Slide::default()
    };
    rows.chunks(most).enumerate().map(slide).collect()
}

/// What to remember.
pub(super) fn remember(told: Vec<String>, evidence: String) -> Slide {
    Slide {
        key: "remember".into(),
        title: "What to remember".into(),
        blocks: vec![Block::List(told)],
        evidence,
        ..Slide::default()
    }
}

/// The machine.
pub(super) fn machine(fingerprint: &Fingerprint, evidence: String) -> Slide {
    let shown = fingerprint.facts.iter().take(MOST_FACTS);
    let fact = |f: &Fact| (short(&f.name, 28), short(&f.value, 100));
    Slide {
        key: "machine".into(),
        title: "On what machine?".into(),
        blocks: vec![Block::Facts(shown.map(fact).collect())],
        evidence,
        notes: fingerprint.facts.iter().map(|f| format!("{}, {}: {}", f.group, f.name, f.value)).collect(),
        place: Place::Appendix,
        ..Slide::default()
    }
}
