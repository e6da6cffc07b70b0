//! Routes come in, the same table in each peer's own form goes out.

use bennu::router::Route;

/// One router of each peer, each holding a route's place in the table.
pub(crate) struct Peers {
    pub(crate) matchit: matchit::Router<usize>,
    pub(crate) path_tree: path_tree::PathTree<usize>,
    pub(crate) wayfind: wayfind::Router<usize>,
    pub(crate) actix: actix_router::Router<usize>,
}

impl Peers {
    /// Routes that Bennu accepts conflict in none of the peers.
    pub(crate) fn new(routes: &[Route]) -> Self {
        let mut matchit = matchit::Router::new();
        let mut path_tree = path_tree::PathTree::new();
        let mut wayfind = wayfind::RouterBuilder::new();
        let mut actix = actix_router::Router::build();
        for (index, route) in routes.iter().enumerate() {
            matchit.insert(route.path, index).expect("a route of matchit");
            let _ = path_tree.insert(&route.path.replace('{', ":").replace('}', ""), index);
            wayfind
                .insert(&route.path.replace('{', "<").replace('}', ">"), index)
                .expect("a route of wayfind");
            actix.path(route.path, index);
        }
        Self { matchit, path_tree, wayfind: wayfind.build(), actix: actix.finish() }
    }

    /// Ends the bench where a peer does not find what Bennu finds: then their times could not be compared.
    pub(crate) fn check(&self, path: &str, expected: Option<usize>) {
        let mut actix = actix_router::Path::new(path);
        assert_eq!(self.matchit.at(path).ok().map(|found| *found.value), expected, "matchit {path}");
        assert_eq!(self.path_tree.find(path).map(|(route, _)| *route), expected, "path-tree {path}");
        assert_eq!(self.wayfind.search(path).map(|found| *found.data()), expected, "wayfind {path}");
        assert_eq!(self.actix.recognize(&mut actix).map(|(route, _)| *route), expected, "actix {path}");
    }
}
