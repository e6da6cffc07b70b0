//! A row's values in the columns of an order come in, a text that leads back there goes out; and the values again from it.

use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::super::Error;
use crate::query::Direction;
use crate::schema::{Field, Kind, Schema, Value};
use crate::token::Secret;

/// What encrypts cursors, and nothing else.
const SALT: &str = "bennu cursor";

/// A list that cursors lead into: rows of `T` in an order.
pub(super) struct List<'a, T> {
    orders: Vec<(usize, Direction)>,
    /// Tells the list from others, so that a cursor of one means nothing in another.
    mark: String,
    secret: Option<&'a Secret>,
    schema: PhantomData<fn() -> T>,
}

/// What a cursor says.
pub(super) struct Cursor {
    /// The values of the row beside the page.
    pub(super) beside: Vec<Value>,
    /// Whether the page is before that row.
    pub(super) backward: bool,
}

/// A cursor as it is written: the list's mark, whether it leads backward, the values.
type Written = (String, bool, Vec<Json>);

impl<'a, T: Schema> List<'a, T> {
    pub(super) fn new(orders: Vec<(usize, Direction)>, secret: Option<&'a Secret>) -> Self {
        let mut hash = Sha256::new_with_prefix(T::TABLE);
        for (column, direction) in &orders {
            hash.update(format!(" {} {direction:?}", T::FIELDS[*column].name()));
        }
        let mark = URL_SAFE_NO_PAD.encode(&hash.finalize()[..6]);
        Self { orders, mark, secret, schema: PhantomData }
    }

    pub(super) fn orders(&self) -> &[(usize, Direction)] {
        &self.orders
    }

    /// The cursor of the page behind a row, or of the page before it.
    pub(super) fn write(&self, row: &T, backward: bool) -> String {
        let values = self.orders.iter().map(|(column, _)| to_json(&row.dump(*column))).collect();
        let written: Written = (self.mark.clone(), backward, values);
        match self.secret {
            Some(secret) => secret.sealing_key(SALT).seal_at(&written, 0),
            None => URL_SAFE_NO_PAD.encode(
                Json::from_iter([written.0.into(), backward.into(), Json::from(written.2)]).to_string(),
            ),
        }
    }

    /// What a client sent, if it is a cursor of this list.
    pub(super) fn read(&self, cursor: &str) -> Result<Cursor, Error> {
        self.open(cursor).ok_or(Error::Cursor { table: T::TABLE })
    }

    fn open(&self, cursor: &str) -> Option<Cursor> {
        let (mark, backward, values): Written = match self.secret {
            Some(secret) => secret.sealing_key(SALT).open_at(cursor, None, 0).ok()?,
            None => serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?,
        };
        if mark != self.mark || values.len() != self.orders.len() {
            return None;
        }
        let beside =
            self.orders.iter().zip(&values).map(|((column, _), value)| from_json(&T::FIELDS[*column], value));
        Some(Cursor { beside: beside.collect::<Option<_>>()?, backward })
    }
}

/// Bytes in base64, everything else as in a document.
fn to_json(value: &Value) -> Json {
    match value {
        Value::Binary(bytes) => URL_SAFE_NO_PAD.encode(bytes).into(),
        other => other.to_json(),
    }
}

fn from_json(field: &Field, value: &Json) -> Option<Value> {
    match (field.kind(), value) {
        (Kind::Binary, Json::String(bytes)) => URL_SAFE_NO_PAD.decode(bytes).ok().map(Value::Binary),
        // PostgreSQL takes no such text, and casting lets none in.
        (_, Json::String(text)) if text.contains('\0') => None,
        _ => field.load_from_document(value).ok(),
    }
}
