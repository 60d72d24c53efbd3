//! What the help says of the whole program: its verbs by what they are for, and the environment.

use clap::Command;
use std::fmt::Write;

/// Environment variables that users set, a line each.
pub const ENVIRONMENT: &str = "\
Environment:
  TENFOLD_PYTHON   the Python interpreter for externals
  TENFOLD_MPIRUN   the mpirun that starts ranks, such as mpirun.mpich
  TENFOLD_PATH     the widest CPU path to use: portable, avx2 or avx512
  TENFOLD_MEMORY   the most memory to use, in bytes
  CC, CXX, FC      the compilers for externals built from source
  NO_COLOR         disables colours, unless it is empty

All variables: harness/launch/src/peer/README.md";

/// Every verb under what it is for.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Measuring", &["exec", "run", "compare", "profile", "ceilings"]),
    ("Reading", &["report", "lint", "runs", "export", "import"]),
    ("Tracking", &["nightly", "gate", "bisect", "history", "site"]),
    ("Setting up", &["doctor", "list", "new", "selftest", "completions", "man"]),
    ("Teaching", &["guess", "slides"]),
];

/// The `program` with a help that lists its verbs in their groups: clap has one heading for all.
pub fn grouped(program: Command) -> Command {
    let (header, literal) = (*program.get_styles().get_header(), *program.get_styles().get_literal());
    let mut help = "{about-with-newline}\n{usage-heading} {usage}\n".to_string();
    for (group, verbs) in GROUPS {
        let _ = writeln!(help, "\n{header}{group}:{header:#}");
        for verb in verbs {
            let about = program.find_subcommand(verb).and_then(Command::get_about).cloned().unwrap_or_default();
            let _ = writeln!(help, "  {literal}{verb:<11}{literal:#}  {about}");
        }
    }
    let _ = write!(help, "\n{header}Options:{header:#}\n{{options}}{{after-help}}");
    program.help_template(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Program;
    use clap::CommandFactory;

    #[test]
    fn every_verb_is_in_one_group_with_a_short_line() {
        let program = Program::command();
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, verbs)| *verbs).copied().collect();
        assert_eq!(program.get_subcommands().map(Command::get_name).collect::<Vec<_>>(), grouped);
        for verb in program.get_subcommands() {
            let about = verb.get_about().unwrap().to_string();
            assert!(about.chars().count() < 60, "{about}");
        }
    }
}
