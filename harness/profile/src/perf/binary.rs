//! A program or library on disk: its functions, and which source an address was compiled from.

use super::origin::Crates;
use addr2line::Loader;
use object::{Object, ObjectSegment, ObjectSymbol, ReadCache, SymbolKind};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A function at an address, and its line where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub name: String,
    pub line: Option<(String, u32)>,
}

/// A program or library with its debug information.
pub(super) struct Binary {
    file: File,
    loader: Loader,
    /// Offset in the file, length and address of each loaded part.
    segments: Vec<(u64, u64, u64)>,
    /// The addresses of each function as compiled, by rising start.
    functions: Vec<Range<u64>>,
    crates: Crates,
}

impl Binary {
    /// Reads of the file what it needs: most of a large program is debug information on what is never asked for.
    pub(super) fn open(path: &Path) -> Option<Binary> {
        let file = File::open(path).ok()?;
        let cache = ReadCache::new(&file);
        let parsed = object::File::parse(&cache).ok()?;
        let parts = parsed.segments();
        let segments = parts.map(|part| (part.file_range().0, part.file_range().1, part.address())).collect();
        let symbols = parsed.symbols().chain(parsed.dynamic_symbols());
        let mut functions: Vec<Range<u64>> = symbols
            .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0)
            .map(|symbol| symbol.address()..symbol.address() + symbol.size())
            .collect();
        functions.sort_by_key(|function| (function.start, function.end));
        Some(Binary { loader: Loader::new(path).ok()?, segments, functions, file, crates: Crates::default() })
    }

    /// The address of an offset in the file.
    pub(super) fn address(&self, offset: u64) -> Option<u64> {
        let part = self.segments.iter().find(|(start, len, _)| (*start..start + len).contains(&offset))?;
        Some(offset - part.0 + part.2)
    }

    /// The addresses of the function, as compiled, that an address belongs to.
    pub(super) fn function(&self, address: u64) -> Option<&Range<u64>> {
        let behind = self.functions.partition_point(|function| function.start <= address);
        self.functions[..behind].last().filter(|function| address < function.end)
    }

    /// The name in the symbol table of what is at an address.
    pub(super) fn name(&self, address: u64) -> Option<String> {
        self.loader.find_symbol(address).map(plain)
    }

    /// An address by its function: `f`, or behind its first instruction `f+0x19`.
    pub(super) fn name_within(&self, address: u64) -> Option<String> {
        let (function, name) = (self.function(address)?, self.name(address)?);
        Some(if address == function.start { name } else { format!("{name}+{:#x}", address - function.start) })
    }

    /// The machine code of a function.
    pub(super) fn code(&self, function: Range<u64>) -> io::Result<Vec<u8>> {
        let holds = |(_, len, address): &&(u64, u64, u64)| (*address..address + len).contains(&function.start);
        let (offset, _, address) = self.segments.iter().find(holds).ok_or(io::ErrorKind::NotFound)?;
        let mut code = vec![0; (function.end - function.start) as usize];
        self.file.read_exact_at(&mut code, function.start - address + offset)?;
        Ok(code)
    }

    /// The functions at an offset in the file, the innermost first.
    pub(super) fn places(&self, offset: u64, leaf: bool, by_perf: &str) -> Option<Vec<Place>> {
        // A caller's address is where it goes on; the call is the instruction before.
        self.places_at(self.address(offset)? - u64::from(!leaf), by_perf)
    }

    /// The functions at an address, the innermost first; `otherwise` is the name of one without.
    pub(super) fn places_at(&self, address: u64, otherwise: &str) -> Option<Vec<Place>> {
        let mut found = self.loader.find_frames(address).ok()?;
        let mut places = Vec::new();
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref().and_then(|f| f.raw_name().ok());
            let file = frame.location.as_ref().and_then(|at| at.file);
            let name = name.map_or_else(|| plain(otherwise), |name| named(&name, file, &self.crates));
            let line = frame.location.and_then(|at| Some((at.file?.to_string(), at.line?)));
            places.push(Place { name, line });
        }
        // The symbol table names the function as compiled with its whole path, which its file tells only the crate of.
        let outer = places.last_mut()?;
        if let Some(name) = self.name(address) {
            outer.name = name;
        }
        Some(places)
    }
}

/// The name as it stands in the source: demangled, without the compiler's hash.
pub(super) fn plain(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// The same for a name from debug information: full information has it mangled, with its path; line tables alone have the
/// bare name, which gets the crate of its `file`.
fn named(name: &str, file: Option<&str>, crates: &Crates) -> String {
    rustc_demangle::try_demangle(name).map_or_else(|_| crates.named(name, file), |full| format!("{full:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_demangled_in_both_schemes() {
        assert_eq!(plain("_ZN3foo3barE"), "foo::bar");
        assert_eq!(plain("_RNvC6_123foo3bar"), "123foo::bar");
        assert_eq!(plain("[unknown]"), "[unknown]");
    }

    #[test]
    fn only_a_name_without_its_path_gets_its_crate() {
        let file = Some("/rustc/59807616/library/core/src/num/uint_macros.rs");
        let named = |name, file| named(name, file, &Crates::default());
        assert_eq!(named("wrapping_mul", file), "core::wrapping_mul");
        assert_eq!(named("_RNvC6_123foo3bar", file), "123foo::bar");
        assert_eq!(named("wrapping_mul", None), "wrapping_mul");
    }

    #[test]
    fn this_program_knows_its_own_functions() {
        let binary = Binary::open(&std::env::current_exe().unwrap()).unwrap();
        assert!(!binary.functions.is_empty());
        for function in &binary.functions {
            assert!(function.start < function.end);
        }
        let named = |function: &&Range<u64>| binary.name(function.start).is_some_and(|name| name.contains("plain"));
        let some = binary.functions.iter().find(named).unwrap();
        assert!(binary.function(some.start + 1).is_some_and(|found| found.start <= some.start + 1));
        assert!(binary.name_within(some.start + 1).is_some_and(|name| name.ends_with("+0x1")));
        assert_eq!(binary.code(some.clone()).unwrap().len() as u64, some.end - some.start);
        assert_eq!(binary.function(u64::MAX), None);
    }
}
