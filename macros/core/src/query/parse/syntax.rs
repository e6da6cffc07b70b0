//! What can be written in a query, as it is written.

use proc_macro2::Span;
use syn::{Ident, Lit, LitInt, LitStr, Path, Type};

use super::super::function::Operator;

/// `m in Message, where: ..`
pub(in super::super) struct Syntax {
    pub(in super::super) names: Names,
    pub(in super::super) source: Source,
    pub(in super::super) clauses: Vec<Clause>,
}

/// What stands behind the first `in`.
pub(in super::super) enum Source {
    /// Of `from!`: a table or a query.
    Query(syn::Expr),
    /// Of `from!`: a query that is read from as from a table.
    Subquery(syn::Expr),
    /// Of `dynamic!`: the rows that the condition is on.
    Rows(Type),
}

/// What stands before `in`.
pub(in super::super) enum Names {
    /// `m`: the first row.
    One(Ident),
    /// `[m, .., u]`: rows by their places.
    Several(Vec<Name>),
}

pub(in super::super) enum Name {
    Binding(Ident),
    /// `COMMENTS: c`
    Named(Path, Ident),
    /// `_`
    Ignored,
    /// `..`
    Rest(Span),
}

/// `where: m.likes > 3`
pub(in super::super) struct Clause {
    pub(in super::super) keyword: Ident,
    pub(in super::super) kind: ClauseKind,
}

pub(in super::super) enum ClauseKind {
    Where(Expr),
    OrWhere(Expr),
    Having(Expr),
    OrHaving(Expr),
    Join {
        side: Side,
        name: Ident,
        source: syn::Expr,
    },
    On(Expr),
    /// The name of the join before it, or of the first row.
    As(syn::Expr),
    Select(Expr),
    SelectMerge(Vec<(Ident, Expr)>),
    GroupBy(Vec<Expr>),
    OrderBy(Vec<Order>),
    Distinct(Vec<Expr>),
    Limit(Expr),
    Offset(Expr),
    Update(Vec<Change>),
    Combine(Combination, syn::Expr),
    Lock(LitStr),
    Exclude(Vec<Ident>),
    Preload(Preloads),
}

/// What is preloaded with the rows.
pub(in super::super) enum Preloads {
    /// `[:user, notes: n]`
    Listed(Vec<Preload>),
    /// `^preloads`
    Pinned(syn::Expr),
}

/// `:user`, `notes: [:user]`, `notes: {n, user: u}`
pub(in super::super) struct Preload {
    pub(in super::super) association: Ident,
    /// The row of a join that it is, if it is not to be asked for.
    pub(in super::super) row: Option<Ident>,
    pub(in super::super) inner: Preloads,
}

/// Which rows a join keeps.
#[derive(Clone, Copy, PartialEq)]
pub(in super::super) enum Side {
    Inner,
    Left,
    Right,
    Full,
    Cross,
    InnerLateral,
    LeftLateral,
}

#[derive(Clone, Copy)]
pub(in super::super) enum Combination {
    Union,
    UnionAll,
    Intersect,
    Except,
}

/// `desc: m.likes`
pub(in super::super) struct Order {
    pub(in super::super) direction: Option<Ident>,
    pub(in super::super) by: Expr,
}

/// `inc: [likes: 1]`: one of the fields.
pub(in super::super) struct Change {
    pub(in super::super) how: Ident,
    pub(in super::super) field: Ident,
    pub(in super::super) value: Expr,
}

/// An expression of the query language.
pub(in super::super) struct Expr {
    pub(in super::super) kind: ExprKind,
    /// Where an error about the whole of it is underlined.
    pub(in super::super) span: Span,
}

pub(in super::super) enum ExprKind {
    /// `m`
    Name(Ident),
    /// `m.title`
    Field(Ident, Ident),
    /// `m.meta["author"]`
    Index(Box<Expr>, Vec<Key>),
    /// `parent_as(POST).id`
    Parent(Path, Ident),
    /// `^title`
    Pin(Box<syn::Expr>),
    Literal(Lit),
    Nil,
    /// `:distinct`
    Atom(Ident),
    Operation(Operator, Vec<Expr>),
    /// `like(m.title, ^pattern)`
    Call(Ident, Vec<Expr>),
    /// `fragment("lower(?)", m.title)`
    Fragment(LitStr, Vec<Expr>),
    /// `type(^value, String)`
    Cast(Box<Expr>, Box<Type>),
    /// `subquery(query)`
    Subquery(Box<syn::Expr>),
    /// `over(sum(m.likes), partition_by: m.author)`
    Over {
        call: Box<Expr>,
        partitions: Vec<Expr>,
        orders: Vec<Order>,
    },
    /// `if m.likes > 3 { "hot" } else { "cold" }`
    If {
        branches: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
    /// `Stat { title: m.title }`
    Struct(Path, Vec<(Ident, Expr)>),
    /// `#{ title: m.title }`
    Map(Vec<(Ident, Expr)>),
    /// What looks like Rust, and would have to be pinned.
    Rust(Path),
}

pub(in super::super) enum Key {
    Name(LitStr),
    Index(LitInt),
}
