//! Queries stand wherever expressions do, whatever the names around them are.
#![no_implicit_prelude]

use ::std::option::Option;
use ::std::string::String;

::bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, r#type: i64, likes: i32 = 0 } }

const TREE: &str = "a constant of the user's";

struct Vec;
struct Some;

macro_rules! titled {
    ($title:expr) => {
        ::bennu::from!(p in Post, where: p.title == ^$title)
    };
}

fn popular<B: ::bennu::query::Bindings<First = Post>, O: ::core::marker::Send + 'static>(
    posts: ::bennu::query::Query<B, O>,
    shape: i32,
) -> ::bennu::query::Query<B, O> {
    ::bennu::from!(value0 in posts, where: value0.likes > ^shape)
}

fn main() {
    let (row, value0) = (3_i64, "x");
    let _ = (Vec, Some);
    let _ = ::bennu::from!(shape in Post, where: shape.r#type == ^row and shape.title == ^value0 and shape.title != ^TREE);
    let _ = ::bennu::from!(p in popular(titled!("y"), 3), select: #{ title: p.title, r#type: p.r#type });
    let numbers = [1_i64];
    let _ = ::bennu::from!(p in Post, where: p.r#type in ^numbers && p.likes < 3);
    let _ = ::bennu::from!(p in &::bennu::from!(p in Post), where: p.title == ^::std::format!("{value0}!"), limit: ^(1 + 2),);
}
