//! The pages about products.

use bennu::prelude::*;

use crate::catalog::{Category, Product};
use crate::web::core_components::*;
use crate::web::currency::currency;
use crate::web::router::path;

component! {
    /// All of them, with what they cost.
    pub fn index(products: &[Product]) {
        <.header>
            "Listing Products"
            <:actions><.button href={path!("/products/new")}><.icon name="plus" />New Product</.button></:actions>
        </.header>
        <p
            :if={products.is_empty()}
            class="empty card"
        >"Nothing on the shelves yet. Add the first product."</p>
        <ul :if={!products.is_empty()} id="products" class="shelf">
            <li :for={product in products} class="card">
                <.cover product={product} />
                <h2><.link href={path!("/products/{product}")}>{&product.title}</.link></h2>
                <.categories categories={&product.categories} />
                <p class="price">{currency(product.price)}</p>
            </li>
        </ul>
    }

    /// What takes the place of a picture.
    pub fn cover(product: &Product) {
        <span class="cover" aria-hidden="true" style={[("--hue", (product.id * 47 % 360).to_string())]}>
            {product.title.chars().next()}
        </span>
    }

    fn categories(categories: &[Category]) {
        <ul
            :if={!categories.is_empty()}
            class="tags"
        ><li :for={category in categories}>{&category.title}</li></ul>
    }

    /// One product in full.
    pub fn show(product: &Product) {
        <.header>
            {&product.title}
            <:actions>
                <.button href={path!("/products/{product}/edit")} variant="plain">Edit product</.button>
            </:actions>
            <:actions>
                <.button
                    href={path!("/products/{product}")}
                    variant="plain"
                    method="delete"
                    data-confirm="Are you sure?"
                >Delete</.button>
            </:actions>
        </.header>
        <div class="card product">
            <.cover product={product} />
            <div>
                <.list>
                    <:item title="Title">{&product.title}</:item>
                    <:item title="Description"><span class="prose">{&product.description}</span></:item>
                    <:item title="Price">{currency(product.price)}</:item>
                    <:item title="Views">{product.views}</:item>
                    <:item title="Categories"><.categories categories={&product.categories} /></:item>
                </.list>
                <.form action={path!("/cart_items?product_id={product}")}>
                    <.button><.icon name="cart" />Add to cart</.button>
                </.form>
            </div>
        </div>
        <.back href={path!("/products")}>Back to products</.back>
    }

    /// The form for a new one.
    pub fn new(changeset: &Changeset<Product>, categories: &[Category]) {
        <.header>New Product</.header>
        <.product_form changeset={changeset} action={path!("/products").as_ref()} categories={categories} />
    }

    /// The form of one that is there.
    pub fn edit(product: &Product, changeset: &Changeset<Product>, categories: &[Category]) {
        <.header>Edit Product</.header>
        <.product_form
            changeset={changeset}
            action={path!("/products/{product}").as_ref()}
            categories={categories}
        />
    }

    /// The inputs of either.
    fn product_form(changeset: &Changeset<Product>, action: &str, categories: &[Category]) {
        <div class="card"><.inputs
            form={&to_form(changeset)}
            action={action}
            categories={categories}
            chosen={&chosen(changeset)}
        /></div>
        <.back href={path!("/products")}>Back to products</.back>
    }

    fn inputs(form: &Form<'_, Product>, action: &str, categories: &[Category], chosen: &[i64]) {
        <.simple_form for={form} action={action} is_invalid={!form.errors().is_empty()}>
            <.input field={&form.field(Product::title)} label="Title" />
            <.input field={&form.field(Product::description)} type="textarea" label="Description" />
            <.input field={&form.field(Product::price)} type="number" label="Price" min="0" step="0.01" />
            <.multiple_select
                field={&form.field("category_ids")}
                label="Categories"
                options={categories.iter().map(|category| (&category.title, category.id)).collect()}
                values={chosen}
            />
            <:actions><.button>Save Product</.button></:actions>
        </.simple_form>
    }
}

/// The ids of the categories that the product has or is about to have.
fn chosen(changeset: &Changeset<Product>) -> Vec<i64> {
    let categories = changeset.get_assoc(Product::categories);
    categories.iter().filter_map(|category| Some(category.row()?.id)).collect()
}
