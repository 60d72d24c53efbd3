//! Which machine this is, and which boot of it: what was measured on one is never completed on another.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// A machine, as far as it can be told from all others.
pub(crate) struct Machine {
    /// A digest: what it is made of is nobody's business.
    pub id: String,
    /// What it is known by, in words.
    pub known_by: String,
    /// This boot of it.
    pub boot: String,
}

impl Machine {
    /// Reads what the system says.
    pub fn read() -> Machine {
        let boot = boot();
        let said = |file: &str| fs::read_to_string(file).ok();
        let parts = Parts {
            machine_id: said("/etc/machine-id"),
            product_uuid: said("/sys/class/dmi/id/product_uuid"),
            in_container: in_container(),
        };
        let (known_by, name) = parts.known(&boot);
        // The same disk in another computer, or the same image started elsewhere, is another machine.
        let cpus = said("/sys/devices/system/cpu/possible").unwrap_or_default();
        let id = digest(&["machine", &name, &crate::processor::Cpu::read().model, cpus.trim()]);
        Machine { id, known_by, boot: digest(&["boot", &boot]) }
    }
}

/// What may name a machine.
struct Parts {
    /// Drawn when the system was installed (machine-id(5)).
    machine_id: Option<String>,
    /// The mainboard's, or the virtual machine's; often for root's eyes alone.
    product_uuid: Option<String>,
    /// Whether the files are those of an image that may run on many machines at once.
    in_container: bool,
}

impl Parts {
    /// What the machine is known by, and its name.
    fn known(&self, boot: &str) -> (String, String) {
        let sound = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default().trim().to_string();
            let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
            // A maker who has left it out writes zeros, or the same digit all over.
            (digits.len() == 32 && digits.iter().any(|digit| *digit != digits[0])).then_some(text)
        };
        let of_image = self.in_container;
        if let Some(id) = sound(&self.machine_id).filter(|_| !of_image) {
            return ("/etc/machine-id and the processor".into(), id);
        }
        if let Some(id) = sound(&self.product_uuid) {
            return ("the product UUID and the processor".into(), id);
        }
        let why = if of_image { "a container's files do not identify its host" } else { "there is no /etc/machine-id" };
        (format!("this boot only, because {why}: after a restart it counts as another machine"), boot.to_string())
    }
}

/// Whether this is a container: its host's files are not to be seen.
fn in_container() -> bool {
    let marked =
        ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"].iter().any(|file| Path::new(file).exists());
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    marked || mounts.lines().any(|line| line.split(' ').skip(1).take(2).eq(["/", "overlay"]))
}

#[cfg(target_os = "linux")]
fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map_or_else(|_| unique(), |text| text.trim().to_string())
}

#[cfg(target_os = "macos")]
fn boot() -> String {
    let said = std::process::Command::new("sysctl").args(["-n", "kern.bootsessionuuid"]).output();
    said.map_or_else(|_| unique(), |output| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn boot() -> String {
    unique()
}

/// Where nobody tells boots apart, no two processes are known to be of the same one.
fn unique() -> String {
    format!("{}-{}", std::process::id(), tenfold_measure::clock::unix_ms())
}

fn digest(parts: &[&str]) -> String {
    tenfold_kernel::hex(&Sha256::digest(format!("tenfold\0{}", parts.join("\0")))[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef\n";
    const UUID: &str = "12345678-9ABC-DEF0-1234-56789ABCDEF0\n";

    fn known(machine_id: Option<&str>, product_uuid: Option<&str>, in_container: bool, boot: &str) -> (String, String) {
        let owned = |text: Option<&str>| text.map(str::to_string);
        Parts { machine_id: owned(machine_id), product_uuid: owned(product_uuid), in_container }.known(boot)
    }

    #[test]
    fn a_machine_is_the_same_after_a_restart_and_a_container_only_where_its_host_is_known() {
        let after = |id, uuid, container| known(id, uuid, container, "b1").1 == known(id, uuid, container, "b2").1;
        assert!(after(Some(ID), None, false));
        assert!(after(None, Some(UUID), false));
        assert!(after(Some(ID), Some(UUID), true));
        // The id is the image's: hundreds of machines may have it.
        assert!(!after(Some(ID), None, true));
        for missing in [None, Some(""), Some("uninitialized\n"), Some("00000000000000000000000000000000")] {
            assert!(!after(missing, None, false), "{missing:?}");
            assert!(!after(None, missing, true), "{missing:?}");
        }
        assert!(known(None, None, false, "b1").0.contains("this boot only"));
    }

    #[test]
    fn this_machine_is_itself() {
        let (first, second) = (Machine::read(), Machine::read());
        assert_eq!((&first.id, &first.boot), (&second.id, &second.boot));
        assert_ne!(first.id, first.boot);
    }
}
