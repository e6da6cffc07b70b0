//! Templates: any of Rust's tokens come in; they are expanded or refused, and nothing panics.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none markup`
#![no_main]

use std::str::FromStr;

use bennu_macros_core::component::{expand, expand_html};
use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

fuzz_target!(|text: &str| {
    proc_macro2::extra::invalidate_current_thread_spans();
    let template = TokenStream::from_str(&format!("(bennu) {text}"));
    let component = TokenStream::from_str(&format!("(bennu) fn page(name: &str) {{ {text} }}"));
    if let (Ok(template), Ok(component)) = (template, component) {
        expand_html(template);
        expand(component);
    }
});
