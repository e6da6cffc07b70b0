//! Strings with SQL in them come in at every place that takes one, each database has them as what they are.

use bennu::query::{asc, desc, escape_like};
use bennu::repo::migration::{alter, check, index, integer, string, table, text, unique_index};
use bennu::repo::{Backend, Migration, OnConflict, Paging, Repo};
use bennu::serde_json::{Value as Json, json};
use bennu::{Changeset, Params, from};

use super::on_each_database;

const EVIL: [&str; 9] = [
    "'; DROP TABLE \"qu\"\"o'te\"; --",
    "\"; DROP TABLE canaries; --",
    "x' OR '1'='1",
    "\\'; DELETE FROM canaries; --",
    "$1 ? :name @p #{} ${} %s",
    "/* */ -- \n;",
    "`canaries`",
    "%_\\",
    "𝒖nicode ' \u{2019}",
];

bennu::schema! {
    /// A table and columns whose names are SQL themselves.
    struct Quote in "qu\"o'te; DROP TABLE canaries; --" {
        text: String { source: "te\"xt' OR 1=1 --" },
        number: i64 = 0 { source: "$1 ? number" },
        meta: Json,
        has_many parts: Part { where: [kind: "it's; DROP TABLE canaries; --"] },
        many_to_many labels: Label { join_through: "la\"bels; --", join_keys: [quote_id, label_id] },
    }
}

bennu::schema! {
    struct Part in "parts" { kind: String, belongs_to quote: Quote }
}

bennu::schema! { struct Label in "labels" { name: String } }

bennu::schema! { struct Canary in "canaries" { name: String } }

on_each_database! {
    values_are_never_sql,
    names_are_never_sql,
    what_is_fixed_in_the_source_is_quoted,
    patterns_match_what_is_meant,
    statements_by_hand_bind_their_values,
    migrations_quote_names_and_defaults,
}

const QUOTE: &str = "qu\"o'te; DROP TABLE canaries; --";

async fn with_tables(repo: Repo) -> Repo {
    let create = |change: &mut bennu::repo::migration::Change| {
        let (column, number) = ("te\"xt' OR 1=1 --", "$1 ? number");
        change.create(
            table(QUOTE)
                .add(column, text().null(false).default("it's; DROP TABLE canaries; --"))
                .add(number, bennu::repo::migration::bigint().null(false))
                .add("meta", bennu::repo::migration::json().null(false)),
        );
        change.create(unique_index(QUOTE, [column]).name("in\"dex; --"));
        change.create(index(QUOTE, [number]));
        change.create(table("parts").add("kind", string()).add("quote_id", integer()));
        change.create(table("labels").add("name", string()));
        change
            .create(table("la\"bels; --").without_id().add("quote_id", integer()).add("label_id", integer()));
        change.create(table("canaries").add("name", string()));
    };
    let migration = Migration::change(1, "'; DROP TABLE schema_migrations; --", create);
    repo.migrate(&[migration]).await.expect("the migration runs");
    let canary = Changeset::from(Canary).put_change(Canary::name, "sings");
    repo.insert(canary).await.expect("the database answers").expect("it is valid");
    repo
}

/// Nobody changed what no statement was to change.
async fn sings(repo: &Repo) {
    assert_eq!(repo.all(from!(c in Canary, select: c.name)).await.unwrap(), ["sings"]);
}

async fn quote(repo: &Repo, text: &str) -> Quote {
    let params = Params::from([("text", json!(text)), ("meta", json!({ text: [text] }))]);
    let changeset = Changeset::from(Quote).cast(&params, (Quote::text, Quote::meta));
    let changeset = changeset.unique_constraint(Quote::text).named("in\"dex; --");
    repo.insert(changeset).await.expect("the database answers").expect("it is valid")
}

