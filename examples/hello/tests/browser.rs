//! Runs the end-to-end tests in Chromium; they start the example themselves.

use std::path::Path;
use std::process::Command;

#[test]
fn the_example_works_in_chromium_with_both_clients() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        folder.join("../node_modules").is_dir(),
        "the browser tests' npm packages are missing: run `npm ci --prefix examples`, or all tests by `bash .ci/test`"
    );
    let status = Command::new("node")
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args([
            "counter.test.mjs",
            "gallery.test.mjs",
            "messages.test.mjs",
            "reload.test.mjs",
            "restart.test.mjs",
        ])
        .current_dir(folder.join("tests/browser"))
        .env("APP_BINARY", env!("CARGO_BIN_EXE_hello"))
        .env_remove("APP_URL")
        .status()
        .expect("node runs; on Debian: apt-get install nodejs npm chromium");
    assert!(status.success(), "the browser tests failed; their report is above");
}
