//! The `macro_rules!` wrappers that hand `$crate` to the procedural macros, so that a renamed dependency works.

#[doc = include_str!("../docs/router.md")]
#[macro_export]
macro_rules! router {
    ($($input:tt)*) => { $crate::__private::macros::router! { ($crate) $($input)* } };
}

#[doc = include_str!("../docs/schema.md")]
#[macro_export]
macro_rules! schema {
    ($($input:tt)*) => { $crate::__private::macros::schema! { ($crate) $($input)* } };
}

#[doc = include_str!("../docs/component.md")]
#[macro_export]
macro_rules! component {
    ($($input:tt)*) => { $crate::__private::macros::component! { ($crate) $($input)* } };
}

#[doc = include_str!("../docs/embed_templates.md")]
#[macro_export]
macro_rules! embed_templates {
    ($($input:tt)*) => { $crate::__private::macros::embed_templates! { ($crate) $($input)* } };
}

#[doc = include_str!("../docs/html.md")]
#[macro_export]
macro_rules! html {
    ($($input:tt)*) => { $crate::__private::macros::html! { ($crate) $($input)* } };
}

#[doc = include_str!("../docs/query.md")]
#[macro_export]
macro_rules! from {
    ($($input:tt)*) => { $crate::__private::macros::from! { ($crate) $($input)* } };
}

/// A condition on a query's rows that is put together while the program runs, and stands in a query behind `^`.
///
/// Names and the type of the rows stand before the condition: `dynamic!(p in Post, p.likes > ^least)`, for several rows
/// `dynamic!([p, a] in (Post, Option<Author>), p.title == a.name)`. The condition is in the language of [`from!`](crate::from!);
/// another one may stand in it behind `^`. The result is a [`Dynamic`](crate::query::Dynamic).
#[macro_export]
macro_rules! dynamic {
    ($($input:tt)*) => { $crate::__private::macros::dynamic! { ($crate) $($input)* } };
}
