//! Where HTML lets elements stand: what a browser would move or close without a word. Data only.

/// Elements before which a browser ends the paragraph that is open (HTML Standard, 13.2.6.4.7).
const ENDS_PARAGRAPH: &str = "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure \
     footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p pre search section summary table ul \
     plaintext xmp";

/// Elements that a browser ends when another of them begins within.
const NOT_WITHIN_ITSELF: &str = "a button form nobr";

/// Elements within which what is open outside does not count.
const BARRIERS: &str = "caption html marquee object table td template th";

/// The parts of tables, and the elements that they stand directly in.
const PARTS: &[(&str, &str)] = &[
    ("caption", "table"),
    ("colgroup", "table"),
    ("thead", "table"),
    ("tbody", "table"),
    ("tfoot", "table"),
    ("col", "colgroup table"),
    ("tr", "tbody thead tfoot table"),
    ("td", "tr"),
    ("th", "tr"),
];

/// Elements that may stand among the parts of a table.
const AMONG_PARTS: &str = "script style template";

/// Elements that a browser ends when one of the same group follows in their content.
const SIBLINGS: &[&str] = &["li", "dd dt", "option optgroup", "h1 h2 h3 h4 h5 h6", "rp rt"];

/// Why an element cannot stand where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::component) enum Misplaced {
    /// The outer element, which is not the parent perhaps, ends before it.
    Ends(usize),
    /// It is moved out of the table, before it.
    MovedOut,
    /// It is left out, since it is a part of what is not around it; what is.
    LeftOut(&'static str),
}

/// Whether `element` can stand in `ancestors`, from the outermost to its parent.
pub(in crate::component) fn misplaced(element: &str, ancestors: &[&str]) -> Option<Misplaced> {
    let parent = ancestors.last()?;
    if let Some((_, parents)) = PARTS.iter().find(|(part, _)| *part == element) {
        let is_placed = has(parents, parent) || *parent == "template";
        return (!is_placed).then_some(Misplaced::LeftOut(parents));
    }
    if is_table(parent) && !has(AMONG_PARTS, element) {
        return Some(Misplaced::MovedOut);
    }
    if SIBLINGS.iter().any(|group| has(group, element) && has(group, parent))
        && (element, *parent) != ("option", "optgroup")
    {
        return Some(Misplaced::Ends(ancestors.len() - 1));
    }
    let within = ancestors.iter().rposition(|ancestor| has(BARRIERS, ancestor)).map_or(0, |at| at + 1);
    let of_same = |ancestor: &&str| *ancestor == element && has(NOT_WITHIN_ITSELF, element);
    // A button is a barrier of its own for paragraphs.
    let button = ancestors.iter().rposition(|ancestor| *ancestor == "button").map_or(0, |at| at + 1);
    let paragraph = |at: usize| at >= button && ancestors[at] == "p" && has(ENDS_PARAGRAPH, element);
    (within..ancestors.len()).find(|at| of_same(&ancestors[*at]) || paragraph(*at)).map(Misplaced::Ends)
}

/// Whether the element holds parts of tables and nothing else: no text either.
pub(in crate::component) fn is_table(element: &str) -> bool {
    matches!(element, "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup")
}

fn has(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_leave_as_it_is() {
        for (element, ancestors) in [
            ("div", &["div"][..]),
            ("span", &["p"]),
            ("p", &["p", "button"]),
            ("div", &["p", "object"]),
            ("a", &["a", "table", "tr", "td"]),
            ("tr", &["table"]),
            ("td", &["template"]),
            ("template", &["tr"]),
            ("option", &["select", "optgroup"]),
            ("li", &["ul", "li", "ul"]),
            ("td", &[]),
        ] {
            assert_eq!(misplaced(element, ancestors), None, "{element} in {ancestors:?}");
        }
    }

    #[test]
    fn what_browsers_repair() {
        for (element, ancestors, expected) in [
            ("div", &["p"][..], Misplaced::Ends(0)),
            ("ul", &["div", "p", "b"], Misplaced::Ends(1)),
            ("a", &["a", "b"], Misplaced::Ends(0)),
            ("form", &["form", "div"], Misplaced::Ends(0)),
            ("button", &["button"], Misplaced::Ends(0)),
            ("li", &["ul", "li"], Misplaced::Ends(1)),
            ("h2", &["h1"], Misplaced::Ends(0)),
            ("div", &["table"], Misplaced::MovedOut),
            ("p", &["table", "tr"], Misplaced::MovedOut),
            ("td", &["table"], Misplaced::LeftOut("tr")),
            ("tr", &["div"], Misplaced::LeftOut("tbody thead tfoot table")),
        ] {
            assert_eq!(misplaced(element, ancestors), Some(expected), "{element} in {ancestors:?}");
        }
    }
}
