//! Tokens as the standards have them, and tokens as attackers make them.

use serde_json::json;

use super::*;

const NOW: u64 = 1_800_000_000;

fn jwt() -> Jwt {
    Jwt::new(&Secret::random()).issuer("us").audience("app")
}

fn check(jwt: &Jwt, token: &str) -> Result<String, JwtError> {
    jwt.verify_at::<Map<String, Value>>(token, NOW).map(|claims| claims.sub)
}

/// A token with any header and claims, signed rightly.
fn forge(jwt: &Jwt, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = jwt.key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

/// The key of RFC 8037, appendix A.
fn rfc_8037() -> (Jwt, Jwt) {
    let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    let public = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
    let private = [b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", &seed[..]].concat();
    let public = [b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", &public[..]].concat();
    (
        Jwt::eddsa(&pem("PRIVATE KEY", &private)).unwrap(),
        Jwt::eddsa_public(&pem("PUBLIC KEY", &public)).unwrap(),
    )
}

#[test]
fn claims_come_back_with_those_of_the_application() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Custom {
        scope: String,
    }

    let jwt = jwt();
    let issued = jwt.sign_at("User:7".into(), Custom { scope: "read".into() }, NOW);
    assert_eq!(issued.expires_at, NOW + 3600);
    let claims = jwt.verify_at::<Custom>(&issued.token, NOW).unwrap();
    assert_eq!((claims.sub.as_str(), claims.exp, claims.iat), ("User:7", NOW + 3600, Some(NOW)));
    assert_eq!(claims.custom, Custom { scope: "read".into() });
    assert_ne!(
        claims.jti,
        jwt.verify_at::<Custom>(&jwt.sign_at("User:7".into(), claims.custom, NOW).token, NOW).unwrap().jti
    );
}

#[test]
fn the_examples_of_the_standards_are_signed_as_they_say() {
    let key = URL_SAFE_NO_PAD
        .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        .unwrap();
    let hs256 = Jwt::hs256(key).unwrap();
    let message = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = URL_SAFE_NO_PAD.encode(hs256.key.sign(message.as_bytes()).unwrap());
    assert_eq!(signature, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    let (private, public) = rfc_8037();
    let message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = private.key.sign(message.as_bytes()).unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.encode(&signature),
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    assert!(public.key.verify(message.as_bytes(), &signature));
}

#[test]
fn a_public_key_checks_what_the_private_one_signed() {
    let (private, public) = rfc_8037();
    let token = private.sign_at("User:7".into(), Map::new(), NOW).token;
    assert_eq!(check(&public, &token).as_deref(), Ok("User:7"));
    assert_eq!(check(&jwt(), &token), Err(JwtError::Signature));
    assert!(public.key.sign(b"a").is_none());
}

#[test]
fn the_algorithm_is_the_keys_and_not_the_tokens() {
    let jwt = jwt();
    let claims = json!({"sub": "admin", "exp": NOW + 60, "iss": "us", "aud": "app"});
    assert_eq!(check(&jwt, &forge(&jwt, &json!({"alg": "HS256"}), &claims)).as_deref(), Ok("admin"));
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "HS512"}),
        json!({"alg": "hs256"}),
        json!({"alg": "HS256", "typ": "refresh"}),
        json!({"alg": "HS256", "crit": ["b64"], "b64": false}),
    ] {
        assert_eq!(check(&jwt, &forge(&jwt, &header, &claims)), Err(JwtError::Algorithm), "{header}");
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for none in ["none", "None", "NONE", "HS256", "EdDSA"] {
        let unsigned = format!("{}.{}.", part(&json!({"alg": none})), part(&claims));
        assert_eq!(check(&jwt, &unsigned), Err(JwtError::Signature), "{none}");
    }
}

#[test]
fn a_public_key_is_not_taken_for_a_secret() {
    let (_, public) = rfc_8037();
    let Key::EdDsa { public: key, .. } = &public.key else { panic!("it is an Ed25519 key") };
    let attacker = Jwt::hs256(key.as_ref()).unwrap();
    let token = attacker.sign_at("admin".into(), Map::new(), NOW).token;
    assert_eq!(check(&public, &token), Err(JwtError::Signature));
}

#[test]
fn time_issuer_and_audience_are_checked() {
    let jwt = jwt().leeway(Duration::from_secs(5));
    let with = |changed: Value| {
        let mut claims = json!({"sub": "User:7", "exp": NOW + 60, "iss": "us", "aud": "app"});
        for (name, value) in changed.as_object().unwrap() {
            claims[name] = value.clone();
        }
        check(&jwt, &forge(&jwt, &json!({"alg": "HS256", "typ": "JWT"}), &claims)).map(|_| ())
    };
    for good in [
        json!({}),
        json!({"exp": NOW - 4}),
        json!({"nbf": NOW + 5}),
        json!({"exp": 1_800_000_060.5}),
        json!({"aud": ["other", "app"]}),
    ] {
        assert_eq!(with(good.clone()), Ok(()), "{good}");
    }
    for (bad, error) in [
        (json!({"exp": NOW - 5}), JwtError::Expired),
        (json!({"exp": 0}), JwtError::Expired),
        (json!({"exp": "never"}), JwtError::Malformed),
        (json!({"exp": -1}), JwtError::Malformed),
        (json!({"exp": null}), JwtError::Malformed),
        (json!({"nbf": NOW + 6}), JwtError::NotYet),
        (json!({"iss": "them"}), JwtError::Issuer),
        (json!({"iss": null}), JwtError::Issuer),
        (json!({"aud": "other"}), JwtError::Audience),
        (json!({"aud": []}), JwtError::Audience),
        (json!({"aud": null}), JwtError::Audience),
        (json!({"sub": null}), JwtError::Malformed),
    ] {
        assert_eq!(with(bad.clone()), Err(error), "{bad}");
    }
    let for_somebody = jwt.sign_at("User:7".into(), Map::new(), NOW).token;
    let no_audience = Jwt { audience: None, ..jwt.clone() };
    assert_eq!(check(&no_audience, &for_somebody), Err(JwtError::Audience));
}

#[test]
fn no_changed_byte_passes() {
    let jwt = jwt();
    let token = jwt.sign_at("User:7".into(), Map::new(), NOW).token;
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(check(&jwt, &String::from_utf8(bytes).unwrap()).is_err(), "{at}");
        assert!(check(&jwt, &token[..at]).is_err(), "{at}");
    }
    assert!(check(&jwt, &format!("{token}.")).is_err());
    assert!(check(&jwt, &format!("{token}=")).is_err());
    assert!(check(&jwt, &"a.".repeat(LONGEST)).is_err());
}

