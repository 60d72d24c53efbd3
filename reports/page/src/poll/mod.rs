//! The pages on which a room guesses before a run: a form for phones and laptops, and a screen for the projector.
//!
//! Neither shows what others have guessed. A number seen first pulls the guesses after it towards itself, even one that
//! is known to be random (A. Tversky and D. Kahneman, "Judgment under uncertainty: heuristics and biases", Science 185
//! (1974) 1124–1131): guesses that know each other say less about the room.
//!
//! The form works without a script; every string in it is escaped, and its policy lets nothing in from outside.

use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::format::counted;
use tenfold_figures::ReportError;
use tenfold_figures::document::{policy, templates};

const TEMPLATES: [(&str, &str); 3] = [
    ("frame.html", include_str!("frame.html")),
    ("form.html", include_str!("form.html")),
    ("screen.html", include_str!("screen.html")),
];

/// The address that a form is sent to.
pub const SENT_TO: &str = "/guess";
/// The address that the screen asks for the count.
pub const COUNT: &str = "/count";

/// A page and the policy that it is to be sent with.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page.
    pub html: String,
    /// Its content security policy.
    pub policy: String,
}

/// What one person sees.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// The question of the experiment.
    pub question: String,
    /// What is asked.
    pub fields: Vec<Field>,
    /// The name they gave, as they typed it.
    pub name: String,
    /// What is wrong with the name.
    pub name_fault: Option<String>,
    /// How it stands.
    pub standing: FormState,
}

/// How it stands between a person and the poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FormState {
    /// They have not guessed yet.
    Asked,
    /// What they guessed is kept, and may be changed.
    Kept,
    /// Something of what they typed cannot be read; nothing of it is kept.
    Faulty,
    /// The run has started, and no guess is taken any more.
    Closed,
    /// The run has started, and what they just sent came too late.
    Late,
}

/// One ratio that is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The kernel and its problem.
    pub about: String,
    /// The variant asked about.
    pub subject: String,
    /// The variant it is compared with.
    pub base: String,
    /// What they typed, or what is kept of it.
    pub typed: String,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// What the room sees.
#[derive(Clone, Debug, Serialize)]
pub struct Screen {
    /// The question of the experiment.
    pub question: String,
    /// The address of the form.
    pub address: String,
    /// Modules on a side of the address as a QR code, and its dark modules as the path of an SVG.
    pub code: Option<(usize, String)>,
    /// How many people have guessed, in words.
    pub count: String,
    /// Whether guesses are taken.
    pub open: bool,
}

impl Form {
    /// The page.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be laid out.
    pub fn page(&self) -> Result<Page, ReportError> {
        let style = style();
        let policy = policy::policy_of_form(&style);
        let context = minijinja::context! { form => self, sent_to => SENT_TO, title => "Guess before it is measured" };
        laid_out("form.html", context, style, policy, None)
    }
}

impl Screen {
    /// The page.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be laid out.
    pub fn page(&self) -> Result<Page, ReportError> {
        let (style, script) = (style(), include_str!("screen.js"));
        let policy = policy::policy_of_screen(&style, script);
        let context = minijinja::context! { screen => self, count_at => COUNT, title => "What is your guess?" };
        laid_out("screen.html", context, style, policy, Some(script))
    }
}

/// How many people have guessed, in words.
pub fn count(people: usize) -> String {
    match people {
        0 => "nobody has guessed yet".into(),
        n => format!("{} {} guessed", counted(n, "person"), if n == 1 { "has" } else { "have" }),
    }
}

fn laid_out(
    template: &str,
    context: Value,
    style: String,
    policy: String,
    script: Option<&str>,
) -> Result<Page, ReportError> {
    let frame = minijinja::context! {
        policy,
        style => Value::from_safe_string(style),
        script => script.map(|s| Value::from_safe_string(s.to_string())),
        ..context
    };
    let html = templates(&TEMPLATES)?.get_template(template)?.render(frame)?;
    Ok(Page { html, policy })
}

fn style() -> String {
    format!("{}{}", tenfold_figures::inks(), include_str!("style.css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(attack: &str, standing: FormState) -> Form {
        let field = Field {
            about: attack.into(),
            subject: attack.into(),
            base: attack.into(),
            typed: attack.into(),
            fault: Some(attack.into()),
        };
        Form {
            question: attack.into(),
            fields: vec![field],
            name: attack.into(),
            name_fault: Some(attack.into()),
            standing,
        }
    }

    #[test]
    fn whatever_is_typed_stays_text() {
        let attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\u{202e}\0";
        for standing in [FormState::Asked, FormState::Kept, FormState::Faulty, FormState::Closed, FormState::Late] {
            let page = form(attack, standing).page().unwrap().html;
            assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        }
        let screen =
            Screen { question: attack.into(), address: attack.into(), code: None, count: attack.into(), open: true };
        let page = screen.page().unwrap().html;
        assert!(page.matches("<script").count() == 1 && !page.contains("<img"), "{page}");
    }

    #[test]
    fn a_form_needs_no_script_and_lets_none_act() {
        let page = form("x", FormState::Asked).page().unwrap();
        assert!(!page.html.contains("<script") && !page.policy.contains("script-src"));
        assert!(page.policy.starts_with("default-src 'none';") && page.policy.contains("form-action 'self'"));
        assert!(page.html.contains("<form method=\"post\" action=\"&#x2f;guess\">"));
    }

    #[test]
    fn what_is_closed_has_no_form() {
        for standing in [FormState::Closed, FormState::Late] {
            let page = form("x", standing).page().unwrap().html;
            assert!(!page.contains("<form") && page.contains("the run has started"), "{page}");
        }
    }

    #[test]
    fn people_are_counted_in_words() {
        assert_eq!(
            [0, 1, 1200].map(count),
            ["nobody has guessed yet", "1 person has guessed", "1,200 people have guessed"]
        );
    }
}
