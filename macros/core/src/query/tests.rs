//! Queries come in, their expansions and errors are compared with what is written here.

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Diagnostics;
use crate::names::Names;
use crate::snapshot;

fn mistakes(input: TokenStream) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let _ = super::pipeline(&Names::default(), input, &mut diagnostics);
    diagnostics.messages()
}

#[test]
fn a_query() {
    let input = quote! {
        v in Video,
        join: u in User, on: u.id == v.user_id,
        where: like(v.title, ^term) and v.id in ^ids,
        order_by: [desc: v.likes],
        limit: 10,
        select: (v.title, u.name)
    };
    insta::assert_snapshot!(snapshot::expression(super::expand, input));
}

#[test]
fn a_query_that_goes_on() {
    let input = quote! { [v, .., c] in popular(Video), where: is_nil(c.text) or v.likes + 1 > ^(a + b) * 2 };
    insta::assert_snapshot!(snapshot::expression(super::expand, input));
}

#[test]
fn a_row_with_names() {
    let input =
        quote! { v in Video, group_by: v.user_id, select: #{ user_id: v.user_id, videos: count(v.id) } };
    insta::assert_snapshot!(snapshot::expression(super::expand, input));
}

/// Every mistake of a query is told at once.
#[test]
fn all_mistakes_together() {
    let input = quote! {
        v in Video,
        were: v.likes == 1,
        where: v.title == title and c.text == "x" and v.note == nil and count(v.id) > 1 and lke(v.title, "x"),
        order_by: [down: v.id],
        limit: v.likes,
        select: (v.title, sum(v.likes))
    };
    assert_eq!(
        mistakes(input),
        [
            "unknown query clause `were`; did you mean `where`?",
            "`title` is a Rust variable: values must be pinned inside a query, write `^title`",
            "unknown binding `c` in query; this query binds only `v`. To use a Rust value write `^c.text`",
            "unknown query function `lke`\nhelp: did you mean `like`?",
            "`limit` takes a number of rows\nhelp: write `limit: 10` or `limit: ^rows`",
            "comparison with nil is never true in SQL; use `is_nil(v.note)`",
            "`count` cannot stand in `where`: it is known only when the rows are grouped\nhelp: a condition on groups is `having: ..`",
            "`v.title` is neither grouped by nor in an aggregate: which of the rows' values would it be?\nhelp: add `group_by: v.title`, or write `max(v.title)`",
            "`v.id` is neither grouped by nor in an aggregate: which of the rows' values would it be?\nhelp: add `group_by: v.id`, or write `max(v.id)`",
            "`down` is no direction\nhelp: write `asc`, `desc`, or one of them with `_nulls_first` or `_nulls_last`",
        ]
    );
}

/// What is half typed is told where it ends, and never panics.
#[test]
fn half_typed_queries() {
    let told = [
        (quote!(), "a query has a source\nhelp: write `from!(m in Message, where: m.likes > ^least)`"),
        (quote!(v), "expected `in` and a source\nhelp: write `from!(m in Message, ..)`"),
        (quote!(v in), "expected a source behind `in`\nhelp: write `from!(m in Message, ..)`"),
        (quote!(v in Video, where:), "clause `where` says nothing\nhelp: write `where: m.likes > ^least`"),
        (quote!(v in Video, where: v.), "expected a column behind `v.`\nhelp: write `v.id`"),
        (
            quote!(v in Video, where: v.id ==),
            "expected an expression behind this\nhelp: write a column as `m.title`, a value as `^title`",
        ),
        (
            quote!(v in Video, where: v.id == ^),
            "expected a value of Rust behind `^`\nhelp: `^` pins one value; put more in parentheses: `^(a + b)`",
        ),
        (quote!(v in Video, where: v.id = 1), "`=` compares nothing\nhelp: write `==`"),
        (
            quote!(v in Video, where: 1 < v.id < 3),
            "comparisons cannot be chained\nhelp: write `a < b and b < c`",
        ),
        (
            quote!(v in Video, limit: 1 2),
            "expected an operator, or the next clause\nhelp: the next clause begins with a comma, its name and a colon, as in `, limit: 10`",
        ),
    ];
    for (input, message) in told {
        assert_eq!(mistakes(input.clone()), [message], "{input}");
    }
}

/// Operators bind as strongly as in SQL.
#[test]
fn operators_by_their_strength() {
    let data = |condition: TokenStream| {
        let expanded = super::expand(quote!((bennu) v in Video, where: #condition)).to_string();
        expanded.split("clauses : &").nth(1).map(|clauses| clauses.replace(' ', "")).unwrap_or_default()
    };
    let same = [
        (quote!(v.a or v.b and v.c), quote!(v.a or (v.b and v.c))),
        (quote!(not v.a == v.b), quote!(not(v.a == v.b))),
        (quote!(v.a - v.b - v.c > 1), quote!(((v.a - v.b) - v.c) > 1)),
        (quote!(v.a + v.b * v.c == 1), quote!((v.a + (v.b * v.c)) == 1)),
        (quote!(-v.a + v.b == 1 && !v.c), quote!(((-v.a) + v.b == 1) and (not v.c))),
        (quote!(v.a not in [1] or v.b), quote!((not (v.a in [1])) or v.b)),
    ];
    for (short, long) in same {
        assert_eq!(data(short.clone()), data(long), "{short}");
    }
}
