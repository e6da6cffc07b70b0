//! The tree as written comes in, the model goes out: gaps are kept or dropped, attributes find their places.

mod attribute;
mod call;
mod expression;
mod space;

use super::directive;
use super::html;
use super::model::{Block, For, Part, Piece, Place, Template, Value};
use super::tree::{Element, Hole, Loop, Node};
pub(super) use expression::{is_option, parse_arm, resolve_array, resolve_expression};
use expression::{resolve_arm, resolve_head};

/// Resolves a whole template.
pub(super) fn resolve_template(nodes: &[Node]) -> Template {
    Template { single_root: is_single_root(nodes), ..resolve_block(nodes) }
}

/// Resolves what is in a block or a slot of a template. Clients leave a root alone that did not change, which they may do for
/// a whole template only: an `<option>` that was left alone would forget what was chosen.
fn resolve_block(nodes: &[Node]) -> Template {
    let mut builder = Builder::default();
    builder.nodes(nodes, space::Edges::Dropped);
    Template { parts: builder.parts, single_root: false }
}

/// Whether the nodes are exactly one element that is always there.
fn is_single_root(nodes: &[Node]) -> bool {
    let mut seen = nodes.iter().filter(|node| !matches!(node, Node::Space | Node::Markup(_)));
    match (seen.next(), seen.next()) {
        (Some(Node::Element(element)), None) => {
            element.tag.name.is_element()
                && element.attribute(":if").is_none()
                && element.attribute(":for").is_none()
        }
        _ => false,
    }
}

/// Collects the parts of one template and merges static ones.
#[derive(Default)]
pub(super) struct Builder {
    parts: Vec<Part>,
}

impl Builder {
    fn text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Static(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.parts.push(Part::Static(text.to_owned())),
        }
    }

    fn piece(&mut self, place: Place, hole: &Hole, value: Value) {
        let span = hole.tokens.clone().into_iter().next().map_or(hole.location.span, |token| token.span());
        self.parts.push(Part::Piece(Piece { place, value, span }));
    }

    fn nodes(&mut self, nodes: &[Node], edges: space::Edges) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Space if space::is_seen(nodes, at, edges) => self.text(" "),
                Node::Space => {}
                Node::Text(text) => self.text(&text.html),
                Node::Markup(markup) => self.text(markup),
                Node::Hole(hole) => {
                    self.piece(Place::Text, hole, Value::Expression(resolve_expression(hole)))
                }
                Node::Element(element) => self.element(element),
                Node::If(block) => self.parts.extend(resolve_if(block).map(Part::Block)),
                Node::For(block) => self.parts.extend(resolve_for(block).map(Part::Block)),
                Node::Match(block) => self.parts.extend(resolve_match(block).map(Part::Block)),
            }
        }
    }

    /// An element or a component, within the loop and the condition that its directives ask for.
    fn element(&mut self, element: &Element) {
        let condition = directive::expression(element, ":if").and_then(resolve_head);
        let head = directive::expression(element, ":for").and_then(directive::loop_of);
        let block = match (head, condition) {
            (Some(head), filter) => {
                let key = directive::expression(element, ":key").map(resolve_expression);
                resolve_loop(&head, key, filter, resolve_plain(element)).map(Block::For)
            }
            (None, Some(condition)) => {
                Some(Block::If { branches: vec![(condition, resolve_plain(element))], otherwise: None })
            }
            (None, None) => return self.plain_element(element),
        };
        self.parts.extend(block.map(Part::Block));
    }

    /// An element or a component without regard to `:if` and `:for`.
    fn plain_element(&mut self, element: &Element) {
        match element.tag.name.component() {
            Some(path) => {
                self.parts.push(Part::Block(Block::Call(call::resolve_call(element, path.clone()))))
            }
            None if element.tag.name.is_element() => self.html_element(element),
            // Reported as no tag; its content keeps its types.
            None => self.nodes(&element.children, space::Edges::Dropped),
        }
    }

    fn html_element(&mut self, element: &Element) {
        let name = &element.tag.name.text;
        self.text(&format!("<{name}"));
        for attribute in &element.tag.attributes {
            self.attribute(attribute);
        }
        self.text(">");
        if html::is_void(name) {
            return;
        }
        if html::is_raw_text(name) {
            self.raw_text(&element.children);
        } else {
            let edges = if html::is_inner_block(name) { space::Edges::Dropped } else { space::Edges::Kept };
            self.nodes(&element.children, edges);
        }
        self.text(&format!("</{name}>"));
    }

    /// The content of `<script>` and `<style>`, where entities mean nothing.
    fn raw_text(&mut self, nodes: &[Node]) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Space if space::is_seen(nodes, at, space::Edges::Dropped) => self.text(" "),
                Node::Text(text) => self.text(&text.typed),
                _ => {}
            }
        }
    }
}

fn resolve_plain(element: &Element) -> Template {
    let mut builder = Builder::default();
    builder.plain_element(element);
    Template { parts: builder.parts, single_root: false }
}

fn resolve_if(block: &super::tree::If) -> Option<Block> {
    let branches = block
        .branches
        .iter()
        .filter_map(|(condition, body)| Some((resolve_head(condition)?, resolve_block(body))));
    let branches: Vec<_> = branches.collect();
    let otherwise = block.otherwise.as_deref().map(resolve_block);
    (!branches.is_empty()).then_some(Block::If { branches, otherwise })
}

fn resolve_match(block: &super::tree::Match) -> Option<Block> {
    let value = resolve_head(&block.value)?;
    let arms = block.arms.iter().map(|(pattern, body)| (resolve_arm(pattern), resolve_block(body))).collect();
    Some(Block::Match { value, arms })
}

fn resolve_for(block: &super::tree::For) -> Option<Block> {
    let first = directive::first_element(&block.body);
    let key = first.and_then(|at| match &block.body[at] {
        // Beside a `:for` of its own, the key belongs to that.
        Node::Element(element) if element.attribute(":for").is_none() => {
            directive::expression(element, ":key")
        }
        _ => None,
    });
    resolve_loop(&block.head, key.map(resolve_expression), None, resolve_block(&block.body)).map(Block::For)
}

fn resolve_loop(
    head: &Loop,
    key: Option<proc_macro2::TokenStream>,
    filter: Option<proc_macro2::TokenStream>,
    body: Template,
) -> Option<For> {
    let iterator = resolve_head(&head.iterator)?;
    expression::is_pattern(&head.pattern).then(|| For {
        pattern: head.pattern.clone(),
        iterator,
        key,
        filter,
        body,
    })
}
