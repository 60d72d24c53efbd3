//! The few lines of a source that a slide shows.
//!
//! The rule is the same for every kernel, so that nobody has to choose for each: what follows the comment `Heart:`, where
//! a source has one, and else the last section of `run`. A source has a heart where the work is done by another function
//! of the file than `run`; in Python without a heart it is the whole of `run`.

/// How a comment marks the heart of a source.
const HEART: &str = "Heart:";

/// The heart of `source` (Rust, Python, C, C++ or Fortran), without attributes and without its indentation; `None` where the
/// source has neither a heart nor a function `run`.
///
/// ```
/// let source = "pub fn run() {\n    // Layout.\n    let a = 1;\n\n    // Steps.\n    step(a);\n}\n";
/// assert_eq!(tenfold_kernel::heart(source).as_deref(), Some("// Steps.\nstep(a);"));
/// ```
pub fn heart(source: &str) -> Option<String> {
    let lines: Vec<&str> = source.lines().collect();
    let start = marked(&lines).or_else(|| run(&lines))?;
    let indent = indent(lines[start]);
    let mut kept: Vec<&str> = Vec::new();
    for (index, line) in lines[start..].iter().enumerate() {
        if ends(&lines, start, start + index, indent) {
            break;
        }
        if !line.trim_start().starts_with("#[") {
            kept.push(line.get(indent..).unwrap_or_default());
        }
        if indent == 0 && closes(line) {
            break;
        }
    }
    let text = kept.join("\n");
    Some(text.trim_end().to_string()).filter(|text| !text.is_empty())
}

/// The line after the mark and the documentation that may stand between.
fn marked(lines: &[&str]) -> Option<usize> {
    let mark = lines.iter().position(|line| comment(line).is_some_and(|text| text.starts_with(HEART)))?;
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#[");
    (mark + 1..lines.len()).find(|&index| is_code(&lines[index]))
}

/// The last heading inside `run`; in Python, `run` itself.
fn run(lines: &[&str]) -> Option<usize> {
    if let Some(start) = lines.iter().position(|line| line.starts_with("def run(")) {
        return Some(start);
    }
    let start = lines.iter().position(|line| line.starts_with("pub fn run") || line.starts_with("fn run"))?;
    // A `run` that only chooses the path hands over to the function behind it, which has the sections.
    let headings = (start..lines.len()).take_while(|&index| !is_behind(lines, start, index));
    headings.filter(|&index| is_heading(lines, index)).last().or(Some(start))
}

/// Whether the functions that `run` is made of have ended before `index`: with the first item that has documentation.
fn is_behind(lines: &[&str], start: usize, index: usize) -> bool {
    index > start && (lines[index].starts_with("///") || lines[index].starts_with("#[cfg(test)]"))
}

/// Whether the excerpt that began at `start` is over before `index`.
fn ends(lines: &[&str], start: usize, index: usize, indent_of_start: usize) -> bool {
    let line = lines[index];
    if index == start || line.trim().is_empty() {
        return false;
    }
    let indent = indent(line);
    indent < indent_of_start
        || (indent_of_start > 0 && is_heading(lines, index))
        || (indent_of_start == 0
            && indent == 0
            && !closes(line)
            && !line.starts_with(')')
            && !lines[index - 1].starts_with('@'))
}

/// The sections of `run` by the words that open them, in their order: "Layout", "Steps".
pub(crate) fn headings(source: &str) -> Vec<&str> {
    let lines: Vec<&str> = source.lines().collect();
    let Some(start) = lines.iter().position(|line| line.starts_with("pub fn run(")) else { return Vec::new() };
    let body = (start..lines.len()).take_while(|&index| index == start || !is_behind(&lines, start, index));
    let word = |index: usize| comment(lines[index])?.split(|c: char| !c.is_alphabetic()).next();
    body.filter(|&index| is_heading(&lines, index)).filter_map(word).collect()
}

/// Whether `line` is the end of a function that began at the margin.
fn closes(line: &str) -> bool {
    line == "}" || line.starts_with("end ")
}

