//! The templates in `ci/`, run as their systems run them: every step in order, in a clean clone of a small project, with the
//! real program. `lints.rs` asks actionlint and ShellCheck.

mod lints;
mod project;
mod template;

use crate::common::{Ran, git};
use project::{NOISY, Project, SLOWER, STEADY};
use std::fs;
use std::path::PathBuf;
use template::{MINUTES, Step, cron, github, gitlab, is_warning_on_gitlab, jenkins};

/// All of them ended with 0.
#[track_caller]
fn well(ran: Vec<Ran>) {
    ran.into_iter().for_each(|ran| drop(ran.well()));
}

/// A night on GitHub, in a clean clone; `reference` is what somebody typed there.
fn night_on_github(project: &Project, clone: &str, reference: &str) -> Vec<Ran> {
    let steps = github("github-nightly.yml", "night", &[("inputs.reference", reference)]);
    assert_eq!(steps.len(), 3);
    project.job(&project.cloned(clone, "origin/main"), &steps, &[])
}

#[test]
fn nights_on_github_are_kept_on_a_branch() {
    let project = Project::new();
    well(night_on_github(&project, "first", ""));
    assert_eq!(project.nights(), 1);
    let parent = git(&project.path("work"), &["rev-parse", "main~1"]);
    assert_eq!(project.reference(), parent, "the first night pins its revision's parent");
    for page in ["first/tenfold-site/index.html", "first/tenfold-history/reference"] {
        assert!(project.path(page).exists(), "{page}");
    }

    let moved = project.commit("main", STEADY, "three");
    well(night_on_github(&project, "second", ""));
    assert_eq!((project.nights(), project.reference()), (2, parent));
    well(night_on_github(&project, "third", &moved));
    assert_eq!((project.nights(), project.reference()), (3, moved));
    let clean = git(&project.path("third"), &["status", "--porcelain"]);
    assert_eq!(clean, "", "the clone's own files and index stay as they are");
}

#[test]
fn two_nights_at_the_same_time_lose_nothing() {
    let project = Project::new();
    let program = env!("CARGO_BIN_EXE_tenfold");
    let one = |name: &'static str| {
        let clone = project.cloned(name, "origin/main");
        project.step(&clone, &night(), &[("TENFOLD", program)])
    };
    std::thread::scope(|scope| {
        let jobs = ["one", "other"].map(|name| scope.spawn(move || one(name)));
        jobs.into_iter().for_each(|job| drop(job.join().unwrap().well()));
    });
    assert_eq!(project.nights(), 2, "{:?}", project.kept());
    // Whoever came second has the night of the other, too.
    let has = |name: &str| fs::read_dir(project.path(name).join("tenfold-history/nights")).unwrap().count();
    assert_eq!(has("one").max(has("other")), 2);
}

/// The script alone.
fn night() -> Step {
    Step { script: format!("ci/nightly.sh --minutes {MINUTES}"), ..cron() }
}

#[test]
fn a_night_that_could_not_be_pushed_goes_out_with_the_next_and_a_damaged_history_does_not() {
    let project = Project::new();
    let clone = project.cloned("clone", "origin/main");
    let program = env!("CARGO_BIN_EXE_tenfold");
    let again = || project.step(&clone, &night(), &[("TENFOLD", program)]);
    let hook = project.path("origin/hooks/pre-receive");
    project.tool("refuse", "exit 1");
    fs::copy(project.path("tools/refuse"), &hook).unwrap();
    let refused = again().ends_with(3);
    assert!(refused.err.contains("could not push") && refused.err.contains("the night is kept in"), "{}", refused.err);
    assert!(refused.err.contains("pre-receive hook declined"), "{}", refused.err);
    fs::remove_file(hook).unwrap();
    // What belongs to a night goes with it, what was half written does not.
    let flames = clone.join("tenfold-history/flames");
    fs::create_dir_all(&flames).unwrap();
    [".part", "a.svg"].iter().for_each(|name| fs::write(flames.join(name), "x").unwrap());
    again().well();
    assert_eq!(project.nights(), 2);
    let kept = project.kept();
    let beside: Vec<&String> = kept.iter().filter(|name| !name.starts_with("nights/")).collect();
    assert_eq!(beside, ["flames/a.svg", "reference"]);

    let damaged = clone.join("tenfold-history/nights/19700101-000000-000000000000-0000.jsonl");
    fs::write(&damaged, "{\"format\":1,").unwrap();
    let refused = again().ends_with(3);
    assert!(refused.err.contains("damaged; nothing was pushed"), "{}", refused.err);
    assert_eq!(project.nights(), 2);

    git(&clone, &["remote", "set-url", "origin", "../nowhere"]);
    assert!(again().ends_with(3).err.contains("could not fetch the branch tenfold-history"));
}

