//! A schema comes in, the row's struct goes out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use super::super::assoc::Association;
use super::super::model::{Field, Generated, Schema};
use super::{expand_relation, expand_type, is_doc};

pub(super) fn expand_record(private: &TokenStream, schema: &Schema) -> TokenStream {
    let Schema { attributes, visibility, name, .. } = schema;
    let doc = if schema.is_embeddable() {
        " Lives inside of rows.".to_owned()
    } else if schema.is_embedded {
        " What a changeset makes of parameters.".to_owned()
    } else {
        format!(" A row of the table `{}`.", schema.table())
    };
    let doc = documented(attributes, doc);
    let fields = schema.fields.iter().map(|field| {
        let Field { attributes, visibility, name, .. } = field;
        let (doc, ty) = (documented(attributes, doc_of(field)), expand_type(private, field));
        quote!(#doc #visibility #name: #ty)
    });
    let relations = schema.associations.iter().map(|association| {
        let Association { attributes, visibility, name, .. } = association;
        let doc = format!(" What `{}` leads to, once it is loaded.", association.text());
        let (doc, ty) = (documented(attributes, doc), expand_relation(private, association));
        quote!(#doc #visibility #name: #ty)
    });
    let hides = schema.fields.iter().any(|field| field.options.has("redact"));
    let derived = (!hides).then(|| quote!(::core::fmt::Debug,));
    let debug = hides.then(|| expand_debug(private, schema));
    quote! {
        #doc
        #[derive(::core::clone::Clone, #derived ::core::cmp::PartialEq)]
        #visibility struct #name { #(#fields,)* #(#relations),* }
        #debug
    }
}

/// The attributes, with a comment where there is none.
fn documented(attributes: &[Attribute], doc: String) -> TokenStream {
    let doc = (!attributes.iter().any(is_doc)).then_some(doc).into_iter();
    quote!(#(#[doc = #doc])* #(#attributes)*)
}

fn doc_of(field: &Field) -> String {
    match field.generated {
        Generated::AtInsert if !field.is_written => " When the row was stored, in UTC.".to_owned(),
        Generated::AtUpdate if !field.is_written => " When the row was changed last, in UTC.".to_owned(),
        Generated::Key if !field.is_written => " The primary key.".to_owned(),
        _ if field.is_virtual() => " In no column.".to_owned(),
        _ => format!(" The column `{}`.", field.source()),
    }
}

/// What is secret is not printed.
fn expand_debug(private: &TokenStream, schema: &Schema) -> TokenStream {
    let (name, text) = (&schema.name, schema.name.to_string());
    let fields = schema.fields.iter().map(|field| {
        let (name, text) = (&field.name, field.text());
        if field.options.has("redact") {
            quote!((#text, &#private::Redacted))
        } else {
            quote!((#text, &self.#name))
        }
    });
    let relations = schema.associations.iter().map(|association| {
        let (name, text) = (&association.name, association.text());
        quote!((#text, &self.#name))
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #private::debug(f, #text, &[#(#fields,)* #(#relations),*])
            }
        }
    }
}
