//! Externals of the user's: `[external.NAME]` with a command, in any language.

use crate::file::{FileError, Source};
use crate::word::listed;
use std::path::{Path, PathBuf};
use tenfold_kernel::{AnyKernel, Workers};
use tenfold_record::External;
use toml::de::DeTable;

/// What a word of a command may have in braces beside the names of params.
const FILES: [&str; 2] = ["input", "output"];

/// The externals that `table` declares.
pub(crate) fn externals(
    source: &Source<'_>,
    table: &DeTable<'_>,
    kernel: &dyn AnyKernel,
) -> Result<Vec<External>, FileError> {
    let Some(node) = table.get("external") else { return Ok(Vec::new()) };
    let taken: Vec<&str> =
        kernel.variants().iter().map(|v| v.name).chain(kernel.peers().iter().map(|p| p.name)).collect();
    let read = |(key, node): (&toml::Spanned<toml::de::DeString<'_>>, _)| {
        let name = key.get_ref().to_string();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.is_empty() {
            let message = format!("an external is named by lower-case letters, digits and '-', this is '{name}'");
            return Err(source.error(key.span(), message));
        }
        if taken.contains(&name.as_str()) || kernel.mutants().contains(&name.as_str()) {
            let message = format!("{} has a variant '{name}' of its own: choose another name", kernel.name());
            return Err(source.error(key.span(), message));
        }
        let declared = source.table("external", node)?;
        source.only(declared, &["command"])?;
        let Some(words) = declared.get("command") else {
            let message = format!("the external '{name}' has no command: add command = [\"PROGRAM\", \"{{n}}\", …]");
            return Err(source.error(key.span(), message));
        };
        let mut command = Vec::new();
        for item in source.list("command", words)? {
            let word = source.text_of("command", item)?;
            braces(&word, kernel).map_err(|message| source.error(item.span(), message))?;
            command.push(word);
        }
        if command.first().is_none_or(String::is_empty) {
            return Err(source.error(words.span(), "'command' is empty: name at least the program"));
        }
        let folder = Path::new(source.file).parent().map_or_else(PathBuf::new, Path::to_path_buf);
        Ok(External { name, command, folder, workers: Workers::One })
    };
    source.table("external", node)?.iter().map(read).collect()
}

/// Refuses braces around what is neither a param nor a file.
fn braces(word: &str, kernel: &dyn AnyKernel) -> Result<(), String> {
    let known: Vec<&str> = kernel.specs().iter().map(|s| s.name).chain(FILES).collect();
    for part in word.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        if !known.contains(&name) || !part.contains('}') {
            return Err(format!("'{{{name}}}' stands for nothing ({})", listed(name, &known)));
        }
    }
    Ok(())
}

/// Why `external` cannot be started, if it cannot: its program is not there.
pub(crate) fn missing(external: &External) -> Option<String> {
    let program = &external.command[0];
    if program.contains('/') {
        let file = external.folder.join(program);
        return (!file.is_file()).then(|| format!("{} is not there: build it, then run again", file.display()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    (!found).then(|| format!("the program '{program}' is not on the PATH: install it, or write its path with a '/'"))
}