#[test]
fn keys_that_cannot_be_used_are_refused() {
    assert_eq!(Jwt::hs256("secret").unwrap_err(), JwtKeyError::Short(6));
    for pem in [
        "",
        "secret",
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
        &pem("PRIVATE KEY", b"short"),
    ] {
        assert_eq!(Jwt::eddsa(pem).unwrap_err(), JwtKeyError::Malformed, "{pem}");
        assert_eq!(Jwt::eddsa_public(pem).unwrap_err(), JwtKeyError::Malformed, "{pem}");
    }
    assert_eq!(Jwt::eddsa_public(&pem("PUBLIC KEY", &[0; 44])).unwrap_err(), JwtKeyError::Malformed);
}

#[tokio::test(start_paused = true)]
async fn a_revoked_token_counts_no_more_and_the_list_never_forgets() {
    let jwt = jwt().revocations(MemoryRevocations::with_capacity(1));
    let (one, two) = (jwt.sign("User:7").token, jwt.sign("User:8").token);
    let claims: Claims = jwt.verify(&one).await.unwrap();
    jwt.revoke(&claims).await.unwrap();
    let error = jwt.verify::<Map<String, Value>>(&one).await.unwrap_err();
    assert_eq!((error.status().as_u16(), error.to_string().as_str()), (401, "the token was revoked"));
    let claims: Claims = jwt.verify(&two).await.unwrap();
    assert_eq!(jwt.revoke(&claims).await.unwrap_err().status(), 503);
    assert!(jwt.verify::<Map<String, Value>>(&one).await.is_err());
    tokio::time::advance(Duration::from_secs(3601)).await;
    jwt.revoke(&claims).await.expect("the first one has expired");
    let nameless = forge(
        &jwt,
        &json!({"alg": "HS256"}),
        &json!({"sub": "a", "exp": u64::MAX, "iss": "us", "aud": "app"}),
    );
    assert!(jwt.verify::<Map<String, Value>>(&nameless).await.is_err(), "it could never be revoked");
}

proptest::proptest! {
    #[test]
    fn garbage_is_refused(text in "[A-Za-z0-9_.=-]{0,120}") {
        proptest::prop_assert!(check(&jwt(), &text).is_err());
    }

    #[test]
    fn signed_garbage_does_not_panic(header in "\\PC{0,40}", claims in "\\PC{0,80}") {
        let jwt = jwt();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = jwt.key.sign(signed.as_bytes()).unwrap();
        let token = [&signed, ".", &URL_SAFE_NO_PAD.encode(signature)].concat();
        proptest::prop_assert!(check(&jwt, &token).is_err());
    }
}