async fn values_are_never_sql(repo: Repo) {
    let repo = with_tables(repo).await;
    for evil in EVIL {
        let stored = quote(&repo, evil).await;
        assert_eq!(repo.get_by(Quote::text, evil).await.unwrap(), Some(stored.clone()));
        let found = repo
            .one(from!(q in Quote, where: q.text == ^evil and q.text in ^[evil], select: (q.text, q.meta)));
        assert_eq!(found.await.unwrap(), Some((evil.to_owned(), json!({ evil: [evil] }))));
        let fragment =
            from!(q in Quote, where: fragment("coalesce(?, ' \\? $1 ')", q.text) == ^evil, select: count());
        assert_eq!(repo.one(fragment).await.unwrap(), Some(1));
        let set = from!(q in Quote, where: q.id == ^stored.id, update: [set: [text: ^format!("{evil}!")], inc: [number: 1]]);
        assert_eq!(repo.update_all(set).await.unwrap(), 1);
        let again = Changeset::from(Quote)
            .put_change(Quote::text, format!("{evil}!"))
            .put_change(Quote::meta, json!(evil));
        let conflict = OnConflict::update().set(Quote::text, evil).target(Quote::text);
        repo.insert_with(again, conflict).await.unwrap().unwrap();
        let params = Params::from([("text", evil)]);
        let taken = Changeset::from(Quote)
            .cast(&params, Quote::text)
            .unsafe_validate_unique(Quote::text, &repo)
            .await;
        assert_eq!(taken.unwrap().traverse_errors(ToString::to_string)["text"], ["has already been taken"]);
        sings(&repo).await;
    }
    assert_eq!(repo.count(Quote).await.unwrap(), EVIL.len() as u64);
    assert_eq!(repo.delete_all(from!(q in Quote, where: q.text in ^EVIL)).await.unwrap(), EVIL.len());
    sings(&repo).await;
}

async fn names_are_never_sql(repo: Repo) {
    let repo = with_tables(repo).await;
    // What people send names no column: an order, a page and permitted parameters are made of typed columns alone.
    for evil in EVIL {
        let stored = quote(&repo, evil).await;
        let params = Params::from([(evil, json!(evil)), ("id", json!(evil)), ("number", json!(evil))]);
        let changeset = Changeset::from(&stored).cast(&params, (Quote::text, Quote::number));
        assert_eq!(changeset.changes().count(), 0);
        assert_eq!(changeset.traverse_errors(ToString::to_string)["number"], ["is invalid"]);
        let order = if evil == "text" { desc(Quote::number) } else { asc(Quote::number) };
        let params = Params::from([("page", evil), ("page_size", evil), ("limit", evil)]);
        let ordered = from!(q in Quote, order_by: ^order);
        assert_eq!(repo.paginate(&ordered, &params).await.unwrap().page_number, 1);
        assert!(repo.paginate_by(&ordered, order, Paging::new().cursor(evil)).await.is_err());
        sings(&repo).await;
    }
}

