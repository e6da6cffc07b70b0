//! A tree of bytes comes in, nested comparisons that find the route of a path go out.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::trie::Node;
use crate::entry::hygienic;
use crate::names::Names;
use crate::router::model::{Route, Router, Verb};

/// `Router::find`, for a path that needs no decoding and has no empty segments; `find_on` where hosts count.
pub(super) fn expand_find(router: &Router, names: &Names) -> TokenStream {
    let (runtime, routes) = (names.private("router"), &router.routes);
    let search = Finder { routes, runtime: &runtime }.expand_node(&Node::new(routes), &Cursor::start());
    let imports = quote! {
        use ::core::option::Option::{None, Some};
        use #runtime::{Match, Verb};
    };
    if router.hosts.is_empty() {
        return quote! {
            fn find(verb: #runtime::Verb, path: &str) -> ::core::option::Option<#runtime::Match> {
                #imports
                let Some(path) = #runtime::Scan::new(path) else {
                    return #runtime::find_untidy(Self::ROUTES, verb, path);
                };
                #search
                None
            }
        };
    }
    quote! {
        fn find(verb: #runtime::Verb, path: &str) -> ::core::option::Option<#runtime::Match> {
            <Self as #runtime::Router>::find_on("", verb, path)
        }

        fn find_on(host: &str, verb: #runtime::Verb, path: &str) -> ::core::option::Option<#runtime::Match> {
            #imports
            let Some(path) = #runtime::Scan::new(path) else {
                return #runtime::find_untidy_on(Self::ROUTES, host, verb, path);
            };
            let hosts = #runtime::Hosts::of(host, Self::HOSTS);
            #search
            None
        }
    }
}

struct Finder<'r> {
    routes: &'r [Route],
    runtime: &'r TokenStream,
}

/// Where in the path a node is reached: so many bytes behind the last captured segment, or behind the start.
#[derive(Clone)]
struct Cursor {
    captured: Vec<Ident>,
    offset: usize,
}

/// One way on from a node: the code that tries it, and the routes that it can find.
struct Branch {
    code: TokenStream,
    routes: Vec<usize>,
    /// Whether the code declares a captured segment.
    binds: bool,
}

impl Cursor {
    fn start() -> Self {
        Self { captured: Vec::new(), offset: 0 }
    }

    fn after(&self, bytes: usize) -> Self {
        Self { captured: self.captured.clone(), offset: self.offset + bytes }
    }

    fn behind(&self, segment: Ident) -> Self {
        let captured = self.captured.iter().cloned().chain([segment]).collect();
        Self { captured, offset: 0 }
    }

