//! All that a schema may say.

#![deny(warnings, missing_docs)]

use bennu::schema::Schema;

bennu::schema! {
    /// Something that was said.
    #[derive(PartialOrd)]
    pub struct Message in "messages" {
        author: String = "nobody",
        /// What was said.
        body: String,
        pub(crate) likes: i64 = 2 + 3,
        r#type: Option<u16> = Some(1),
        share: f64 = -0.5,
        picture: Option<Vec<u8>>,
        day: Option<bennu::time::Date>,
        timestamps,
    }
}

bennu::schema! {
    #[derive(bennu::Param)]
    #[param(key = slug)]
    struct Page in "pages" { slug: String, }
}

fn main() {
    assert_eq!(Message::r#type.name(), "type");
    assert_eq!(Message::NAME, "message");
    let page = Page { id: 1, slug: "about".to_owned() };
    assert_eq!(bennu::path::Path::from_static("/").join(&page), "/about");
    let _ = Page;
}
