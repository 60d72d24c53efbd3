//! Does it scale?

use super::ladder::compared;
use crate::findings::wording::{TOO_FEW, share, share_in_words};
use crate::findings::{Bound, Curve, Estimate, PartFindings, Position};
use crate::{ceiling, format};
use tenfold_record::{Rung, Scaling};

/// From this efficiency on something scales, and below the other it hardly does.
const WELL: f64 = 0.75;
const HARDLY: f64 = 0.5;

impl PartFindings<'_> {
    /// Whether more workers are worth it, and what stops them; `None` where no variant of the kernel's own has more than one within
    /// the cores.
    pub fn scaling_answer(&self) -> Option<String> {
        let widest = |curve: &'_ Curve<'_>| curve.widest_within_cores().filter(|p| p.workers > 1)?.efficiency;
        // Peers stand beside: the question is of the kernel.
        let own = self.curves.iter().filter(|c| c.points.iter().any(|p| p.times.cell.rung != Rung::External));
        let mut curves: Vec<(&Curve<'_>, Estimate)> = own.filter_map(|c| Some((c, widest(c)?))).collect();
        curves.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
        let (best, efficiency) = *curves.first()?;
        let Some(interval) = efficiency.interval else {
            return Some(format!("Not known yet whether it scales: {TOO_FEW}."));
        };
        // A verdict is said only where the whole interval bears it.
        let verdict = match interval {
            i if i.low >= WELL => "It scales:",
            i if i.high < HARDLY => "It hardly scales:",
            i if i.low >= HARDLY && i.high < WELL => "It scales partly:",
            i if i.low >= HARDLY => "It scales, at least partly:",
            i if i.high < WELL => "It scales partly at best:",
            _ => "Too noisy to say how well it scales:",
        };
        let others = curves[1..].iter().map(|(curve, own)| format!("; {} {}", curve.label, share(own)));
        let answer = format!("{}{}.", best.answer().trim_end_matches('.'), others.collect::<String>());
        let stops = if interval.high < WELL { self.what_stops(best) } else { None };
        Some(format!("{verdict} {answer}{}", stops.map_or(String::new(), |why| format!(" {why}"))))
    }

    /// What keeps a curve from its ideal, as far as the run knows.
    fn what_stops(&self, curve: &Curve<'_>) -> Option<String> {
        let point = curve.widest_within_cores()?;
        let position = self.roofline.as_ref()?.positions.iter().find(|p| p.row.times.cell.key == point.times.cell.key);
        match (position.map(Position::bound), position, &point.karp_flatt) {
            (Some(Bound::Memory(level)), Some(position), _) => Some(format!(
                "Bandwidth limits it: {} workers reach {} of the {} bandwidth available to them.",
                point.workers,
                format::share(position.share()),
                ceiling::level(level)
            )),
            (_, _, Some(serial)) if curve.scaling == Scaling::Strong => {
                Some(format!("Its serial fraction (Karp–Flatt) is {}.", share(serial)))
            }
            _ => None,
        }
    }
}

impl Curve<'_> {
    /// What the most workers within the cores are worth.
    pub fn answer(&self) -> String {
        let Some(point) = self.widest_within_cores().filter(|p| p.workers > 1) else {
            return format!("{} was not measured with 2 or more workers within the number of cores.", self.label);
        };
        let (Some(speed_up), Some(efficiency)) = (&point.speed_up, &point.efficiency) else {
            return format!("No speed-up for {}: there is no valid time of one worker in the same rounds.", self.label);
        };
        match self.scaling {
            Scaling::Strong => format!(
                "{} on {} workers is {}, {} of the ideal.",
                self.label,
                point.workers,
                compared(speed_up, "on one"),
                format::percent(efficiency.value)
            ),
            Scaling::Weak => {
                format!(
                    "{} keeps {} of its speed per worker on {} workers.",
                    self.label,
                    share_in_words(efficiency),
                    point.workers
                )
            }
        }
    }
}
