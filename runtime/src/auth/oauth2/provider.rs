//! Providers: where they answer, and how they speak of people.

use serde_json::Value;

use super::Person;
use super::answer::text;

/// Whom people sign in through. URLs are `https`, or `http` on this machine for tests.
pub trait Provider: Send + Sync + 'static {
    /// Where browsers are sent to.
    fn authorize_url(&self) -> &str;

    /// Where a code is exchanged for a token.
    fn token_url(&self) -> &str;

    /// Where a token says whose it is.
    fn user_url(&self) -> &str;

    /// What is asked for, separated by spaces.
    fn scope(&self) -> &str;

    /// The person's id and what else the answer of [`user_url`](Self::user_url) says; none where it has no id. An address belongs in
    /// [`Person::email`] only where the provider says that it is verified: whoever can claim any address could sign in as anybody.
    fn person(&self, user: &Value) -> Option<(String, Person)>;

    /// Where the person's addresses are listed, with `email`, `primary` and `verified`, if the answer above has none.
    fn emails_url(&self) -> Option<&str> {
        None
    }
}

/// GitHub.
#[derive(Clone, Copy, Debug)]
pub struct Github;

impl Provider for Github {
    fn authorize_url(&self) -> &str {
        "https://github.com/login/oauth/authorize"
    }

    fn token_url(&self) -> &str {
        "https://github.com/login/oauth/access_token"
    }

    fn user_url(&self) -> &str {
        "https://api.github.com/user"
    }

    fn scope(&self) -> &str {
        "read:user user:email"
    }

    fn person(&self, user: &Value) -> Option<(String, Person)> {
        let uid = user.get("id")?.as_u64()?.to_string();
        let name = text(user, "name").or_else(|| text(user, "login"));
        Some((uid, Person { email: None, name, image: text(user, "avatar_url") }))
    }

    fn emails_url(&self) -> Option<&str> {
        Some("https://api.github.com/user/emails")
    }
}

/// Google.
#[derive(Clone, Copy, Debug)]
pub struct Google;

impl Provider for Google {
    fn authorize_url(&self) -> &str {
        "https://accounts.google.com/o/oauth2/v2/auth"
    }

    fn token_url(&self) -> &str {
        "https://oauth2.googleapis.com/token"
    }

    fn user_url(&self) -> &str {
        "https://openidconnect.googleapis.com/v1/userinfo"
    }

    fn scope(&self) -> &str {
        "openid email profile"
    }

    fn person(&self, user: &Value) -> Option<(String, Person)> {
        claims(user)
    }
}

/// Any provider of OpenID Connect, by its three addresses, which its `/.well-known/openid-configuration` lists.
#[derive(Clone, Debug)]
pub struct OpenId {
    /// `authorization_endpoint`.
    pub authorize_url: String,
    /// `token_endpoint`.
    pub token_url: String,
    /// `userinfo_endpoint`.
    pub user_url: String,
}

impl Provider for OpenId {
    fn authorize_url(&self) -> &str {
        &self.authorize_url
    }

    fn token_url(&self) -> &str {
        &self.token_url
    }

    fn user_url(&self) -> &str {
        &self.user_url
    }

    fn scope(&self) -> &str {
        "openid email profile"
    }

    fn person(&self, user: &Value) -> Option<(String, Person)> {
        claims(user)
    }
}

/// The claims of OpenID Connect (Core, 5.1).
fn claims(user: &Value) -> Option<(String, Person)> {
    let is_verified = user.get("email_verified") == Some(&Value::Bool(true));
    let email = text(user, "email").filter(|_| is_verified);
    Some((text(user, "sub")?, Person { email, name: text(user, "name"), image: text(user, "picture") }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn people_are_read_as_each_provider_shows_them() {
        let github = json!({"id": 7, "login": "ana", "name": null, "email": "x@example.com", "avatar_url": "https://a/7"});
        let (uid, person) = Github.person(&github).unwrap();
        assert_eq!((uid.as_str(), person.name.as_deref(), person.email), ("7", Some("ana"), None));
        let emails = json!([
            {"email": "old@example.com", "primary": false, "verified": true},
            {"email": "ana@example.com", "primary": true, "verified": true},
        ]);
        assert_eq!(crate::auth::oauth2::answer::verified_email(&emails).as_deref(), Some("ana@example.com"));

        let google = json!({"sub": "7", "email": "ana@example.com", "email_verified": true, "name": "Ana"});
        let (uid, person) = Google.person(&google).unwrap();
        assert_eq!((uid.as_str(), person.email.as_deref()), ("7", Some("ana@example.com")));
    }

    #[test]
    fn an_address_that_nobody_verified_is_not_the_persons() {
        for verified in [json!(false), json!("true"), json!(null), json!(1)] {
            let user = json!({"sub": "7", "email": "victim@example.com", "email_verified": verified});
            assert_eq!(Google.person(&user).unwrap().1.email, None, "{verified}");
        }
        for emails in [
            json!([{"email": "victim@example.com", "primary": true, "verified": false}]),
            json!([{"email": "victim@example.com", "primary": true}]),
            json!({"message": "no"}),
        ] {
            assert_eq!(crate::auth::oauth2::answer::verified_email(&emails), None, "{emails}");
        }
        for user in [json!({}), json!({"sub": ""}), json!({"sub": 7}), json!([])] {
            assert!(Google.person(&user).is_none(), "{user}");
        }
    }
}
