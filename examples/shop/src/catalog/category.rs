//! Where a product belongs: the schema, and what it takes for params to become a category.

use bennu::prelude::*;

schema! {
    /// A sort of products.
    pub struct Category in "categories" { title: String, timestamps }
}

pub(super) fn changeset(category: impl Into<Changeset<Category>>, params: &Params) -> Changeset<Category> {
    category
        .into()
        .cast(params, Category::title)
        .validate_required(Category::title)
        .validate_length(Category::title, ..=255)
        .unique_constraint(Category::title)
}
