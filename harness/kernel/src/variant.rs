//! Variants: the implementations of a kernel, and the mutants beside them.

use crate::{Agreement, Kernel, Path, Rung, Workspace};
use tenfold_comm::{Comm, Traffic};

/// What a variant is given besides its input and memory: the same for every rung.
pub struct Setting<'a, P, L = ()> {
    /// The problem.
    pub params: &'a P,
    /// What it made for itself before timing started.
    pub plan: &'a L,
    /// The instructions it may use.
    pub path: Path,
    /// The ranks. One alone for what is not distributed; threads are those of the rayon pool it is called in.
    pub comm: &'a Comm,
}

impl<'a, P, L> Setting<'a, P, L> {
    /// The same with another plan.
    pub fn with<M>(&self, plan: &'a M) -> Setting<'a, P, M> {
        Setting { params: self.params, plan, path: self.path, comm: self.comm }
    }

    /// What `run` makes of another problem: for mutants that misread theirs.
    pub fn misread<R>(&self, change: impl FnOnce(&mut P), run: impl FnOnce(&Setting<'_, P, L>) -> R) -> R
    where
        P: Clone,
    {
        let mut params = self.params.clone();
        change(&mut params);
        run(&Setting { params: &params, plan: self.plan, path: self.path, comm: self.comm })
    }
}

/// A kernel's variant made ready: plan and all.
pub(crate) type Run<K> =
    Box<dyn Fn(&Setting<<K as Kernel>::Params>, &<K as Kernel>::Input, &Workspace, &mut <K as Kernel>::Output) + Send>;

/// Makes a variant ready for one launch.
type Prepare<K> = Box<dyn Fn(&Setting<<K as Kernel>::Params>, &<K as Kernel>::Input) -> Run<K> + Send + Sync>;

/// One implementation of a kernel. Declared by [`variant!`](crate::variant!).
pub struct Variant<K: Kernel> {
    /// Unique within the kernel: the rung's name, or rung-and-flavour as in `vectorised-bits`.
    pub name: &'static str,
    /// The rung it stands on.
    pub rung: Rung,
    /// What is to be learnt from it, in one line.
    pub lesson: &'static str,
    /// Its source text, for side-by-side views.
    pub source: &'static str,
    /// How closely it agrees with the naive variant.
    pub agreement: Agreement<K>,
    /// Whether it has but one path, that of every machine.
    pub is_portable: bool,
    /// Bytes that one run moves to and from memory on a problem that no cache holds.
    pub streamed_bytes: Option<fn(&K::Params) -> f64>,
    /// Messages that `rank` of `ranks` sends in one run, those of collective calls included.
    pub messages: Option<fn(&K::Params, rank: usize, ranks: usize) -> Traffic>,
    pub(crate) prepare: Prepare<K>,
}

impl<K: Kernel> Variant<K> {
    /// See [`variant!`](crate::variant!).
    #[doc(hidden)]
    pub fn new<L: Send + 'static>(
        name: &'static str,
        lesson: &'static str,
        source: &'static str,
        plan: fn(&Setting<K::Params>, &K::Input) -> L,
        run: fn(&Setting<K::Params, L>, &K::Input, &Workspace, &mut K::Output),
    ) -> Variant<K> {
        let rung = Rung::of(name).unwrap_or_else(|| panic!("'{name}' does not begin with the name of a rung"));
        let prepare: Prepare<K> = Box::new(move |setting, input| {
            let plan = plan(setting, input);
            Box::new(move |setting, input, space, output| run(&setting.with(&plan), input, space, output))
        });
        let agreement = if rung == Rung::Naive { Agreement::Bitwise } else { K::AGREEMENT };
        let is_portable = rung == Rung::Naive;
        Variant { name, rung, lesson, source, agreement, is_portable, streamed_bytes: None, messages: None, prepare }
    }

    /// It agrees with the reference answer otherwise than [`Kernel::AGREEMENT`] says.
    pub fn agrees(self, agreement: Agreement<K>) -> Self {
        Variant { agreement, ..self }
    }

    /// It takes the same path on every machine, as the naive variant does anyway.
    pub fn portable(self) -> Self {
        Variant { is_portable: true, ..self }
    }

    /// Bytes that one run moves to and from memory on a problem that no cache holds, lines that its stores fetch before they
    /// overwrite them included. Not said where they are the compulsory bytes, or nobody knows.
    pub fn streams(self, bytes: fn(&K::Params) -> f64) -> Self {
        Variant { streamed_bytes: Some(bytes), ..self }
    }

    /// Messages and bytes that `rank` of `ranks` sends in one run, those of collective calls included
    /// (`tenfold_comm::sent_by`). Not said where they depend on who is done first.
    pub fn sends(self, messages: fn(&K::Params, rank: usize, ranks: usize) -> Traffic) -> Self {
        Variant { messages: Some(messages), ..self }
    }

    /// The paths it can take here, the plainest first.
    pub fn paths(&self) -> &'static [Path] {
        if self.is_portable { &Path::all()[..1] } else { Path::all() }
    }
}

/// Declares a [`Variant`] by the module that holds it and its lesson. Its name, rung, file and source follow from the module:
/// `vectorised_bits` is "vectorised-bits", on the vectorised rung, in `src/vectorised_bits.rs`. To be called in `src/lib.rs`.
///
/// The module has `run`, and with `plan` after its name also a function `plan` that makes what `run` finds in its
/// [`Setting`]:
///
/// ```ignore
/// variant!(naive, "The definition, and the base of every ratio"),
/// variant!(vectorised, plan, "Packed once, multiplied often").agrees(within_rounding),
/// ```
#[macro_export]
macro_rules! variant {
    ($module:ident, $lesson:expr) => {
        $crate::variant!(@with $module, |_, _| (), $lesson)
    };
    ($module:ident, plan, $lesson:expr) => {
        $crate::variant!(@with $module, $module::plan, $lesson)
    };
    (@with $module:ident, $plan:expr, $lesson:expr) => {
        $crate::Variant::new(
            $crate::dashed!($module),
            $lesson,
            include_str!(concat!(stringify!($module), ".rs")),
            $plan,
            $module::run,
        )
    };
}

/// A file of the kernel's that its variants are made of, beside their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct File {
    /// Relative to the kernel's folder: `src/row.rs`.
    pub file: &'static str,
    /// Its text (`include_str!`).
    pub text: &'static str,
}