    /// `repo.end + 7`
    fn position(&self) -> TokenStream {
        let offset = Literal::usize_unsuffixed(self.offset);
        match (self.captured.last(), self.offset) {
            (None, _) => quote!(#offset),
            (Some(segment), 0) => quote!(#segment.end),
            (Some(segment), _) => quote!(#segment.end + #offset),
        }
    }
}

impl Finder<'_> {
    /// Tries all ways on from `node`; falls through where none of them leads to a route.
    fn expand_node(&self, node: &Node, at: &Cursor) -> TokenStream {
        let ends = self.expand_ends(node, at);
        let branches =
            [ends, self.expand_edges(node, at), self.expand_param(node, at), self.expand_globs(node, at)];
        let mut branches: Vec<Branch> = branches.into_iter().flatten().collect();
        if branches.len() > 1 {
            // What one branch captures must not be seen by the next one.
            branches.iter_mut().filter(|branch| branch.binds).for_each(|branch| {
                let code = &branch.code;
                branch.code = quote!({ #code });
            });
        }
        if self.sort(&mut branches) {
            branches.into_iter().map(|branch| branch.code).collect()
        } else {
            self.expand_earliest(&branches)
        }
    }

    /// Orders branches so that the first one that finds a route finds the one declared first; false where each of two
    /// branches holds a route that the other one must not hide.
    fn sort(&self, branches: &mut Vec<Branch>) -> bool {
        let mut sorted = Vec::new();
        while !branches.is_empty() {
            let goes_first = |&first: &usize| {
                let others = (0..branches.len()).filter(|&other| other != first);
                others.into_iter().all(|other| !self.must_precede(&branches[other], &branches[first]))
            };
            let Some(first) = (0..branches.len()).find(goes_first) else {
                branches.extend(sorted);
                return false;
            };
            sorted.push(branches.remove(first));
        }
        *branches = sorted;
        true
    }

    /// Whether `left` holds a route that is declared before one of `right` and matches some of its requests.
    fn must_precede(&self, left: &Branch, right: &Branch) -> bool {
        left.routes.iter().any(|&earlier| {
            let (one, mut others) = (&self.routes[earlier], right.routes.iter());
            others.any(|&later| {
                let other = &self.routes[later];
                earlier < later && one.verb.meets(other.verb) && one.pattern.overlaps(&other.pattern)
            })
        })
    }

    /// Tries every branch and takes the route that is declared first.
    fn expand_earliest(&self, branches: &[Branch]) -> TokenStream {
        let (runtime, branches) = (self.runtime, branches.iter().map(|branch| &branch.code));
        quote! {
            let found = #runtime::earliest([#((|| { #branches None })()),*]);
            if found.is_some() {
                return found;
            }
        }
    }

    fn expand_ends(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        if node.ends.is_empty() {
            return None;
        }
        let (position, found) = (at.position(), self.expand_found(&node.ends, &at.captured, None));
        Some(Branch {
            code: quote!(if path.ends(#position) { #found }),
            routes: node.ends.clone(),
            binds: false,
        })
    }

    fn expand_edges(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        let routes = node.edges.iter().flat_map(|(_, child)| child.routes()).collect();
        let code = match node.edges.as_slice() {
            [] => return None,
            [(label, child)] => self.expand_text(label, child, at),
            edges => {
                let mut edges: Vec<_> = edges.iter().collect();
                edges.sort_by_key(|(label, _)| label[0]);
                let first = edges.iter().map(|(label, _)| Literal::byte_character(label[0]));
                let code =
                    edges.iter().map(|(label, child)| self.expand_text(&label[1..], child, &at.after(1)));
                let position = at.position();
                quote!(match path.byte(#position) { #(#first => { #code })* _ => {} })
            }
        };
        Some(Branch { code, routes, binds: false })
    }

    /// Compares a run of text as a whole, together with the end of the path where nothing else may follow.
    fn expand_text(&self, text: &[u8], child: &Node, at: &Cursor) -> TokenStream {
        if text.is_empty() {
            return self.expand_node(child, at);
        }
        let (position, literal) = (at.position(), Literal::byte_string(text));
        let is_end = child.edges.is_empty() && child.param.is_none() && child.globs.is_empty();
        if is_end {
            let found = self.expand_found(&child.ends, &at.captured, None);
            return quote!(if path.ends_with(#position, #literal) { #found });
        }
        let inner = self.expand_node(child, &at.after(text.len()));
        quote!(if path.is(#position, #literal) { #inner })
    }

    fn expand_param(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        let (name, child) = node.param.as_ref()?;
        let position = at.position();
        let segment = self.segment_name(name, &at.captured);
        let inner = self.expand_node(child, &at.behind(segment.clone()));
        let code = quote!(let #segment = path.segment(#position); #inner);
        // The root is the one tidy path that ends in a slash.
        let is_root = at.captured.is_empty() && at.offset == 1;
        let code = if is_root { quote!(if !path.ends(1) { #code }) } else { code };
        Some(Branch { code, routes: child.routes(), binds: !is_root })
    }

    fn expand_globs(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        if node.globs.is_empty() {
            return None;
        }
        let code = self.expand_found(&node.globs, &at.captured, Some(at.position()));
        Some(Branch { code, routes: node.globs.clone(), binds: false })
    }

    /// Picks among routes that differ by their verb and their host only.
    fn expand_found(&self, routes: &[usize], captured: &[Ident], rest: Option<TokenStream>) -> TokenStream {
        let mut verbs: Vec<Verb> = Vec::new();
        for &route in routes {
            let verb = self.routes[route].verb;
            if verb != Verb::Any && !verbs.contains(&verb) {
                verbs.push(verb);
            }
        }
        let returns = |verb: Verb| {
            let of_verb = routes.iter().copied().filter(move |&route| self.routes[route].verb.covers(verb));
            self.expand_returns(of_verb, captured, rest.as_ref())
        };
        let mut arms: Vec<(TokenStream, TokenStream)> = Vec::new();
        for &verb in &verbs {
            let variant = verb.variant();
            arms.push((quote!(Verb::#variant), returns(verb)));
        }
        let any = returns(Verb::Any);
        if let ([(verb, found)], true) = (arms.as_slice(), any.is_empty()) {
            return quote!(if verb == #verb { #found; });
        }
        if !any.is_empty() && !verbs.contains(&Verb::Head) {
            arms.push((quote!(Verb::Head), quote!({})));
        }
        let (verbs, returns): (Vec<_>, Vec<_>) = arms.into_iter().unzip();
        let otherwise = if any.is_empty() { quote!({}) } else { any };
        quote!(match verb { #(#verbs => #returns,)* _ => #otherwise })
    }

    /// The first route that any host will do for, behind those before it that ask for one.
    fn expand_returns(
        &self,
        routes: impl Iterator<Item = usize>,
        captured: &[Ident],
        rest: Option<&TokenStream>,
    ) -> TokenStream {
        let mut asked = Vec::new();
        for route in routes {
            let index = Literal::usize_unsuffixed(route);
            let rest = self.expand_rest(route, rest);
            let captured = captured.iter().map(|segment| quote!(#segment)).chain(rest);
            let found = quote!(return Some(Match::new(#index, [#(#captured),*])));
            match self.routes[route].hosts.map(Literal::usize_unsuffixed) {
                Some(hosts) => asked.push(quote!(if hosts.meet(#hosts) { #found; })),
                None if asked.is_empty() => return found,
                None => return quote!({ #(#asked)* #found; }),
            }
        }
        if asked.is_empty() { TokenStream::new() } else { quote!({ #(#asked)* }) }
    }

    /// What a glob captures: everything from `from` on, or nothing where the path ends before it.
    fn expand_rest(&self, route: usize, from: Option<&TokenStream>) -> Option<TokenStream> {
        let has_glob = self.routes[route].pattern.segments().last()?.is_glob();
        has_glob.then(|| match from {
            Some(from) => quote!(path.rest(#from)),
            None => quote!(path.no_rest()),
        })
    }

    /// The parameter's own name, or one that is neither taken nor a keyword.
    fn segment_name(&self, name: &str, taken: &[Ident]) -> Ident {
        let mut name = name.to_owned();
        while syn::parse_str::<Ident>(&name).is_err()
            || matches!(name.as_str(), "path" | "verb" | "hosts" | "host")
            || taken.iter().any(|other| *other == name)
        {
            name.push('_');
        }
        Ident::new(&name, hygienic())
    }
}
