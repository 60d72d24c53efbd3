//! A bisection as one JSON object.

use super::{Bisection, Why};
use serde_json::{Value, json};
use tenfold_history::bisect::Ending;

/// What was found, how sure it is, and every probe that it rests on.
pub fn json(bisection: &Bisection<'_>, ending: &Ending, why: &Why) -> Value {
    let commit =
        |place: usize| json!({ "place": place, "hash": bisection.hash(place), "subject": bisection.subject(place) });
    let size = bisection.search.size().map(|size| {
        let [low, high] = size.interval.map(f64::exp);
        json!({ "value": size.log_ratio.exp(), "low": low, "high": high, "level": 0.95 })
    });
    let (outcome, named, confidence) = match ending {
        Ending::Found { commit, probability } => ("found", vec![*commit], Some(*probability)),
        Ending::OneOf { commits, probability } => ("one of", commits.clone(), Some(*probability)),
        Ending::Same { .. } => ("no difference", Vec::new(), None),
        Ending::Several { probability, .. } => ("several changes", Vec::new(), Some(*probability)),
    };
    json!({
        "good": { "hash": bisection.hash(0), "name": bisection.args.good },
        "bad": { "hash": bisection.hash(bisection.commits.len()), "name": bisection.args.bad },
        "cell": bisection.record.subject.cell,
        "outcome": outcome,
        "ended": match why {
            Why::Done => "done",
            Why::TimeUp => "time is up",
            Why::Stopped => "stopped",
            Why::Wrong(_) => "wrong answer",
        },
        "commits": named.into_iter().map(commit).collect::<Vec<_>>(),
        "confidence": confidence,
        "time_ratio": size,
        "detectable": match ending {
            Ending::Same { detectable } if detectable.is_finite() => Some(*detectable),
            _ => None,
        },
        "ranges": match ending {
            Ending::Several { ranges, .. } => {
                ranges.iter().map(|&(after, last)| json!({ "after": commit(after), "last": commit(last) })).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        },
        "between": bisection.commits.len(),
        "builds": bisection.revisions(),
        "probes": bisection.record.probes.iter().map(|kept| json!({
            "commit": kept.commit,
            "place": bisection.place(&kept.commit),
            "log_ratio": kept.log_ratio,
            "error": kept.error,
            "launches": kept.launches,
            "comparison": kept.comparison,
        })).collect::<Vec<_>>(),
        "skipped": bisection.record.skipped.iter().map(|one| json!({
            "commit": one.commit,
            "place": bisection.place(&one.commit),
            "reason": one.why,
            "wrong": one.is_wrong,
        })).collect::<Vec<_>>(),
        "file": bisection.file,
    })
}