/// The [`File`]s of these names, which are relative to `src`, where the macro is to be called.
#[macro_export]
macro_rules! files {
    ($($file:literal),+ $(,)?) => {
        &[$($crate::File { file: concat!("src/", $file), text: include_str!($file) }),+]
    };
}

/// A deliberately wrong variant. At least one oracle or the agreement with the reference answer must catch it. Declared by
/// [`mutant!`](crate::mutant!).
pub struct Mutant<K: Kernel> {
    /// What is wrong, as a short name.
    pub name: &'static str,
    /// The rung whose workers it runs on, and whose shares of input and output it is given: one worker, if not said.
    pub rung: Rung,
    /// The wrong implementation.
    pub run: fn(&Setting<K::Params>, &K::Input, &Workspace, &mut K::Output),
}

/// Declares a [`Mutant`] by its function: `one_step_short` is "one-step-short". A function that is not its own (a closure)
/// stands after the name, and before it the rung, where it is wrong in the way of another than the naive one. What is right but
/// for the params is told by how they are misread, and done by `naive::run`, which has to be in scope:
///
/// ```ignore
/// mutant!(one_step_short),
/// mutant!(one_step_more misreads |params| params.steps += 1),
/// mutant!(swapped, |setting, input, space, output| naive::run(setting, &swapped(input), space, output)),
/// mutant!(stale_halo on Distributed, |setting, input, space, output| distributed::stale(setting, input, space, output)),
/// ```
#[macro_export]
macro_rules! mutant {
    ($run:ident) => {
        $crate::mutant!($run, $run)
    };
    ($name:ident misreads $change:expr) => {
        $crate::mutant!($name, |setting, input, space, output| {
            setting.misread($change, |setting| naive::run(setting, input, space, output))
        })
    };
    ($name:ident, $run:expr) => {
        $crate::mutant!($name on Naive, $run)
    };
    ($name:ident on $rung:ident, $run:expr) => {
        $crate::Mutant { name: $crate::dashed!($name), rung: $crate::Rung::$rung, run: $run }
    };
}
