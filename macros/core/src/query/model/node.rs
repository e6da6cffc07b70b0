//! Expressions with every name resolved.

use proc_macro2::Span;
use syn::{Ident, Lit, LitStr, Path, Type};

use super::super::function::Function;

pub(in super::super) struct Order {
    pub(in super::super) direction: Option<Ident>,
    pub(in super::super) by: Node,
}

/// What a row of the result is made of.
pub(in super::super) enum Select {
    Value(Node),
    Tuple(Vec<Self>),
    Struct(Path, Vec<(Ident, Self)>),
    Map(Vec<(Ident, Node)>),
}

/// An expression.
pub(in super::super) struct Node {
    pub(in super::super) kind: NodeKind,
    pub(in super::super) span: Span,
}

pub(in super::super) enum NodeKind {
    Field {
        binding: usize,
        field: Ident,
    },
    Row {
        binding: usize,
    },
    /// A column of the row of a query around this one, by the argument that is its name.
    Parent(usize, Ident),
    Argument(usize),
    Literal(Lit),
    /// Checked to stand where it may.
    Nil,
    /// What could not be read, and was told.
    Unread,
    Call {
        function: &'static Function,
        arguments: Vec<Node>,
    },
    /// Literals behind `in`.
    Values(Box<Node>, Vec<Node>),
    Fragment {
        text: LitStr,
        holes: Vec<Node>,
    },
    Cast(Box<Node>, Box<Type>),
    Case {
        branches: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    Path(Box<Node>, Vec<String>),
    Over {
        call: Box<Node>,
        partitions: Vec<Node>,
        orders: Vec<Order>,
    },
}

impl Node {
    /// This node and all in it.
    pub(in super::super) fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        let mut each = |nodes: &[Self]| nodes.iter().for_each(|node| node.walk(visit));
        match &self.kind {
            NodeKind::Call { arguments, .. } => each(arguments),
            NodeKind::Fragment { holes, .. } => each(holes),
            NodeKind::Values(value, list) => {
                each(list);
                value.walk(visit);
            }
            NodeKind::Cast(value, _) | NodeKind::Path(value, _) => value.walk(visit),
            NodeKind::Case { branches, otherwise } => {
                for (condition, value) in branches {
                    condition.walk(visit);
                    value.walk(visit);
                }
                otherwise.iter().for_each(|value| value.walk(visit));
            }
            NodeKind::Over { call, partitions, orders } => {
                each(partitions);
                call.walk(visit);
                orders.iter().for_each(|order| order.by.walk(visit));
            }
            NodeKind::Field { .. }
            | NodeKind::Row { .. }
            | NodeKind::Parent(..)
            | NodeKind::Argument(_)
            | NodeKind::Literal(_)
            | NodeKind::Nil
            | NodeKind::Unread => {}
        }
    }
}

impl Select {
    /// The expressions in it, in their order.
    pub(in super::super) fn nodes(&self) -> Vec<&Node> {
        match self {
            Self::Value(node) => vec![node],
            Self::Tuple(items) => items.iter().flat_map(Self::nodes).collect(),
            Self::Struct(_, fields) => fields.iter().flat_map(|(_, value)| value.nodes()).collect(),
            Self::Map(fields) => fields.iter().map(|(_, node)| node).collect(),
        }
    }
}