/// A pull request on GitHub: the clone has it merged into its base. Its steps, and the summary.
fn gate_on_github(project: &Project, branch: &str, env: &[(&str, &str)]) -> (Vec<Ran>, String) {
    let values = [("github.token", "secret"), ("github.event.number", "7")];
    let steps = github("github-gate.yml", "gate", &values);
    assert_eq!(steps.len(), 4);
    let clone = project.cloned(branch, "origin/main");
    git(&clone, &["merge", "-q", "--no-ff", "-m", "merged", &format!("origin/{branch}")]);
    let summary = project.path(&format!("{branch}.md"));
    let named = summary.to_string_lossy().into_owned();
    let own = [("GITHUB_BASE_REF", "main"), ("GITHUB_REPOSITORY", "a/b"), ("GITHUB_STEP_SUMMARY", named.as_str())];
    let ran = project.job(&clone, &steps, &[&own[..], env].concat());
    (ran, fs::read_to_string(summary).unwrap_or_default())
}

/// GitHub's program, which remembers the comment that was posted, and its calls.
const GH: &str = r#"
[ "$GH_TOKEN" = secret ] || exit 4
echo "$*" >>"$HOME/calls"
case "$*" in
*--paginate*) [ ! -e "$HOME/comment" ] || echo https://api.github.com/repos/a/b/issues/comments/1;;
*body=@*) cp tenfold-comment.md "$HOME/comment";;
esac
"#;

#[test]
fn the_gate_on_github_comments_and_fails_on_a_slowdown() {
    let project = Project::new();
    project.tool("gh", GH);
    project.commit("slower", SLOWER, "slower");
    let (mut ran, summary) = gate_on_github(&project, "slower", &[]);
    ran.pop().unwrap().well();
    ran.pop().unwrap().ends_with(1);
    well(ran);
    let comment = fs::read_to_string(project.home().join("comment")).unwrap();
    assert_eq!(comment, format!("<!-- tenfold gate -->\n{summary}"));
    assert!(summary.contains("slower"), "{summary}");

    // The next push changes that comment.
    project.commit("accepted", SLOWER, "slower\n\n[perf-ok: it is right now]");
    let (ran, summary) = gate_on_github(&project, "accepted", &[]);
    well(ran);
    assert!(summary.contains("it is right now"), "{summary}");
    let calls = fs::read_to_string(project.home().join("calls")).unwrap();
    let posted: Vec<&str> = calls.lines().filter(|call| call.contains("body=@")).collect();
    assert_eq!(posted.len(), 2, "{calls}");
    assert!(posted[0].starts_with("api repos/a/b/issues/7/comments "), "{calls}");
    assert!(posted[1].starts_with("api --method PATCH https://api.github.com/repos/a/b/issues/comments/1 "), "{calls}");
}

