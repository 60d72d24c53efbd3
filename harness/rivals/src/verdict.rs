//! Reads what criterion prints.

use crate::replay::VERB;
use std::io::Write;
use std::process::{Command, Stdio};
use tenfold_record::{Called, Opinion, PairedBlocks};

/// criterion's opinion of `blocks`: in a process of its own, for criterion prints it.
pub fn criterion(blocks: &PairedBlocks) -> Result<Opinion, String> {
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new(exe);
    command.arg(VERB).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| format!("cannot start criterion: {e}"))?;
    let json = serde_json::to_string(blocks).expect("blocks serialise to memory");
    let mut stdin = child.stdin.take().expect("piped");
    writeln!(stdin, "{json}").map_err(|e| format!("criterion does not read: {e}"))?;
    drop(stdin);
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = || format!("criterion gave no verdict: {said}{}", String::from_utf8_lossy(&output.stderr));
    opinion(&said).ok_or_else(complaint)
}

/// The verdict among what criterion prints of a comparison.
fn opinion(said: &str) -> Option<Opinion> {
    let verdict = said.lines().find_map(|line| match line.trim() {
        "Performance has regressed." => Some(Called::Slower),
        "Performance has improved." => Some(Called::Faster),
        "No change in performance detected." | "Change within noise threshold." => Some(Called::NoDifference),
        _ => None,
    })?;
    // "change: [-0.4190% +0.0512% +0.5531%] (p = 0.84 > 0.05)": the middle one is the change of the mean.
    let change = said.lines().find_map(|line| line.trim().strip_prefix("change: ["))?;
    let middle = change.split_whitespace().nth(1)?.trim_end_matches('%').replace('−', "-");
    let percent: f64 = middle.parse().ok()?;
    Some(Opinion { judge: "criterion".to_string(), verdict, time_ratio: 1.0 + percent / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_of_criterion_is_known() {
        let said = |word: &str| {
            format!(
                "blocks/b                time:   [1.0 ms 1.0 ms 1.0 ms]\n\
                 \x20                       change: [-0.4190% +2.0512% +2.5531%] (p = 0.00 < 0.05)\n\
                 \x20                       {word}\nFound 3 outliers among 100 measurements (3.00%)\n"
            )
        };
        for (word, verdict) in [
            ("Performance has regressed.", Called::Slower),
            ("Performance has improved.", Called::Faster),
            ("No change in performance detected.", Called::NoDifference),
            ("Change within noise threshold.", Called::NoDifference),
        ] {
            let expected = Opinion { judge: "criterion".into(), verdict, time_ratio: 1.020_512 };
            assert_eq!(opinion(&said(word)), Some(expected));
        }
        assert_eq!(opinion(&said("Performance has grown wings.")), None);
        assert_eq!(opinion(""), None);
    }
}
