//! An order and the values of a row come in, where a page of rows begins goes out.

use super::Direction;
use crate::schema::Value;

/// A page of rows in an order, beside a row of another page.
#[derive(Clone, Debug)]
pub(crate) struct Seek {
    /// Places of columns of the first row with their directions: no two rows have all of their values.
    pub(crate) orders: Vec<(usize, Direction)>,
    /// The values of these columns in the row beside the page; none for the first page.
    pub(crate) beside: Vec<Value>,
    /// Whether the page lies before that row: its rows then come in the opposite order, the nearest first.
    pub(crate) backward: bool,
}

impl Seek {
    /// The column at this place of the order and its direction on the way.
    pub(super) fn directions(
        &self,
    ) -> impl DoubleEndedIterator<Item = (usize, Direction)> + ExactSizeIterator {
        self.orders.iter().map(|(column, direction)| match (direction, self.backward) {
            (Direction::Asc, false) | (Direction::Desc, true) => (*column, Direction::Asc),
            (Direction::Desc, false) | (Direction::Asc, true) => (*column, Direction::Desc),
        })
    }
}
