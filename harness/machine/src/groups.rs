//! The control groups that this process is in, of version 1 and 2 (cgroups(7)).

use procfs_core::FromBufRead;
use procfs_core::process::MountInfo;
use procfs_core::{ProcessCGroup, ProcessCGroups};
use std::path::{Path, PathBuf};

/// The folders of the groups that this process is in and that `controller` may limit, each before the groups around it: a limit
/// anywhere above counts. A container sees its own group as the root; what is above it is not shown.
pub fn folders(root: &Path, controller: &str) -> Vec<PathBuf> {
    let read = |file: &str| std::fs::read_to_string(root.join(file)).unwrap_or_default();
    let groups =
        ProcessCGroups::from_buf_read(read("proc/self/cgroup").as_bytes()).map_or(Vec::new(), |groups| groups.0);
    let mut folders = Vec::new();
    for mount in read("proc/self/mountinfo").lines().filter_map(|line| MountInfo::from_line(line).ok()) {
        let is_here = |group: &&ProcessCGroup| match mount.fs_type.as_str() {
            "cgroup2" => group.controllers.is_empty(),
            "cgroup" => {
                group.controllers.iter().any(|c| c == controller) && mount.super_options.contains_key(controller)
            }
            _ => false,
        };
        let Some(group) = groups.iter().find(is_here) else { continue };
        let top = root.join(mount.mount_point.strip_prefix("/").unwrap_or(&mount.mount_point));
        // Within a container the mount shows the tree from `root` on, and the path may still begin there.
        let path = Path::new(&group.pathname);
        let inside = path.strip_prefix(&mount.root).or_else(|_| path.strip_prefix("/")).unwrap_or(Path::new(""));
        let is_plain = inside.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        let group = if is_plain { top.join(inside) } else { top.clone() };
        folders.extend(group.ancestors().take_while(|folder| folder.starts_with(&top)).map(Path::to_path_buf));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::tests::tree;

    fn shown(files: &[(&str, &str)], controller: &str) -> Vec<String> {
        let tree = tree(files);
        let strip = |folder: &PathBuf| format!("/{}", folder.strip_prefix(tree.path()).unwrap().display());
        folders(tree.path(), controller).iter().map(strip).collect()
    }

    #[test]
    fn all_groups_around_are_looked_at() {
        let v2 = [
            ("proc/self/cgroup", "0::/a/b\n"),
            ("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n"),
        ];
        assert_eq!(shown(&v2, "cpu"), ["/sys/fs/cgroup/a/b", "/sys/fs/cgroup/a", "/sys/fs/cgroup"]);
        let v1 = [
            ("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/y\n"),
            (
                "proc/self/mountinfo",
                "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n\
                 35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
            ),
        ];
        assert_eq!(shown(&v1, "memory"), ["/sys/fs/cgroup/memory/y", "/sys/fs/cgroup/memory"]);
        assert_eq!(shown(&v1, "cpu"), ["/sys/fs/cgroup/cpu,cpuacct/x", "/sys/fs/cgroup/cpu,cpuacct"]);
    }

    #[test]
    fn a_container_sees_its_own_group_as_the_root() {
        let mounted = |root: &str| format!("32 31 0:29 {root} /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
        let shown = |path: &str, root: &str| {
            let group = format!("1:cpu:{path}\n");
            shown(&[("proc/self/cgroup", &group), ("proc/self/mountinfo", &mounted(root))], "cpu")
        };
        assert_eq!(shown("/docker/1f", "/docker/1f"), ["/sys/fs/cgroup/cpu"]);
        assert_eq!(shown("/docker/1f/in", "/docker/1f"), ["/sys/fs/cgroup/cpu/in", "/sys/fs/cgroup/cpu"]);
        assert_eq!(shown("/../other", "/"), ["/sys/fs/cgroup/cpu"], "a group beyond what is shown");
        assert_eq!(shown("/a (deleted)", "/"), ["/sys/fs/cgroup/cpu/a (deleted)", "/sys/fs/cgroup/cpu"]);
    }
}
