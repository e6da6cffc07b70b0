//! A primary key comes in, the values of its columns go out.

use super::{FieldType, Value};

/// What finds a row: the value of the primary key's column, or a tuple of them where it has several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no primary key",
    label = "expected a column's type, or a tuple of them",
    note = "a key of several columns is a tuple of up to four values, in the schema's order"
)]
pub trait Key: Clone + Send + Sync + 'static {
    /// The values in the order of [`Schema::KEY`](super::Schema::KEY).
    fn values(&self) -> Vec<Value>;
}

impl<F: FieldType> Key for F {
    fn values(&self) -> Vec<Value> {
        vec![self.dump()]
    }
}

macro_rules! keys_of_tuples {
    ($($($name:ident)+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($name: FieldType),+> Key for ($($name,)+) {
            #[expect(non_snake_case, reason = "one name for a type and its value keeps the macro short")]
            fn values(&self) -> Vec<Value> {
                let ($($name,)+) = self;
                vec![$($name.dump()),+]
            }
        }
    )+};
}

keys_of_tuples! {
    A B;
    A B C;
    A B C D;
}

/// The key of a table without one: there is no value of it, so that nothing can be found by it.
#[derive(Clone, Copy, Debug)]
pub enum NoKey {}

impl Key for NoKey {
    fn values(&self) -> Vec<Value> {
        match *self {}
    }
}
