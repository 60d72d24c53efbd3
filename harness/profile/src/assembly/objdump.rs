//! Disassembly by objdump: it comes with the linker that built this program, and knows every architecture that it builds for.

use super::Line;
use std::path::Path;
use std::process::{Command, Stdio};

/// Letters kept of an instruction; only names of what is called are longer.
const LONGEST: usize = 100;

/// The instructions of `file` from address `start` up to `end`, or why there are none.
pub(crate) fn disassemble(file: &Path, start: u64, end: u64) -> Result<Vec<Line>, String> {
    let mut command = Command::new("objdump");
    command.args(["-d", "--no-show-raw-insn"]);
    if cfg!(target_arch = "x86_64") {
        command.args(["-M", "intel"]);
    }
    command.arg(format!("--start-address={start:#x}")).arg(format!("--stop-address={end:#x}")).arg(file);
    let output = command.stdin(Stdio::null()).output().map_err(|e| {
        format!(
            "objdump cannot be run ({e}); it is part of binutils: `apt-get install binutils`, `dnf install binutils`"
        )
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("objdump failed: {}", said.lines().last().unwrap_or("it said nothing").trim()));
    }
    let code: Vec<Line> = String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect();
    if code.is_empty() { Err("objdump found no instructions there".into()) } else { Ok(code) }
}

/// `  401166:    jle    40114f <main+0x19>`; other lines are headings.
fn read(line: &str) -> Option<Line> {
    let (address, text) = line.split_once(":\t")?;
    let address = u64::from_str_radix(address.trim(), 16).ok()?;
    // Blanks align operands in columns; a table has its own.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Line { address, target: target(&text), text: shortened(&named(&text)) })
}

/// The address that a jump names, written before its symbol. A call comes back; what follows `#` is a remark on data.
fn target(text: &str) -> Option<u64> {
    let code = text.split('#').next()?;
    let mnemonic = code.split(' ').next()?;
    if ["call", "bl", "jal"].iter().any(|call| mnemonic.starts_with(call)) && !mnemonic.starts_with("bl.") {
        return None;
    }
    let (before, _) = code.split_once(" <")?;
    let word = before.rsplit([' ', ',']).next()?;
    u64::from_str_radix(word.trim_start_matches("0x"), 16).ok()
}

/// The text with its symbol demangled.
fn named(text: &str) -> String {
    let Some((before, rest)) = text.split_once('<') else { return text.to_string() };
    let Some((symbol, after)) = rest.rsplit_once('>') else { return text.to_string() };
    let (name, offset) = symbol.rsplit_once("+0x").map_or((symbol, String::new()), |(n, o)| (n, format!("+0x{o}")));
    format!("{before}<{:#}{offset}>{after}", rustc_demangle::demangle(name))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_jumps_and_names_are_read() {
        let jump = read("  401166:\tjle    40114f <_ZN3foo3barE+0x19>").unwrap();
        assert_eq!(jump, Line { address: 0x401166, text: "jle 40114f <foo::bar+0x19>".into(), target: Some(0x40114f) });
        assert_eq!(read("    1d0:\tcbnz\tx0, 1c8 <f+0x8>").unwrap().target, Some(0x1c8));
        assert_eq!(read("    1d0:\tb.ne\t1c8 <f+0x8>  // b.any").unwrap().target, Some(0x1c8));
        for other in ["  40:\tcall   30 <f>", "  40:\tlea    rax,[rip+0x2]        # 30 <f>", "  40:\tadd    rax,0x8"] {
            assert_eq!(read(other).unwrap().target, None, "{other}");
        }
        for heading in ["0000000000401136 <main>:", "Disassembly of section .text:", "", "\t..."] {
            assert_eq!(read(heading), None);
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let text = read(&format!("  40:\tcall   30 <{}>", "x".repeat(500))).unwrap().text;
        assert_eq!(text.chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_file_that_is_none_is_told() {
        assert!(disassemble(Path::new("/no/such/file"), 0, 16).is_err());
    }
}
