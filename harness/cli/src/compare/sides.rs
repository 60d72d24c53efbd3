//! What A and B are taken for: git revisions, saved programs, variants, commands.

use crate::bisect::short;
use crate::fault::mistake;
use std::path::{Path, PathBuf};
use tenfold_launch::duel::Invocation;
use tenfold_launch::revision::Repository;
use tenfold_plan::listed;

/// One side.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// A revision of this repository, to be built.
    Revision {
        /// As it was typed.
        name: String,
        /// The commit's full name.
        commit: String,
    },
    /// A saved program.
    Program(PathBuf),
    /// A variant of this program.
    Variant {
        /// The kernel.
        kernel: String,
        /// The variant.
        variant: String,
    },
    /// A command that is no tenfold.
    Command(Invocation),
}

impl Taken {
    /// "revision 1a2b3c4d5e6f (main)".
    pub fn described(&self) -> String {
        match self {
            Taken::Revision { name, commit } => format!("revision {} ({name})", short(commit)),
            Taken::Program(path) => format!("program {}", path.display()),
            Taken::Variant { kernel, variant } => format!("variant {variant} of {kernel}"),
            Taken::Command(line) => format!("command {} {}", line.program, line.args.join(" ")).trim_end().to_string(),
        }
    }

    /// The kind of thing, in the plural.
    fn kind(&self) -> &'static str {
        match self {
            Taken::Revision { .. } | Taken::Program(_) => "programs",
            Taken::Variant { .. } => "variants",
            Taken::Command(_) => "commands",
        }
    }
}

/// Takes both arguments for what they are; both must be of a kind.
pub fn taken(a: &str, b: &str, command: bool) -> anyhow::Result<[Taken; 2]> {
    let both = if command { [command_line(a)?, command_line(b)?] } else { [one(a)?, one(b)?] };
    let [first, second] = &both;
    let comparable = match (first, second) {
        (Taken::Variant { kernel: a, .. }, Taken::Variant { kernel: b, .. }) => a == b,
        _ => first.kind() == second.kind(),
    };
    match comparable {
        true => Ok(both),
        false => Err(mistake(format!(
            "{a} is taken as {}, {b} as {}: compare two revisions or programs, two variants of one kernel, or two commands \
             (--command)",
            first.described(),
            second.described()
        ))),
    }
}

fn command_line(text: &str) -> anyhow::Result<Taken> {
    let words = shell_words::split(text).map_err(|_| mistake(format!("--command: unclosed quote in: {text}")))?;
    match words.split_first() {
        Some((program, args)) => match which::which(program) {
            Ok(_) => Ok(Taken::Command(Invocation { program: program.clone(), args: args.to_vec(), folder: None })),
            Err(_) => Err(mistake(format!("--command: there is no program '{program}' here or on the PATH"))),
        },
        None => Err(mistake("--command: a command is empty")),
    }
}

fn one(text: &str) -> anyhow::Result<Taken> {
    if let Some((kernel, variant)) = text.split_once('/')
        && let Some(known) = tenfold_suite::kernel(kernel)
    {
        let names: Vec<&str> = known.variants().iter().map(|v| v.name).collect();
        return match names.contains(&variant) {
            true => Ok(Taken::Variant { kernel: kernel.to_string(), variant: variant.to_string() }),
            false => Err(mistake(format!("{text}: {kernel} has no variant '{variant}' ({})", listed(variant, &names)))),
        };
    }
    let path = Path::new(text);
    if path.is_file() {
        return Ok(Taken::Program(path.canonicalize().unwrap_or_else(|_| path.to_path_buf())));
    }
    let why = match Repository::here().and_then(|repository| repository.commit(text)) {
        Ok(commit) => return Ok(Taken::Revision { name: text.to_string(), commit }),
        Err(why) => why,
    };
    Err(mistake(format!(
        "'{text}' is not a file, a variant (KERNEL/VARIANT) or a git revision ({why}); to compare commands, add --command"
    )))
}
