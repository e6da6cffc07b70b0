//! The steps of a plan come in one by one, the clauses of one statement go out.

use sea_query::{
    Expr, ExprTrait as _, IntoIden as _, NullOrdering, Order as SqlOrder, SelectStatement, TableRef,
};

use super::super::Direction;
use super::super::plan::{Argument, Joined, Plan, Source, Step};
use super::super::tree::{
    Change, Clause, Combination, How, Join, JoinKind, JoinSource, Lock, Node, Nulls, Order, Part, Place, Tree,
};
use super::hole;
use super::node::Scope;
use crate::repo::Backend;
use crate::repo::statement::table;
use crate::schema::{Association, Field};

/// One row of the query.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) alias: String,
    pub(super) columns: Columns,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Columns {
    Fields(&'static [Field], fn() -> &'static [Association]),
    Names(&'static [&'static str]),
}

impl Bound {
    /// A letter of the table and the position, as in Ecto's SQL: `p0`; one more `s` for each query around it.
    pub(super) fn new(source: &Source, position: usize, depth: usize) -> Self {
        let (letter, columns) = match source {
            Source::Table(source) => (
                source.table.chars().next().unwrap_or('t'),
                Columns::Fields(source.fields, source.associations),
            ),
            Source::Query { names, .. } => ('s', Columns::Names(names)),
        };
        Self { alias: format!("{}{letter}{position}", "s".repeat(depth)), columns }
    }

    /// The column that a field of this name is kept in.
    pub(super) fn column(&self, name: &'static str) -> Expr {
        Expr::col((self.alias.clone(), self.source(name).to_owned()))
    }

    /// Its name.
    pub(super) fn source(&self, name: &'static str) -> &'static str {
        match self.columns {
            Columns::Fields(fields, _) => {
                fields.iter().find(|field| field.name() == name).map_or(name, Field::source)
            }
            Columns::Names(_) => name,
        }
    }

    /// The name of the field at this place.
    pub(super) fn field_name(&self, index: usize) -> &'static str {
        let name = match self.columns {
            Columns::Fields(fields, _) => fields.get(index).map(Field::name),
            Columns::Names(names) => names.get(index).copied(),
        };
        name.unwrap_or("id")
    }

    pub(super) fn columns(&self) -> Vec<Expr> {
        self.names().into_iter().map(|name| self.column(name)).collect()
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        match self.columns {
            Columns::Fields(fields, _) => {
                fields.iter().filter(|field| !field.is_virtual()).map(Field::name).collect()
            }
            Columns::Names(names) => names.to_vec(),
        }
    }
}

