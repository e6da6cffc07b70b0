//! The expansion of `#[events]` on small inputs, and its errors.

use quote::quote;

use super::*;

fn expanded(attribute: TokenStream, item: TokenStream) -> String {
    let output = expand(attribute, item);
    match syn::parse2(output.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is not a list of items: {error}\n{output}"),
    }
}

fn messages(item: TokenStream) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    pipeline(TokenStream::new(), &item, &mut diagnostics);
    diagnostics.messages()
}

#[test]
fn handlers_are_dispatched_by_name() {
    insta::assert_snapshot!(expanded(
        quote!(),
        quote! {
            impl CounterLive {
                /// Adds one.
                async fn increment(&mut self, socket: &mut Socket<Self>) -> Result {
                    self.count += 1;
                    Ok(())
                }

                pub async fn pick(&mut self, video_id: i64, params: Params, socket: &mut Socket<Self>) -> Result<Reply> {
                    Reply::new(&video_id)
                }
            }
        }
    ));
}

#[test]
fn generics_cfgs_and_raw_names_are_kept() {
    insta::assert_snapshot!(expanded(
        quote!(crate = web),
        quote! {
            impl<T: Send + 'static> TableLive<T>
            where
                T: Default,
            {
                #[cfg(feature = "sort")]
                async fn r#type(&mut self, r#in: Option<String>, _: &mut Socket<Self>) -> Result {
                    Ok(())
                }
            }
        }
    ));
}

#[test]
fn an_empty_block_handles_nothing() {
    insta::assert_snapshot!(expanded(quote!(), quote!(impl PageLive {})));
}

#[test]
fn every_mistake_is_told() {
    let messages = messages(quote! {
        impl CounterLive {
            const STEP: i64 = 1;
            fn one(&self, n: i64) {}
            async fn two<T>((a, b): T, socket: &mut Socket<Self>) -> Result { Ok(()) }
            async fn two(&mut self, socket: &mut Socket<Self>) -> Result { Ok(()) }
        }
    });
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn what_is_half_typed_stays_as_it_is() {
    let item = quote!(impl CounterLive { async fn inc(&mut self, socket) });
    let mut diagnostics = Diagnostics::new();
    let output = pipeline(TokenStream::new(), &item, &mut diagnostics);
    assert_eq!(output.to_string(), item.to_string());
    assert_eq!(diagnostics.messages().len(), 1);
}
