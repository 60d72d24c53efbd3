//! Ceilings against each other: a core does a whole number of bitwise instructions in a cycle.
//!
//! The clock is known from the latency of a multiplication, the peak of bitwise operations from independent instructions.
//! That their ratio is a whole number (of ports) is known without measuring, so a ratio between two whole numbers tells of a
//! minute in which the core was not alone, or its clock not steady. Two widths are left out: at 64 bit the loop's counter
//! shares the ports, and at 512 bit many cores lower their clock.

use crate::lines::paragraph;
use tenfold_record::{Ceiling, Reach, Resource};

/// The widths that can be held against the clock.
const WIDTHS: [(&str, f64); 2] = [("128 bit", 128.0), ("256 bit", 256.0)];

/// How far from a whole number a ratio may lie.
const NEAR: f64 = 0.12;

/// Says how many instructions a cycle has at each width, and whether that can be; nothing where the clock is unknown.
pub fn lines(ceilings: &[Ceiling]) -> Vec<String> {
    let found = per_cycle(ceilings);
    if found.is_empty() {
        return Vec::new();
    }
    let each: Vec<String> = found.iter().map(|(width, ports)| format!("{ports:.2} at {width}")).collect();
    let verdict = if found.iter().all(|&(_, ports)| is_possible(ports)) {
        "whole numbers, as it must be."
    } else {
        "these must be whole numbers, so something else ran on the core, or its clock changed, during the \
         measurement. Measure again before you rely on these ceilings."
    };
    vec![String::new(), paragraph(&format!("Bitwise instructions per cycle: {}: {verdict}", each.join(", ")))]
}

/// Bitwise instructions per cycle of one core, for each width.
fn per_cycle(ceilings: &[Ceiling]) -> Vec<(&'static str, f64)> {
    let alone = |resource| ceilings.iter().filter(move |c| c.resource == resource && c.reach == Reach::OneCore);
    let Some(clock) = alone(Resource::Cycles).map(|c| c.per_second).reduce(f64::max) else { return Vec::new() };
    let of = |(width, bits): (&'static str, f64)| {
        let logic = alone(Resource::LogicBits).find(|c| c.name == width)?;
        Some((width, logic.per_second / bits / clock))
    };
    WIDTHS.into_iter().filter_map(of).collect()
}

fn is_possible(ports: f64) -> bool {
    ports > 1.0 - NEAR && (ports - ports.round()).abs() <= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(logic: &[(&str, f64)]) -> String {
        let clock = Ceiling::of(Resource::Cycles, "", Reach::OneCore, 3e9);
        let all = Ceiling::of(Resource::LogicBits, "256 bit", Reach::AllCores, 1e9);
        let one = logic.iter().map(|&(name, rate)| Ceiling::of(Resource::LogicBits, name, Reach::OneCore, rate));
        lines(&[clock, all].into_iter().chain(one).collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn three_ports_can_be_whatever_the_widest_does() {
        let told = told(&[("128 bit", 3.0 * 128.0 * 3e9), ("256 bit", 3.0 * 256.0 * 2.95e9), ("512 bit", 1.0)]);
        assert!(told.contains("3.00 at 128 bit, 2.95 at 256 bit: whole") && told.contains("as it must be"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= crate::lines::COLUMNS), "{told}");
    }

    #[test]
    fn what_lies_between_or_below_one_is_told() {
        for rate in [2.5, 0.5, 0.0] {
            let told = told(&[("256 bit", rate * 256.0 * 3e9), ("128 bit", 2.0 * 128.0 * 3e9)]);
            assert!(told.contains("Measure again") && !told.contains("as it must be"), "{told}");
        }
    }

    #[test]
    fn without_a_clock_or_these_widths_nothing_is_told() {
        assert!(lines(&[Ceiling::of(Resource::LogicBits, "256 bit", Reach::OneCore, 1e9)]).is_empty());
        assert!(told(&[("portable", 1e9)]).is_empty());
    }
}
