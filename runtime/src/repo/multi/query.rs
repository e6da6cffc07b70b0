//! Queries come in, steps of a multi that run them go out.

use super::{Changes, Multi, Name, Operation};
use crate::query::IntoQuery;

#[cfg(doc)]
use crate::Repo;

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident, $name_with:ident: $operation:ident -> $given:ty;)+) => {
        impl Multi {$(
            $(#[$doc])*
            #[track_caller]
            pub fn $name<Q>(self, name: impl Into<Name<$given>>, query: Q) -> Self
            where
                Q: IntoQuery<Output: Sync> + Send + 'static,
            {
                self.$name_with(name, move |_| query)
            }

            /// The same for a query that depends on the steps before it.
            #[track_caller]
            pub fn $name_with<Q>(
                self,
                name: impl Into<Name<$given>>,
                query: impl FnOnce(&Changes) -> Q + Send + 'static,
            ) -> Self
            where
                Q: IntoQuery<Output: Sync> + Send + 'static,
            {
                self.step(name.into(), Operation::$operation, move |repo, done| async move {
                    let query = query(&done);
                    repo.$name(query).await.map(Ok::<_, crate::Error>)
                })
            }
        )+}
    };
}

steps! {
    /// Gives all rows of a query; see [`Repo::all`].
    all, all_with: Query -> Vec<Q::Output>;
    /// Gives the only row of a query, or none; see [`Repo::one`].
    one, one_with: Query -> Option<Q::Output>;
    /// Gives whether a query has any row; see [`Repo::exists`].
    exists, exists_with: Query -> bool;
    /// Changes all rows of a query by its `update` and gives how many these were; see [`Repo::update_all`].
    update_all, update_all_with: UpdateAll -> usize;
    /// Deletes all rows of a query and gives how many these were; see [`Repo::delete_all`].
    delete_all, delete_all_with: DeleteAll -> usize;
}
