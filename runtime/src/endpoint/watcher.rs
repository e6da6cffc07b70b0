//! A build tool's command comes in; it runs beside the server, and ends with it.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::process::{Child, Command};

/// A build tool that runs as long as the server does, such as a bundler that looks for changes: `Config::watchers` has those of an
/// application. It is for development; a release has its files already.
///
/// ```
/// use bennu::endpoint::{Config, Watcher};
///
/// let mut config = Config::default();
/// if cfg!(debug_assertions) {
///     config.watchers.push(
///         Watcher::new("npx", ["esbuild", "js/app.js", "--bundle", "--watch", "--outdir=../assets"])
///             .directory("frontend")
///             .env("NODE_ENV", "development"),
///     );
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Watcher {
    program: OsString,
    arguments: Vec<OsString>,
    directory: Option<PathBuf>,
    variables: Vec<(OsString, OsString)>,
}

impl Watcher {
    /// Runs `program` with these arguments, without a shell. What it prints, it prints beside the server.
    pub fn new<A: Into<OsString>>(
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments, directory: None, variables: Vec::new() }
    }

    /// The same in another directory than the program's own.
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// The same with a variable of the environment, beside those of the program.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Starts it without a server. It runs until what comes back is dropped; its standard input ends then too, which it may heed.
    ///
    /// # Errors
    /// Where there is no such program, or no such directory.
    pub fn start(&self) -> io::Result<Watching> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        Ok(Watching { _process: command.stdin(Stdio::piped()).kill_on_drop(true).spawn()? })
    }
}

/// A build tool that runs until this is dropped.
#[derive(Debug)]
#[must_use = "it ends when this is dropped"]
pub struct Watching {
    _process: Child,
}

/// Starts them all. One that cannot be started is an error in the log: the server goes without.
pub(super) fn start(watchers: &[Watcher]) -> Vec<Watching> {
    let start = |watcher: &Watcher| match watcher.start() {
        Ok(watching) => Some(watching),
        Err(error) => {
            let program = watcher.program.display();
            tracing::error!(target: "bennu::endpoint", %error, "the watcher `{program}` cannot be started");
            None
        }
    };
    watchers.iter().filter_map(start).collect()
}
