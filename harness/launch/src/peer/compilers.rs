//! The compilers of this machine.

use std::process::Command;
use tenfold_kernel::Compiler;
use which::which;

/// A compiler of this machine.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// How it is called: its file, and words that always follow (`CC="ccache gcc"`).
    pub(super) words: Vec<String>,
    /// As people name it: "gcc 12.2.0".
    pub name: String,
    /// The first line of what it says of itself.
    pub(super) line: String,
}

/// The compiler for a language, or how to get one.
pub(crate) fn find(compiler: Compiler) -> Result<Found, String> {
    let (variable, usual, language, package) = match compiler {
        Compiler::C => ("CC", "cc", "C", "build-essential"),
        Compiler::Cpp => ("CXX", "c++", "C++", "build-essential"),
        Compiler::Fortran => ("FC", "gfortran", "Fortran", "gfortran"),
        Compiler::Rust => ("CARGO", "cargo", "Rust", "cargo"),
    };
    let named = std::env::var(variable).ok().filter(|named| !named.trim().is_empty());
    let mut words: Vec<String> = named.as_deref().unwrap_or(usual).split_whitespace().map(str::to_string).collect();
    let said = which(&words[0]).ok().and_then(|file| {
        words[0] = file.display().to_string();
        let output = Command::new(&words[0]).args(&words[1..]).arg("--version").output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).to_string())
    });
    let said = said.ok_or_else(|| match named {
        Some(named) => format!("{variable} names {named}, which is not a working compiler"),
        None => format!(
            "no {language} compiler: {usual} was not found (Debian: apt-get install {package}; {variable} names another)"
        ),
    })?;
    let line = said.lines().next().unwrap_or_default().trim().to_string();
    Ok(Found { name: short_name(compiler, &said), words, line })
}

/// "gcc 12.2.0" from what a compiler says of itself.
fn short_name(compiler: Compiler, said: &str) -> String {
    let line = said.lines().next().unwrap_or_default().trim();
    let after = |word: &str| Some(line.split_once(word)?.1.split_whitespace().next()?.to_string());
    match after("clang version ").or_else(|| after("flang version ")) {
        Some(version) if line.contains("clang") => format!("clang {version}"),
        Some(version) => format!("flang {version}"),
        None if said.contains("Free Software Foundation") => {
            let name = match compiler {
                Compiler::C => "gcc",
                Compiler::Cpp => "g++",
                Compiler::Fortran | Compiler::Rust => "gfortran",
            };
            format!("{name} {}", line.split_whitespace().last().unwrap_or_default())
        }
        None if compiler == Compiler::Rust => line.split_whitespace().take(2).collect::<Vec<_>>().join(" "),
        None => line.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compilers_are_known_by_name_and_version() {
        let gnu = "(Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.\n";
        for (compiler, said, name) in [
            (Compiler::C, format!("cc {gnu}"), "gcc 12.2.0"),
            (Compiler::Cpp, format!("c++ {gnu}"), "g++ 12.2.0"),
            (Compiler::Fortran, format!("GNU Fortran {gnu}"), "gfortran 12.2.0"),
            (Compiler::C, "Debian clang version 14.0.6\nTarget: x86_64".into(), "clang 14.0.6"),
            (Compiler::C, "Apple clang version 15.0.0 (clang-1500.3.9.4)\n".into(), "clang 15.0.0"),
            (Compiler::Fortran, "Homebrew flang version 20.1.8\n".into(), "flang 20.1.8"),
            (Compiler::Rust, "cargo 1.95.0 (f2d3ce0bd 2026-03-21)\n".into(), "cargo 1.95.0"),
            (Compiler::C, "tcc version 0.9.27 (x86_64 Linux)\n".into(), "tcc version 0.9.27 (x86_64 Linux)"),
        ] {
            assert_eq!(short_name(compiler, &said), name);
        }
    }
}
