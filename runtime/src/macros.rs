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

/// Defines a function component.
#[macro_export]
macro_rules! component {
    ($($input:tt)*) => { $crate::__private::macros::component! { ($crate) $($input)* } };
}

/// Markup as an expression that renders.
#[macro_export]
macro_rules! html {
    ($($input:tt)*) => { $crate::__private::macros::html! { ($crate) $($input)* } };
}