/// What is known so far of a statement.
pub(super) struct Draft {
    pub(super) backend: Backend,
    pub(super) depth: usize,
    pub(super) source: TableRef,
    /// The places of the primary key.
    key: &'static [usize],
    pub(super) rows: Vec<Bound>,
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
    pub(super) changes: Vec<(&'static str, Expr)>,
    pub(super) combinations: Vec<(Combination, SelectStatement)>,
    pub(super) lock: Option<Lock>,
    /// The association that leads to the rows, with the key of the row that a row belongs to.
    pub(super) parent: Option<(&'static Association, Expr)>,
}

impl Draft {
    /// Reads a plan whose rows are changed. SQLite knows the table by its own name alone in what is returned.
    pub(super) fn read_to_change(plan: &Plan, backend: Backend) -> Self {
        let row = Bound::new(&plan.source, 0, 0);
        match (&plan.source, backend) {
            (Source::Table(source), Backend::Sqlite) => {
                Self::read_as(Bound { alias: source.table.to_owned(), ..row }, plan, backend, 0, 0)
            }
            _ => Self::read_as(row, plan, backend, 0, 0),
        }
    }

    /// Reads a plan whose first value has the number `next`; `depth` queries are around it.
    pub(super) fn read(plan: &Plan, backend: Backend, next: usize, depth: usize) -> Self {
        Self::read_as(Bound::new(&plan.source, 0, depth), plan, backend, next, depth)
    }

    fn read_as(row: Bound, plan: &Plan, backend: Backend, next: usize, depth: usize) -> Self {
        let (source, mut next) = (&plan.source, next);
        let mut draft = Self {
            backend,
            depth,
            key: match source {
                Source::Table(source) => source.key,
                Source::Query { .. } => &[],
            },
            source: table_ref(source, &row, backend, next, depth),
            rows: vec![row],
            joins: Vec::new(),
            filter: None,
            groups: Vec::new(),
            having: None,
            orders: Vec::new(),
            distinct: None,
            limit: None,
            offset: None,
            columns: None,
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
        let mut numbered = Vec::with_capacity(arguments.len());
        let mut end = next;
        for argument in arguments {
            numbered.push((end, argument));
            end += argument.holes();
        }
        let before = self.rows.len();
        let place = |place: &Place| match place {
            Place::Start(index) => *index,
            Place::End(index) => before.saturating_sub(index + 1),
            Place::Join(index) => before + index,
        };
        let places: Vec<usize> = tree.places.iter().map(place).collect();
        for clause in tree.clauses {
            self.clause(clause, &places, &numbered);
        }
        end
    }

    fn clause(&mut self, clause: &Clause, places: &[usize], arguments: &[(usize, &Argument)]) {
        if let Clause::Join(join) = clause {
            return self.join(join, places, arguments);
        }
        let scope = Scope { backend: self.backend, depth: self.depth, rows: &self.rows, places, arguments };
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
            Clause::Distinct(nodes) => self.distinct = Some(list(nodes)),
            Clause::Limit(node) => self.limit = Some(scope.rows(node)),
            Clause::Offset(node) => self.offset = Some(scope.rows(node)),
            Clause::Select(nodes, names) => {
                let exprs: Vec<Expr> = nodes.iter().flat_map(|node| scope.columns(node)).collect();
                let names = match names {
                    [] => nodes.iter().flat_map(|node| scope.names(node)).collect(),
                    names => names.to_vec(),
                };
                self.columns = Some((exprs, names));
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
        let index = match join.source {
            JoinSource::Argument(index) => index,
            JoinSource::Association(place, name) => {
                return self.join_association(join, place, name, places, arguments);
            }
        };
        let Some((next, Argument::Source(Joined(source)))) = arguments.get(index) else { return };
        let row = Bound::new(source, self.rows.len(), self.depth);
        let table = table_ref(source, &row, self.backend, *next, self.depth);
        self.rows.push(row);
        let scope = Scope { backend: self.backend, depth: self.depth, rows: &self.rows, places, arguments };
        let on = join.on.as_ref().map(|node| scope.node(node));
        self.joins.push((join.kind, table, on));
    }

    /// Joins what belongs to the row of a place, and whatever is between them.
    fn join_association(
        &mut self,
        join: &Join,
        place: usize,
        name: &str,
        places: &[usize],
        arguments: &[(usize, &Argument)],
    ) {
        let own = self.rows[places.get(place).copied().unwrap_or(0)].clone();
        let Some(association) = own.association(name) else { return };
        let row = Bound::new(&Source::Table(*association.related()), self.rows.len(), self.depth);
        self.rows.push(row.clone());
        let scope = Scope { backend: self.backend, depth: self.depth, rows: &self.rows, places, arguments };
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
        self.rows[0].column(self.rows[0].field_name(index))
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
    }

    pub(super) fn column_names(&self) -> Vec<&'static str> {
        self.columns.as_ref().map_or_else(|| self.rows[0].names(), |(_, names)| names.clone())
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
    let (column, value) = (scope.rows[0].column(change.field), scope.node(&change.value));
    let expr = match change.how {
        How::Set => value,
        How::Inc => column.add(value),
        How::Push => scope.push(column, value),
        How::Pull => scope.pull(column, value),
    };
    (scope.rows[0].source(change.field), expr)
}

/// The table, or the query that stands for one; the query's first value has the number `next`.
fn table_ref(source: &Source, row: &Bound, backend: Backend, next: usize, depth: usize) -> TableRef {
    let alias = row.alias.clone().into_iden();
    match source {
        Source::Table(source) if row.alias == source.table => table(source),
        Source::Table(source) => table(source).alias(alias),
        Source::Query { plan, names } => {
            let inner = Draft::read(plan, backend, next, depth + 1).select(Some(names));
            TableRef::SubQuery(Box::new(inner), alias)
        }
    }
}
