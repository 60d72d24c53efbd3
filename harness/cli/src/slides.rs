//! `tenfold slides`: writes the deck of a run.

use crate::args::Slides;
use crate::report;
use anyhow::Context;
use std::process::ExitCode;
use tenfold_kernel::heart;
use tenfold_reports::slides::{self, Code, Lesson, Lessons};

/// Writes the slides of a run and prints where they are.
pub fn slides(args: &Slides) -> anyhow::Result<ExitCode> {
    let run = report::find(&args.out, args.run.as_deref())?;
    let deck = slides::deck(&run, &lessons())?;
    let html = deck.reveal()?;
    let folder = args.out.out.join(format!("{}-slides", run.id));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join("deck.html");
    report::whole(&file, html.as_bytes())?;
    println!("slides: {}", file.display());
    Ok(ExitCode::SUCCESS)
}

/// What the kernels of this program teach.
fn lessons() -> Lessons {
    let mut lessons = Vec::new();
    for kernel in tenfold_suite::kernels() {
        let own = kernel.variants().into_iter().map(|v| (v.name, v.lesson, "rust", v.source));
        let peers = kernel.peers().iter().map(|p| (p.name, p.title, "python", p.source));
        for (variant, lesson, language, source) in own.chain(peers) {
            let Some(text) = heart(source) else { continue };
            let origin = format!("{}, {variant}", kernel.name());
            let code = Code { language, text, origin };
            lessons.push(Lesson { kernel: kernel.name().into(), variant: variant.into(), lesson: lesson.into(), code });
        }
    }
    Lessons(lessons)
}
