//! Routes come in, the table of them goes out as text, laid out as `mix phx.routes` does.

use std::fmt;

use super::{Route, RouteMatch};

/// One line of the table.
struct Row<'r> {
    name: &'r str,
    verb: &'r str,
    path: &'r str,
    handler: &'r str,
}

/// Routes as a table with a line for each: name, verb, path and handler. The name stands at the right of its column and
/// the others at the left, with two spaces between columns.
///
/// ```
/// use bennu::router::RouteTable;
///
/// mod pages {
///     use bennu::{Conn, Result};
///
///     pub async fn home(conn: &mut Conn<()>) -> Result {
///         conn.text("home")
///     }
/// }
///
/// bennu::router! {
///     pub Router for ();
///
///     get "/" => pages::home;
///     delete "/pages" => pages::home;
/// }
///
/// assert_eq!(
///     RouteTable::new(Router::routes()).to_string(),
///     "  GET     /       pages::home\n  DELETE  /pages  pages::home\n",
/// );
/// ```
pub struct RouteTable<'r> {
    rows: Vec<Row<'r>>,
}

impl<'r> RouteTable<'r> {
    /// A table of `routes` in their order.
    #[must_use]
    pub fn new(routes: &'r [Route]) -> Self {
        let row = |route: &'r Route| Row {
            name: route.name.unwrap_or_default(),
            verb: route.verb.as_str(),
            path: route.path,
            handler: route.handler,
        };
        Self { rows: routes.iter().map(row).collect() }
    }

    /// The same with one more line, for a socket that answers at `path`.
    #[must_use]
    pub fn socket(mut self, path: &'r str, handler: &'r str) -> Self {
        self.rows.push(Row { name: "", verb: "WS", path, handler });
        self
    }
}

impl fmt::Debug for RouteTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RouteTable of {} rows", self.rows.len())
    }
}

impl fmt::Display for RouteTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |text: for<'a> fn(&'a Row<'a>) -> &'a str| {
            self.rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0)
        };
        let (name, verb, path) = (width(|row| row.name), width(|row| row.verb), width(|row| row.path));
        for row in &self.rows {
            let line =
                format!("{:>name$}  {:<verb$}  {:<path$}  {}", row.name, row.verb, row.path, row.handler);
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// What answers one URL: the handler's module and function, where the route is declared, then the route, its parameters and its
/// pipelines.
///
/// ```text
/// Module: messages
/// Function: show
/// src/router.rs:9
/// Route: GET /messages/{id}
/// Params: id = "7"
/// Pipelines: browser
/// ```
impl fmt::Display for RouteMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Route { verb, path, handler, pipelines, file, line, .. } = self.route;
        match handler.rsplit_once("::") {
            Some((module, function)) => writeln!(f, "Module: {module}\nFunction: {function}")?,
            None => writeln!(f, "Function: {handler}")?,
        }
        if *line > 0 {
            writeln!(f, "{file}:{line}")?;
        }
        writeln!(f, "Route: {verb} {path}")?;
        let params = self.params.iter().map(|(name, param)| format!("{name} = {:?}", param.to_string()));
        let params: Vec<String> = params.collect();
        if !params.is_empty() {
            writeln!(f, "Params: {}", params.join(", "))?;
        }
        if !pipelines.is_empty() {
            writeln!(f, "Pipelines: {}", pipelines.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::Verb;

    #[test]
    fn names_stand_right_and_a_second_verb_has_none() {
        let routes = [
            Route::new(Verb::Get, "/pages/{id}", "pages::show").named("page"),
            Route::new(Verb::Patch, "/users/{id}/edit", "users::update").named("user"),
            Route::new(Verb::Put, "/users/{id}/edit", "users::update"),
        ];
        let table = RouteTable::new(&routes).socket("/live/websocket", "bennu::live");
        let expected = [
            "page  GET    /pages/{id}       pages::show",
            "user  PATCH  /users/{id}/edit  users::update",
            "      PUT    /users/{id}/edit  users::update",
            "      WS     /live/websocket   bennu::live",
        ];
        assert_eq!(table.to_string(), expected.map(|line| format!("{line}\n")).concat());
    }

    #[test]
    fn a_router_without_routes_prints_nothing() {
        assert_eq!(RouteTable::new(&[]).to_string(), "");
    }
}
