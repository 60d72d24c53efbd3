//! Disassembly by objdump, which comes with the linker that built this program.
//!
//! It gets the bytes of one function and no more: of a whole program it reads and sorts all symbols first, which takes much
//! longer. What is called, and where jumps lead, is named here instead.

use super::Line;
use std::process::{Command, Stdio};

/// Letters kept of an instruction; only names of what is called are longer.
const LONGEST: usize = 100;

/// What objdump must be told of code that no program is around: the architecture, and how to write it.
const MACHINE: &[&str] = match () {
    () if cfg!(target_arch = "x86_64") => &["-m", "i386:x86-64", "-M", "intel"],
    () if cfg!(target_arch = "aarch64") => &["-m", "aarch64"],
    () => &["-m", std::env::consts::ARCH],
};

/// The instructions of `code`, which begins at address `start`, or why there are none. `name` knows the functions that are
/// jumped to or called.
pub(crate) fn disassemble(code: &[u8], start: u64, name: impl Fn(u64) -> Option<String>) -> Result<Vec<Line>, String> {
    let scratch = |e| format!("cannot create a scratch file for objdump: {e}");
    let file = tempfile::NamedTempFile::new().map_err(scratch)?;
    std::fs::write(file.path(), code).map_err(scratch)?;
    let mut command = Command::new("objdump");
    command.args(["-D", "--no-show-raw-insn", "-b", "binary"]).args(MACHINE);
    command.arg(format!("--adjust-vma={start:#x}")).arg(file.path());
    let output = command.stdin(Stdio::null()).output().map_err(|e| {
        format!(
            "objdump cannot be run ({e}); it is part of binutils: `apt-get install binutils`, `dnf install binutils`"
        )
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("objdump failed: {}", said.lines().last().unwrap_or("it said nothing").trim()));
    }
    let code: Vec<Line> =
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| read(line, &name)).collect();
    if code.is_empty() { Err("objdump found no instructions there".into()) } else { Ok(code) }
}

/// `  401166:    jle    0x40114f`; other lines are headings.
fn read(line: &str, name: impl Fn(u64) -> Option<String>) -> Option<Line> {
    let (address, text) = line.split_once(":\t")?;
    let address = u64::from_str_radix(address.trim(), 16).ok()?;
    // Blanks align operands in columns; a table has its own.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let leads_to = leads_to(&text);
    let comes_back = ["call", "bl "].iter().any(|call| text.starts_with(call));
    let named = leads_to.and_then(name).map_or_else(|| text.clone(), |name| format!("{text} <{name}>"));
    Some(Line { address, target: leads_to.filter(|_| !comes_back), text: shortened(&named) })
}

/// The address that a jump or a call names, its last operand. What follows `#` or `//` is a remark.
fn leads_to(text: &str) -> Option<u64> {
    let code = text.split(" # ").next()?.split(" // ").next()?;
    let jumps = ["j", "call", "loop", "b", "cb", "tb"].iter().any(|jump| code.starts_with(jump));
    let last = code.rsplit([' ', ',']).next().filter(|_| jumps)?;
    u64::from_str_radix(last.strip_prefix("0x")?, 16).ok()
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

    /// All that lies from 0x40 on is in this function.
    fn name(address: u64) -> Option<String> {
        (address >= 0x40).then(|| format!("foo::bar+{:#x}", address - 0x40))
    }

    #[test]
    fn instructions_jumps_and_names_are_read() {
        let jump = read("  401166:\tjle    0x59", name).unwrap();
        assert_eq!(jump, Line { address: 0x401166, text: "jle 0x59 <foo::bar+0x19>".into(), target: Some(0x59) });
        for jump in ["cbnz\tx0, 0x8", "tbz\tw0, #3, 0x8", "b.ne\t0x8  // b.any", "bnd jmp 0x8"] {
            assert_eq!(read(&format!("    1d0:\t{jump}"), name).unwrap().target, Some(8), "{jump}");
        }
        let call = read("  40:\tcall   0x40", name).unwrap();
        assert_eq!(call, Line { address: 0x40, text: "call 0x40 <foo::bar+0x0>".into(), target: None });
        for other in ["lea    rax,[rip+0x2]        # 0x49", "add    rax,0x49", "jmp    rax", "bl\t0x49", "ret"] {
            assert_eq!(read(&format!("  40:\t{other}"), name).unwrap().target, None, "{other}");
        }
        for heading in ["0000000000401136 <.data>:", "Disassembly of section .data:", "", "\t..."] {
            assert_eq!(read(heading, name), None);
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let text = read("  40:\tcall   0x30", |_| Some("x".repeat(500))).unwrap().text;
        assert_eq!(text.chars().count(), LONGEST + 1);
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn bytes_are_disassembled_where_they_lie() {
        let code = match disassemble(&[0x90, 0xeb, 0xfd, 0xc3], 0x40, name) {
            Err(why) if why.contains("binutils") => return eprintln!("not tested: {why}"),
            code => code.unwrap(),
        };
        let line = |address, text: &str, target| Line { address, text: text.into(), target };
        let jump = line(0x41, "jmp 0x40 <foo::bar+0x0>", Some(0x40));
        assert_eq!(code, [line(0x40, "nop", None), jump, line(0x43, "ret", None)]);
    }

    #[test]
    fn nothing_has_no_instructions() {
        assert!(disassemble(&[], 0, name).is_err());
    }
}
