//! The operators and functions of the query language: how they are written, how many arguments they take, what they are called.

/// An operator, in the order of its strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Not,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    NotIn,
    Add,
    Sub,
    Mul,
    Div,
    Neg,
}

impl Operator {
    /// The larger, the closer it binds.
    pub(super) const fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Not => 3,
            Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge | Self::In | Self::NotIn => 4,
            Self::Add | Self::Sub => 5,
            Self::Mul | Self::Div => 6,
            Self::Neg => 7,
        }
    }

    pub(super) const fn is_comparison(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }

    /// The function that it stands for.
    pub(super) const fn function(self) -> &'static Function {
        &OPERATORS[self as usize]
    }
}

/// In the order of the operators.
const OPERATORS: &[Function] = &[
    Function::operator("or", "Or"),
    Function::operator("and", "And"),
    Function::operator("not", "Not"),
    Function::operator("eq", "Eq"),
    Function::operator("ne", "Ne"),
    Function::operator("lt", "Lt"),
    Function::operator("le", "Le"),
    Function::operator("gt", "Gt"),
    Function::operator("ge", "Ge"),
    Function::operator("any_of", "In"),
    Function::operator("any_of", "In"),
    Function::operator("add", "Add"),
    Function::operator("sub", "Sub"),
    Function::operator("mul", "Mul"),
    Function::operator("div", "Div"),
    Function::operator("neg", "Neg"),
];

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    /// As it is written, and as the runtime calls its types.
    pub(super) name: &'static str,
    /// As the runtime calls it in the data.
    pub(super) variant: &'static str,
    /// The fewest and the most arguments.
    pub(super) arity: (usize, usize),
    pub(super) sort: Sort,
    pub(super) example: &'static str,
}

/// Where a function may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Plain,
    /// Of many rows one value: not in `where`.
    Aggregate,
    /// Only within `over(..)`.
    Window,
}

impl Function {
    const fn operator(name: &'static str, variant: &'static str) -> Self {
        Self { name, variant, arity: (1, 2), sort: Sort::Plain, example: "" }
    }

    const fn plain(
        name: &'static str,
        variant: &'static str,
        arity: (usize, usize),
        example: &'static str,
    ) -> Self {
        Self { name, variant, arity, sort: Sort::Plain, example }
    }

    const fn aggregate(name: &'static str, variant: &'static str, example: &'static str) -> Self {
        Self { name, variant, arity: (1, 1), sort: Sort::Aggregate, example }
    }

    const fn window(
        name: &'static str,
        variant: &'static str,
        arguments: usize,
        example: &'static str,
    ) -> Self {
        Self { name, variant, arity: (arguments, arguments), sort: Sort::Window, example }
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Function::plain("like", "Like", (2, 2), "like(m.title, ^pattern)"),
    Function::plain("ilike", "Ilike", (2, 2), "ilike(m.title, ^pattern)"),
    Function::plain("is_nil", "IsNil", (1, 1), "is_nil(m.note)"),
    Function::plain("between", "Between", (3, 3), "between(m.likes, 1, ^most)"),
    Function::plain("coalesce", "Coalesce", (2, 2), "coalesce(m.note, \"\")"),
    Function::plain("lower", "Lower", (1, 1), "lower(m.title)"),
    Function::plain("upper", "Upper", (1, 1), "upper(m.title)"),
    Function::plain("exists", "Exists", (1, 1), "exists(subquery(query))"),
    Function::plain("filter", "Filter", (2, 2), "filter(count(m.id), m.likes > 3)"),
    Function { arity: (0, 2), ..Function::aggregate("count", "Count", "count(m.id)") },
    Function::aggregate("sum", "Sum", "sum(m.likes)"),
    Function::aggregate("avg", "Avg", "avg(m.likes)"),
    Function::aggregate("min", "Min", "min(m.likes)"),
    Function::aggregate("max", "Max", "max(m.likes)"),
    Function::window("row_number", "RowNumber", 0, "over(row_number(), order_by: m.id)"),
    Function::window("rank", "Rank", 0, "over(rank(), order_by: m.likes)"),
    Function::window("dense_rank", "DenseRank", 0, "over(dense_rank(), order_by: m.likes)"),
    Function::window("lag", "Lag", 1, "over(lag(m.likes), order_by: m.id)"),
    Function::window("lead", "Lead", 1, "over(lead(m.likes), order_by: m.id)"),
    Function::window("first_value", "FirstValue", 1, "over(first_value(m.likes), order_by: m.id)"),
    Function::window("last_value", "LastValue", 1, "over(last_value(m.likes), order_by: m.id)"),
];

/// Functions that are no plain calls.
pub(super) const SPECIAL: &[&str] = &["fragment", "type", "subquery", "over", "parent_as"];

/// `count()` and `count(m.id, :distinct)`.
pub(super) const COUNT_ALL: Function =
    Function { arity: (0, 0), ..Function::aggregate("count_all", "CountAll", "count()") };
pub(super) const COUNT_DISTINCT: Function =
    Function::aggregate("count_distinct", "CountDistinct", "count(m.id, :distinct)");

/// `in` before a query.
pub(super) const IN_QUERY: Function = Function::operator("in_query", "InQuery");

pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}
