//! What a provider answers, as the application gets it.

use std::fmt;

use serde_json::Value;

use super::OAuth2Error;

/// Somebody who came back from a provider.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Auth {
    /// The provider's name, as the application calls it.
    pub provider: String,
    /// By what the provider knows the person. It stays the same; with the provider's name it is what to find the user by.
    pub uid: String,
    /// What the provider says of the person.
    pub person: Person,
    /// What lets the application ask for more.
    pub credentials: Credentials,
    /// The whole answer.
    pub raw: Value,
}

/// What a provider says of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The e-mail address, where the provider says that it is the person's.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The URL of a picture.
    pub image: Option<String>,
}

/// What lets the application ask the provider in the person's name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The access token.
    pub token: String,
    /// What gets a new one, where the provider gave one.
    pub refresh_token: Option<String>,
    /// How many seconds the token counts, where the provider says it.
    pub expires_in: Option<u64>,
    /// What it is good for, where the provider says it.
    pub scope: Option<String>,
}

/// Logs do not get the tokens.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl Credentials {
    /// RFC 6749, 5.1. Some providers answer errors with 200.
    pub(super) fn read(answer: &Value) -> Result<Self, OAuth2Error> {
        if let Some(error) = text(answer, "error") {
            return Err(OAuth2Error::Answer(error.chars().take(100).collect()));
        }
        let token = text(answer, "access_token").filter(|token| is_token(token));
        let is_bearer = text(answer, "token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        let (Some(token), true) = (token, is_bearer) else {
            return Err(OAuth2Error::Answer("there is no bearer token in it".into()));
        };
        Ok(Self {
            token,
            refresh_token: text(answer, "refresh_token"),
            expires_in: answer.get("expires_in").and_then(Value::as_u64),
            scope: text(answer, "scope"),
        })
    }
}

/// What a header can carry.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The address that is the person's own and their first, of a list as GitHub has it.
pub(super) fn verified_email(emails: &Value) -> Option<String> {
    let is = |email: &&Value, name: &str| email.get(name) == Some(&Value::Bool(true));
    let found = emails.as_array()?.iter().find(|email| is(email, "primary") && is(email, "verified"))?;
    text(found, "email")
}

pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}