/// A comment that opens a section: it stands after an empty line or opens a block, and is a word with `.` or `:` behind it.
fn is_heading(lines: &[&str], index: usize) -> bool {
    let opens = index == 0 || lines[index - 1].trim().is_empty() || lines[index - 1].ends_with('{');
    let Some(text) = comment(lines[index]).filter(|_| opens && indent(lines[index]) == 4) else { return false };
    let word = text.chars().take_while(|c| c.is_alphabetic()).count();
    word > 0 && text.chars().nth(word).is_some_and(|c| c == '.' || c == ':')
}

fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["// ", "# ", "! "].into_iter().find_map(|mark| line.strip_prefix(mark))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::heart;

    const SOURCE: &str = "\
//! Doc.

/// Runs.
pub fn run(n: usize) {
    // Layout: bytes.
    let a = 1;

    // Steps.
    #[allow(lint)]
    for i in 0..n {
        // Not a heading.
        step(i);
    }
}

/// One step.
fn step(i: usize) {
    // Points.
    i + 1;
}
";

    #[test]
    fn without_a_mark_it_is_the_last_section_of_run() {
        let want = "// Steps.\nfor i in 0..n {\n    // Not a heading.\n    step(i);\n}";
        assert_eq!(heart(SOURCE).unwrap(), want);
    }

    #[test]
    fn a_run_that_hands_over_is_followed() {
        let source = "pub fn run() {\n    run_on(4);\n}\n\nfn run_on(n: u8) {\n    // Steps.\n    go(n);\n}\n";
        assert_eq!(heart(source).unwrap(), "// Steps.\ngo(n);");
    }

    #[test]
    fn the_mark_wins_and_shows_one_function() {
        let source = SOURCE.replace("/// One step.", "// Heart: one step.\n/// One step.\n#[inline]");
        assert_eq!(heart(&source).unwrap(), "fn step(i: usize) {\n    // Points.\n    i + 1;\n}");
    }

    #[test]
    fn a_mark_inside_a_function_shows_the_rest_of_its_block() {
        let source = "fn f() {\n    loop {\n        // Heart: it.\n        a();\n\n        b();\n    }\n}\n";
        assert_eq!(heart(source).unwrap(), "a();\n\nb();");
    }

    #[test]
    fn of_python_it_is_run_or_what_is_marked() {
        let source = "import x\n\n\ndef run(a):\n    b = 1\n\n    return b\n\n\ndef pack(a):\n    return a\n";
        assert_eq!(heart(source).unwrap(), "def run(a):\n    b = 1\n\n    return b");
        let marked = source.replace("def pack", "# Heart: packing.\ndef pack");
        assert_eq!(heart(&marked).unwrap(), "def pack(a):\n    return a");
        let decorated = source.replace("def pack", "# Heart: packing.\n@njit\ndef pack");
        assert_eq!(heart(&decorated).unwrap(), "@njit\ndef pack(a):\n    return a");
    }

    #[test]
    fn of_c_and_fortran_it_is_what_is_marked() {
        let c =
            "static int a;\n\n// Heart: it.\nvoid run(int n) {\n    #pragma omp for\n    for (;;) go();\n}\n\nint b;\n";
        assert_eq!(heart(c).unwrap(), "void run(int n) {\n    #pragma omp for\n    for (;;) go();\n}");
        let fortran =
            "! Heart: it.\nsubroutine step(u)\n  u = 1\nend subroutine\n\nsubroutine other()\nend subroutine\n";
        assert_eq!(heart(fortran).unwrap(), "subroutine step(u)\n  u = 1\nend subroutine");
    }

    #[test]
    fn sections_are_those_of_run() {
        assert_eq!(super::headings(SOURCE), ["Layout", "Steps"]);
        assert!(super::headings("fn other() {}").is_empty());
    }

    #[test]
    fn what_has_neither_has_none() {
        assert_eq!(heart(""), None);
        assert_eq!(heart("fn other() {}\n"), None);
    }
}
