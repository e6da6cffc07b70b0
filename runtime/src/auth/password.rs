//! A password comes in, its hash goes out; a password and a hash come in, whether they belong together goes out.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, Params, PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::{Error, Result};

/// No more passwords are worked on at once than there are cores: each takes its memory, and whoever waits would only share a core.
static CORES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, usize::from)));

/// How the application hashes passwords: by Argon2id, which takes memory and time on purpose. It runs on threads that may block, so
/// that no other request waits for it.
///
/// ```
/// use bennu::auth::Passwords;
///
/// static PASSWORDS: Passwords = Passwords::new();
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> bennu::Result {
/// # static PASSWORDS: Passwords = Passwords::with_cost(8, 1);
/// let hash = PASSWORDS.hash("correct horse").await?;
/// assert!(hash.starts_with("$argon2id$"));
/// assert!(PASSWORDS.verify("correct horse", Some(&hash)).await?);
/// assert!(!PASSWORDS.verify("wrong horse", Some(&hash)).await?);
/// // Nobody has this address: as slow as a wrong password, and the same answer.
/// assert!(!PASSWORDS.verify("correct horse", None).await?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Passwords(Params);

impl Passwords {
    /// 19 MiB of memory, two passes: what OWASP recommends as the least.
    #[must_use]
    pub const fn new() -> Self {
        Self(Params::DEFAULT)
    }

    /// With so many KiB of memory (at least 8) and so many passes over it (at least 1); `with_cost(8, 1)` is for tests. What is hashed
    /// already stays good: each hash says what it cost.
    ///
    /// # Panics
    /// Where either is too small: a mistake in the program, which the compiler tells of a `static`.
    #[must_use]
    pub const fn with_cost(kibibytes: u32, passes: u32) -> Self {
        match Params::new(kibibytes, passes, 1, None) {
            Ok(params) => Self(params),
            Err(_) => panic!("a password takes at least 8 KiB and one pass"),
        }
    }

    /// The hash of a password, with a salt of its own: text of about 100 letters that says how it was made.
    ///
    /// # Errors
    /// 500 where the system has no random bytes.
    pub async fn hash(&self, password: impl Into<String>) -> Result<String> {
        let (argon2, password) = (self.argon2(), password.into());
        work(move || Ok(argon2.hash_password(password.as_bytes())?.to_string())).await
    }

    /// Whether the password is the one that was hashed. Without a hash, since nobody has that address, it takes as long as with one, and
    /// the answer is no: the time tells nobody who has an account.
    ///
    /// # Errors
    /// 500 where `hash` is no hash of a password.
    pub async fn verify(&self, password: impl Into<String>, hash: Option<&str>) -> Result<bool> {
        let (argon2, password) = (self.argon2(), password.into());
        let Some(hash) = hash.map(str::to_owned) else {
            let salt = b"nobody's account";
            return work(move || Ok(argon2.hash_password_with_salt(password.as_bytes(), salt)?))
                .await
                .map(|_| false);
        };
        // What it costs stands in the hash.
        work(move || Ok(argon2.verify_password(password.as_bytes(), &PasswordHash::new(&hash)?).is_ok()))
            .await
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::from(self.0.clone())
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

async fn work<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _core = CORES.acquire().await?;
    spawn_blocking(work).await.map_err(Error::from)?
}

#[cfg(test)]
mod tests {
    use super::*;

    static CHEAP: Passwords = Passwords::with_cost(8, 1);

    #[tokio::test]
    async fn a_hash_is_of_its_password_alone_and_every_one_has_its_salt() {
        let (one, two) =
            (CHEAP.hash("längeres Wort").await.unwrap(), CHEAP.hash("längeres Wort").await.unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("$argon2id$v=19$m=8,t=1,p=1$") && !one.contains("Wort"), "{one}");
        for hash in [&one, &two] {
            assert!(CHEAP.verify("längeres Wort", Some(hash)).await.unwrap());
            for wrong in ["", "längeres wort", "längeres Wort ", "längeres Wort\0"] {
                assert!(!CHEAP.verify(wrong, Some(hash)).await.unwrap(), "{wrong:?}");
            }
        }
        assert!(!CHEAP.verify("längeres Wort", None).await.unwrap());
    }

    #[tokio::test]
    async fn hashes_of_another_cost_stay_good_and_what_is_none_is_an_error() {
        let hash = Passwords::with_cost(16, 2).hash("one").await.unwrap();
        assert!(CHEAP.verify("one", Some(&hash)).await.unwrap());
        assert_eq!(Passwords::new().0.m_cost(), 19 * 1024);
        for wrong in ["", "one", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$abcdefghijklmnopqrstuv"] {
            let verified = CHEAP.verify("one", Some(wrong)).await;
            assert!(!matches!(verified, Ok(true)), "{wrong}");
        }
        assert_eq!(CHEAP.verify("one", Some("one")).await.unwrap_err().status(), 500);
    }
}