#[test]
fn the_gate_on_github_passes_with_a_warning_where_it_cannot_say_and_needs_no_permission_to_comment() {
    let project = Project::new();
    project.tool("gh", "echo '{\"message\":\"Resource not accessible by integration\"}'; exit 1");
    project.commit("noisy", NOISY, "noisy");
    let (mut ran, summary) = gate_on_github(&project, "noisy", &[]);
    let (comment, gate) = (ran.pop().unwrap().well(), ran.pop().unwrap().well());
    assert!(gate.out.contains("::warning title=Tenfold::"), "{}", gate.out);
    assert!(comment.out.contains("::notice title=Tenfold::"), "{}", comment.out);
    assert!(!summary.is_empty());

    // What is no verdict is a failure.
    project.commit("broken", STEADY, "broken");
    let (mut ran, summary) = gate_on_github(&project, "broken", &[("THRESHOLD", "much")]);
    ran.pop().unwrap().well();
    ran.pop().unwrap().ends_with(2);
    assert_eq!(summary, "");
}

#[test]
fn gitlab_has_a_gate_a_night_and_pages() {
    let project = Project::new();
    project.commit("slower", SLOWER, "slower");
    project.commit("same", STEADY, "same");
    for (branch, code) in [("slower", 1), ("same", 0)] {
        let clone = project.cloned(branch, &format!("origin/{branch}"));
        let ran = project.step(&clone, &gitlab("gate"), &[("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]);
        let ran = ran.ends_with(code);
        assert!(ran.out.ends_with(&fs::read_to_string(clone.join("tenfold-gate.md")).unwrap()), "{}", ran.out);
    }
    assert!(is_warning_on_gitlab("gate", 3) && is_warning_on_gitlab("nightly", 3));
    let clone = project.cloned("night", "origin/main");
    project.step(&clone, &gitlab("nightly"), &[]).well();
    assert_eq!(project.nights(), 1);
    project.step(&clone, &gitlab("pages"), &[]).well();
    assert!(clone.join("public/index.html").exists());
}

#[test]
fn jenkins_has_a_gate_and_a_night() {
    let project = Project::new();
    project.commit("slower", SLOWER, "slower");
    let clone = project.cloned("gate", "origin/slower");
    let [build, gate] = jenkins("Gate");
    project.step(&clone, &build, &[]).well();
    let ran = project.step(&clone, &gate, &[("CHANGE_TARGET", "main")]).ends_with(1);
    assert!(!ran.out.is_empty() && clone.join("tenfold-gate.md").exists());

    let clone = project.cloned("night", "origin/main");
    let [build, night] = jenkins("Night");
    project.step(&clone, &build, &[]).well();
    project.step(&clone, &night, &[]).well();
    assert_eq!(project.nights(), 1);
    assert!(clone.join("tenfold-site/index.html").exists());
}

#[test]
fn cron_is_silent_unless_there_is_something_to_say() {
    let project = Project::new();
    let home = project.home();
    git(&home, &["clone", "-q", &project.path("origin").to_string_lossy(), "tenfold"]);
    let new = project.commit("main", STEADY, "three");
    // Cron's own PATH is short.
    let cargo = which("cargo");
    fs::create_dir_all(home.join(".cargo")).unwrap();
    std::os::unix::fs::symlink(cargo.parent().unwrap(), home.join(".cargo/bin")).unwrap();
    let night = || project.step(&home, &cron(), &[("PATH", "/usr/bin:/bin")]);
    let quiet = night().well();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert_eq!(git(&home.join("tenfold"), &["rev-parse", "HEAD"]), new, "what is new is measured");
    assert_eq!(project.nights(), 1);
    git(&home.join("tenfold"), &["remote", "set-url", "origin", "../nowhere"]);
    assert!(night().out.contains("nowhere"), "and an error is told");
}

/// Where a program is.
fn which(name: &str) -> PathBuf {
    let folders = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file()).unwrap()
}

#[test]
fn every_file_is_tried() {
    let files = fs::read_dir(template::root().join("ci")).unwrap();
    let mut files: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let known = ["Jenkinsfile", "github-gate.yml", "github-nightly.yml", "gitlab.yml", "nightly.cron", "nightly.sh"];
    assert_eq!(files, known);
}
