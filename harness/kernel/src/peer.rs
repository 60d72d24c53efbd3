//! Peers: the externals that ship with a kernel.

use crate::agreement::Described;
use crate::{Agreement, Kernel, Workers};
use serde::{Deserialize, Serialize};

/// An external variant that ships with the kernel: our own code in another language, driven by the harness. Declared by
/// [`peer!`](crate::peer!).
pub struct Peer<K: Kernel> {
    /// What does not depend on the kernel's types.
    pub info: PeerInfo,
    /// How closely it agrees with the reference answer.
    pub agreement: Agreement<K>,
}

/// A peer as the registry shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerInfo {
    /// Unique within the kernel: `python`, `numpy`, `c`, `openmp`.
    pub name: &'static str,
    /// The language or library, as people write it.
    pub title: &'static str,
    /// What runs it.
    pub language: Language,
    /// What its workers are.
    pub workers: Workers,
    /// How closely it agrees with the reference answer.
    pub agreement: Described,
    /// Its file, relative to the kernel's folder: `peers/plain_python.py`.
    pub file: &'static str,
    /// Its source text.
    #[serde(skip)]
    pub source: &'static str,
}

/// What runs a peer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Language {
    /// The Python interpreter.
    Python {
        /// The packages it imports, beside the standard library.
        packages: &'static [Package],
    },
    /// A compiler, which makes a program of it first.
    Compiled {
        /// The compiler.
        compiler: Compiler,
        /// Its flags, and the libraries to link.
        flags: &'static [&'static str],
    },
}

impl Language {
    /// Its name as Markdown marks code: "python", "c".
    pub const fn name(self) -> &'static str {
        match self {
            Language::Python { .. } => "python",
            Language::Compiled { compiler: Compiler::C, .. } => "c",
            Language::Compiled { compiler: Compiler::Cpp, .. } => "cpp",
            Language::Compiled { compiler: Compiler::Fortran, .. } => "fortran",
            Language::Compiled { compiler: Compiler::Rust, .. } => "rust",
        }
    }
}

/// A Python package.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Package {
    /// As pip names it: "scikit-learn".
    pub distribution: &'static str,
    /// As it is imported: "sklearn".
    pub module: &'static str,
}

/// A compiler, found by its usual name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compiler {
    /// A C compiler (`CC`, else `cc`).
    C,
    /// A C++ compiler (`CXX`, else `c++`).
    Cpp,
    /// A Fortran compiler (`FC`, else `gfortran`).
    Fortran,
    /// Cargo (`CARGO`, else `cargo`), for a library of Rust's: the flags are the crates to use, `faer=0.22.6`.
    Rust,
}

impl<K: Kernel> Peer<K> {
    /// See [`peer!`](crate::peer!).
    #[doc(hidden)]
    pub fn new(
        name: &'static str,
        title: &'static str,
        language: Language,
        file: &'static str,
        source: &'static str,
    ) -> Peer<K> {
        let agreement = K::AGREEMENT.described();
        let info = PeerInfo { name, title, language, workers: Workers::One, agreement, file, source };
        Peer { info, agreement: K::AGREEMENT }
    }

    /// It runs on this kind of workers, and is given as many as the cell has.
    pub fn on(mut self, workers: Workers) -> Self {
        self.info.workers = workers;
        self
    }

    /// It agrees with the reference answer otherwise than [`Kernel::AGREEMENT`] says.
    pub fn agrees(mut self, agreement: Agreement<K>) -> Self {
        self.info.agreement = agreement.described();
        self.agreement = agreement;
        self
    }
}

/// Declares a [`Peer`] of one worker that agrees as [`Kernel::AGREEMENT`] says; [`Peer::on`] and [`Peer::agrees`] change that. To be called in
/// `src/lib.rs`: the file is relative to the kernel's folder.
///
/// ```ignore
/// peer!("numpy", "NumPy", "peers/with_numpy.py", Python ["numpy"]),
/// peer!("sklearn", "scikit-learn", "peers/with_sklearn.py", Python ["numpy", "scikit-learn" = "sklearn"]),
/// peer!("faer", "faer", "peers/with_faer.rs", Rust ["faer=0.22.6"]),
/// peer!("openmp", "C with OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"]).on(Workers::Threads),
/// ```
#[macro_export]
macro_rules! peer {
    ($name:literal, $title:literal, $file:literal, Python [$($package:literal $(= $module:literal)?),* $(,)?]) => {
        $crate::peer!(@of $name, $title, $file, $crate::Language::Python {
            packages: &[$($crate::Package {
                distribution: $package,
                module: $crate::peer!(@module $package $(, $module)?),
            }),*],
        })
    };
    ($name:literal, $title:literal, $file:literal, $compiler:ident [$($flag:literal),* $(,)?]) => {
        $crate::peer!(@of $name, $title, $file, $crate::Language::Compiled {
            compiler: $crate::Compiler::$compiler,
            flags: &[$($flag),*],
        })
    };
    (@module $package:literal) => { $package };
    (@module $package:literal, $module:literal) => { $module };
    (@of $name:literal, $title:literal, $file:literal, $language:expr) => {
        $crate::Peer::new($name, $title, $language, $file, include_str!(concat!("../", $file)))
    };
}
