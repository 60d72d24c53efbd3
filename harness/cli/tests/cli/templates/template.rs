//! Reads the templates: what the steps of a job run, in which shell and environment, as their systems document it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use yaml_rust2::{Yaml, YamlLoader};

/// How many minutes are measured for a night or a gate here, in place of what the template says.
pub const MINUTES: &str = "0.1";

/// Something that a system runs in one shell.
#[derive(Clone)]
pub struct Step {
    pub script: String,
    /// The shell, to which the name of a file with the script is added.
    pub shell: &'static [&'static str],
    pub env: BTreeMap<String, String>,
    /// When it runs (`if:`); else when all steps before it ended well.
    pub condition: Option<String>,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn text(name: &str) -> String {
    std::fs::read_to_string(root().join("ci").join(name)).unwrap()
}

fn yaml(name: &str) -> Yaml {
    YamlLoader::load_from_str(&text(name)).unwrap().remove(0)
}

fn said(value: &Yaml) -> String {
    match value {
        Yaml::String(text) | Yaml::Real(text) => text.clone(),
        Yaml::Integer(number) => number.to_string(),
        other => panic!("not a plain value: {other:?}"),
    }
}

/// The variables of a mapping, and fewer minutes than it says.
fn variables(env: &Yaml) -> BTreeMap<String, String> {
    let pairs = env.as_hash().into_iter().flatten();
    pairs.map(|(name, value)| (said(name), said(value))).map(fewer_minutes).collect()
}

fn fewer_minutes((name, value): (String, String)) -> (String, String) {
    let value = if name.ends_with("MINUTES") { MINUTES.to_string() } else { value };
    (name, value)
}

/// `text` with the values of its expressions.
fn filled(text: &str, expressions: &[(&str, &str)]) -> String {
    let mut parts = text.split("${{");
    let mut filled = parts.next().unwrap().to_string();
    for part in parts {
        let (expression, rest) = part.split_once("}}").unwrap();
        let known = expressions.iter().find(|(name, _)| *name == expression.trim());
        filled += known.unwrap_or_else(|| panic!("no value for {expression}")).1;
        filled += rest;
    }
    filled
}

/// The steps of a GitHub workflow's job that run something, with the values of `expressions`.
pub fn github(name: &str, job: &str, expressions: &[(&str, &str)]) -> Vec<Step> {
    let workflow = yaml(name);
    assert_eq!(workflow["defaults"]["run"]["shell"].as_str(), Some("bash"), "without it there is no pipefail");
    let steps = workflow["jobs"][job]["steps"].as_vec().unwrap();
    steps
        .iter()
        .filter_map(|step| {
            let mut env = variables(&workflow["env"]);
            env.extend(variables(&step["env"]).into_iter().map(|(name, value)| (name, filled(&value, expressions))));
            env.insert("GITHUB_ACTIONS".to_string(), "true".to_string());
            Some(Step {
                script: filled(step["run"].as_str()?, expressions),
                shell: &["bash", "--noprofile", "--norc", "-eo", "pipefail"],
                env,
                condition: step["if"].as_str().map(str::to_string),
            })
        })
        .collect()
}

/// A job of GitLab's: one shell for all of its lines.
pub fn gitlab(job: &str) -> Step {
    let template = yaml("gitlab.yml");
    let own = &template[job];
    let shared = own["extends"].as_str().map_or(&Yaml::BadValue, |name| &template[name]);
    let key = |name: &str| if own[name].is_badvalue() { &shared[name] } else { &own[name] };
    let lines = ["before_script", "script"].map(key).map(|script| match script {
        Yaml::Array(lines) => lines.iter().map(said).collect(),
        Yaml::BadValue => Vec::new(),
        line => vec![said(line)],
    });
    let mut env = variables(&template["variables"]);
    env.extend(variables(key("variables")));
    Step { script: lines.concat().join("\n"), shell: &["bash", "-eo", "pipefail"], env, condition: None }
}

/// Whether GitLab shows the exit code of a job as a warning.
pub fn is_warning_on_gitlab(job: &str, code: i64) -> bool {
    let template = yaml("gitlab.yml");
    let shared = template[job]["extends"].as_str().unwrap();
    template[shared]["allow_failure"]["exit_codes"].as_i64() == Some(code)
}

/// What a stage of the Jenkinsfile runs: what comes before each judgement, then its own.
pub fn jenkins(stage: &str) -> [Step; 2] {
    let file = text("Jenkinsfile");
    let after = |mark: &str| file.split_once(mark).unwrap_or_else(|| panic!("no {mark}")).1;
    let settings = after("environment {").split_once('}').unwrap().0;
    let pairs = settings.lines().filter_map(|line| line.split_once(" = "));
    let env: BTreeMap<String, String> = pairs
        .map(|(name, value)| (name.trim().to_string(), value.trim().trim_matches('\'').to_string()))
        .map(fewer_minutes)
        .collect();
    [after("void judge("), after(&format!("stage('{stage}')"))].map(|from| {
        // In Groovy too, a backslash at the end of a line joins it to the next.
        let script = from.split("'''").nth(1).unwrap().replace("\\\n", "");
        assert!(!script.contains('\\'), "an escape of Groovy's: {script}");
        Step { script, shell: &["sh", "-xe"], env: env.clone(), condition: None }
    })
}

/// The line for cron.
pub fn cron() -> Step {
    let file = text("nightly.cron");
    let line = file.lines().last().unwrap();
    let fields: Vec<&str> = line.splitn(6, ' ').collect();
    assert!(fields[..5].iter().all(|field| *field == "*" || field.parse::<u8>().is_ok()), "{line}");
    assert!(!line.contains('%'), "cron ends the command there");
    let script = fields[5].replacen("--minutes 30", &format!("--minutes {MINUTES}"), 1);
    assert_ne!(script, fields[5]);
    Step { script, shell: &["sh"], env: BTreeMap::new(), condition: None }
}

/// Every step of every template, and the file it is from.
pub fn all() -> Vec<(&'static str, Step)> {
    let values = [("inputs.reference", ""), ("github.token", ""), ("github.event.number", "")];
    let mut all = Vec::new();
    for (name, job) in [("github-nightly.yml", "night"), ("github-gate.yml", "gate")] {
        all.extend(github(name, job, &values).into_iter().map(|step| (name, step)));
    }
    all.extend(["gate", "nightly", "pages"].map(|job| ("gitlab.yml", gitlab(job))));
    all.extend(["Gate", "Night"].iter().flat_map(|stage| jenkins(stage)).map(|step| ("Jenkinsfile", step)));
    all.push(("nightly.cron", cron()));
    all
}
