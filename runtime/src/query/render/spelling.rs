//! Operators, functions, directions and types come in, what a database calls them goes out.

use sea_query::{BinOper, NullOrdering};

use super::super::tree::Function;
use crate::repo::Backend;
use crate::schema::Kind;

pub(super) fn suffix(direction: &sea_query::Order, nulls: Option<NullOrdering>) -> &'static str {
    match (direction, nulls) {
        (sea_query::Order::Desc, None) => " DESC",
        (sea_query::Order::Desc, Some(NullOrdering::First)) => " DESC NULLS FIRST",
        (sea_query::Order::Desc, Some(NullOrdering::Last)) => " DESC NULLS LAST",
        (_, None) => " ASC",
        (_, Some(NullOrdering::First)) => " ASC NULLS FIRST",
        (_, Some(NullOrdering::Last)) => " ASC NULLS LAST",
    }
}

pub(super) fn operator(function: Function) -> Option<BinOper> {
    Some(match function {
        Function::Eq => BinOper::Equal,
        Function::Ne => BinOper::NotEqual,
        Function::Lt => BinOper::SmallerThan,
        Function::Le => BinOper::SmallerThanOrEqual,
        Function::Gt => BinOper::GreaterThan,
        Function::Ge => BinOper::GreaterThanOrEqual,
        Function::And => BinOper::And,
        Function::Or => BinOper::Or,
        Function::Add => BinOper::Add,
        Function::Sub => BinOper::Sub,
        Function::Mul => BinOper::Mul,
        Function::Div => BinOper::Div,
        Function::Like => BinOper::Like,
        Function::Ilike => BinOper::Custom("ILIKE"),
        Function::InQuery => BinOper::In,
        _ => return None,
    })
}

/// The functions that are spelt as such.
pub(super) fn name(function: Function) -> &'static str {
    match function {
        Function::Coalesce => "COALESCE",
        Function::Lower => "LOWER",
        Function::Upper => "UPPER",
        Function::Count => "COUNT",
        Function::Sum => "SUM",
        Function::Avg => "AVG",
        Function::Min => "MIN",
        Function::Max => "MAX",
        Function::RowNumber => "ROW_NUMBER",
        Function::Rank => "RANK",
        Function::DenseRank => "DENSE_RANK",
        Function::Lag => "LAG",
        Function::Lead => "LEAD",
        Function::FirstValue => "FIRST_VALUE",
        Function::LastValue => "LAST_VALUE",
        other => unreachable!("bug in Bennu: {other:?} is no function by its name"),
    }
}

pub(super) fn type_name(backend: Backend, kind: Kind) -> String {
    let name = match (backend, kind) {
        (Backend::Sqlite, Kind::Boolean | Kind::Integer) => "INTEGER",
        (Backend::Sqlite, Kind::Float) => "REAL",
        (Backend::Sqlite, Kind::Decimal) => "NUMERIC",
        (Backend::Sqlite, Kind::Binary) => "BLOB",
        (Backend::Sqlite, _) => "TEXT",
        (Backend::Postgres, Kind::Boolean) => "boolean",
        (Backend::Postgres, Kind::Integer) => "bigint",
        (Backend::Postgres, Kind::Float) => "double precision",
        (Backend::Postgres, Kind::String) => "text",
        (Backend::Postgres, Kind::Binary) => "bytea",
        (Backend::Postgres, Kind::UtcDatetime) => "timestamptz",
        (Backend::Postgres, Kind::Date) => "date",
        (Backend::Postgres, Kind::NaiveDatetime) => "timestamp",
        (Backend::Postgres, Kind::Time) => "time",
        (Backend::Postgres, Kind::Decimal) => "numeric",
        (Backend::Postgres, Kind::Uuid) => "uuid",
        (Backend::Postgres, Kind::Map) => "jsonb",
        (Backend::Postgres, Kind::Array(element)) => return format!("{}[]", type_name(backend, *element)),
    };
    name.to_owned()
}
