//! The text `{id}-{slug}` comes in, the fields in it and what stands between them go out.

use syn::{Ident, LitStr};

/// A field's name, or text.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    Text(String),
    Field(Ident),
}

/// The parts in their order; at least one of them is a field.
pub(super) fn parse(format: &LitStr) -> syn::Result<Vec<Part>> {
    let text = format.value();
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            return Err(syn::Error::new(format.span(), "a field in braces needs its `}`"));
        };
        let mut name = syn::parse_str::<Ident>(name).map_err(|_| {
            syn::Error::new(format.span(), format!("expected a field in the braces, not `{name}`"))
        })?;
        name.set_span(format.span());
        parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
        parts.push(Part::Field(name));
        rest = behind;
    }
    if parts.is_empty() {
        return Err(syn::Error::new(format.span(), "expected fields in braces, as in `{id}-{slug}`"));
    }
    parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
    Ok(parts)
}
