//! `tenfold slides`: writes the deck of a run.

mod fault;
mod folder;

use crate::args::{SlideFormat, Slides};
use crate::fault::{mistake, not_built};
use crate::report;
use folder::File;
use std::path::Path;
use std::process::ExitCode;
use tenfold_kernel::heart;
use tenfold_record::Run;
use tenfold_slides::{Code, Deck, Lesson, Lessons};

/// Writes the slides of a run and prints where they are.
pub fn slides(args: &Slides) -> anyhow::Result<ExitCode> {
    let run = report::find(&args.out, args.run.as_deref())?;
    let deck = deck(&run, args.deck.as_deref())?;
    // Everything is made before anything is written: a mistake leaves the folder as it was.
    let files = files(&deck, &args.format)?;
    let folder = args.out.out.join(format!("{}-slides", run.id));
    for kept in folder::write(&folder, &files)? {
        eprintln!("{} is of an earlier deck, but was changed since: it is kept", kept.display());
    }
    if let Some(file) = &args.deck {
        deck.too_full.iter().for_each(|slide| eprintln!("{}", fault::too_full(file, slide)));
    }
    let decks = files.iter().filter(|(name, _)| !name.contains('/'));
    for (name, _) in decks {
        println!("slides: {}", folder.join(name).display());
    }
    let figures = files.iter().filter(|(name, _)| name.ends_with(".svg")).count();
    if figures > 0 {
        println!("{figures} figures: {}", folder.join(FIGURES).display());
        if cfg!(not(feature = "png")) {
            eprintln!("{}", not_built("figures as PNG"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder of the figures, as the Markdown formats name it.
const FIGURES: &str = "figures";

/// The deck that the run tells, or that the deck file asks for.
fn deck(run: &Run, file: Option<&Path>) -> anyhow::Result<Deck> {
    let Some(file) = file else { return Ok(tenfold_slides::deck(run, &lessons())?) };
    let text = std::fs::read_to_string(file).map_err(|e| mistake(format!("--deck {}: {e}", file.display())))?;
    let deck = tenfold_slides::deck_of(run, &lessons(), &text)?;
    deck.map_err(|wrong| mistake(fault::tell(file, &wrong)))
}

fn files(deck: &Deck, formats: &[SlideFormat]) -> anyhow::Result<Vec<File>> {
    let wants = |format: SlideFormat| formats.contains(&format);
    let mut files = Vec::new();
    if wants(SlideFormat::Reveal) {
        files.push(("deck.html".to_string(), deck.reveal()?.into_bytes()));
    }
    if wants(SlideFormat::Remark) {
        files.push(("deck.remark.md".to_string(), deck.remark().into_bytes()));
    }
    if wants(SlideFormat::Markdown) {
        files.push(("deck.md".to_string(), deck.markdown().into_bytes()));
    }
    if wants(SlideFormat::Figures) || wants(SlideFormat::Remark) || wants(SlideFormat::Markdown) {
        for figure in deck.figures() {
            files.push((format!("{FIGURES}/{}.svg", figure.name), figure.file.clone().into_bytes()));
            #[cfg(feature = "png")]
            files.push((format!("{FIGURES}/{}.png", figure.name), figure.png()?));
        }
    }
    Ok(files)
}

/// What the kernels of this program teach.
fn lessons() -> Lessons {
    let mut lessons = Vec::new();
    for kernel in tenfold_suite::kernels() {
        let own = kernel.variants().into_iter().map(|v| (v.name, v.lesson, "rust", v.source));
        let peers = kernel.peers().into_iter().map(|p| (p.name, p.title, p.language.name(), p.source));
        for (variant, lesson, language, source) in own.chain(peers) {
            let Some(text) = heart(source) else { continue };
            let origin = format!("{}, {variant}", kernel.name());
            let code = Code { language, text, origin };
            lessons.push(Lesson { kernel: kernel.name().into(), variant: variant.into(), lesson: lesson.into(), code });
        }
    }
    Lessons(lessons)
}
