//! The part of stacks that says something of the kernel.

/// Samples that never reach the kernel's own code.
const ELSEWHERE: &str = "elsewhere";

/// `folded` stacks from the first frame of `kernel` on, at most `levels` deep: the frames before it only start the program and
/// its threads. Stacks that never reach the kernel become one frame. If none reaches it (a profile of another program),
/// all keep their root.
pub(super) fn from_kernel(folded: &[String], kernel: &str, levels: usize) -> String {
    let own = [format!("{kernel}::"), format!("<{kernel}::")];
    let is_own = |frame: &str| own.iter().any(|start| frame.starts_with(start.as_str()));
    let stacks = || folded.iter().filter_map(|line| line.trim_end().rsplit_once(' '));
    let is_reached = stacks().any(|(stack, _)| stack.split(';').any(is_own));
    let lines = stacks().map(|(stack, count)| {
        let frames: Vec<&str> = stack.split(';').collect();
        match frames.iter().position(|frame| is_own(frame) || !is_reached) {
            Some(from) => format!("{} {count}", frames[from..frames.len().min(from.saturating_add(levels))].join(";")),
            None => format!("{ELSEWHERE} {count}"),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::from_kernel;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_string).collect()
    }

    #[test]
    fn what_leads_to_the_kernel_is_left_away() {
        let folded = lines("main;batch;heat::run;heat::step 3\nmain;sys 2\nclone;<heat::Row as X>::go;min 4");
        assert_eq!(from_kernel(&folded, "heat", 9), "heat::run;heat::step 3\nelsewhere 2\n<heat::Row as X>::go;min 4");
    }

    #[test]
    fn no_stack_is_deeper_than_the_slide() {
        assert_eq!(from_kernel(&lines("k::a;b;c;d 1"), "k", 3), "k::a;b;c 1");
        assert_eq!(from_kernel(&[], "k", 3), "");
    }

    #[test]
    fn stacks_of_which_none_reaches_the_kernel_stay_as_they_are() {
        assert_eq!(from_kernel(&lines("python;f;g 3\npython;h 1"), "k", 2), "python;f 3\npython;h 1");
    }
}
