//! `tenfold slides`: writes the deck of a run, a comparison or a self-test.

mod fault;
pub mod folder;

use crate::args::{SlideDepth, SlideFormat, Slides};
use crate::fault::{mistake, not_built};
use crate::selftest;
use crate::stored;
use folder::File;
use std::process::ExitCode;
use tenfold_analysis::comparison::standings;
use tenfold_analysis::format::counted;
use tenfold_kernel::{Picture, heart};
use tenfold_plan::listed;
use tenfold_record::Run;
use tenfold_slides::{Code, Deck, Depth, Lesson, Material, Scene, Scope};

/// Writes the slides of a run, a comparison or a self-test and prints where they are.
pub fn slides(args: &Slides) -> anyhow::Result<ExitCode> {
    let named = args.run.as_deref();
    let (folder, deck) = match selftest::kept::named(named)? {
        Some((file, test)) => {
            runs_only(args, &file.display().to_string(), "a self-test")?;
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            (file.with_file_name(format!("{stem}-slides")), tenfold_slides::selftest(&test, depth(args)))
        }
        None => {
            let (id, deck) = of_store(args, named)?;
            (args.out.out.join(format!("{id}-slides")), deck)
        }
    };
    // Everything is made before anything is written: a mistake leaves the folder as it was.
    let files = files(&deck, &args.format)?;
    for kept in folder::write(&folder, &files)? {
        eprintln!("{} belongs to an earlier deck but was changed since: it is kept", kept.display());
    }
    let decks = files.iter().filter(|(name, _)| !name.contains('/'));
    for (name, _) in decks {
        println!("slides: {}", folder.join(name).display());
    }
    let figures = files.iter().filter(|(name, _)| name.ends_with(".svg")).count();
    if figures > 0 {
        println!("{}: {}", counted(figures, "figure"), folder.join(FIGURES).display());
        if cfg!(not(feature = "png")) {
            eprintln!("{}", not_built("figures as PNG"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The run or the comparison that is named, and its deck.
fn of_store(args: &Slides, named: Option<&str>) -> anyhow::Result<(String, Deck)> {
    let store = stored::open(&args.out)?;
    if let Some(comparison) = stored::comparison(&store, named)? {
        runs_only(args, &comparison.id, "a comparison")?;
        let deck = tenfold_slides::comparison(&comparison, &standings(&comparison)?, depth(args));
        return Ok((comparison.id, deck));
    }
    let run = stored::load(&store, named)?;
    let deck = deck(&run, args)?;
    Ok((run.id, deck))
}

/// Refuses what chooses among the kernels of a run.
fn runs_only(args: &Slides, name: &str, what: &str) -> anyhow::Result<()> {
    match args.deck.is_some() || !args.kernel.is_empty() {
        true => Err(mistake(format!("{name} is {what}: --deck and --kernel are for runs"))),
        false => Ok(()),
    }
}

/// The folder of the figures, as the Markdown formats name it.
const FIGURES: &str = "figures";

/// The deck that the run tells, or that the deck file asks for.
fn deck(run: &Run, args: &Slides) -> anyhow::Result<Deck> {
    let measured: Vec<&str> = run.experiment.parts.iter().map(|part| part.kernel.as_str()).collect();
    if let Some(unknown) = args.kernel.iter().find(|name| !measured.contains(&name.as_str())) {
        let known = listed(unknown, &measured);
        return Err(mistake(format!("--kernel {unknown}: the run has no kernel of that name ({known})")));
    }
    let scope = Scope { depth: depth(args), kernels: &args.kernel };
    let Some(file) = &args.deck else { return Ok(tenfold_slides::deck(run, &material(), scope)?) };
    let text = std::fs::read_to_string(file).map_err(|e| mistake(format!("--deck {}: {e}", file.display())))?;
    let deck = tenfold_slides::deck_of(run, &material(), scope, &text)?;
    deck.map_err(|wrong| mistake(fault::tell(file, &wrong)))
}

fn depth(args: &Slides) -> Depth {
    match args.depth {
        SlideDepth::Short => Depth::Short,
        SlideDepth::Full => Depth::Full,
    }
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

/// What the kernels of this program teach, and how their problems look.
fn material() -> Material {
    let mut material = Material::default();
    for kernel in tenfold_suite::kernels() {
        let own = kernel.variants().into_iter().map(|v| (v.name, v.lesson, "rust", v.source));
        let peers = kernel.peers().into_iter().map(|p| (p.name, p.title, p.language.name(), p.source));
        for (variant, lesson, language, source) in own.chain(peers) {
            let Some(text) = heart(source) else { continue };
            let origin = format!("{}, {variant}", kernel.name());
            let code = Code { language, text, origin };
            material.lessons.push(Lesson {
                kernel: kernel.name().into(),
                variant: variant.into(),
                lesson: lesson.into(),
                code,
            });
        }
        if let Some(Picture { columns, values, says }) = kernel.picture() {
            material.scenes.push(Scene { kernel: kernel.name().into(), columns, values, says: says.into() });
        }
    }
    material
}
