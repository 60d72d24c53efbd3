//! The pages of guesses in a real browser: for everybody, on a phone and on a wall, whatever is typed.

use serde_json::json;
use tenfold_browser::{opened, still_without_barrier, without_barrier};
use tenfold_page::poll::{Field, Form, FormState, Screen, count};

const ATTACK: &str = "</title><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\u{202e}";

fn form(word: &str, standing: FormState) -> Form {
    let fault = (standing == FormState::Faulty).then(|| word.to_string());
    let field = |typed: &str| Field {
        about: word.into(),
        subject: word.into(),
        base: word.into(),
        typed: typed.into(),
        fault: fault.clone(),
    };
    Form {
        question: word.into(),
        fields: vec![field(""), field("8"), field(word)],
        name: word.into(),
        name_fault: fault.clone(),
        standing,
    }
}

#[test]
fn nobody_is_barred_from_guessing() {
    let long = "x".repeat(10_000);
    let every = [FormState::Asked, FormState::Kept, FormState::Faulty, FormState::Closed, FormState::Late];
    for (word, standings) in [("vectorised", &every[..1]), (ATTACK, &every[1..]), (&long, &every[2..3])] {
        for &standing in standings {
            opened(&form(word, standing).page().unwrap().html, 360, |page| {
                for (width, scheme) in [(360, "light"), (1280, "dark")] {
                    page.resize(width);
                    page.prefer(scheme);
                    let wide = page.ask("document.documentElement.scrollWidth").as_u64().unwrap();
                    assert!(wide <= u64::from(width), "{standing:?}: {wide} pixels in a window of {width}");
                    match scheme {
                        "light" => without_barrier(page, &format!("{standing:?}")),
                        _ => still_without_barrier(page, &format!("{standing:?} at {width} px, {scheme}")),
                    }
                }
                assert_eq!(page.ask("document.scripts.length + document.images.length"), json!(0));
            });
        }
    }
}

#[test]
fn the_screen_is_read_from_the_last_row() {
    for question in ["How much is each rung worth?", ATTACK] {
        let screen = Screen {
            question: question.into(),
            address: "http://192.168.1.20:8017/".into(),
            code: Some((4, "M0 0h1v1h-1z".into())),
            count: count(42),
            // Of a closed poll nothing is asked, and there is no server here to ask.
            open: false,
        };
        opened(&screen.page().unwrap().html, 1920, |page| {
            page.resize_to(1920, 1080);
            let small = "Math.min(...[...document.querySelectorAll('main *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())).map((e) => parseFloat(getComputedStyle(e).fontSize)))";
            assert!(page.ask(small).as_f64().unwrap() >= 24.0);
            assert_eq!(page.ask("document.documentElement.scrollHeight <= 1080"), json!(true));
            assert!(page.ask("document.querySelector('.code').getBoundingClientRect().width").as_f64() >= Some(300.0));
            without_barrier(page, "the screen");
        });
    }
}
