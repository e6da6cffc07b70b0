//! Patterns come in, one radix tree of bytes over all of them goes out.

use crate::pattern::{Pattern, Segment};
use crate::router::model::Route;

/// A point within paths: what may follow there, and which routes end there.
#[derive(Default)]
pub(super) struct Node {
    /// Routes whose path ends here, in the order of declaration.
    pub(super) ends: Vec<usize>,
    /// Text that may follow; no two begin with the same byte.
    pub(super) edges: Vec<(Vec<u8>, Node)>,
    /// A captured rest of a segment that may follow, with the name that its first route gives it.
    pub(super) param: Option<(String, Box<Node>)>,
    /// Routes that capture all that follows, in the order of declaration.
    pub(super) globs: Vec<usize>,
}

/// What a pattern is made of, seen from a trie of bytes.
enum Step<'p> {
    Text(&'p [u8]),
    Param(&'p str),
    Glob,
}

impl Node {
    pub(super) fn new(routes: &[Route]) -> Self {
        let mut root = Self::default();
        for (index, route) in routes.iter().enumerate() {
            root.insert_pattern(&route.pattern, index);
        }
        root
    }

    fn insert_pattern(&mut self, pattern: &Pattern, route: usize) {
        let text = |segment: &Segment| match segment {
            Segment::Static(text) => format!("/{text}"),
            Segment::Param { prefix, .. } => format!("/{prefix}"),
            Segment::Glob { .. } => "/".to_owned(),
        };
        let texts: Vec<String> = pattern.segments().iter().map(text).collect();
        let mut steps = Vec::new();
        for (segment, text) in pattern.segments().iter().zip(&texts) {
            if segment.is_glob() && !steps.is_empty() {
                // A glob captures no segments too: then the path ends before its slash.
                self.insert(&steps, route);
            }
            steps.push(Step::Text(text.as_bytes()));
            match segment {
                Segment::Static(_) => {}
                Segment::Param { name, .. } => steps.push(Step::Param(name)),
                Segment::Glob { .. } => steps.push(Step::Glob),
            }
        }
        if steps.is_empty() {
            steps.push(Step::Text(b"/"));
        }
        self.insert(&steps, route);
    }

    fn insert(&mut self, steps: &[Step<'_>], route: usize) {
        match steps {
            [] => self.ends.push(route),
            [Step::Text(text), rest @ ..] => self.child(text).insert(rest, route),
            [Step::Param(name), rest @ ..] => {
                let (_, child) = self.param.get_or_insert_with(|| ((*name).to_owned(), Box::default()));
                child.insert(rest, route);
            }
            [Step::Glob, ..] => self.globs.push(route),
        }
    }

    /// The node behind `text`, with edges split where their texts part.
    fn child(&mut self, text: &[u8]) -> &mut Self {
        let [first, ..] = text else { return self };
        let place = self.edges.iter().position(|(label, _)| label.first() == Some(first));
        let place = place.unwrap_or_else(|| {
            self.edges.push((text.to_vec(), Self::default()));
            self.edges.len() - 1
        });
        let (label, child) = &mut self.edges[place];
        let common = label.iter().zip(text).take_while(|(left, right)| left == right).count();
        if common < label.len() {
            let rest = label.split_off(common);
            let below = std::mem::take(child);
            child.edges.push((rest, below));
        }
        child.child(&text[common..])
    }

    /// All routes at this node and below.
    pub(super) fn routes(&self) -> Vec<usize> {
        let mut routes = [self.ends.as_slice(), &self.globs].concat();
        routes.extend(self.edges.iter().flat_map(|(_, child)| child.routes()));
        routes.extend(self.param.iter().flat_map(|(_, child)| child.routes()));
        routes
    }
}
