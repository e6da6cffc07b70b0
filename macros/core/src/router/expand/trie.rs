//! Patterns come in, one tree of segments over all of them goes out.

use crate::pattern::Segment;
use crate::router::model::Route;

/// The end of a segment: which routes end there, and what may follow it.
#[derive(Default)]
pub(super) struct Node {
    /// Routes whose path ends here, in the order of declaration.
    pub(super) ends: Vec<usize>,
    /// Segments of fixed text that may follow, each once.
    pub(super) words: Vec<(String, Node)>,
    /// Captured segments that may follow, each prefix once.
    pub(super) params: Vec<Param>,
    /// Routes that capture all that follows, in the order of declaration.
    pub(super) globs: Vec<usize>,
}

/// A captured segment behind a prefix, which mostly is empty.
pub(super) struct Param {
    pub(super) prefix: String,
    /// The name that its first route gives it.
    pub(super) name: String,
    pub(super) node: Node,
}

impl Node {
    pub(super) fn new(routes: &[Route]) -> Self {
        let mut root = Self::default();
        for (index, route) in routes.iter().enumerate() {
            root.insert(route.pattern.segments(), index);
        }
        root
    }

    fn insert(&mut self, segments: &[Segment], route: usize) {
        match segments {
            [] => self.ends.push(route),
            [Segment::Static(word), rest @ ..] => self.word(word).insert(rest, route),
            [Segment::Param { prefix, name, .. }, rest @ ..] => self.param(prefix, name).insert(rest, route),
            // A glob captures no segments too: then the path ends in front of it.
            [Segment::Glob { .. }, ..] => {
                self.ends.push(route);
                self.globs.push(route);
            }
        }
    }

    fn word(&mut self, word: &str) -> &mut Self {
        let place = self.words.iter().position(|(other, _)| other == word).unwrap_or_else(|| {
            self.words.push((word.to_owned(), Self::default()));
            self.words.len() - 1
        });
        &mut self.words[place].1
    }

    fn param(&mut self, prefix: &str, name: &str) -> &mut Self {
        let place = self.params.iter().position(|other| other.prefix == prefix).unwrap_or_else(|| {
            let (prefix, name) = (prefix.to_owned(), name.to_owned());
            self.params.push(Param { prefix, name, node: Self::default() });
            self.params.len() - 1
        });
        &mut self.params[place].node
    }

    /// Whether paths may go on from here.
    pub(super) fn goes_on(&self) -> bool {
        !(self.words.is_empty() && self.params.is_empty() && self.globs.is_empty())
    }

    /// The one word that may follow, where that is all there is.
    pub(super) fn only_word(&self) -> Option<&(String, Self)> {
        let is_only = self.ends.is_empty() && self.params.is_empty() && self.globs.is_empty();
        self.words.first().filter(|_| is_only && self.words.len() == 1)
    }

    /// All routes at this node and below.
    pub(super) fn routes(&self) -> Vec<usize> {
        let mut routes = [self.ends.as_slice(), &self.globs].concat();
        routes.extend(self.words.iter().flat_map(|(_, node)| node.routes()));
        routes.extend(self.params.iter().flat_map(|param| param.node.routes()));
        routes
    }
}
