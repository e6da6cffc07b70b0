//! The expansion of `#[derive(Param)]` on small inputs, and its errors.

use super::*;

#[test]
fn a_struct_is_its_id() {
    let output = expand(quote!(
        struct Message {
            id: i64,
            body: String,
        }
    ));
    insta::assert_snapshot!(prettyplease::unparse(&syn::parse2(output).unwrap()));
}

#[test]
fn the_key_can_be_named() {
    let output = expand(quote!(
        #[param(key = slug, crate = web)]
        struct Post<T: Clone> {
            slug: T,
        }
    ));
    insta::assert_snapshot!(prettyplease::unparse(&syn::parse2(output).unwrap()));
}

#[test]
fn several_fields_stand_with_text_between_them() {
    let output = expand(quote!(
        #[param(format = "v{id}-{slug}.html")]
        struct Video {
            id: Permalink,
            slug: String,
        }
    ));
    insta::assert_snapshot!(prettyplease::unparse(&syn::parse2(output).unwrap()));
}
