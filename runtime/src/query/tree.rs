//! What one `from!` says, as data: the macro writes it down once, in a `static`, and the database's text is made from it.
//!
//! Values are not in it: what is pinned is an argument, counted in the order in which it is written.

use crate::schema::Kind;

/// One `from!`: what its names stand for, and its clauses in their order.
#[derive(Debug)]
pub struct Tree {
    /// The names, in the order of their numbers.
    pub places: &'static [Place],
    /// The clauses.
    pub clauses: &'static [Clause],
}

/// Where a name's row is among the rows of the whole query.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Counted from the first, before the joins of this `from!`.
    Start(usize),
    /// Counted from the last, before the joins of this `from!`.
    End(usize),
    /// A join of this `from!`.
    Join(usize),
    /// The one with the name that is an argument.
    Named(usize),
}

/// One clause.
#[derive(Debug)]
pub enum Clause {
    /// One more row.
    Join(Join),
    /// All conditions must be met.
    Where(Node),
    /// Either all conditions before, or this one.
    OrWhere(Node),
    /// Rows that are equal in these become one.
    GroupBy(&'static [Node]),
    /// A condition on groups.
    Having(Node),
    /// Either all conditions before, or this one.
    OrHaving(Node),
    /// The order; further ones decide among equals.
    OrderBy(&'static [Order]),
    /// An order that is known at run time only: an argument.
    Orders(usize),
    /// Equal rows once; with nodes, the first of those that are equal in them.
    Distinct(&'static [Node]),
    /// At most so many rows.
    Limit(Node),
    /// Leaves out the first rows.
    Offset(Node),
    /// What a row of the result is made of, with the names of the columns where it has any.
    Select(&'static [Node], &'static [&'static str]),
    /// What is read besides: fields of the result by their names, or whole rows that belong to it.
    Merge(&'static [Node], &'static [&'static str]),
    /// The first row gets a name, an argument.
    Name(usize),
    /// What `update_all` writes.
    Update(&'static [Change]),
    /// The rows of another query, an argument, with, among or without these.
    Combine(Combination, usize),
    /// Locks the rows for the transaction.
    Lock(Lock),
    /// Takes clauses back.
    Exclude(Part),
}

/// A join.
#[derive(Debug)]
pub struct Join {
    /// Which rows it keeps.
    pub kind: JoinKind,
    /// What is joined.
    pub source: JoinSource,
    /// The condition; none for a cross join, and where an association has its own.
    pub on: Option<Node>,
    /// The argument that is its row's name, where it has one.
    pub name: Option<usize>,
}

/// What is joined.
#[derive(Debug)]
pub enum JoinSource {
    /// An argument.
    Argument(usize),
    /// What belongs to the row of a place, by the association of this name.
    Association(usize, &'static str),
}

/// Which rows a join keeps.
#[derive(Clone, Copy, Debug)]
pub enum JoinKind {
    /// Rows of both sides.
    Inner,
    /// All rows of the left side.
    Left,
    /// All rows of the right side.
    Right,
    /// All rows.
    Full,
    /// Each with each.
    Cross,
    /// As `Inner`, of a query that sees the rows before it.
    InnerLateral,
    /// As `Left`, of a query that sees the rows before it.
    LeftLateral,
}

/// An expression.
#[derive(Debug)]
pub enum Node {
    /// A column of a row.
    Field(usize, &'static str),
    /// A column of the row of a query around this one, by its name: an argument.
    Parent(usize, &'static str),
    /// All columns of a row.
    Row(usize),
    /// An argument.
    Argument(usize),
    /// A number as it is written.
    Number(&'static str),
    /// Text.
    Text(&'static str),
    /// True or false.
    Boolean(bool),
    /// Null.
    Null,
    /// An operator or a function.
    Call(Function, &'static [Node]),
    /// SQL as it is written, with nodes between its pieces.
    Fragment(&'static [&'static str], &'static [Node]),
    /// The value as another type.
    Cast(&'static Node, Kind),
    /// `CASE`: conditions with values, and the value otherwise.
    Case(&'static [(Node, Node)], Option<&'static Node>),
    /// A value from within a document.
    Path(&'static Node, &'static [&'static str]),
    /// An aggregate or a window function over a window.
    Over(&'static Node, &'static [Node], &'static [Order]),
}

/// Operators and functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says in SQL")]
pub enum Function {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    Not,
    Add,
    Sub,
    Mul,
    Div,
    Neg,
    In,
    InQuery,
    InValues,
    Exists,
    Like,
    Ilike,
    IsNil,
    Between,
    Coalesce,
    Lower,
    Upper,
    Count,
    CountDistinct,
    CountAll,
    Sum,
    Avg,
    Min,
    Max,
    Filter,
    RowNumber,
    Rank,
    DenseRank,
    Lag,
    Lead,
    FirstValue,
    LastValue,
}

/// An expression with its direction.
#[derive(Debug)]
pub struct Order {
    /// The expression.
    pub by: Node,
    /// Upwards or downwards.
    pub direction: super::Direction,
    /// Where nulls stand: first, last, or where the database puts them.
    pub nulls: Option<Nulls>,
}

/// Where nulls stand in an order.
#[derive(Clone, Copy, Debug)]
pub enum Nulls {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

/// What `update_all` does to a column.
#[derive(Debug)]
pub struct Change {
    /// The column.
    pub field: &'static str,
    /// What is done.
    pub how: How,
    /// With what.
    pub value: Node,
}

/// What is done to a column.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// It gets the value.
    Set,
    /// The value is added.
    Inc,
    /// The value becomes an array's last element.
    Push,
    /// All elements like the value are taken out of an array.
    Pull,
}

/// How two queries' rows are put together.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is what its name says in SQL")]
pub enum Combination {
    Union,
    UnionAll,
    Intersect,
    Except,
}

/// A lock on rows. SQLite, which has one writer, needs none.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is what its name says in SQL")]
pub enum Lock {
    ForUpdate,
    ForUpdateSkipLocked,
    ForUpdateNowait,
    ForShare,
}

/// What `exclude` takes back.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is the clause of its name")]
pub enum Part {
    Where,
    GroupBy,
    Having,
    OrderBy,
    Distinct,
    Limit,
    Offset,
    Lock,
    Combinations,
}
