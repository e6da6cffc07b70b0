//! The table of GitLab's resources comes in, the paths of its routes go out.

use std::collections::HashMap;

/// A path that the table names, and what goes on from it.
#[derive(Clone, Default)]
struct Place {
    /// Its segments, without the leading slash.
    path: String,
    /// Whether it is a route of its own.
    is_route: bool,
    below: Vec<Place>,
}

/// The paths of all routes, those with fixed texts in front of those with parameters, so that none is hidden.
pub(crate) fn read_routes(table: &str) -> Vec<String> {
    let lines: Vec<&str> =
        table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
    let mut named = HashMap::new();
    let mut places = Vec::new();
    let mut rest = lines.as_slice();
    while let [first, below @ ..] = rest {
        let count = below.iter().take_while(|line| line.starts_with(' ')).count();
        match first.strip_prefix("= ") {
            Some(name) => {
                let inner = read(&below[..count], 2, &named);
                named.insert(name.to_owned(), inner);
            }
            None => places.extend(read(&rest[..=count], 0, &named)),
        }
        rest = &below[count..];
    }
    let mut routes = Vec::new();
    collect("", &places, &mut routes);
    routes.sort_by_key(|path| path.split('/').map(|text| text.starts_with('{')).collect::<Vec<_>>());
    routes
}

/// The places of lines that are indented by `depth`, with what is below them.
fn read(lines: &[&str], depth: usize, named: &HashMap<String, Vec<Place>>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut rest = lines;
    while let [first, below @ ..] = rest {
        let count = below.iter().take_while(|line| indentation(line) > depth).count();
        for word in first.split_whitespace() {
            match word.strip_prefix('@') {
                Some(name) => places.extend(named.get(name).expect("a name above its use").iter().cloned()),
                None => places.extend(read_word(word)),
            }
        }
        if count > 0 {
            let inner = read(&below[..count], depth + 2, named);
            places.last_mut().expect("a path above what goes on from it").below.extend(inner);
        }
        rest = &below[count..];
    }
    places
}

/// `/text`, `/text/`, `/text+id` or `/text*id`.
fn read_word(word: &str) -> Vec<Place> {
    let word = word.strip_prefix('/').expect("paths begin with a slash");
    let place = |path: String, is_route| Place { path, is_route, below: Vec::new() };
    if let Some((path, id)) = word.split_once('+') {
        // `/text/+id` is a member without its collection.
        return match path.strip_suffix('/') {
            Some(path) => vec![place(format!("{path}/{{{id}}}"), true)],
            None if path.is_empty() => vec![place(format!("{{{id}}}"), true)],
            None => vec![place(path.to_owned(), true), place(format!("{path}/{{{id}}}"), true)],
        };
    }
    if let Some((path, id)) = word.split_once('*') {
        let mut member = place(format!("{path}/{{{id}}}"), true);
        member.below.push(place("edit".to_owned(), true));
        return vec![place(path.to_owned(), true), place(format!("{path}/new"), true), member];
    }
    match word.strip_suffix('/') {
        Some(path) => vec![place(path.to_owned(), false)],
        None => vec![place(word.to_owned(), true)],
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn collect(prefix: &str, places: &[Place], routes: &mut Vec<String>) {
    for place in places {
        let path = format!("{prefix}/{}", place.path);
        if place.is_route && !routes.contains(&path) {
            routes.push(path.clone());
        }
        collect(&path, &place.below, routes);
    }
}
