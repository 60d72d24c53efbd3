//! The scheduler's own frames, folded into one.
//!
//! A parallel loop is split by halves, each split calling the next through a dozen frames of rayon and of the standard
//! library. Drawn as they are, a hundred levels say nothing but "rayon" and push the program's own code out of sight.

use tenfold_analysis::origin::Origin;

/// What a folded run of frames is called.
const FOLDED: &str = "rayon";

/// The line of folded stacks with everything from a frame of rayon to the last one before other code of the program as
/// one frame. A single frame keeps its name.
pub(super) fn without_splits(line: &str, kernel: &str) -> String {
    let Some((stack, count)) = line.trim_end().rsplit_once(' ') else { return line.into() };
    let frames: Vec<&str> = stack.split(';').collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < frames.len() {
        let end =
            if Origin::of(frames[at], kernel) == Origin::Rayon { end_of_run(&frames, at, kernel) } else { at + 1 };
        kept.push(if end - at > 1 { FOLDED } else { frames[at] });
        at = end;
    }
    format!("{} {count}", kept.join(";"))
}

/// Behind the last frame of rayon that is reached from `from` through frames of the standard library or of no known crate.
fn end_of_run(frames: &[&str], from: usize, kernel: &str) -> usize {
    let passes =
        |frame: &&&str| matches!(Origin::of(frame, kernel), Origin::Rayon | Origin::Standard | Origin::Unknown);
    let reached = frames[from..].iter().take_while(passes).count();
    let last = frames[from..from + reached].iter().rposition(|frame| Origin::of(frame, kernel) == Origin::Rayon);
    from + last.unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::without_splits;

    #[test]
    fn splits_become_one_frame_and_own_code_stays() {
        let join = "rayon_core::join::join;catch_unwind<heat::run>;std::panic::catch_unwind;rayon_core::job::execute";
        assert_eq!(
            without_splits(&format!("main;{join};{join};core::ops::call;heat::row;rayon::iter::min 7"), "heat"),
            "main;rayon;core::ops::call;heat::row;rayon::iter::min 7"
        );
    }

    #[test]
    fn what_is_no_stack_stays_as_it_is() {
        for line in ["", "main", "a;b 3", "rayon_core::join 1"] {
            assert_eq!(without_splits(line, "heat"), line);
        }
    }
}
