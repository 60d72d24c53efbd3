//! Launches after the rounds: one more of some cells, for what would disturb a timed one.

use crate::Event;
use crate::rounds::order_of;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tenfold_kernel::AnyKernel;
use tenfold_launch::duel::Silence;
use tenfold_launch::{Done, Launcher};
use tenfold_measure::order::Order;
use tenfold_record::{Cell, Run, StoreError};

/// What a launch is for.
pub(super) struct Purpose {
    /// What the cell then has: "profile".
    pub what: &'static str,
    /// What is looked for: "where the time goes".
    pub doing: &'static str,
}

/// What such a launch may take besides the cell's own limit: reading out a profile takes seconds, however short a run is.
const BESIDES: Duration = Duration::from_secs(60);

/// Launches each of `cells` once, with its order as `ordered` changes it. `keep` stores what came of it, or says why there is
/// nothing to store; that and every failure is told, and the others go on.
pub(super) fn each<'r>(
    run: &'r Run,
    (kernels, launcher): (&[Box<dyn AnyKernel>], &Launcher<'_>),
    purpose: &Purpose,
    cells: impl IntoIterator<Item = &'r Cell>,
    ordered: impl Fn(Order) -> Order,
    mut keep: impl FnMut(&dyn AnyKernel, &Cell, Done) -> Result<Result<(), String>, StoreError>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), StoreError> {
    let limit = Duration::from_secs_f64(run.experiment.limit_seconds) + BESIDES;
    for cell in cells {
        if launcher.stop.load(Ordering::Relaxed) {
            break;
        }
        let Some(kernel) = kernels.iter().find(|k| k.name() == cell.kernel) else { continue };
        tell(Event::Doing(&format!("{cell}: {}", purpose.doing)));
        let order = ordered(order_of(&run.experiment.parts, cell, 0, None));
        let Some(done) = Silence::told(launcher.launch(&**kernel, &order, limit).done(limit)) else { break };
        let kept = match done {
            Ok(done) => keep(&**kernel, cell, *done)?,
            Err(why) => Err(why),
        };
        if let Err(why) = kept {
            tell(Event::Trouble(&format!("{cell} has no {}: {why}", purpose.what)));
        }
    }
    tell(Event::Over);
    Ok(())
}
