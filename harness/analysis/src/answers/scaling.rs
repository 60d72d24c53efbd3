//! Does it scale?

use crate::findings::Curve;
use crate::findings::say::{ratio_in_words, share};
use crate::format;
use tenfold_record::Scaling;

impl Curve<'_> {
    /// What the most workers within the cores are worth.
    pub fn answer(&self) -> String {
        let Some(point) = self.widest_within_cores().filter(|p| p.workers > 1) else {
            return format!("{} was measured with more than one worker only beyond the cores.", self.label);
        };
        let (Some(speed_up), Some(efficiency)) = (&point.speed_up, &point.efficiency) else {
            return format!("{} has no speed-up: one worker was not measured.", self.label);
        };
        match self.scaling {
            Scaling::Strong => format!(
                "{} reaches {} on {} workers, {} of the ideal.",
                self.label,
                ratio_in_words(speed_up),
                point.workers,
                format::percent(efficiency.value)
            ),
            Scaling::Weak => {
                format!(
                    "{} keeps {} of its speed per worker on {} workers.",
                    self.label,
                    share(efficiency),
                    point.workers
                )
            }
        }
    }
}
