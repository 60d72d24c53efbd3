//! `tenfold completions` and `tenfold man`: what packages bring along beside the program.

use crate::args::{Completions, Man, Program};
use crate::output;
use anyhow::Context;
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Prints the completions for a shell.
pub fn completions(args: &Completions) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Program::command(), "tenfold", &mut script);
    output::Stdout.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a man page for the program, and one for each of its verbs.
pub fn man(args: &Man) -> anyhow::Result<ExitCode> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Program::command(), folder))
        .with_context(|| format!("cannot write to {}", folder.display()))?;
    println!("man pages: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}
