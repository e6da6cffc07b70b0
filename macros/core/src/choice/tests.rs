//! The expansion of `#[derive(Enum)]` on small inputs.

use super::*;

#[test]
fn values_are_texts() {
    let output = expand(quote!(
        enum Status {
            Draft,
            #[value("in-review")]
            InReview,
        }
    ));
    insta::assert_snapshot!(prettyplease::unparse(&syn::parse2(output).unwrap()));
}

#[test]
fn all_mistakes_are_reported() {
    let output = expand(quote!(
        enum Status {
            Draft = 1,
            InReview(u8),
            #[value(draft)]
            Second,
            #[value("draft")]
            Third = 3,
        }
    ));
    let output = output.to_string();
    for message in [
        "holds values, which a column does not",
        "expected the text that stands for it",
        "`Second` has no number",
        "`Third` is stored as `draft`, too",
    ] {
        assert!(output.contains(message), "{message}: {output}");
    }
}
