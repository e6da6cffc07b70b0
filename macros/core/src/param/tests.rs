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
