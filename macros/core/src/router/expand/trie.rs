//! Patterns come in, one radix tree of bytes over all of them goes out.

use crate::pattern::Segment;
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
    Text(Vec<u8>),
    Param(&'p str),
    Glob,
}

/// `/users/{id}/edit` → `/users/`, a parameter, `/edit`
fn steps(segments: &[Segment]) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut text = Vec::new();
    for segment in segments {
        text.push(b'/');
        let capture = match segment {
            Segment::Static(written) => {
                text.extend(written.bytes());
                continue;
            }
            Segment::Param { prefix, name, .. } => {
                text.extend(prefix.bytes());
                Step::Param(name)
            }
            Segment::Glob { .. } => Step::Glob,
        };
        steps.extend([Step::Text(std::mem::take(&mut text)), capture]);
    }
    if segments.is_empty() {
        text.push(b'/');
    }
    steps.push(Step::Text(text));
    steps
}

impl Node {
    pub(super) fn new(routes: &[Route]) -> Self {
        let mut root = Self::default();
        for (index, route) in routes.iter().enumerate() {
            let segments = route.pattern.segments();
            root.insert(&steps(segments), index);
            // A glob captures no segments too: then the path ends before its slash, which only the root's does not.
            if let [outer @ .., Segment::Glob { .. }] = segments
                && !outer.is_empty()
            {
                root.insert(&steps(outer), index);
            }
        }
        root
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
