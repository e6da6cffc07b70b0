//! The expansion of `#[derive(Id)]` on small inputs.

use super::*;

#[test]
fn an_id_is_stored_as_what_is_inside() {
    let output = expand(quote!(
        struct VideoId(i64);
    ));
    insta::assert_snapshot!(prettyplease::unparse(&syn::parse2(output).unwrap()));
}

#[test]
fn what_holds_several_values_is_no_id() {
    for item in [
        quote!(
            struct VideoId {
                id: i64,
            }
        ),
        quote!(
            struct Pair(i64, i64);
        ),
        quote!(
            struct Of<T>(T);
        ),
    ] {
        let output = expand(item).to_string();
        assert!(output.contains("is not a struct around one value"), "{output}");
    }
}
