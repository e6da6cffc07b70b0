//! Secrets come in, nothing that is printed or logged shows them.

use bennu::query::asc;
use bennu::repo::{Migration, Multi, OnConflict, Paging, Repo};
use bennu::testing::Telemetry;
use bennu::{Changeset, Params, from};

use super::on_each_database;

/// What nobody may see.
const SECRET: &str = "correct horse battery staple";

bennu::schema! {
    /// A part of an account that has a secret of its own.
    embedded struct Device { name: String, key: String { redact } }
}

bennu::schema! {
    struct Account in "accounts" {
        name: String,
        password: Option<String> { virtual, redact },
        token: Option<String> { redact, source: "token_hash" },
        embeds_many devices: Device,
        has_many logins: Login,
    }
}

bennu::schema! { struct Login in "logins" { place: String, belongs_to account: Account } }

const CREATE_ACCOUNTS: Migration = Migration::new(
    1,
    "create accounts",
    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'nobody'), token_hash TEXT UNIQUE, devices TEXT NOT NULL);
    CREATE TABLE logins (id INTEGER PRIMARY KEY, place TEXT NOT NULL, account_id INTEGER NOT NULL);",
)
.on_postgres(
    "CREATE TABLE accounts (id bigserial PRIMARY KEY, name text NOT NULL CHECK (name <> 'nobody'), token_hash text UNIQUE, devices jsonb NOT NULL);
    CREATE TABLE logins (id bigserial PRIMARY KEY, place text NOT NULL, account_id bigint NOT NULL);",
);

on_each_database! {
    no_statement_shows_a_secret,
    what_is_no_secret_is_logged,
    no_error_shows_a_secret,
}

fn change_device(device: impl Into<Changeset<Device>>, params: &Params) -> Changeset<Device> {
    device.into().cast(params, (Device::name, Device::key))
}

fn ann() -> Changeset<Account> {
    let device = bennu::serde_json::json!([{"name": "phone", "key": SECRET}]);
    let params = Params::from([
        ("name", "Ann".into()),
        ("password", SECRET.into()),
        ("token", SECRET.into()),
        ("devices", device),
    ]);
    Changeset::from(Account)
        .cast(&params, (Account::name, Account::password, Account::token))
        .cast_embed(Account::devices, change_device)
}

#[test]
fn what_is_printed_hides_secrets() {
    let changeset = ann();
    assert_eq!(changeset.get_change(Account::token).as_deref(), Some(SECRET));
    let printed = format!("{changeset:?}");
    assert!(printed.contains(r#"("token", **redacted**)"#) && printed.contains("Ann"), "{printed}");
    let account = changeset.apply_action(bennu::changeset::Action::Insert).unwrap();
    assert_eq!(account.devices[0].key, SECRET);
    for printed in
        [printed, format!("{account:?}"), format!("{:?}", ann().validate_length(Account::token, ..=3))]
    {
        assert!(!printed.contains(SECRET) && printed.contains("phone"), "{printed}");
    }
}

async fn no_statement_shows_a_secret(repo: Repo) {
    repo.migrate(&[CREATE_ACCOUNTS]).await.unwrap();
    let telemetry = Telemetry::attach();
    let account = repo.insert(ann()).await.unwrap().unwrap();
    let other = format!("{SECRET}!");
    repo.update(Changeset::from(&account).put_change(Account::token, other.clone())).await.unwrap().unwrap();
    let set = OnConflict::update().set(Account::token, SECRET.to_owned()).target(Account::token);
    let upsert = Changeset::from(Account).put_change(Account::name, "Bo").put_change(Account::token, other);
    repo.insert_with(upsert, set).await.unwrap().unwrap();
    repo.insert_all([ann().put_change(Account::token, format!("{SECRET}?"))]).await.unwrap().unwrap();
    let taken = ann().unsafe_validate_unique(Account::token, &repo).await.unwrap();
    assert_eq!(taken.traverse_errors(ToString::to_string)["token"], ["has already been taken"]);

    assert!(repo.get_by(Account::token, SECRET).await.unwrap().is_some());
    let mine = || from!(a in Account, where: a.token == ^SECRET);
    assert_eq!(repo.count(mine()).await.unwrap(), 1);
    let within = from!(l in Login, where: l.account_id in subquery(from!(a in mine(), select: a.id)));
    assert!(!repo.exists(within).await.unwrap());
    let joined = from!(l in Login, join: a in l.account, on: a.token in ^[SECRET], where: l.place == "home");
    assert_eq!(repo.all(joined).await.unwrap(), []);
    let lower =
        from!(a in Account, order_by: coalesce(a.token, ^SECRET), select: lower(coalesce(a.token, ^SECRET)));
    assert_eq!(repo.all(lower).await.unwrap().len(), 2);
    repo.update_all(from!(a in Account, where: a.name == "Bo", update: [set: [token: ^SECRET]]))
        .await
        .unwrap();
    let paging = Paging::new().page_size(1);
    let page = repo.paginate_by(Account, asc(Account::token), paging.clone()).await.unwrap();
    repo.paginate_by(Account, asc(Account::token), paging.cursor(page.next_cursor.unwrap())).await.unwrap();
    repo.multi(Multi::new().delete_all("gone", mine())).await.unwrap().unwrap();

    let events = telemetry.events();
    let statements = events.iter().filter(|event| event.message.starts_with("QUERY")).count();
    assert!(statements > 10, "{statements}");
    let shown: Vec<_> =
        events.iter().map(|event| format!("{event}")).filter(|text| text.contains(SECRET)).collect();
    assert_eq!(shown, Vec::<String>::new());
}

async fn what_is_no_secret_is_logged(repo: Repo) {
    repo.migrate(&[CREATE_ACCOUNTS]).await.unwrap();
    let telemetry = Telemetry::attach();
    repo.all(from!(a in Account, where: a.name == ^"Ann", select: (a.name, a.token))).await.unwrap();
    assert_eq!(telemetry.event("bennu::repo", "QUERY OK").field("params"), Some(r#"["Ann"]"#));
}

async fn no_error_shows_a_secret(repo: Repo) {
    repo.migrate(&[CREATE_ACCOUNTS]).await.unwrap();
    repo.insert(ann()).await.unwrap().unwrap();
    let twice = repo.insert(ann()).await.unwrap_err();
    let checked = repo
        .insert(ann().put_change(Account::name, "nobody").put_change(Account::token, format!("{SECRET}.")))
        .await
        .unwrap_err();
    for error in [twice, checked] {
        assert!(!error.to_string().contains(SECRET) && !format!("{error:?}").contains(SECRET), "{error:?}");
    }
}
