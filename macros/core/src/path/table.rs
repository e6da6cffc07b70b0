//! Route paths come in, the one literal that a router's `path!` hands on goes out, and back.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::PathBuf;
use std::rc::Rc;

use proc_macro2::Literal;
use syn::Lit;

use crate::pattern::{self, Pattern};

/// What `path!` knows of a router.
#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    /// The router's name.
    pub(crate) router: String,
    /// Its paths, each once; none where the router has mistakes, so that no path can be told to be wrong.
    pub(crate) patterns: Option<Vec<Pattern>>,
    /// Where its static files lie.
    pub(crate) statics: Vec<Static>,
}

/// A directory of static files.
#[derive(Debug, PartialEq)]
pub(crate) struct Static {
    /// The path under which they are served.
    pub(crate) prefix: String,
    /// The directory as the user wrote it.
    pub(crate) directory: String,
    /// The directory, wherever the compiler runs.
    pub(crate) found: PathBuf,
}

/// The first line is the router's name, each further one a path: `Router\n/\n/messages/{id}`. Directories follow as `=/assets\tassets\t/home/…/assets`.
pub(crate) fn print(router: &str, patterns: Option<&[String]>, statics: &[Static]) -> String {
    let folder =
        |folder: &Static| format!("={}\t{}\t{}", folder.prefix, folder.directory, folder.found.display());
    let statics: Vec<String> = statics.iter().map(folder).collect();
    match patterns {
        Some(patterns) => [router]
            .into_iter()
            .chain(patterns.iter().chain(&statics).map(String::as_str))
            .collect::<Vec<_>>()
            .join("\n"),
        None => format!("!{router}"),
    }
}

fn read(text: &str) -> Table {
    if let Some(router) = text.strip_prefix('!') {
        return Table { router: router.to_owned(), patterns: None, statics: Vec::new() };
    }
    let (router, patterns) = text.split_once('\n').unwrap_or((text, ""));
    let statics = patterns.lines().filter_map(read_static).collect();
    let patterns = patterns.lines().filter_map(|line| pattern::parse(line).ok()).collect();
    Table { router: router.to_owned(), patterns: Some(patterns), statics }
}

fn read_static(line: &str) -> Option<Static> {
    let mut parts = line.strip_prefix('=')?.splitn(3, '\t');
    let mut next = || parts.next().map(str::to_owned);
    Some(Static { prefix: next()?, directory: next()?, found: PathBuf::from(next()?) })
}

/// A table by its literal as it is written, and by the crate that it comes from: an editor expands the macros of many crates in one
/// process. A crate knows few routers.
struct Known {
    written: String,
    krate: Option<OsString>,
    table: Rc<Table>,
}

thread_local! {
    static TABLES: RefCell<Vec<Known>> = RefCell::default();
}

/// The table that a literal spells. Kept, since every `path!` of a crate brings the same one: to take its escapes out and to
/// read its paths costs more than all else that a `path!` does.
pub(crate) fn parse(literal: &Literal) -> Rc<Table> {
    let written = literal.to_string();
    TABLES.with_borrow_mut(|tables| {
        if let Some(known) = tables.iter().find(|known| known.written == written) {
            return Rc::clone(&known.table);
        }
        let Lit::Str(text) = Lit::new(literal.clone()) else { panic!("bug in Bennu: a table is a string") };
        let table = Rc::new(read(&text.value()));
        tables.push(Known { written, krate: current_crate(), table: Rc::clone(&table) });
        table
    })
}

/// The routers of this crate that are known by now, for help that names one of them, in the order of their names.
pub(crate) fn siblings() -> Vec<Rc<Table>> {
    let here = current_crate();
    let mut found: Vec<_> = TABLES.with_borrow(|tables| {
        tables.iter().filter(|known| known.krate == here).map(|known| Rc::clone(&known.table)).collect()
    });
    found.sort_by(|left, right| left.router.cmp(&right.router));
    found
}

fn current_crate() -> Option<OsString> {
    std::env::var_os("CARGO_CRATE_NAME")
}
