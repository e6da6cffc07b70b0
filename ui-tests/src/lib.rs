//! Compile-time behaviour and house rules of Bennu.
//!
//! `tests/ui.rs` runs the cases under `tests/ui/<macro>` (must not compile, with the message beside each) and
//! `tests/pass/<macro>` (must compile); `tests/tidy` reads the project's files.

/// A LiveView named `$view` that counts and shows nothing: what a case about its event handlers stands on.
#[macro_export]
macro_rules! view {
    ($view:ident) => {
        #[derive(::core::default::Default)]
        struct $view {
            count: i64,
        }

        impl ::bennu::live::LiveView for $view {
            type State = ();

            async fn mount(
                _: ::bennu::Params,
                _: &::bennu::live::Session,
                _: &mut ::bennu::live::Socket<Self>,
            ) -> ::bennu::Result<Self> {
                ::core::result::Result::Ok(<Self as ::core::default::Default>::default())
            }

            fn render(&self) -> impl ::bennu::component::Render {
                self.count
            }
        }
    };
}
