//! From what the user typed to an order: kernel, variant, params, workers.

use crate::args::Choice;
use crate::fault::mistake;
use tenfold_kernel::{AnyKernel, ParamSpec, Rung, Values, Workers, parse_value};
use tenfold_launch::{memory, mpirun};
use tenfold_machine::{cores, worker_cpus};
use tenfold_measure::order::Order;
use tenfold_plan::{listed, too_large};
use tenfold_record::Transport;

/// The kernel named, or a complaint with the nearest name.
pub fn kernel(name: &str) -> anyhow::Result<Box<dyn AnyKernel>> {
    let kernels = tenfold_suite::kernels();
    let names: Vec<&str> = kernels.iter().map(|k| k.name()).collect();
    let complaint = mistake(format!("there is no kernel '{name}' ({})", listed(name, &names)));
    kernels.into_iter().find(|k| k.name() == name).ok_or(complaint)
}

/// The order to run what was chosen once, with a full check and no sampling.
pub fn order(kernel: &dyn AnyKernel, choice: &Choice) -> anyhow::Result<Order> {
    let (rung, kind) = rung(kernel, &choice.variant)?;
    let transport = match (kind, rung) {
        // An external's ranks are processes.
        (Workers::Ranks, Rung::External) => Some(Transport::Mpi),
        (Workers::Ranks, _) => Some(Transport::from(choice.transport)),
        _ => None,
    };
    if transport.is_none() && Transport::from(choice.transport) == Transport::Mpi {
        let variant = &choice.variant;
        return Err(mistake(format!("--transport mpi is for distributed variants; {variant} is {rung}")));
    }
    if transport == Some(Transport::Mpi) && rung != Rung::External {
        mpirun::mpi().map_err(|why| mistake(format!("--transport mpi: {why}")))?;
    }
    let (params, workers) = (params(kernel, choice.given())?, workers(kind, &choice.variant, choice.workers)?);
    fits(kernel, &params, workers, memory::available().map_err(mistake)?)?;
    let order = Order::of(kernel.name(), &choice.variant, rung, params, workers);
    Ok(Order { transport, cpus: worker_cpus(0), ..order })
}

/// Refuses a problem that does not fit into the memory that is `there`.
pub fn fits(kernel: &dyn AnyKernel, params: &Values, workers: usize, there: Option<f64>) -> anyhow::Result<()> {
    let Some(why) = too_large(kernel, params, workers, there) else { return Ok(()) };
    let given: Vec<String> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Err(mistake(format!("{} with {} is too large: {why}", kernel.name(), given.join(" "))))
}

/// The rung of a variant, and what its workers are.
fn rung(kernel: &dyn AnyKernel, name: &str) -> anyhow::Result<(Rung, Workers)> {
    if let Some(rung) = kernel.rung(name) {
        return Ok((rung, rung.workers()));
    }
    if let Some(peer) = kernel.peers().iter().find(|p| p.name == name) {
        return Ok((Rung::External, peer.workers));
    }
    let own = kernel.variants();
    let names: Vec<&str> = own.iter().map(|v| v.name).chain(kernel.peers().iter().map(|p| p.name)).collect();
    Err(mistake(format!("{} has no variant '{name}' ({})", kernel.name(), listed(name, &names))))
}

fn workers(kind: Workers, variant: &str, given: Option<usize>) -> anyhow::Result<usize> {
    let parallel = kind != Workers::One;
    match given {
        None => Ok(if parallel { cores() } else { 1 }),
        Some(1) => Ok(1),
        Some(n) if !parallel => Err(mistake(format!(
            "--workers {n}: {variant} runs on one worker (variants with threads or ranks take more)"
        ))),
        Some(n) => Ok(n),
    }
}

fn params<'a>(kernel: &dyn AnyKernel, set: impl Iterator<Item = &'a String>) -> anyhow::Result<Values> {
    let mut given = Values::new();
    let names: Vec<&str> = kernel.specs().iter().map(|s| s.name).collect();
    for text in set {
        let Some((name, value)) = text.split_once('=') else {
            return Err(mistake(format!("--set {text}: must be NAME=VALUE, such as --set {}=1", names[0])));
        };
        if name == ParamSpec::OUT {
            return Err(mistake(format!("--set {text}: only `exec` saves its output")));
        }
        if !names.contains(&name) {
            let hint = listed(name, &names);
            return Err(mistake(format!("--set {text}: {} has no param '{name}' ({hint})", kernel.name())));
        }
        let value = parse_value(kernel.specs(), name, value).map_err(|e| mistake(format!("--set {text}: {e}")))?;
        if given.insert(name.to_string(), value).is_some() {
            return Err(mistake(format!("--set {text}: {name} is given twice")));
        }
    }
    kernel.resolve(&given).map_err(|e| mistake(format!("--set: {e}")))
}
