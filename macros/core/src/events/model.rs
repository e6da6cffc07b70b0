//! The block, with its methods taken apart into what an event handler consists of.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Pat, Receiver, ReceiverKind, ReturnType, Type,
    Visibility,
};

/// An `impl` block and its handlers.
pub(super) struct Block {
    pub(super) item: ItemImpl,
    pub(super) handlers: Vec<Handler>,
    /// Where things stand that are no methods.
    pub(super) others: Vec<Span>,
    /// Names of handlers, each after the same name that came first; the second handlers are left out of the block.
    pub(super) duplicates: Vec<(Ident, Ident)>,
}

/// One method, as an event handler.
pub(super) struct Handler {
    pub(super) function: ImplItemFn,
    pub(super) receiver: Option<Receiver>,
    /// What is decoded from the payload.
    pub(super) arguments: Vec<Argument>,
    /// The last argument, if it is a mutable reference.
    pub(super) socket: Option<Argument>,
}

/// One argument after the receiver.
#[derive(Clone)]
pub(super) struct Argument {
    /// The argument's name, unless it is a pattern.
    pub(super) name: Option<Ident>,
    pub(super) pattern: Span,
    pub(super) ty: Type,
}

/// Takes the methods of `item` apart.
pub(super) fn resolve(item: ItemImpl) -> Block {
    let mut block = Block { item, handlers: Vec::new(), others: Vec::new(), duplicates: Vec::new() };
    for item in std::mem::take(&mut block.item.items) {
        match &item {
            ImplItem::Fn(function) => {
                let handler = resolve_handler(function);
                if let Some(first) = block.handlers.iter().find(|first| first.is_same_event(&handler)) {
                    block.duplicates.push((first.name().clone(), handler.name().clone()));
                    continue;
                }
                block.handlers.push(handler);
            }
            other => block.others.push(other.span()),
        }
        block.item.items.push(item);
    }
    block
}

fn resolve_handler(function: &ImplItemFn) -> Handler {
    let mut receiver = None;
    let mut arguments = Vec::new();
    for input in &function.sig.inputs {
        match input {
            FnArg::Receiver(this) => receiver = Some(this.clone()),
            FnArg::Typed(argument) => arguments.push(Argument {
                name: match &*argument.pat {
                    Pat::Ident(pattern) if pattern.subpat.is_none() && pattern.by_ref.is_none() => {
                        Some(pattern.ident.clone())
                    }
                    _ => None,
                },
                pattern: argument.pat.span(),
                ty: (*argument.ty).clone(),
            }),
        }
    }
    let socket = arguments.pop_if(|last| is_mutable_reference(&last.ty));
    Handler { function: function.clone(), receiver, arguments, socket }
}

impl Block {
    /// The handlers that can be called: what is wrong with the others has been said.
    pub(super) fn callable(&self) -> impl Iterator<Item = &Handler> {
        self.handlers.iter().filter(|handler| handler.is_callable())
    }
}

impl Handler {
    pub(super) fn name(&self) -> &Ident {
        &self.function.sig.ident
    }

    /// The event's name: that of the method, without `r#`.
    pub(super) fn event(&self) -> String {
        unraw(self.name())
    }

    pub(super) fn visibility(&self) -> &Visibility {
        &self.function.vis
    }

    /// What decides whether the method is there at all.
    pub(super) fn cfgs(&self) -> impl Iterator<Item = &Attribute> {
        self.function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"))
    }

    /// The type that the method returns, if it returns something.
    pub(super) fn output(&self) -> Option<&Type> {
        match &self.function.sig.output {
            ReturnType::Type(_, ty) => Some(ty),
            ReturnType::Default => None,
        }
    }

    pub(super) fn takes_mutable_self(&self) -> bool {
        self.receiver.as_ref().is_some_and(|this| match &this.kind {
            ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
            ReceiverKind::Typed(_, ty) => is_mutable_reference(ty),
            _ => false,
        })
    }

    /// Whether both would run for one event; `cfg` attributes may choose between handlers of the same name.
    fn is_same_event(&self, other: &Self) -> bool {
        self.name() == other.name() && self.cfgs().next().is_none() && other.cfgs().next().is_none()
    }

    fn is_callable(&self) -> bool {
        let signature = &self.function.sig;
        signature.asyncness.is_some()
            && signature.generics.params.is_empty()
            && self.output().is_some()
            && self.takes_mutable_self()
            && self.socket.is_some()
            && self.arguments.iter().all(|argument| argument.name.is_some())
    }
}

fn is_mutable_reference(ty: &Type) -> bool {
    matches!(ty, Type::Reference(ty) if ty.mutability.is_some())
}

/// `r#type` → `type`
pub(super) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}
