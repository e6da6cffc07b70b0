//! Servers with certificates of their own come in, connections are encrypted, or refused where the certificate is not right.

use std::net::TcpListener;

use bennu::repo::{Error, Repo};
use rcgen::CertifiedKey;

use super::Folder;
use super::databases::Server;

/// A server whose certificate is for `localhost`, and not for the same host by its number.
struct Encrypted {
    port: u16,
    folder: Folder,
    server: Server,
}

impl Encrypted {
    fn start() -> Self {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = Folder::new();
        std::fs::write(folder.file("server.crt"), cert.pem()).unwrap();
        std::fs::write(folder.file("server.key"), signing_key.serialize_pem()).unwrap();
        // Free a moment ago, and the system hands out others first.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server::encrypted(port, &folder.file(""));
        Self { port, folder, server }
    }

    /// Whether the connection is encrypted, where there is one.
    async fn connect(&self, host: &str, settings: &str) -> Result<bool, Error> {
        let address = format!("postgres://bennu@{host}:{}/postgres?{settings}", self.port);
        let repo = Repo::connect(&address).await?;
        let rows = repo.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", ()).await?;
        Ok(rows.rows()[0][0] == true.into())
    }
}

#[tokio::test]
async fn certificates_are_looked_at_as_the_address_says() {
    let server = tokio::task::spawn_blocking(Encrypted::start).await.unwrap();
    let root = format!("sslrootcert={}", server.folder.file("server.crt").display());
    let encrypted =
        async |host, settings: &str| server.connect(host, settings).await.map_err(|error| error.to_string());
    assert_eq!(encrypted("127.0.0.1", "sslmode=disable").await, Ok(false));
    for mode in ["", "sslmode=prefer", "sslmode=require"] {
        assert_eq!(encrypted("127.0.0.1", mode).await, Ok(true), "{mode}");
    }
    assert_eq!(encrypted("localhost", &format!("sslmode=verify-full&{root}")).await, Ok(true));
    for mode in ["verify-ca", "require"] {
        assert_eq!(encrypted("127.0.0.1", &format!("sslmode={mode}&{root}")).await, Ok(true), "{mode}");
    }
    let error = encrypted("127.0.0.1", &format!("sslmode=verify-full&{root}")).await.unwrap_err();
    assert!(error.contains("certificate"), "{error}");
    // Nobody whom the world trusts has signed it.
    for mode in ["verify-ca", "verify-full", "verify-ca&sslrootcert=system"] {
        let error = encrypted("localhost", &format!("sslmode={mode}")).await.unwrap_err();
        assert!(error.contains("certificate"), "{mode}: {error}");
    }
    drop(server.server);
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_it_is_required() {
    // A server that says no to encryption, and hangs up.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 8];
        socket.read_exact(&mut request).await.unwrap();
        socket.write_all(b"N").await.unwrap();
        request
    });
    let address = format!("postgres://bennu@127.0.0.1:{port}/postgres?sslmode=require");
    let error = Repo::connect(&address).await.unwrap_err();
    assert!(error.to_string().contains("server does not support TLS"), "{error}");
    assert_eq!(server.await.unwrap(), [0, 0, 0, 8, 4, 210, 22, 47]);
}
