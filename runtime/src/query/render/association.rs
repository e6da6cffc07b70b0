//! A row and one of its associations come in, the joins that lead to the other row go out.

use sea_query::{Expr, ExprTrait as _, IntoIden as _, IntoTableRef as _, TableRef};

use super::super::plan::Source;
use super::super::tree::JoinKind;
use super::bound::Bound;
use super::draft::{Draft, both};
use crate::repo::statement::table;
use crate::schema::{Association, Filter, Join, Link, Value};

impl Draft<'_> {
    /// Joins `row`, which `association` leads to from `own`, on the condition `on` besides its own.
    pub(super) fn follow(
        &mut self,
        kind: JoinKind,
        own: &Bound,
        association: &Association,
        row: &Bound,
        on: Option<Expr>,
    ) {
        let linked = match association.link() {
            Link::Keys { own: key, other } => row.at(*other).eq(own.at(*key)),
            Link::Join { own: key, other, join } => {
                let between = format!("{}_{}", row.alias, self.joins.len());
                let to_own = Expr::col((between.clone(), join.own())).eq(own.at(*key));
                self.joins.push((kind, between_table(join).alias(between.clone().into_iden()), Some(to_own)));
                row.at(*other).eq(Expr::col((between, join.other())))
            }
            Link::Through(names) => return self.follow_through(kind, own, names, row, on),
        };
        let filtered = association.filters().iter().map(|filter| filtered(row, filter));
        let on = filtered.chain(on).fold(Some(linked), both);
        self.joins.push((kind, table(association.related()).alias(row.alias.clone().into_iden()), on));
    }

    /// By way of all associations with these names, each of the row before.
    fn follow_through(
        &mut self,
        kind: JoinKind,
        own: &Bound,
        names: &[&'static str],
        row: &Bound,
        on: Option<Expr>,
    ) {
        let Some((last, before)) = names.split_last() else { return };
        let mut own = own.clone();
        for name in before {
            let Some(association) = own.association(name) else { return };
            let source = Source::Table(*association.related());
            let alias = format!("{}_{}", row.alias, self.joins.len());
            let between = Bound::new(&source, 0, 0).called(alias);
            self.follow(kind, &own, association, &between, None);
            own = between;
        }
        if let Some(association) = own.association(last) {
            self.follow(kind, &own, association, row, on);
        }
    }
}

/// The table between two others.
pub(super) fn between_table(join: &Join) -> TableRef {
    match join.prefix() {
        Some(prefix) => (prefix, join.name()).into_table_ref(),
        None => join.name().into_table_ref(),
    }
}

/// The condition that an association itself has, on values that the schema says.
pub(super) fn filtered(row: &Bound, filter: &Filter) -> Expr {
    let column = row.at(filter.field());
    match filter.value() {
        Value::Null => column.is_null(),
        Value::Boolean(value) => column.eq(Expr::Constant(value.into())),
        Value::Integer(value) => column.eq(Expr::Constant(value.into())),
        other => column.eq(Expr::Constant(other.to_text().into())),
    }
}
