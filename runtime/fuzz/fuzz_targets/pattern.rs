//! The pattern of a route: any text comes in; it is refused with a reason, or it reads the same when it is written again.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none pattern`
#![no_main]

use bennu_macros_core::pattern::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(pattern) => {
            let written = pattern.to_string();
            assert_eq!(parse(&written).as_ref(), Ok(&pattern), "`{text}` was written as `{written}`");
        }
        Err(error) => {
            let _ = (error.to_string(), error.help());
        }
    }
});
