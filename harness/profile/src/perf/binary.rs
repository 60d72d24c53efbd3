//! A program or library on disk: its functions, and which source an address was compiled from.

use super::origin;
use addr2line::Loader;
use object::{Object, ObjectSegment, ObjectSymbol, SymbolKind};
use std::path::Path;

/// A function at an address, and its line where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub name: String,
    pub line: Option<(String, u32)>,
}

/// A function as compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub start: u64,
    /// The address behind its last instruction.
    pub end: u64,
    /// Its name in the symbol table.
    pub name: String,
}

/// A program or library with its debug information.
pub(super) struct Binary {
    loader: Loader,
    /// Offset in the file, length and address of each loaded part.
    segments: Vec<(u64, u64, u64)>,
    /// By rising address.
    functions: Vec<Function>,
}

impl Binary {
    pub(super) fn open(path: &Path) -> Option<Binary> {
        let bytes = std::fs::read(path).ok()?;
        let file = object::File::parse(&*bytes).ok()?;
        let segments = file.segments().map(|part| (part.file_range().0, part.file_range().1, part.address())).collect();
        let symbols = file.symbols().chain(file.dynamic_symbols());
        let mut functions: Vec<Function> = symbols
            .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0)
            .map(|symbol| Function {
                start: symbol.address(),
                end: symbol.address() + symbol.size(),
                name: symbol.name().unwrap_or_default().to_string(),
            })
            .collect();
        functions.sort_by(|a, b| (a.start, &a.name).cmp(&(b.start, &b.name)));
        Some(Binary { loader: Loader::new(path).ok()?, segments, functions })
    }

    /// The address of an offset in the file.
    pub(super) fn address(&self, offset: u64) -> Option<u64> {
        let part = self.segments.iter().find(|(start, len, _)| (*start..start + len).contains(&offset))?;
        Some(offset - part.0 + part.2)
    }

    /// The function that an address belongs to.
    pub(super) fn function(&self, address: u64) -> Option<&Function> {
        let behind = self.functions.partition_point(|function| function.start <= address);
        self.functions[..behind].last().filter(|function| address < function.end)
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
            let name = name.map_or_else(|| plain(otherwise), |name| named(&name, file));
            let line = frame.location.and_then(|at| Some((at.file?.to_string(), at.line?)));
            places.push(Place { name, line });
        }
        // The symbol table names the function as compiled with its whole path, which its file tells only the crate of.
        let outer = places.last_mut()?;
        if let Some(symbol) = self.loader.find_symbol(address) {
            outer.name = plain(symbol);
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
fn named(name: &str, file: Option<&str>) -> String {
    rustc_demangle::try_demangle(name).map_or_else(|_| origin::with_crate(name, file), |full| format!("{full:#}"))
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
        let some = binary.functions.iter().find(|f| f.name.contains("plain")).unwrap();
        assert!(binary.function(some.start + 1).is_some_and(|found| found.start <= some.start + 1));
        assert_eq!(binary.function(u64::MAX), None);
    }
}
