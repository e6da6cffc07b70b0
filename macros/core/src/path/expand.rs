//! A path comes in, one chain of calls that writes it goes out; its text is encoded and joined here and now.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::model::{Hole, Pair, Part, Path};
use crate::declared;
use crate::entry;
use crate::names::Names;

/// `Path::from_static("/posts")`, or `Writer::new("/posts/").param(&post).text("/edit").finish()`; `static_file(…)` around it where it
/// names a file.
pub(super) fn expand(path: &Path, krate: &TokenStream, names: &Names) -> TokenStream {
    let runtime = names.private("path");
    let mut writing = Writing { runtime, krate: krate.clone(), ..Writing::default() };
    for segment in &path.segments {
        writing.push_segment(&segment.prefix, segment.hole.as_ref());
    }
    if path.segments.is_empty() {
        writing.text.push('/');
    }
    for (index, pair) in path.query.iter().enumerate() {
        writing.push_pair(index, pair);
    }
    if let Some(fragment) = &path.fragment {
        writing.text.push('#');
        writing.push_parts(fragment, encode_query);
    }
    let runtime = writing.runtime.clone();
    let written = writing.finish();
    if path.is_file { quote!(#runtime::static_file(#written)) } else { written }
}

/// What a path leads to behind its base.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) is_url: bool,
    pub(super) is_file: bool,
}

/// `based(&conn, &path)`, or `absolute(&conn, &path)` for a whole URL, and the same for files, which may be served elsewhere; just the
/// path where there is no base.
pub(super) fn expand_based(
    place: Place,
    base: Option<&Expr>,
    path: TokenStream,
    names: &Names,
) -> TokenStream {
    let Some(base) = base else { return path };
    let runtime = names.private("path");
    let base = quote_spanned!(base.span()=> &(#base));
    match place {
        Place { is_url: true, is_file: true } => quote!(#runtime::absolute_file(#base, &#path)),
        Place { is_url: true, is_file: false } => quote!(#runtime::absolute(#base, &#path)),
        Place { is_url: false, is_file: true } => quote!(#runtime::based_file(#base, &#path)),
        Place { is_url: false, is_file: false } => quote!(#runtime::based(#base, &#path)),
    }
}

/// Collects text until a call is needed.
#[derive(Default)]
struct Writing {
    runtime: TokenStream,
    /// The crate of the router.
    krate: TokenStream,
    /// What the path begins with, once the first call has come.
    start: Option<String>,
    text: String,
    calls: TokenStream,
    /// Whether pairs known only at run time have been written, so that nobody knows which separator comes next.
    has_spread: bool,
}

impl Writing {
    fn push_segment(&mut self, prefix: &str, hole: Option<&Hole>) {
        match hole {
            Some(hole) if hole.is_rest => {
                let value = &hole.value;
                self.push_call(quote_spanned!(hole.place.span=> .rest(#value)));
            }
            hole => {
                self.text.push('/');
                encode(&mut self.text, prefix, is_segment);
                hole.into_iter().for_each(|hole| self.push_hole(hole));
            }
        }
    }

    fn push_pair(&mut self, index: usize, pair: &Pair) {
        match pair {
            Pair::Spread(hole) => {
                self.has_spread = true;
                let value = borrowed(hole);
                let runtime = &self.runtime;
                let (span, at) = (hole.place.span, entry::hygienic().located_at(hole.place.span));
                let fill = quote_spanned!(at=> { use #runtime::fill::*; |pairs, query| (&&&&Fill(pairs)).fill(query) });
                self.push_call(quote_spanned!(span=> .query(#value, #fill)));
            }
            Pair::Parts(parts) => {
                match (self.has_spread, index) {
                    (true, _) => self.push_call(quote!(.separator())),
                    (false, 0) => self.text.push('?'),
                    (false, _) => self.text.push('&'),
                }
                self.push_parts(parts, encode_query);
            }
        }
    }

    fn push_parts(&mut self, parts: &[Part], encode: impl Fn(&mut String, &str)) {
        for part in parts {
            match part {
                Part::Text(text) => encode(&mut self.text, text),
                Part::Hole(hole) => self.push_hole(hole),
            }
        }
    }

    fn push_hole(&mut self, hole: &Hole) {
        let value = borrowed(hole);
        let expand = |declared| declared::expand(declared, Some(&self.krate), hole.place.span);
        let declared = hole.declared.as_deref().map(expand);
        self.push_call(match declared {
            Some(declared) => quote_spanned!(hole.place.span=> .param_of::<#declared, _>(#value)),
            None => quote_spanned!(hole.place.span=> .param(#value)),
        });
    }

    fn push_call(&mut self, call: TokenStream) {
        let text = std::mem::take(&mut self.text);
        match self.start {
            None => self.start = Some(text),
            Some(_) if text.is_empty() => {}
            Some(_) => self.calls.extend(quote!(.text(#text))),
        }
        self.calls.extend(call);
    }

    fn finish(self) -> TokenStream {
        let Self { runtime, start, text, calls, .. } = self;
        match start {
            None => quote!(#runtime::Path::from_static(#text)),
            Some(start) if text.is_empty() => quote!(#runtime::Writer::new(#start) #calls .finish()),
            Some(start) => quote!(#runtime::Writer::new(#start) #calls .text(#text).finish()),
        }
    }
}

/// `&post.id`, with parentheses where `&` would take only a part of the expression.
fn borrowed(Hole { value, place, .. }: &Hole) -> TokenStream {
    match &**value {
        Expr::Path(_)
        | Expr::Field(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Index(_)
        | Expr::Lit(_)
        | Expr::Macro(_) => {
            quote_spanned!(place.span=> &#value)
        }
        _ => quote_spanned!(place.span=> &(#value)),
    }
}

fn encode_query(out: &mut String, text: &str) {
    encode(out, text, |byte| is_segment(byte) || matches!(byte, b'/' | b'?'));
}

/// What RFC 3986 lets stand in a segment.
fn is_segment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

fn encode(out: &mut String, text: &str, is_plain: impl Fn(u8) -> bool) {
    for byte in text.bytes() {
        match byte {
            byte if is_plain(byte) => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
}
