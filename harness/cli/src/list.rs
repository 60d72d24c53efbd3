//! `tenfold list`: kernels, variants, params and their limits, experiments.

use crate::args::Json;
use crate::experiments;
use crate::lines::entry;
use serde_json::{Value, json};
use std::process::ExitCode;
use tenfold_kernel::{AnyKernel, ParamSpec};

/// Prints what there is to measure.
pub fn list(args: &Json) -> anyhow::Result<ExitCode> {
    let kernels = tenfold_suite::kernels();
    if args.json {
        let kernels: Vec<Value> = kernels.iter().map(|k| as_json(&**k)).collect();
        let experiments: Vec<Value> = experiments::SHIPPED
            .iter()
            .map(|(name, text)| json!({ "name": name, "question": experiments::question(text) }))
            .collect();
        println!("{}", json!({ "kernels": kernels, "experiments": experiments }));
        return Ok(ExitCode::SUCCESS);
    }
    for kernel in &kernels {
        print(&**kernel);
    }
    println!("experiments (tenfold run NAME)");
    for (name, text) in experiments::SHIPPED {
        println!("{}", entry(2, 22, name, experiments::question(text)));
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(kernel: &dyn AnyKernel) -> Value {
    json!({
        "name": kernel.name(),
        "summary": kernel.summary(),
        "unit": kernel.unit(),
        "params": kernel.specs(),
        "variants": kernel.variants(),
        "externals": kernel.peers(),
        "mutants": kernel.mutants(),
    })
}

/// What a param means, what it may be, and its default.
fn described(spec: &ParamSpec) -> String {
    let default =
        spec.default.map_or("optional".to_string(), |preset| match tenfold_kernel::Value::from(preset).to_string() {
            text if text.is_empty() => "default empty".to_string(),
            text => format!("default {text}"),
        });
    format!("{} ({default}; {})", spec.help, spec.limits)
}

fn print(kernel: &dyn AnyKernel) {
    println!("{}: {}", kernel.name(), kernel.summary());
    println!("  params");
    for spec in kernel.specs() {
        let text = described(spec);
        println!("{}", entry(4, 20, spec.name, &text));
    }
    println!("  variants");
    for variant in kernel.variants() {
        println!("{}", entry(4, 20, variant.name, variant.lesson));
    }
    for peer in kernel.peers() {
        println!("{}", entry(4, 20, peer.name, &format!("external: {}", peer.title)));
    }
    println!();
}
