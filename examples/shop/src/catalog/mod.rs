//! The catalog context: what there is to buy, and in which categories.

mod category;
mod product;

use bennu::prelude::*;
use bennu::repo;

use crate::Written;
pub use category::Category;
pub use product::Product;

/// All products with their categories.
pub async fn list_products(repo: &Repo) -> repo::Result<Vec<Product>> {
    let products = repo.all(from!(p in Product, order_by: p.id)).await?;
    repo.preload(products, Product::categories).await
}

/// The product with this id and its categories; 404 where there is none.
pub async fn fetch_product(repo: &Repo, id: i64) -> repo::Result<Product> {
    let product = repo.fetch(id).await?;
    repo.preload(product, Product::categories).await
}

/// Stores a new product in the categories of `category_ids`.
pub async fn create_product(repo: &Repo, params: &Params) -> Written<Product> {
    repo.insert(change_product(repo, Product, params).await?).await
}

/// Changes a product, and its categories where there are `category_ids`.
pub async fn update_product(repo: &Repo, product: &Product, params: &Params) -> Written<Product> {
    repo.update(change_product(repo, product, params).await?).await
}

/// Removes a product that nobody has ordered, also from the carts that it is in.
pub async fn delete_product(repo: &Repo, product: &Product) -> Written<Product> {
    repo.delete(product::removal(product)).await
}

/// What a product, or the form for a new one, looks like with these parameters.
pub async fn change_product(
    repo: &Repo,
    product: impl Into<Changeset<Product>>,
    params: &Params,
) -> repo::Result<Changeset<Product>> {
    let changeset = product::changeset(product, params);
    match params.require::<Option<Vec<Option<i64>>>>("category_ids") {
        Ok(Some(ids)) => {
            let ids: Vec<_> = ids.into_iter().flatten().collect();
            Ok(changeset.put_assoc(Product::categories, list_categories_by_id(repo, &ids).await?))
        }
        Ok(None) => Ok(changeset),
        Err(_) => Ok(changeset.add_error("category_ids", "is invalid")),
    }
}

/// Counts one more look at a product, also where several look at once.
pub async fn inc_page_views(repo: &Repo, product: Product) -> repo::Result<Product> {
    let query = from!(p in Product, where: p.id == ^product.id, update: [inc: [views: 1]], select: p.views);
    let views = repo.update_all_returning(query).await?.pop().unwrap_or(product.views);
    Ok(Product { views, ..product })
}

/// All categories by their titles.
pub async fn list_categories(repo: &Repo) -> repo::Result<Vec<Category>> {
    repo.all(from!(c in Category, order_by: c.title)).await
}

/// The categories with these ids.
pub async fn list_categories_by_id(repo: &Repo, ids: &[i64]) -> repo::Result<Vec<Category>> {
    repo.all(from!(c in Category, where: c.id in ^ids, order_by: c.title)).await
}

/// The category with this id; 404 where there is none.
pub async fn fetch_category(repo: &Repo, id: i64) -> repo::Result<Category> {
    repo.fetch(id).await
}

/// Stores a new category.
pub async fn create_category(repo: &Repo, params: &Params) -> Written<Category> {
    repo.insert(change_category(Category, params)).await
}

/// Changes a category.
pub async fn update_category(repo: &Repo, category: &Category, params: &Params) -> Written<Category> {
    repo.update(change_category(category, params)).await
}

/// Removes a category; its products stay.
pub async fn delete_category(repo: &Repo, category: &Category) -> Written<Category> {
    repo.delete(category).await
}

/// What a category looks like with these parameters.
pub fn change_category(category: impl Into<Changeset<Category>>, params: &Params) -> Changeset<Category> {
    category::changeset(category, params)
}
