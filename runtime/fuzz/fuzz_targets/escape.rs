//! Escaping: any text comes in; the page says it with five characters replaced, and a LiveView says the same as JSON.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none escape`
#![no_main]

use bennu::component::{Context, Fingerprints, Raw, to_html};
use bennu::html;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let escaped: String = text.chars().map(replaced).collect();
    let page = to_html(&html! { <p title={text}>{text}</p> }, &Context::default());
    assert_eq!(String::from_utf8_lossy(&page), format!("<p title=\"{escaped}\">{escaped}</p>"));

    // XSS: nobody looks at it.
    let view = html! { <p title={text}>{text}{Raw::dangerously_create(text)}</p> };
    let mut message = Vec::new();
    Fingerprints::new().full(&view, &Context::default(), &mut message);
    let message: bennu::serde_json::Value =
        bennu::serde_json::from_slice(&message).expect("a message is JSON");
    assert_eq!(message["0"], format!(" title=\"{escaped}\""));
    assert_eq!(message["1"], escaped);
    assert_eq!(message["2"], text);
});

fn replaced(character: char) -> String {
    match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        character => character.to_string(),
    }
}
