//! A component becomes a function, and a macro of the same name that knows which attributes it accepts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{Expander, slots};
use crate::component::declare::{Argument, Declaration, Passing, SlotAttributes};
use crate::component::model::Template;
use crate::entry::hygienic;

impl Expander<'_> {
    pub(in crate::component) fn expand_component_items(
        &self,
        declaration: &Declaration,
        template: &Template,
        slot_attributes: &[SlotAttributes],
    ) -> TokenStream {
        let function = self.expand_function(declaration, template, slot_attributes);
        let constructors = slots::expand_constructors(declaration, slot_attributes);
        let companion = self.expand_companion(declaration, slot_attributes);
        quote!(#function #constructors #companion)
    }

    fn expand_function(
        &self,
        declaration: &Declaration,
        template: &Template,
        slot_attributes: &[SlotAttributes],
    ) -> TokenStream {
        let Declaration { attributes, visibility, name, generics, arguments, .. } = declaration;
        let (parameters, _, where_clause) = generics.split_for_impl();
        let signature = arguments.iter().map(expand_parameter);
        let defaults = arguments.iter().filter(|argument| is_filled_in(argument)).map(|argument| {
            let Argument { name, declared, default, .. } = argument;
            quote!(let #name: #declared = #name.unwrap_or_else(|| #default);)
        });
        let fragment = self.expand_owned(template);
        let private = &self.private;
        let accepts = documentation(arguments, slot_attributes);
        // What the function returns borrows from all its arguments: so it is since the 2024 edition, which is the macro's.
        let returned = quote::quote_spanned!(hygienic()=> impl);
        quote! {
            #(#attributes)*
            #(#[doc = #accepts])*
            #[must_use]
            #[allow(clippy::too_many_arguments, reason = "attributes are given by name")]
            #visibility fn #name #parameters (#(#signature),*) -> #returned #private::Render #where_clause {
                #(#defaults)*
                #fragment
            }
        }
    }

    /// The macro that templates call; it hands the declaration on together with the call.
    fn expand_companion(&self, declaration: &Declaration, slot_attributes: &[SlotAttributes]) -> TokenStream {
        let Declaration { visibility, name, arguments, .. } = declaration;
        let root = self.names.root();
        let companion = companion_name(name);
        // A macro that other crates can use lies at the root of its crate, under a name of its own.
        let export = matches!(visibility, syn::Visibility::Public(_)).then(|| quote!(#[macro_export]));
        let arguments = arguments.iter().map(|argument| {
            let slot = slots::expand_accepted_slot(argument, slot_attributes);
            let argument = expand_accepted(argument);
            quote!(#argument #slot)
        });
        quote! {
            #[doc(hidden)]
            #[allow(unused_macros)]
            #export
            macro_rules! #companion {
                ($($call:tt)*) => {
                    #root::__private::macros::component_call! { (#root) { #(#arguments,)* } $($call)* }
                };
            }
            #[doc(hidden)]
            #[allow(unused_imports)]
            #visibility use #companion as #name;
        }
    }
}

/// `title required "&str" doc "what it says" in ["a", "b"]`.
pub(super) fn expand_accepted(argument: &Argument) -> TokenStream {
    let Argument { docs, name, declared, values, included, .. } = argument;
    let declared = type_text(declared);
    let passing = match argument.passing() {
        Passing::Required => quote!(required),
        Passing::Defaulted => quote!(defaulted),
        Passing::Optional => quote!(optional),
        Passing::Collected => quote!(collected),
    };
    let doc = (!docs.is_empty()).then(|| quote!(doc #docs));
    let values = (!values.is_empty()).then(|| quote!(in [#(#values),*]));
    let included = (!included.is_empty()).then(|| quote!(include [#(#included),*]));
    quote!(#name #passing #declared #doc #values #included)
}

/// An argument of a function, an `Option` if the function fills in the default itself.
pub(super) fn expand_parameter(argument: &Argument) -> TokenStream {
    let Argument { name, declared, .. } = argument;
    if is_filled_in(argument) {
        quote!(#name: ::core::option::Option<#declared>)
    } else {
        quote!(#name: #declared)
    }
}

/// Whether the function fills in the default itself, where the names in it are in scope.
pub(super) fn is_filled_in(argument: &Argument) -> bool {
    argument.passing() == Passing::Defaulted && argument.slot().is_none()
}

/// `card_component_1f0c…`: of one component, wherever in the crate others have its name.
fn companion_name(name: &Ident) -> Ident {
    let span = name.span();
    let place = format!("{}:{}:{}:{name}", span.file(), span.start().line, span.start().column);
    let hash = place
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let text = name.to_string();
    format_ident!("{}_component_{:08x}", text.trim_start_matches("r#"), hash as u32, span = Span::call_site())
}

/// A type as people write it.
pub(super) fn type_text(declared: &syn::Type) -> String {
    let text = declared.to_token_stream().to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
        .replace(" :: ", "::")
        .replace(" ,", ",")
        .replace("' ", "'")
}

/// What rustdoc says about the attributes and the slots.
fn documentation(arguments: &[Argument], slot_attributes: &[SlotAttributes]) -> Vec<String> {
    let (slots, attributes): (Vec<_>, Vec<_>) =
        arguments.iter().partition(|argument| argument.slot().is_some());
    let attributes = table("Attributes", attributes.into_iter().map(row).collect());
    let slots = table("Slots", slots.into_iter().map(row).collect());
    let of_entries = arguments.iter().filter_map(|argument| {
        let fields = &argument.slot()?.declared_in(slot_attributes)?.fields;
        let rows = fields.iter().map(|field| row(&field.argument)).collect();
        Some(table(&format!("Attributes of `<:{}>`", argument.name), rows))
    });
    let of_entries: Vec<_> = of_entries.flatten().collect();
    attributes.into_iter().chain(slots).chain(of_entries).collect()
}

/// A heading and a table, if there are any rows; the last column only if anything is in it.
fn table(title: &str, rows: Vec<[String; 4]>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = if rows.iter().all(|row| row[3].is_empty()) { 3 } else { 4 };
    let line = |cells: &[&str]| format!(" | {} |", cells[..columns].join(" | "));
    let title = format!(" # {title}");
    let head = ["", &title, ""].map(str::to_owned);
    let head = head.into_iter().chain([line(&["name", "type", "default", ""]), line(&["---"; 4])]);
    head.chain(rows.iter().map(|row| line(&row.each_ref().map(String::as_str)))).collect()
}

fn row(argument: &Argument) -> [String; 4] {
    let default = match (argument.passing(), &argument.default) {
        (Passing::Required, _) => "required".to_owned(),
        (Passing::Optional | Passing::Collected, _) => "left out".to_owned(),
        (Passing::Defaulted, default) => {
            format!("`{}`", default.to_token_stream().to_string().replace(" :: ", "::"))
        }
    };
    let Argument { docs, name, declared, values, included, .. } = argument;
    let mut about = vec![docs.clone()];
    if !values.is_empty() {
        about.push(format!("One of {}.", listed(values)));
    }
    if argument.is_rest() {
        about.push("The global attributes.".to_owned());
    }
    if !included.is_empty() {
        about.push(format!("With them {}.", listed(included)));
    }
    about.retain(|text| !text.is_empty());
    let cells = [format!("`{name}`"), format!("`{}`", type_text(declared)), default, about.join(" ")];
    cells.map(|cell| cell.replace('|', "\\|"))
}

/// Literals as code, with commas between.
fn listed(literals: &[impl ToTokens]) -> String {
    let literals: Vec<_> =
        literals.iter().map(|literal| format!("`{}`", literal.to_token_stream())).collect();
    literals.join(", ")
}
