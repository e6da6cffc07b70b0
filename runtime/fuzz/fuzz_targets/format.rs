//! The formatter: any template comes in; it is laid out, means what it meant, and stays as it is from then on.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none --no-cfg-fuzzing format`: with that setting, tokens have no places.
#![no_main]

use std::str::FromStr;

use bennu_macros_core::component::expand_html;
use bennu_macros_core::format::format;
use libfuzzer_sys::fuzz_target;
use proc_macro2::{TokenStream, TokenTree};

fuzz_target!(|input: (u8, &str)| {
    let (width, template) = (usize::from(input.0), input.1);
    proc_macro2::extra::invalidate_current_thread_spans();
    let source = format!("fn page() {{ bennu::html! {{{template}}} }}");
    let Ok(formatted) = format(&source, width) else { return };
    assert_eq!(format(&formatted, width).as_ref(), Ok(&formatted), "{source}");
    if let (Some(before), Some(after)) = (expanded(&source), expanded(&formatted)) {
        assert_eq!(before, after, "{source}");
    }
});

/// What the template in the function expands to, if it is the only thing there.
fn expanded(source: &str) -> Option<String> {
    let tokens: Vec<TokenTree> = TokenStream::from_str(source).ok()?.into_iter().collect();
    let [.., TokenTree::Group(body)] = tokens.as_slice() else { return None };
    let body: Vec<TokenTree> = body.stream().into_iter().collect();
    let [_, _, _, _, _, TokenTree::Group(template)] = body.as_slice() else { return None };
    let mut call = TokenStream::from_str("(bennu)").ok()?;
    call.extend(template.stream());
    Some(expand_html(call).to_string())
}
