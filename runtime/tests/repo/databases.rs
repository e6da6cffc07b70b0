//! A test comes in, it runs on each database.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use bennu::repo::Repo;

/// Makes a test of each function for each database: `fn name(repo: Repo)` gets an empty database of its own.
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::repo::databases::sqlite().await).await;
            }
        )+}

        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::repo::databases::postgres("").await).await;
            }
        )+}
    };
}

pub(crate) use on_each_database;

/// An empty database in memory.
pub(crate) async fn sqlite() -> Repo {
    Repo::sqlite(":memory:").await.expect("a database in memory opens")
}

/// An empty database of the server that belongs to this process; `settings` follow the `?` of its address.
pub(crate) async fn postgres(settings: &str) -> Repo {
    Repo::connect(&address_of_new_database(settings).await).await.expect("the new database answers")
}

pub(crate) async fn address_of_new_database(settings: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(&address("postgres", ""), tokio_postgres::NoTls)
        .await
        .expect("the server answers");
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("the server makes a database");
    address(&name, settings)
}

fn address(database: &str, settings: &str) -> String {
    format!("postgres://bennu@/{database}?host={}&{settings}", SERVER.folder.display())
}

/// The server that all tests share.
static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

/// A server of its own. It stops when this is dropped or the process ends, since its standard input ends then.
pub(crate) struct Server {
    folder: PathBuf,
    shell: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// A server that speaks TLS on a port, with a certificate and its key from files of a folder.
    pub(crate) fn encrypted(port: u16, certificate: &Path) -> Self {
        Self::start_with(&[port.to_string().as_ref(), certificate.as_os_str()])
    }

    fn start_with(arguments: &[&OsStr]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("bennu-pg-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let mut shell = Command::new("sh")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/src/testing/postgres.sh"))
            .arg(&folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell runs");
        let output = BufReader::new(shell.stdout.take().expect("its output is piped"));
        let mut server = Self { folder, shell, output };
        server.wait();
        server
    }

    /// Ends it as a crash would, and starts it again.
    pub(crate) fn restart(&mut self) {
        let input = self.shell.stdin.as_mut().expect("its input is piped");
        input.write_all(b"restart\n").expect("it listens");
        self.wait();
    }

    fn wait(&mut self) {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it says something");
        if line != "ready\n" {
            self.output.read_to_string(&mut line).expect("it says why");
            panic!("PostgreSQL did not start: {line}");
        }
    }

    pub(crate) fn address(&self, settings: &str) -> String {
        format!("postgres://bennu@/postgres?host={}&{settings}", self.folder.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
