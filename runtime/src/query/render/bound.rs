//! Sources come in, the rows of a statement go out: what they are called in SQL, their columns, and the names of rows.

use sea_query::Expr;

use super::super::plan::{Argument, Selected, Source};
use super::super::tree::Place;
use super::Context;
use crate::schema::{self, Association, Field};

/// One row of the query.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) alias: String,
    columns: Columns,
}

#[derive(Clone, Copy, Debug)]
enum Columns {
    Table(schema::Source),
    Selected(Selected),
}

impl Bound {
    /// A letter of the table and the position, as in Ecto's SQL: `p0`; one more `s` for each query around it.
    pub(super) fn new(source: &Source, position: usize, depth: usize) -> Self {
        let (name, columns) = match source {
            Source::Table(source) => (source.table, Columns::Table(*source)),
            Source::Query { columns, .. } => ("s", Columns::Selected(*columns)),
            Source::Cte { cte, columns } => (cte.name, Columns::Selected(*columns)),
            Source::Recursion { name, columns } => (*name, Columns::Selected(*columns)),
        };
        let letter = name.chars().next().unwrap_or('t');
        Self { alias: format!("{}{letter}{position}", "s".repeat(depth)), columns }
    }

    /// The same row by another name.
    pub(super) fn called(self, alias: String) -> Self {
        Self { alias, ..self }
    }

    /// The column that a field of this name is kept in.
    pub(super) fn column(&self, name: &'static str) -> Expr {
        Expr::col((self.alias.clone(), self.source(name).to_owned()))
    }

    /// Its name.
    pub(super) fn source(&self, name: &'static str) -> &'static str {
        match self.columns {
            Columns::Table(table) => {
                table.fields.iter().find(|field| field.name() == name).map_or(name, Field::source)
            }
            Columns::Selected(_) => name,
        }
    }

    fn schema(&self) -> Option<schema::Source> {
        match self.columns {
            Columns::Table(table) => Some(table),
            Columns::Selected(selected) => selected.schema,
        }
    }

    /// The name of the field at this place.
    pub(super) fn field_name(&self, index: usize) -> &'static str {
        let name = match (self.columns, self.schema()) {
            (_, Some(schema)) => schema.fields.get(index).map(Field::name),
            (Columns::Selected(selected), _) => selected.names.get(index).copied(),
            (Columns::Table(_), None) => None,
        };
        name.unwrap_or("id")
    }

    /// The column of the field at this place.
    pub(super) fn at(&self, index: usize) -> Expr {
        self.column(self.field_name(index))
    }

    /// Whether the field at this place may be null, as far as is known.
    pub(super) fn is_nullable(&self, index: usize) -> bool {
        let field = self.schema().and_then(|schema| schema.fields.get(index));
        field.is_none_or(Field::is_nullable)
    }

    pub(super) fn columns(&self) -> Vec<Expr> {
        self.names().into_iter().map(|name| self.column(name)).collect()
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        match self.columns {
            Columns::Table(table) => {
                table.fields.iter().filter(|field| !field.is_virtual()).map(Field::name).collect()
            }
            Columns::Selected(selected) => selected.names.to_vec(),
        }
    }

    pub(super) fn association(&self, name: &str) -> Option<&'static Association> {
        let associations = (self.schema()?.associations)();
        associations.iter().find(|association| association.name() == name)
    }
}

/// Rows that queries within a query know by their names.
pub(super) type Outer = Vec<(&'static str, Bound)>;

/// The rows of a statement, in their order.
#[derive(Debug)]
pub(super) struct Rows {
    all: Vec<Bound>,
    /// The places of those that are part of the query's type: joins with a name are not.
    placed: Vec<usize>,
    names: Vec<(&'static str, usize)>,
    /// The rows with names of the queries around this one, the nearest first.
    outer: Outer,
}

impl Rows {
    pub(super) fn new(first: Bound, outer: Outer) -> Self {
        Self { all: vec![first], placed: vec![0], names: Vec::new(), outer }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn first(&self) -> &Bound {
        &self.all[0]
    }

    pub(super) fn get(&self, index: usize) -> &Bound {
        self.all.get(index).unwrap_or(&self.all[0])
    }

    pub(super) fn push(&mut self, row: Bound, name: Option<&'static str>) {
        match name {
            Some(name) => self.names.push((name, self.all.len())),
            None => self.placed.push(self.all.len()),
        }
        self.all.push(row);
    }

    pub(super) fn name_first(&mut self, name: &'static str) {
        self.names.push((name, 0));
    }

    /// The rows that a query within this one knows.
    pub(super) fn seen_within(&self) -> Outer {
        let own = self.names.iter().rev().map(|(name, index)| (*name, self.all[*index].clone()));
        own.chain(self.outer.iter().cloned()).collect()
    }

    /// A row of a query around this one.
    pub(super) fn parent(&self, name: &str, context: &Context) -> Option<&Bound> {
        let found = self.outer.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            context.fail(format!(
                "no query around this one has a row with the name `{name}`: give it one by `as: ..`, before the query within it"
            ));
        }
        found.map(|(_, row)| row)
    }

    /// Which rows a tree's places are, where there were `before` rows without its joins.
    pub(super) fn resolve(
        &self,
        places: &[Place],
        before: usize,
        arguments: &[(usize, &Argument)],
        context: &Context,
    ) -> Vec<usize> {
        let resolve = |place: &Place| match place {
            Place::Start(index) => self.placed.get(*index).copied().unwrap_or(0),
            Place::End(index) => self.placed.iter().rev().nth(*index).copied().unwrap_or(0),
            Place::Join(index) => before + index,
            Place::Named(argument) => match arguments.get(*argument) {
                Some((_, Argument::Name(name))) => self.named(name, context),
                _ => 0,
            },
        };
        places.iter().map(resolve).collect()
    }

    fn named(&self, name: &str, context: &Context) -> usize {
        let found = self.names.iter().rev().find(|(known, _)| *known == name);
        if found.is_none() {
            context.fail(format!(
                "the query has no row with the name `{name}`: a join gets one by `as: ..`, and `has_named_binding` asks for it"
            ));
        }
        found.map_or(0, |(_, index)| *index)
    }
}
