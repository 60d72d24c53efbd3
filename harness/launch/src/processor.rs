//! What the processor says of itself.

use std::fs;
use tenfold_machine::{cores, explained, quota};

/// Said of what a virtual machine does not show.
const HIDDEN: &str = "hidden by the hypervisor";

/// All that compilers and programs can know of the processor.
pub(crate) fn described() -> String {
    let cpu = Cpu::read();
    format!("{} {}", cpu.model, cpu.flags.join(" "))
}

/// What the processor says of itself.
pub(crate) struct Cpu {
    /// What it is called.
    pub model: String,
    flags: Vec<String>,
}

impl Cpu {
    pub fn read() -> Cpu {
        let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let field = |name: &str| {
            let line = info.lines().find(|line| line.split(':').next().is_some_and(|key| key.trim() == name))?;
            Some(line.split_once(':')?.1.trim().to_string())
        };
        let model = field("model name").unwrap_or_else(|| format!("unnamed {} processor", std::env::consts::ARCH));
        let flags = field("flags").or_else(|| field("Features")).unwrap_or_default();
        Cpu { model, flags: flags.split_whitespace().map(str::to_string).collect() }
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }

    fn virtual_machine(&self) -> bool {
        self.has("hypervisor")
    }

    /// "2-core Intel(R) Xeon(R) Processor @ 2.50GHz, avx512".
    pub fn short(&self) -> String {
        let model = self.model.replace("(R)", "").replace("(TM)", "").replace(" CPU", "");
        let model = model.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}-core {model}, {}", cores(), tenfold_kernel::Path::widest().name())
    }

    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let simd = ["sse4_2", "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl", "asimd", "sve"];
        let simd: Vec<&str> = simd.into_iter().filter(|flag| self.has(flag)).collect();
        let not_shown = if self.virtual_machine() { HIDDEN } else { "not shown by this system" };
        let governor = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
        let turbo = match fs::read_to_string("/sys/devices/system/cpu/intel_pstate/no_turbo") {
            Ok(text) => if text.trim() == "0" { "on" } else { "off" }.to_string(),
            Err(_) => not_shown.to_string(),
        };
        vec![
            ("model", self.model.clone()),
            ("cores usable", explained()),
            ("CPU quota", quota::quota().map_or("none".to_string(), |quota| quota.described())),
            ("threads per core", threads_per_core(said("/sys/devices/system/cpu/smt/active", not_shown))),
            ("SIMD", simd.join(" ")),
            ("widest path used", tenfold_kernel::Path::widest().name().to_string()),
            ("virtual machine", if self.virtual_machine() { "yes" } else { "no" }.to_string()),
            ("frequency governor", said(governor, not_shown)),
            ("turbo", turbo),
        ]
    }
}

/// What `smt/active` says: whether cores run several threads at once.
fn threads_per_core(active: String) -> String {
    match active.as_str() {
        "0" => "1 (no SMT)".to_string(),
        "1" => "several (SMT)".to_string(),
        _ => active,
    }
}

/// The one line a file of the system holds.
pub(crate) fn said(file: &str, otherwise: &str) -> String {
    fs::read_to_string(file).map_or_else(|_| otherwise.to_string(), |text| text.trim().to_string())
}
