//! `tenfold site`: writes the dashboard of a history, its feed and its exports as a folder of static files; measures nothing.

use crate::args::Site;
use crate::history;
use crate::written::whole;
use anyhow::Context;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenfold_analysis::text::file_name;
use tenfold_formats::HISTORY_FORMATS;
use tenfold_history::History;
use tenfold_history::changes::{Change, changes};
use tenfold_page::dashboard::{self, Flame};

/// Where a history keeps its differential flamegraphs, and a site its own: a folder for every night, a file for every series.
const FLAMES: &str = "flames";

/// The formats of a history that stand beside its dashboard, which links them, and their files.
const EXPORTS: [(&str, &str); 2] = [("jsonl", "history.jsonl"), ("openmetrics", "metrics.txt")];

/// Writes the site of a history and says where it is.
pub fn site(args: &Site) -> anyhow::Result<ExitCode> {
    let history = history::open(&args.at)?;
    let changes = changes(&history);
    let files = write(&args.at.history, &history, &changes, &args.out)?;
    if args.json {
        let out = args.out.display().to_string();
        println!("{}", json!({ "out": out, "nights": history.nights.len(), "changes": changes.len(), "files": files }));
    } else {
        println!("dashboard: {}", args.out.join("index.html").display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the site of `history`, which lies in `folder`, into `out`, each file whole or not at all; which files.
pub fn write(folder: &Path, history: &History, changes: &[Change], out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let flames = flames(folder, history, changes, out)?;
    let mut files: Vec<PathBuf> = flames.iter().map(|flame| out.join(&flame.file)).collect();
    let mut file = |name: &str, bytes: Vec<u8>| {
        let file = out.join(name);
        whole(&file, &bytes)?;
        files.push(file);
        anyhow::Ok(())
    };
    for format in HISTORY_FORMATS {
        if let Some((_, name)) = EXPORTS.iter().find(|(known, _)| *known == format.name) {
            file(name, (format.write)(history)?)?;
        }
    }
    file("feed.xml", tenfold_formats::feed(history, changes).into_bytes())?;
    file("index.html", dashboard::html(history, changes, &flames)?.into_bytes())?;
    Ok(files)
}

/// Copies the differential flamegraphs of `changes` that the history holds to the site.
fn flames(folder: &Path, history: &History, changes: &[Change], out: &Path) -> anyhow::Result<Vec<Flame>> {
    let mut flames = Vec::new();
    for (change, Change { series, first, .. }) in changes.iter().enumerate() {
        let night = file_name(&[&history.nights[*first].id]);
        let name = format!("{}.svg", file_name(&[&series.to_string()]));
        let from = folder.join(FLAMES).join(&night).join(&name);
        if from.is_file() {
            let to = out.join(FLAMES).join(&night);
            fs::create_dir_all(&to).with_context(|| format!("cannot make {}", to.display()))?;
            let bytes = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
            whole(&to.join(&name), &bytes)?;
            flames.push(Flame { change, file: format!("{FLAMES}/{night}/{name}") });
        }
    }
    Ok(flames)
}
