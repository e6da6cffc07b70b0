//! The steps of a plan come in one by one, the clauses of one statement go out.

use sea_query::{
    Expr, ExprTrait as _, IntoIden as _, IntoTableRef as _, NullOrdering, Order as SqlOrder, SelectStatement,
    TableRef,
};

use super::super::Direction;
use super::super::plan::{Argument, Joined, Plan, Source, Step};
use super::super::tree::{
    Change, Clause, Combination, How, Join, JoinKind, JoinSource, Lock, Node, Nulls, Order, Part, Tree,
};
use super::bound::{Bound, Outer, Rows};
use super::node::{self, Scope};
use super::{Context, cte, hole};
use crate::repo::Backend;
use crate::repo::statement::table;
use crate::schema::Association;

/// What is known so far of a statement.
pub(super) struct Draft<'c> {
    pub(super) context: &'c Context,
    pub(super) depth: usize,
    pub(super) source: TableRef,
    /// The places of the primary key.
    key: &'static [usize],
    pub(super) rows: Rows,
    pub(super) joins: Vec<(JoinKind, TableRef, Option<Expr>)>,
    pub(super) filter: Option<Expr>,
    pub(super) groups: Vec<Expr>,
    pub(super) having: Option<Expr>,
    pub(super) orders: Vec<(Expr, SqlOrder, Option<NullOrdering>)>,
    pub(super) distinct: Option<Vec<Expr>>,
    /// Numbers of rows, or of the values that say them.
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
    pub(super) columns: Option<(Vec<Expr>, Vec<&'static str>)>,
    /// Columns behind these, those of them with names that are fields of the result.
    pub(super) merged: Vec<(Expr, Option<&'static str>)>,
    pub(super) changes: Vec<(&'static str, Expr)>,
    pub(super) combinations: Vec<(Combination, SelectStatement)>,
    pub(super) lock: Option<Lock>,
    /// The association that leads to the rows, with the key of the row that a row belongs to.
    pub(super) parent: Option<(&'static Association, Expr)>,
}

impl<'c> Draft<'c> {
    /// Reads a plan whose rows are changed. SQLite knows the table by its own name alone in what is returned.
    pub(super) fn read_to_change(plan: &Plan, context: &'c Context) -> Self {
        let row = Bound::new(&plan.source, 0, 0);
        match (&plan.source, context.backend) {
            (Source::Table(source), Backend::Sqlite) => {
                Self::read_as(row.called(source.table.to_owned()), plan, context, 0, 0, Outer::new())
            }
            _ => Self::read_as(row, plan, context, 0, 0, Outer::new()),
        }
    }

    /// Reads a plan whose first value has the number `next`; `depth` queries are around it, whose rows it knows by their names.
    pub(super) fn read(plan: &Plan, context: &'c Context, next: usize, depth: usize, outer: Outer) -> Self {
        Self::read_as(Bound::new(&plan.source, 0, depth), plan, context, next, depth, outer)
    }

    fn read_as(
        row: Bound,
        plan: &Plan,
        context: &'c Context,
        next: usize,
        depth: usize,
        outer: Outer,
    ) -> Self {
        let (source, mut next) = (&plan.source, next);
        let mut draft = Self {
            context,
            depth,
            key: match source {
                Source::Table(source) => source.key,
                _ => &[],
            },
            source: table_ref(source, &row, context, next, depth, &outer),
            rows: Rows::new(row, outer),
            joins: Vec::new(),
            filter: None,
            groups: Vec::new(),
            having: None,
            orders: Vec::new(),
            distinct: None,
            limit: None,
            offset: None,
            columns: None,
            merged: Vec::new(),
            changes: Vec::new(),
            combinations: Vec::new(),
            lock: None,
            parent: None,
        };
        next += source.holes();
        for step in &plan.steps {
            next = draft.step(step, next);
        }
        draft
    }

    /// Adds a step whose first value has the number `next`; the number after its last one.
    fn step(&mut self, step: &Step, next: usize) -> usize {
        match step {
            Step::Tree { tree, arguments } => return self.tree(tree, arguments, next),
            Step::Equal { column, .. } => {
                let condition = self.first_column(*column).eq(hole(next));
                self.and_where(condition);
            }
            Step::Of { owner, association, .. } => self.of(owner, association, next),
            Step::Rows { .. } => self.rows_from(next),
            Step::AllRows => self.all_rows(),
            Step::ThenByKey => self.then_by_key(),
            Step::Seek(seek) => self.seek(seek, next),
        }
        next + step.holes()
    }

    fn tree(&mut self, tree: &Tree, arguments: &[Argument], next: usize) -> usize {
        let (numbered, end) = node::numbered(arguments, next);
        let places = self.rows.resolve(tree.places, self.rows.len(), &numbered, self.context);
        for clause in tree.clauses {
            self.clause(clause, &places, &numbered);
        }
        end
    }

    fn clause(&mut self, clause: &Clause, places: &[usize], arguments: &[(usize, &Argument)]) {
        if let Clause::Join(join) = clause {
            return self.join(join, places, arguments);
        }
        let scope = Scope { context: self.context, depth: self.depth, rows: &self.rows, places, arguments };
        let list = |nodes: &[Node]| nodes.iter().map(|node| scope.node(node)).collect::<Vec<_>>();
        match clause {
            Clause::Where(node) => self.filter = both(self.filter.take(), scope.node(node)),
            Clause::OrWhere(node) => self.filter = either(self.filter.take(), scope.node(node)),
            Clause::Having(node) => self.having = both(self.having.take(), scope.node(node)),
            Clause::OrHaving(node) => self.having = either(self.having.take(), scope.node(node)),
            Clause::GroupBy(nodes) => self.groups.extend(list(nodes)),
            Clause::OrderBy(orders) => self.orders.extend(orders.iter().map(|order| ordered(&scope, order))),
            Clause::Orders(argument) => {
                if let Some((_, Argument::Orders(orders))) = arguments.get(*argument) {
                    self.order_by_columns(orders);
                }
            }
            Clause::Distinct(nodes) => {
                self.distinct = Some(list(nodes));
                self.context.check_distinct(nodes);
            }
            Clause::Limit(node) => self.limit = Some(scope.rows(node)),
            Clause::Offset(node) => self.offset = Some(scope.rows(node)),
            Clause::Select(nodes, names) => {
                let exprs: Vec<Expr> = nodes.iter().flat_map(|node| scope.columns(node)).collect();
                let names = match names {
                    [] => nodes.iter().flat_map(|node| scope.names(node)).collect(),
                    names => names.to_vec(),
                };
                self.columns = Some((exprs, names));
                self.merged.clear();
            }
            Clause::Merge(nodes, names) => {
                let columns = nodes.iter().enumerate().flat_map(|(index, node)| {
                    scope.columns(node).into_iter().map(move |column| (column, names.get(index).copied()))
                });
                let columns: Vec<_> = columns.collect();
                self.merged.extend(columns);
            }
            Clause::Name(argument) => {
                if let Some((_, Argument::Name(name))) = arguments.get(*argument) {
                    self.rows.name_first(name);
                }
            }
            Clause::Update(changes) => {
                let changes: Vec<_> = changes.iter().map(|change| changed(&scope, change)).collect();
                self.changes.extend(changes);
            }
            Clause::Combine(how, argument) => {
                let combined = scope.select(*argument);
                self.combinations.extend(combined.map(|select| (*how, select)));
            }
            Clause::Lock(lock) => self.lock = Some(*lock),
            Clause::Exclude(part) => self.exclude(*part),
            Clause::Join(_) => {}
        }
    }

    fn join(&mut self, join: &Join, places: &[usize], arguments: &[(usize, &Argument)]) {
        let name = match join.name.and_then(|name| arguments.get(name)) {
            Some((_, Argument::Name(name))) => Some(*name),
            _ => None,
        };
        let index = match join.source {
            JoinSource::Argument(index) => index,
            JoinSource::Association(place, association) => {
                return self.join_association(join, (place, association), name, places, arguments);
            }
        };
        let Some((next, Argument::Source(Joined(source)))) = arguments.get(index) else { return };
        self.context.check_join(join.kind);
        let row = Bound::new(source, self.rows.len(), self.depth);
        let seen = match join.kind {
            JoinKind::InnerLateral | JoinKind::LeftLateral => self.rows.seen_within(),
            _ => Outer::new(),
        };
        let table = table_ref(source, &row, self.context, *next, self.depth, &seen);
        self.rows.push(row, name);
        let scope = Scope { context: self.context, depth: self.depth, rows: &self.rows, places, arguments };
        let on = join.on.as_ref().map(|node| scope.node(node));
        self.joins.push((join.kind, table, on));
    }

    /// Joins what belongs to the row of a place, and whatever is between them.
    fn join_association(
        &mut self,
        join: &Join,
        (place, association): (usize, &str),
        name: Option<&'static str>,
        places: &[usize],
        arguments: &[(usize, &Argument)],
    ) {
        let own = self.rows.get(places.get(place).copied().unwrap_or(0)).clone();
        let Some(association) = own.association(association) else { return };
        let row = Bound::new(&Source::Table(*association.related()), self.rows.len(), self.depth);
        self.rows.push(row.clone(), name);
        let scope = Scope { context: self.context, depth: self.depth, rows: &self.rows, places, arguments };
        let on = join.on.as_ref().map(|node| scope.node(node));
        self.follow(join.kind, &own, association, &row, on);
    }

    fn exclude(&mut self, part: Part) {
        match part {
            Part::Where => self.filter = None,
            Part::GroupBy => self.groups.clear(),
            Part::Having => self.having = None,
            Part::OrderBy => self.orders.clear(),
            Part::Distinct => self.distinct = None,
            Part::Limit => self.limit = None,
            Part::Offset => self.offset = None,
            Part::Lock => self.lock = None,
            Part::Combinations => self.combinations.clear(),
        }
    }

    fn order_by_columns(&mut self, orders: &[(usize, Direction)]) {
        let orders: Vec<_> = orders
            .iter()
            .map(|(column, direction)| (self.first_column(*column), sql_order(*direction), None))
            .collect();
        self.orders.extend(orders);
    }

    pub(super) fn and_where(&mut self, condition: Expr) {
        self.filter = both(self.filter.take(), condition);
    }

    pub(super) fn first_column(&self, index: usize) -> Expr {
        self.rows.first().at(index)
    }

    /// The primary key of the first row.
    pub(super) fn key(&self) -> Vec<Expr> {
        self.key.iter().map(|index| self.first_column(*index)).collect()
    }

    /// Where nothing else is said.
    pub(super) fn limit_to(&mut self, rows: u64) {
        self.limit.get_or_insert(rows);
    }

    pub(super) fn forget_order(&mut self) {
        self.orders.clear();
    }

    pub(super) fn set_columns(&mut self, columns: Vec<Expr>) {
        self.columns = Some((columns, vec!["c0"]));
        self.merged.clear();
    }

    pub(super) fn column_names(&self) -> Vec<&'static str> {
        let own = self.columns.as_ref().map_or_else(|| self.rows.first().names(), |(_, names)| names.clone());
        let merged = self.merged.iter().map(|(_, name)| name.unwrap_or("expression"));
        own.into_iter().chain(merged).collect()
    }

    /// Whether its rows are the table's own: neither counted, nor put together with others.
    pub(super) fn is_plain(&self) -> bool {
        self.limit.is_none()
            && self.offset.is_none()
            && self.distinct.is_none()
            && self.groups.is_empty()
            && self.combinations.is_empty()
    }
}

pub(super) fn both(left: Option<Expr>, right: Expr) -> Option<Expr> {
    Some(match left {
        Some(left) => left.and(right),
        None => right,
    })
}

fn either(left: Option<Expr>, right: Expr) -> Option<Expr> {
    Some(match left {
        Some(left) => left.or(right),
        None => right,
    })
}

pub(super) fn sql_order(direction: Direction) -> SqlOrder {
    match direction {
        Direction::Asc => SqlOrder::Asc,
        Direction::Desc => SqlOrder::Desc,
    }
}

pub(super) fn ordered(scope: &Scope<'_>, order: &Order) -> (Expr, SqlOrder, Option<NullOrdering>) {
    let nulls = order.nulls.map(|nulls| match nulls {
        Nulls::First => NullOrdering::First,
        Nulls::Last => NullOrdering::Last,
    });
    (scope.node(&order.by), sql_order(order.direction), nulls)
}

fn changed(scope: &Scope<'_>, change: &Change) -> (&'static str, Expr) {
    let (column, value) = (scope.rows.first().column(change.field), scope.node(&change.value));
    let expr = match change.how {
        How::Set => value,
        How::Inc => column.add(value),
        How::Push => scope.push(column, value),
        How::Pull => scope.pull(column, value),
    };
    (scope.rows.first().source(change.field), expr)
}

/// The table, or the query that stands for one; the query's first value has the number `next`.
fn table_ref(
    source: &Source,
    row: &Bound,
    context: &Context,
    next: usize,
    depth: usize,
    outer: &Outer,
) -> TableRef {
    let alias = row.alias.clone().into_iden();
    match source {
        Source::Table(source) if row.alias == source.table => table(source),
        Source::Table(source) => table(source).alias(alias),
        Source::Query { plan, columns } => {
            let inner = Draft::read(plan, context, next, depth + 1, outer.clone());
            TableRef::SubQuery(Box::new(inner.select(Some(columns.names))), alias)
        }
        Source::Cte { cte, .. } => {
            cte::introduce(cte, context, next);
            cte.name.into_table_ref().alias(alias)
        }
        Source::Recursion { name, .. } => (*name).into_table_ref().alias(alias),
    }
}
