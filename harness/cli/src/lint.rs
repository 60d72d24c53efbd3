//! `tenfold lint`: does a run keep the twelve rules of good measurement?

use crate::args::Lint;
use crate::lines::entry;
use crate::stored;
use serde_json::{Value, json};
use std::process::ExitCode;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::rules::{self, Checked, RuleVerdict};
use tenfold_analysis::text::visible;

/// Checks a run and prints every rule with its verdict; exit code 1 where one is broken.
pub fn lint(args: &Lint) -> anyhow::Result<ExitCode> {
    let run = stored::find(&args.out, args.run.as_deref())?;
    let findings = Findings::of(&run);
    let checked = rules::check(&findings);
    let broken = checked.iter().filter(|c| c.is_broken()).count();
    if args.json {
        let rules: Vec<Value> = checked.iter().map(as_json).collect();
        println!("{}", json!({ "run": run.id, "broken": broken, "rules": rules }));
    } else {
        println!("{}", entry(0, 0, &format!("run {}:", visible(&run.id)), &rules::answer(&findings, &checked)));
        println!("(T. Hoefler, R. Belli: Scientific Benchmarking of Parallel Computing Systems)");
        checked.iter().for_each(print);
    }
    Ok(ExitCode::from(u8::from(broken > 0)))
}

fn print(checked: &Checked) {
    println!("\n{}", entry(0, 2, &checked.rule.number.to_string(), checked.rule.asks));
    let state = checked.verdict.state();
    match &checked.verdict {
        RuleVerdict::Kept(why) | RuleVerdict::ByDesign(why) | RuleVerdict::NotApplicable(why) => {
            println!("{}", entry(3, 0, &format!("{state}:"), &visible(why)));
        }
        RuleVerdict::Broken(places) => {
            println!("   {}:", state.to_uppercase());
            places.iter().for_each(|place| println!("{}", entry(3, 0, "✗", &visible(place))));
        }
    }
}

fn as_json(checked: &Checked) -> Value {
    let (why, places) = match &checked.verdict {
        RuleVerdict::Kept(why) | RuleVerdict::ByDesign(why) | RuleVerdict::NotApplicable(why) => {
            (why.as_str(), &[][..])
        }
        RuleVerdict::Broken(places) => ("", places.as_slice()),
    };
    json!({
        "rule": checked.rule.number,
        "asks": checked.rule.asks,
        "verdict": checked.verdict.state(),
        "why": why,
        "places": places,
    })
}
