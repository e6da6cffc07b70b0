//! A tree of bytes comes in, nested comparisons that find the route of a path go out.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::choice::{Choice, Entry};
use super::trie::{Node, Param};
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

/// The end of a segment: so many bytes behind the last captured segment, or behind the start.
#[derive(Clone)]
struct Cursor {
    captured: Vec<Ident>,
    offset: usize,
    next: Next,
}

/// What is known of the byte at a cursor.
#[derive(Clone, Copy)]
enum Next {
    /// The first slash of the path, which may be all of it.
    Root,
    /// A slash.
    Slash,
    /// A slash, or nothing since the path ends.
    SlashOrEnd,
    /// Not yet whether it is a slash.
    Unknown,
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
        Self { captured: Vec::new(), offset: 0, next: Next::Root }
    }

    fn behind_text(&self, bytes: usize, next: Next) -> Self {
        Self { captured: self.captured.clone(), offset: self.offset + bytes, next }
    }

    fn behind(&self, segment: Ident) -> Self {
        let captured = self.captured.iter().cloned().chain([segment]).collect();
        Self { captured, offset: 0, next: Next::SlashOrEnd }
    }

    /// `repo.end + 7`, so many bytes further on.
    fn position(&self, further: usize) -> TokenStream {
        let offset = self.offset + further;
        let literal = Literal::usize_unsuffixed(offset);
        match (self.captured.last(), offset) {
            (None, _) => quote!(#literal),
            (Some(segment), 0) => quote!(#segment.end),
            (Some(segment), _) => quote!(#segment.end + #literal),
        }
    }
}

impl Finder<'_> {
    /// Tries all ways on from `node`; falls through where none of them leads to a route.
    fn expand_node(&self, node: &Node, at: &Cursor) -> TokenStream {
        let (end, further) = (self.expand_end(node, at), self.expand_further(node, at));
        let captures = !(node.params.is_empty() && node.globs.is_empty());
        let position = match at.next {
            Next::Slash => return further,
            Next::Root => quote!(1),
            Next::SlashOrEnd | Next::Unknown => at.position(0),
        };
        match (end, at.next) {
            (Some(end), _) if !node.goes_on() => quote!(if path.ends(#position) { #end }),
            (Some(end), Next::Unknown) => {
                quote!(if path.ends(#position) { #end } else if path.byte(#position) == b'/' { #further })
            }
            (Some(end), _) => quote!(if path.ends(#position) { #end } else { #further }),
            // Words are not found behind the end of the path, but nothing would be captured there.
            (None, _) if captures => quote!(if !path.ends(#position) { #further }),
            (None, _) => further,
        }
    }

    fn expand_end(&self, node: &Node, at: &Cursor) -> Option<TokenStream> {
        (!node.ends.is_empty()).then(|| self.expand_found(&node.ends, &at.captured, None))
    }

    /// Tries all ways on behind the slash at the cursor.
    fn expand_further(&self, node: &Node, at: &Cursor) -> TokenStream {
        let params = node.params.iter().map(|param| self.expand_param(param, at));
        let words = self.expand_words(node, at).into_iter();
        let mut branches: Vec<Branch> = words.chain(params).chain(self.expand_globs(node, at)).collect();
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

    fn expand_words(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        if node.words.is_empty() {
            return None;
        }
        let entries: Vec<Entry> = node.words.iter().map(Entry::new).collect();
        let routes = node.words.iter().flat_map(|(_, node)| node.routes()).collect();
        Some(Branch { code: self.expand_entries(&entries, at), routes, binds: false })
    }

    /// Finds out which one the path may hold.
    fn expand_entries(&self, entries: &[Entry<'_>], at: &Cursor) -> TokenStream {
        if let [entry] = entries {
            return self.expand_entry(*entry, at);
        }
        let Some(choice) = Choice::among(entries) else {
            return entries.iter().map(|entry| self.expand_entry(*entry, at)).collect();
        };
        let arms = choice.groups.iter().map(|(byte, entries)| {
            let (byte, code) = (Literal::byte_character(*byte), self.expand_entries(entries, at));
            quote!(#byte => { #code })
        });
        let position = at.position(1 + choice.offset);
        quote!(match path.byte(#position) { #(#arms)* _ => {} })
    }

    /// Compares a word as a whole, together with what must follow it.
    fn expand_entry(&self, entry: Entry<'_>, at: &Cursor) -> TokenStream {
        let Entry { mut node, mut ends, mut goes_on, .. } = entry;
        let mut text = entry.word.to_owned();
        while let (false, Some((word, below))) = (ends, node.only_word()) {
            text = format!("{text}/{word}");
            (node, ends, goes_on) = (below, !below.ends.is_empty(), below.goes_on());
        }
        let (position, length) = (at.position(1), text.len());
        if !goes_on {
            let (end, text) = (self.expand_end(node, at), Literal::byte_string(text.as_bytes()));
            return quote!(if path.ends_with(#position, #text) { #end });
        }
        if !ends {
            text.push('/');
        }
        let next = if ends { Next::Unknown } else { Next::Slash };
        let inner = self.expand_node(node, &at.behind_text(1 + length, next));
        let text = Literal::byte_string(text.as_bytes());
        quote!(if path.is(#position, #text) { #inner })
    }

    fn expand_param(&self, param: &Param, at: &Cursor) -> Branch {
        let (prefix, routes) = (param.prefix.as_bytes(), param.node.routes());
        let position = at.position(1 + prefix.len());
        let segment = self.segment_name(&param.name, &at.captured);
        let inner = self.expand_node(&param.node, &at.behind(segment.clone()));
        let code = quote!(let #segment = path.segment(#position); #inner);
        if prefix.is_empty() {
            return Branch { code, routes, binds: true };
        }
        let (position, prefix) = (at.position(1), Literal::byte_string(prefix));
        Branch { code: quote!(if path.is(#position, #prefix) { #code }), routes, binds: false }
    }

    fn expand_globs(&self, node: &Node, at: &Cursor) -> Option<Branch> {
        if node.globs.is_empty() {
            return None;
        }
        let code = self.expand_found(&node.globs, &at.captured, Some(at.position(1)));
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
            let found = self.expand_return(route, captured, rest);
            match self.routes[route].hosts.map(Literal::usize_unsuffixed) {
                Some(hosts) => asked.push(quote!(if hosts.meet(#hosts) { #found; })),
                None if asked.is_empty() => return found,
                None => return quote!({ #(#asked)* #found; }),
            }
        }
        if asked.is_empty() { TokenStream::new() } else { quote!({ #(#asked)* }) }
    }

    fn expand_return(&self, route: usize, captured: &[Ident], rest: Option<&TokenStream>) -> TokenStream {
        let index = Literal::usize_unsuffixed(route);
        let rest = self.expand_rest(route, rest);
        let captured = captured.iter().map(|segment| quote!(#segment)).chain(rest);
        quote!(return Some(Match::new(#index, [#(#captured),*])))
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
