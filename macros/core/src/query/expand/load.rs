//! What a row of the result is made of comes in, the function that reads one goes out.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

use super::super::model::{Node, NodeKind, Select};
use super::Expansion;
use crate::entry::hygienic;

impl Expansion<'_> {
    /// `|row| Ok((read(row)?, read(row)?))`
    pub(super) fn load(&self, select: &Select) -> TokenStream {
        let row = Ident::new("row", hygienic());
        let value = self.read(select, &row);
        quote!(|#row| ::core::result::Result::Ok(#value))
    }

    fn read(&self, select: &Select, row: &Ident) -> TokenStream {
        match select {
            Select::Value(node) => self.read_node(node, row),
            Select::Tuple(items) => {
                let items = items.iter().map(|item| self.read(item, row));
                quote!((#(#items,)*))
            }
            Select::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    let value = self.read(value, row);
                    quote!(#name: #value)
                });
                quote!(#path { #(#fields),* })
            }
            Select::Map(fields) => {
                let fields = fields.iter().map(|(name, node)| {
                    let value = self.read_node(node, row);
                    quote!(#name: #value)
                });
                quote!(SelectedRow { #(#fields),* })
            }
        }
    }

    fn read_node(&self, node: &Node, row: &Ident) -> TokenStream {
        let runtime = &self.runtime;
        match node.kind {
            NodeKind::Row { .. } => quote!(#runtime::read_row(#row)?),
            NodeKind::Unread | NodeKind::Nil => quote!(#runtime::unread()),
            _ => quote!(#runtime::read(#row)?),
        }
    }

    /// The query, whose result gets further fields.
    pub(super) fn merging(&self, query: TokenStream, fields: &[(Ident, Node)]) -> TokenStream {
        let (row, merged) = (Ident::new("row", hygienic()), Ident::new("merged", hygienic()));
        let fields = fields.iter().map(|(name, node)| {
            let value = self.read_node(node, &row);
            quote_spanned!(name.span()=> #merged.#name = #value;)
        });
        let runtime = &self.runtime;
        quote!(#runtime::merge(#query, |#row, #merged| {
            #(#fields)*
            ::core::result::Result::Ok(())
        }))
    }

    /// The struct of `select: #{ .. }`, whose types are those of its expressions.
    pub(super) fn selected_row(&self, fields: &[(Ident, Node)]) -> TokenStream {
        let runtime = &self.runtime;
        let names: Vec<&Ident> = fields.iter().map(|(name, _)| name).collect();
        let types: Vec<Ident> = (0..fields.len()).map(|index| format_ident!("T{index}")).collect();
        let texts = names.iter().map(|name| name.unraw().to_string());
        quote! {
            /// A row of the result.
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            struct SelectedRow<#(#types),*> { #(#names: #types),* }

            struct SelectedRowFields<P: #runtime::Presence, #(#types: #runtime::FieldType),*> {
                #(#names: #runtime::Expr<P::Of<#types>>),*
            }

            impl<P: #runtime::Presence, #(#types: #runtime::FieldType),*> #runtime::Fields
                for SelectedRowFields<P, #(#types),*>
            {
                type Row = P::Row<SelectedRow<#(#types),*>>;
                type Optional = SelectedRowFields<#runtime::Outer, #(#types),*>;
            }

            impl<#(#types: #runtime::FieldType),*> #runtime::Record for SelectedRow<#(#types),*> {
                type Fields<P: #runtime::Presence> = SelectedRowFields<P, #(#types),*>;
                type Columns = (#(#types,)*);
                type Associations = ();
                const NAMES: &'static [&'static str] = &[#(#texts),*];

                fn associations() {}

                fn load(row: &mut #runtime::Row<'_>) -> ::core::result::Result<Self, #runtime::LoadError> {
                    ::core::result::Result::Ok(Self { #(#names: #runtime::read(row)?),* })
                }
            }
        }
    }
}
