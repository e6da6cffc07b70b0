//! An association as written comes in, the same with the names of all keys goes out.

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, GenericArgument, Ident, LitStr, Path, PathArguments, Type, Visibility};

use super::options::Options;
use super::parse::{self, AssociationKind};
use crate::spelling::underscore;

/// A field of the struct that holds rows of another table once they are asked for.
pub(super) struct Association {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) kind: AssociationKind,
    pub(super) name: Ident,
    /// As it is written: `User`, `Option<User>`.
    pub(super) ty: Type,
    /// The other table's row.
    pub(super) row: Type,
    pub(super) link: Link,
    pub(super) options: Options,
}

/// How the rows find each other.
pub(super) enum Link {
    /// This row's column holds the other one's key.
    Here { foreign_key: Ident },
    /// The other row's column holds this one's key.
    There { foreign_key: Ident },
    /// A third table holds both keys, this row's first.
    Join { through: Option<Join>, keys: [Ident; 2] },
    /// By two other associations.
    Through(Vec<Ident>),
}

/// The table between two others.
pub(super) enum Join {
    Table(LitStr),
    Schema(Path),
}

impl Association {
    /// Leads to what was meant where the type is not that of one row: the `Video` of `Vec<Video>`.
    pub(super) fn straighten(&mut self) {
        let (row, is_optional) = target(&self.ty);
        let meant = element(row);
        if meant.is_some() || is_optional && self.kind.is_many() {
            self.row = meant.unwrap_or(row).clone();
            self.ty = self.row.clone();
        }
    }

    pub(super) fn text(&self) -> String {
        self.name.unraw().to_string()
    }

    pub(super) fn span(&self) -> Span {
        self.name.span()
    }

    pub(super) fn order(&self) -> &[(Ident, Expr)] {
        self.options.pairs("preload_order")
    }

    pub(super) fn filters(&self) -> &[(Ident, Expr)] {
        self.options.pairs("where")
    }
}

impl AssociationKind {
    /// The word in a schema.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::BelongsTo => "belongs_to",
            Self::HasOne => "has_one",
            Self::HasMany => "has_many",
            Self::ManyToMany => "many_to_many",
        }
    }

    /// The type of the field, and the kind's name in the runtime.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::BelongsTo => "BelongsTo",
            Self::HasOne => "HasOne",
            Self::HasMany => "HasMany",
            Self::ManyToMany => "ManyToMany",
        }
    }

    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::HasMany | Self::ManyToMany)
    }
}

pub(super) fn resolve(written: parse::Association, visibility: Visibility, owner: &Ident) -> Association {
    let row = target(&written.ty).0.clone();
    let link = match (written.options.names("through"), written.kind) {
        (Some(hops), AssociationKind::HasOne | AssociationKind::HasMany) => Link::Through(hops.to_vec()),
        (_, AssociationKind::BelongsTo) => Link::Here { foreign_key: foreign_key(&written) },
        (_, AssociationKind::HasOne | AssociationKind::HasMany) => {
            let default = || key_of(&owner.unraw().to_string(), row.span());
            Link::There { foreign_key: written.options.name("foreign_key").cloned().unwrap_or_else(default) }
        }
        (_, AssociationKind::ManyToMany) => resolve_join(&written.options, owner, &row),
    };
    let parse::Association { attributes, kind, name, ty, options, .. } = written;
    Association { attributes, visibility, kind, name, ty, row, link, options }
}

fn resolve_join(options: &Options, owner: &Ident, row: &Type) -> Link {
    let through = match (options.text("join_through"), options.path("join_through")) {
        (Some(table), _) => Some(Join::Table(table.clone())),
        (None, Some(schema)) => Some(Join::Schema(schema.clone())),
        (None, None) => None,
    };
    let keys = match options.names("join_keys") {
        Some([own, other]) => [own.clone(), other.clone()],
        _ => {
            let span = through.as_ref().map_or(row.span(), Join::span);
            [key_of(&owner.unraw().to_string(), span), key_of(&last_name(row), span)]
        }
    };
    Link::Join { through, keys }
}

impl Join {
    fn span(&self) -> Span {
        match self {
            Self::Table(table) => table.span(),
            Self::Schema(path) => path.span(),
        }
    }
}

/// `user_id` for `belongs_to user: User`, unless it says otherwise.
pub(super) fn foreign_key(written: &parse::Association) -> Ident {
    let default = || format_ident!("{}_id", written.name.unraw(), span = written.name.span());
    written.options.name("foreign_key").cloned().unwrap_or_else(default)
}

/// `BlogPost` → `blog_post_id`
fn key_of(row: &str, span: Span) -> Ident {
    Ident::new(&format!("{}_id", underscore(row)), span)
}

/// The `Category` of `shop::Category`.
fn last_name(row: &Type) -> String {
    match row {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.unraw().to_string()),
        Type::Group(group) => Some(last_name(&group.elem)),
        _ => None,
    }
    .unwrap_or_default()
}

/// The row in `User` and `Option<User>`, and whether it is optional.
pub(super) fn target(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Group(group) => return target(&group.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Option");
            if let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments)
                && let Some(GenericArgument::Type(row)) = arguments.args.first()
            {
                return (row, true);
            }
        }
        _ => {}
    }
    (ty, false)
}

/// The `Annotation` of `Vec<Annotation>`.
pub(super) fn element(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
