//! Schemas come in, their expansions and errors are compared with what is written here.

use quote::quote;

use crate::snapshot;

#[test]
fn a_message() {
    let expansion = snapshot::items(
        super::expand,
        quote! {
            /// Something that was said.
            pub struct Message in "messages" {
                author: String,
                /// What was said.
                body: String,
                likes: i64 = 0,
                slug: String = "",
                note: Option<String>,
                timestamps,
            }
        },
    );
    insta::assert_snapshot!(expansion);
}
