//! Rules about what stands in what: browsers repair a page without a word, and then it is not the one that was written.

use crate::component::html::{self, Misplaced};
use crate::component::tree::{Element, Name, Node};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// `<p><div>`, `<a><a>`, `<table><div>`, `<div><tr>`.
pub(in crate::component) fn misplaced_element(nodes: &[Node], diagnostics: &mut Diagnostics) {
    visit(nodes, &mut Vec::new(), diagnostics);
}

/// Goes into elements, loops and branches. What a component does with its content is not known here, so that its content
/// begins anew; a drawing has rules of its own.
fn visit<'a>(nodes: &'a [Node], around: &mut Vec<&'a Name>, diagnostics: &mut Diagnostics) {
    for node in nodes {
        match node {
            Node::Element(element) if element.tag.name.is_element() => {
                let is_placed = check_element(element, around, diagnostics);
                if !is_placed {
                    // What is in it is judged as if it stood where it can.
                    let mut anew = vec![&element.tag.name];
                    visit(&element.children, &mut anew, diagnostics);
                } else if !html::is_foreign(&element.tag.name.text) {
                    around.push(&element.tag.name);
                    visit(&element.children, around, diagnostics);
                    around.pop();
                }
            }
            Node::Element(_) => {
                node.bodies().into_iter().for_each(|body| visit(body, &mut Vec::new(), diagnostics));
            }
            Node::Text(text) => {
                if let Some(parent) = around.last().filter(|parent| html::is_table(&parent.text)) {
                    let message = format!(
                        "text cannot stand directly in `<{}>`: browsers move it before the table",
                        parent.text
                    );
                    let help = "put it into a cell, `<td>` or `<th>`, or into the `<caption>`";
                    diagnostics.error(Diagnostic::new(text.location, message).help(help));
                }
            }
            _ => node.bodies().into_iter().for_each(|body| visit(body, around, diagnostics)),
        }
    }
}

/// Whether the element can stand there.
fn check_element(element: &Element, around: &[&Name], diagnostics: &mut Diagnostics) -> bool {
    let name = &element.tag.name;
    let ancestors: Vec<&str> = around.iter().map(|name| name.text.as_str()).collect();
    let (Some(misplaced), Some(parent)) = (html::misplaced(&name.text, &ancestors), around.last()) else {
        return true;
    };
    let tag = &name.text;
    let error = |message: String| Diagnostic::new(name.location, message);
    diagnostics.error(match misplaced {
        Misplaced::Ends(at) => {
            let outer = &around[at].text;
            let repair = match outer.as_str() {
                "form" => "browsers leave the inner one out".to_owned(),
                _ => format!("browsers end the `<{outer}>` before it"),
            };
            let help = match outer.as_str() {
                "p" => format!("end the paragraph first, or make it a `<div>`; a paragraph takes text and elements like `<span>`, not `<{tag}>`"),
                _ => format!("end `<{outer}>` first, or take another element for one of the two"),
            };
            error(format!("`<{tag}>` cannot stand in `<{outer}>`: {repair}"))
                .help(help)
                .related(around[at].location, format!("`<{outer}>` is opened here"))
        }
        Misplaced::MovedOut => {
            error(format!("`<{tag}>` cannot stand directly in `<{}>`: browsers move it before the table", parent.text))
                .help("put it into a cell, `<td>` or `<th>`, or into the `<caption>`")
        }
        Misplaced::LeftOut(parents) => {
            let repair = if html::is_table(&parent.text) { "browsers add tags around it" } else { "browsers leave the tag out" };
            let parents: Vec<_> = parents.split_ascii_whitespace().map(|parent| format!("`<{parent}>`")).collect();
            error(format!("`<{tag}>` cannot stand directly in `<{}>`: {repair}", parent.text))
                .help(format!("put it into {}", parents.join(" or ")))
        }
    });
    false
}

/// `<p id="a">` and `<p id="a">`.
pub(in crate::component) fn duplicate_id(nodes: &[Node], diagnostics: &mut Diagnostics) {
    let mut certain = Vec::new();
    collect_ids(nodes, &mut certain, diagnostics);
}

/// An id as it was written, and where.
type Id<'a> = (&'a str, &'a crate::component::tree::Attribute);

/// Collects the ids that are there for certain. What depends on a condition is compared with those and with its own, not with
/// what depends on another condition: only one of them may be there.
fn collect_ids<'a>(nodes: &'a [Node], certain: &mut Vec<Id<'a>>, diagnostics: &mut Diagnostics) {
    for node in nodes {
        let Node::Element(element) = node else {
            for body in node.bodies() {
                collect_ids(body, &mut certain.clone(), diagnostics);
            }
            continue;
        };
        let is_certain = element.attribute(":if").is_none() && element.attribute(":for").is_none();
        let mut conditional = certain.clone();
        let ids = if is_certain { &mut *certain } else { &mut conditional };
        if let Some(id) = element.literal("id").filter(|_| element.tag.name.is_element()) {
            match ids.iter().find(|(known, _)| *known == id.0) {
                Some((_, first)) => {
                    let message = format!("the id `{}` is given twice in this template", id.0);
                    let error = Diagnostic::new(id.1.location, message)
                        .help("ids are unique on a page; give one of the two another")
                        .related(first.location, "it is first given here");
                    diagnostics.error(error);
                }
                None => ids.push(id),
            }
        }
        for body in node.bodies() {
            collect_ids(body, ids, diagnostics);
        }
    }
}
