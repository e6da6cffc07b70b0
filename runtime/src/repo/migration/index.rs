//! Columns and conditions come in, an index or a check over them goes out.

/// An index, see [`index`].
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub(super) table: String,
    pub(super) columns: Vec<Part>,
    pub(super) unique: bool,
    pub(super) name: Option<String>,
    pub(super) condition: Option<String>,
    pub(super) using: Option<String>,
    pub(super) concurrently: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Column(String),
    Expression(String),
}

/// An index over columns, by default with the name of the table, the columns and `index` joined with `_`.
#[must_use]
pub fn index<'a>(table: &str, columns: impl IntoIterator<Item = &'a str>) -> Index {
    Index {
        table: table.to_owned(),
        columns: columns.into_iter().map(|column| Part::Column(column.to_owned())).collect(),
        unique: false,
        name: None,
        condition: None,
        using: None,
        concurrently: false,
    }
}

/// The same for columns that no two rows share: the database's side of
/// [`unique_constraint`](crate::Changeset::unique_constraint).
#[must_use]
pub fn unique_index<'a>(table: &str, columns: impl IntoIterator<Item = &'a str>) -> Index {
    Index { unique: true, ..index(table, columns) }
}

impl Index {
    /// Another name.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    /// One more part that is an expression of SQL, as in `lower(email)`. Such an index wants a [`name`](Self::name).
    #[must_use]
    pub fn expression(mut self, sql: &str) -> Self {
        self.columns.push(Part::Expression(sql.to_owned()));
        self
    }

    /// Only rows for which a condition in SQL holds are in the index.
    #[must_use]
    pub fn condition(self, sql: &str) -> Self {
        Self { condition: Some(sql.to_owned()), ..self }
    }

    /// Another sort of index than `btree`, on PostgreSQL.
    #[must_use]
    pub fn using(self, method: &str) -> Self {
        Self { using: Some(method.to_owned()), ..self }
    }

    /// PostgreSQL builds it while others write. Its migration is [`outside_transaction`](super::Migration::outside_transaction).
    #[must_use]
    pub fn concurrently(self) -> Self {
        Self { concurrently: true, ..self }
    }

    pub(super) fn full_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| {
            let parts = self.columns.iter().map(|part| match part {
                Part::Column(name) => name.clone(),
                Part::Expression(sql) => sql.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"),
            });
            format!("{}_{}_index", self.table, parts.collect::<Vec<_>>().join("_"))
        })
    }
}

/// A condition that each row of a table meets, see [`check`].
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub(super) table: String,
    pub(super) name: String,
    pub(super) condition: String,
}

/// A condition in SQL that each row of a table meets.
///
/// ```
/// use bennu::repo::migration::{Change, check};
///
/// fn prices(change: &mut Change) {
///     change.create(check("products", "price_must_be_positive", "price > 0"));
/// }
/// # prices(&mut Change::default());
/// ```
#[must_use]
pub fn check(table: &str, name: &str, condition: &str) -> Check {
    let [table, name, condition] = [table, name, condition].map(str::to_owned);
    Check { table, name, condition }
}
