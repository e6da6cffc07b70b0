//! A certificate and its key come in, what speaks TLS on a connection goes out.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::connection::Connection;
use super::environment::Environment;

/// Phoenix's port for HTTPS in development.
const DEFAULT_PORT: u16 = 4001;

/// A certificate with its key, and the port on which the endpoint answers to it.
///
/// TLS 1.2 and 1.3 by [rustls](tokio_rustls::rustls) with the ring provider; HTTP/2 is offered by ALPN.
///
/// | field | default | environment |
/// |---|---|---|
/// | `port` | `4001` | `TLS_PORT` |
/// | certificate | none | `TLS_CERT_FILE`, the path of a PEM file: the certificate, then those that it was signed with |
/// | key | none | `TLS_KEY_FILE`, the path of a PEM file |
///
/// ```no_run
/// use bennu::endpoint::{Config, Tls};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut config = Config::default();
/// config.tls = Some(Tls::from_pem_files("cert.pem", "key.pem")?.with_port(443));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Tls {
    port: u16,
    server: Arc<ServerConfig>,
}

/// A certificate or a key that cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    File {
        /// Its path.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// There is no certificate in PEM form.
    NoCertificate,
    /// There is no private key in PEM form.
    NoKey,
    /// The key is not that of the certificate, or is of a kind that nobody knows.
    Mismatch(rustls::Error),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, source } => write!(f, "`{path}` cannot be read: {source}"),
            Self::NoCertificate => {
                f.write_str("there is no certificate in it: expected `-----BEGIN CERTIFICATE-----`")
            }
            Self::NoKey => {
                f.write_str("there is no private key in it: expected `-----BEGIN PRIVATE KEY-----`")
            }
            Self::Mismatch(error) => write!(f, "certificate and key cannot be used together: {error}"),
        }
    }
}

impl std::error::Error for TlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::NoCertificate | Self::NoKey => None,
            Self::Mismatch(error) => Some(error),
        }
    }
}

impl Tls {
    /// The certificate and the key in these PEM files. They are read once: a new certificate needs a restart.
    ///
    /// # Errors
    /// [`TlsError`] where a file cannot be read, holds something else, or the two do not belong together.
    pub fn from_pem_files(certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> Result<Self, TlsError> {
        let read = |path: &Path| {
            std::fs::read(path).map_err(|source| TlsError::File { path: path.display().to_string(), source })
        };
        Self::from_pem(&read(certificate.as_ref())?, &read(key.as_ref())?)
    }

    /// The same from what such files hold.
    ///
    /// # Errors
    /// As [`from_pem_files`](Self::from_pem_files).
    pub fn from_pem(certificate: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(certificate).filter_map(Result::ok).collect();
        if chain.is_empty() {
            return Err(TlsError::NoCertificate);
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| TlsError::NoKey)?;
        let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(TlsError::Mismatch)?;
        Ok(Self::from_rustls(server))
    }

    /// Any other settings of rustls, such as certificates by name or of clients. Without protocols for ALPN, they get HTTP/1.1
    /// and, where the feature `http2` is on, HTTP/2.
    #[must_use]
    pub fn from_rustls(mut server: ServerConfig) -> Self {
        if server.alpn_protocols.is_empty() {
            let http2 = cfg!(feature = "http2").then(|| b"h2".to_vec());
            server.alpn_protocols = http2.into_iter().chain([b"http/1.1".to_vec()]).collect();
        }
        Self { port: DEFAULT_PORT, server: Arc::new(server) }
    }

    /// The same on another TCP port; 0 lets the system choose one.
    #[must_use]
    pub fn with_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The TCP port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the environment has: certificate and key, or nothing.
    pub(super) fn read(env: &mut Environment) -> Option<Self> {
        const CERTIFICATE: &str = "the path of a PEM file with the certificate";
        const KEY: &str = "the path of a PEM file with the certificate's private key";
        let port = env.optional("TLS_PORT", "a number from 0 to 65535, such as 4001");
        let (certificate, key) = match (env.text("TLS_CERT_FILE"), env.text("TLS_KEY_FILE")) {
            (Some(certificate), Some(key)) => (certificate, key),
            (None, None) => return None,
            (None, Some(_)) => {
                env.report_missing("TLS_CERT_FILE", CERTIFICATE);
                return None;
            }
            (Some(_), None) => {
                env.report_missing("TLS_KEY_FILE", KEY);
                return None;
            }
        };
        match Self::from_pem_files(&certificate, &key) {
            Ok(tls) => Some(tls.with_port(port.unwrap_or(DEFAULT_PORT))),
            Err(error) => {
                let is_key = match &error {
                    TlsError::File { path, .. } => *path == key,
                    TlsError::NoCertificate => false,
                    TlsError::NoKey | TlsError::Mismatch(_) => true,
                };
                let (name, expected) =
                    if is_key { ("TLS_KEY_FILE", KEY) } else { ("TLS_CERT_FILE", CERTIFICATE) };
                env.report_because(name, error, expected);
                None
            }
        }
    }

    /// Shakes hands with a client.
    pub(super) async fn accept(&self, connection: Connection) -> io::Result<TlsStream<Connection>> {
        TlsAcceptor::from(Arc::clone(&self.server)).accept(connection).await
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("port", &self.port).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::CertifiedKey;

    use super::*;

    /// What is wrong with these two variables, each with a file of its content.
    fn problems(files: &[(&'static str, &str)]) -> Vec<String> {
        let directory = std::env::temp_dir().join(format!("bennu-tls-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let mut pairs = [("", ""); 2];
        for ((name, content), pair) in files.iter().zip(&mut pairs) {
            let path = directory.join(name);
            std::fs::write(&path, content).unwrap();
            *pair = (*name, path.to_str().unwrap().to_owned().leak());
        }
        let mut env = Environment::from_pairs(pairs);
        let is_read = Tls::read(&mut env).is_some();
        std::fs::remove_dir_all(directory).unwrap();
        let problems = env.finish().map_or_else(|error| error.to_string(), |()| String::new());
        assert_eq!(is_read, problems.is_empty() && !files.is_empty());
        problems.lines().map(str::to_owned).collect()
    }

    #[test]
    fn certificate_and_key_come_from_the_environment_together() {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["a".to_owned()]).unwrap();
        let (cert, key) = (cert.pem(), signing_key.serialize_pem());
        let (cert_file, key_file) = ("TLS_CERT_FILE", "TLS_KEY_FILE");
        assert_eq!(problems(&[]), [""; 0]);
        assert_eq!(problems(&[(cert_file, &cert), (key_file, &key)]), [""; 0]);
        let expected = "set it to the path of a PEM file with the certificate";
        assert_eq!(problems(&[(key_file, &key)]), [format!("`TLS_CERT_FILE` is not set; {expected}")]);
        let found = "there is no certificate in it: expected `-----BEGIN CERTIFICATE-----`";
        assert_eq!(
            problems(&[(cert_file, &key), (key_file, &key)]),
            [format!("`TLS_CERT_FILE`: {found}; {expected}")]
        );
        let expected = format!("{expected}'s private key");
        assert_eq!(problems(&[(cert_file, &cert)]), [format!("`TLS_KEY_FILE` is not set; {expected}")]);
        let found = "there is no private key in it: expected `-----BEGIN PRIVATE KEY-----`";
        assert_eq!(
            problems(&[(cert_file, &cert), (key_file, "secret")]),
            [format!("`TLS_KEY_FILE`: {found}; {expected}")]
        );
    }
}