async fn what_is_fixed_in_the_source_is_quoted(repo: Repo) {
    let repo = with_tables(repo).await;
    let stored = quote(&repo, "plain").await;
    for kind in ["it's; DROP TABLE canaries; --", "other"] {
        let part = Changeset::from(Part).put_change(Part::kind, kind).put_change(Part::quote_id, stored.id);
        repo.insert(part).await.unwrap().unwrap();
    }
    let stored = repo.preload(stored, Quote::labels).await.unwrap();
    let label = Changeset::from(Label).put_change(Label::name, "a");
    let labelled = Changeset::from(&stored).put_assoc(Quote::labels, [label]);
    let stored = repo.update(labelled).await.unwrap().unwrap();
    let loaded = repo.preload(stored, (Quote::parts, Quote::labels.force())).await.unwrap();
    assert_eq!((loaded.parts.len(), loaded.labels.len()), (1, 1));
    let joined = from!(q in Quote, join: p in q.parts, join: l in q.labels, select: (p.kind, l.name));
    let expected = ("it's; DROP TABLE canaries; --".to_owned(), "a".to_owned());
    assert_eq!(repo.all(joined).await.unwrap(), [expected]);
    let literal =
        from!(q in Quote, where: q.text != "it's \"; DROP TABLE canaries; -- \\ ? $1", select: q.number);
    assert_eq!(repo.all(literal).await.unwrap(), [0]);
    let names = from!(q in Quote, select: #{ r#type: q.text });
    assert_eq!(repo.all(names).await.unwrap().len(), 1);
    sings(&repo).await;
}

async fn patterns_match_what_is_meant(repo: Repo) {
    let repo = with_tables(repo).await;
    for text in ["100% sure", "100 sure", "a_b", "acb", "back\\slash", "backslash"] {
        quote(&repo, text).await;
    }
    let found = async |part: &str| -> Vec<String> {
        let pattern = format!("%{}%", escape_like(part));
        let query = from!(q in Quote, where: like(q.text, ^pattern), order_by: q.id, select: q.text);
        repo.all(query).await.unwrap()
    };
    assert_eq!(found("100%").await, ["100% sure"]);
    assert_eq!(found("a_b").await, ["a_b"]);
    assert_eq!(found("k\\s").await, ["back\\slash"]);
    assert_eq!(found("%").await, ["100% sure"]);
    assert_eq!(found("sure").await, ["100% sure", "100 sure"]);
    assert_eq!(found("' OR '1'='1").await, Vec::<String>::new());
    let any = from!(q in Quote, where: ilike(q.text, ^"A_B"), order_by: q.id, select: q.text);
    assert_eq!(repo.all(any).await.unwrap(), ["a_b", "acb"], "what is not escaped is a pattern");
    let escaped = from!(q in Quote, where: ilike(q.text, ^"A\\_B"), select: q.text);
    assert_eq!(repo.all(escaped).await.unwrap(), ["a_b"]);
}

async fn statements_by_hand_bind_their_values(repo: Repo) {
    let repo = with_tables(repo).await;
    for evil in EVIL {
        let rows = repo.query("SELECT CAST($1 AS text), '$1 ?'", [evil]).await.unwrap();
        assert_eq!(rows.rows()[0], [evil.into(), "$1 ?".into()]);
        repo.query("INSERT INTO canaries (name) VALUES ($1)", [evil]).await.unwrap();
        let gone = repo.query("DELETE FROM canaries WHERE name = $1", [evil]).await.unwrap();
        assert_eq!(gone.num_rows(), 1);
    }
    let two = repo.query("SELECT 1; DROP TABLE canaries", ()).await;
    assert!(two.is_err(), "it is one statement");
    sings(&repo).await;
}

async fn migrations_quote_names_and_defaults(repo: Repo) {
    let repo = with_tables(repo).await;
    let change = |change: &mut bennu::repo::migration::Change| {
        let nasty = "co\"l'umn; --";
        change.alter(alter(QUOTE).add(nasty, string().default("'; DROP TABLE canaries; -- \\")));
        change.create(check(QUOTE, "che\"ck; --", "\"$1 ? number\" >= 0"));
        change.rename_column(QUOTE, nasty, "re\"named; --");
        change.alter(alter(QUOTE).modify(
            "re\"named; --",
            text().default("it's"),
            string().default("it was"),
        ));
        change.rename_table("canaries", "ca\"naries; --");
        change.rename_table("ca\"naries; --", "canaries");
    };
    let migrations = [Migration::change(2, "\"; DROP TABLE canaries; --", change)];
    quote(&repo, "before").await;
    repo.migrate(&migrations).await.unwrap();
    let negative = Changeset::from(Quote)
        .put_change(Quote::text, "x")
        .put_change(Quote::meta, json!(1))
        .put_change(Quote::number, -1)
        .check_constraint(Quote::number, "che\"ck; --");
    let refused = repo.insert(negative).await.unwrap().unwrap_err();
    assert_eq!(refused.traverse_errors(ToString::to_string)["number"], ["is invalid"]);
    let default = match repo.backend() {
        Backend::Sqlite => "SELECT \"re\"\"named; --\" FROM \"qu\"\"o'te; DROP TABLE canaries; --\"",
        _ => "SELECT \"re\"\"named; --\"::text FROM \"qu\"\"o'te; DROP TABLE canaries; --\"",
    };
    assert_eq!(repo.query(default, ()).await.unwrap().rows()[0], ["'; DROP TABLE canaries; -- \\".into()]);
    let taken = Changeset::from(Quote).put_change(Quote::text, "before").put_change(Quote::meta, json!(1));
    let taken =
        repo.insert(taken.unique_constraint(Quote::text).named("in\"dex; --")).await.unwrap().unwrap_err();
    assert_eq!(taken.traverse_errors(ToString::to_string)["text"], ["has already been taken"]);
    assert_eq!(repo.rollback(&migrations, 1).await.unwrap(), 1);
    sings(&repo).await;
}
