//! The page's content security policy: nothing from outside, and inside it only the style and the script it came with.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy for a page with exactly these style elements and this script element. Images are those that the script makes
/// itself, of a figure that is to become a PNG.
pub fn policy(styles: &[&str], script: &str) -> String {
    let styles: Vec<String> = styles.iter().map(|style| format!("'{}'", hash(style))).collect();
    format!(
        "default-src 'none'; style-src {}; script-src '{}'; img-src blob:; base-uri 'none'; form-action 'none'",
        styles.join(" "),
        hash(script)
    )
}

/// The policy for a page of a local server with this style element: a form that goes back to where it came from.
pub fn policy_of_form(style: &str) -> String {
    format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'self'", hash(style))
}

/// The policy for a page of a local server with this style element and this script, which asks its own server.
pub fn policy_of_screen(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; connect-src 'self'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

fn hash(content: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_is_that_of_the_specification() {
        // The example of CSP Level 3, section 2.3.1 "Source lists" uses this form; the digest of the empty string is
        // FIPS 180's e3b0c442…b855.
        assert_eq!(super::hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
