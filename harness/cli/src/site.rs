//! `tenfold site`: writes the dashboard of a history, its feed and its exports as a folder of static files; measures nothing.

use crate::args::Site;
use crate::history;
use crate::written::{kept, whole};
use anyhow::Context;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenfold_analysis::text::file_name;
use tenfold_formats::HISTORY_FORMATS;
use tenfold_history::changes::{Change, changes};
use tenfold_history::{Bisected, History, Night, Series};
use tenfold_page::dashboard::{self, Flame};

/// Where a history keeps its differential flamegraphs, and a site its own: a folder for every night, a file for every series.
const FLAMES: &str = "flames";

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
    file("history.jsonl", whole_history(history)?)?;
    file("feed.xml", tenfold_formats::feed(history, changes).into_bytes())?;
    let bisected = Bisected::all(folder)?;
    file("index.html", dashboard::html(history, changes, &bisected, &flames)?.into_bytes())?;
    Ok(files)
}

/// All nights in one file, from which `tenfold history import` makes them again.
fn whole_history(history: &History) -> anyhow::Result<Vec<u8>> {
    let format = HISTORY_FORMATS.iter().find(|format| format.name == "jsonl").expect("a format of a history");
    Ok((format.write)(history)?)
}

/// Where the differential flamegraph of a series lies in the folder of a history, and in that of a site.
pub fn flame(folder: &Path, night: &str, series: &Series) -> PathBuf {
    folder.join(FLAMES).join(file_name(&[night])).join(format!("{}.svg", file_name(&[&series.to_string()])))
}

/// Copies the differential flamegraphs of `changes` that the history holds to the site.
fn flames(folder: &Path, history: &History, changes: &[Change], out: &Path) -> anyhow::Result<Vec<Flame>> {
    let mut flames = Vec::new();
    for (change, Change { series, first, called, .. }) in changes.iter().enumerate() {
        // The first night with it may have had no time for stacks.
        let has_one = |night: &&Night| flame(folder, &night.id, series).is_file();
        if let Some(Night { id, .. }) = history.nights[*first..=*called.max(first)].iter().find(has_one) {
            let from = flame(folder, id, series);
            let bytes = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
            kept(&flame(out, id, series), &bytes)?;
            let file = flame(Path::new(""), id, series).to_string_lossy().into_owned();
            flames.push(Flame { change, file });
        }
    }
    Ok(flames)
}
