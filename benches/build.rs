//! The table of GitLab's resources comes in, the declarations of its router go out as Rust.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

#[path = "routes/gitlab.rs"]
mod gitlab;

fn main() {
    println!("cargo:rerun-if-changed=routes");
    let table = fs::read_to_string("routes/gitlab.txt").expect("the table of routes");
    let out = env::var("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&out).join("gitlab.rs"), print(&gitlab::read_routes(&table)))
        .expect("a place for the router");
}

/// The router.
fn print(routes: &[String]) -> String {
    let mut text = String::from(
        "bennu::router! {\n    /// GitLab's API and pages, as far as they are read with `GET`.\n    pub(crate) GitLab for ();\n\n",
    );
    const HANDLERS: [&str; 9] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    for path in routes {
        let handler = HANDLERS[path.matches('{').count()];
        writeln!(text, "    get {path:?} => {handler};").expect("memory for one more line");
    }
    text + "}\n"
}
