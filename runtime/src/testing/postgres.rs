//! Nothing comes in, a PostgreSQL server that lives as long as the tests goes out.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A PostgreSQL server for tests: it belongs to them alone, listens on a Unix socket in a new folder of the temporary directory, and
/// forgets all it knows when this is dropped or the process ends, in whichever way.
///
/// [`Sandbox::postgres`](super::Sandbox::postgres) has one by itself. PostgreSQL must be installed (on Debian, `apt-get install
/// postgresql`), but not be running; starting takes a second or two.
///
/// ```no_run
/// use bennu::Repo;
/// use bennu::testing::PostgresServer;
///
/// # async fn example() -> bennu::Result {
/// let server = PostgresServer::start()?;
/// let repo = Repo::connect(&server.url()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PostgresServer {
    folder: PathBuf,
    shell: Child,
}

impl PostgresServer {
    /// Starts one, and waits until it answers.
    ///
    /// # Errors
    /// Where PostgreSQL is not installed or does not start; the message has what it said.
    pub fn start() -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("bennu-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let mut shell = Command::new("sh")
            .args(["-c", include_str!("postgres.sh"), "postgres.sh"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(shell.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?);
        let server = Self { folder, shell };
        let mut said = String::new();
        output.read_line(&mut said)?;
        if said != "ready\n" {
            output.read_to_string(&mut said)?;
            return Err(io::Error::other(format!("PostgreSQL does not start: {}", said.trim_end())));
        }
        Ok(server)
    }

    /// The address of its database `postgres`, as [`Repo::connect`](crate::Repo::connect) and other programs take it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres:///postgres?host={}&user=bennu", self.folder.display())
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // It stops when its input ends.
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
