//! A PostgreSQL server that lives as long as the tests: nothing comes in, its address goes out.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

/// Starts the server in a folder of its own. It stops when the process ends, since its standard input ends then.
pub(crate) fn address() -> String {
    let folder = std::env::temp_dir().join(format!("rumbl-pg-{}", std::process::id()));
    let mut shell = Command::new("sh")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../runtime/tests/repo/postgres.sh"))
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell runs");
    let mut output = BufReader::new(shell.stdout.take().expect("its output is piped"));
    let mut said = String::new();
    output.read_line(&mut said).expect("it says something");
    if said != "ready\n" {
        output.read_to_string(&mut said).expect("it says why");
        panic!("PostgreSQL did not start: {said}");
    }
    // Its input stays open until the process ends.
    std::mem::forget(shell);
    format!("postgres://bennu@/postgres?host={}&pool_size=40", folder.display())
}
