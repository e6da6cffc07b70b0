//! The places of the databases come in, a program of the peers that can be asked goes out; and a server of PostgreSQL.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A child that answers a line with a line, and ends when its input does.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it can be started");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("its output is piped"));
        Self { child, input, output: BufReader::new(output) }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it is text");
        line.trim_end().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The peers, in a program of their own.
pub(crate) struct Peers(Process);

impl Peers {
    /// Builds them where that is not done, which takes minutes.
    pub(crate) fn start(file: &Path, address: &str) -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/data/Cargo.toml");
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["run", "--release", "--quiet", "--manifest-path", manifest, "--"])
            .arg(file)
            .arg(address);
        Self(Process::start(&mut command))
    }

    /// The nanoseconds that one of `runs` runs takes.
    pub(crate) fn measure(&mut self, database: &str, peer: &str, case: &str, runs: usize) -> f64 {
        let input = self.0.input.as_mut().expect("its input is piped");
        writeln!(input, "{database} {peer} {case} {runs}").expect("it listens");
        self.0.line().parse().expect("the peers answer with a number")
    }
}

/// A server of PostgreSQL in a new folder, which stops when this is dropped.
pub(crate) struct Server {
    _shell: Process,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(folder: &Path) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/testing/postgres.sh");
        let mut shell = Process::start(Command::new("sh").arg(script).arg(folder));
        let said = shell.line();
        if said != "ready" {
            let mut rest = String::new();
            let _ = shell.output.read_to_string(&mut rest);
            panic!("PostgreSQL did not start: {said}\n{rest}");
        }
        let address = format!("postgres:///postgres?host={}&user=bennu", folder.display());
        Self { _shell: shell, address }
    }
}
