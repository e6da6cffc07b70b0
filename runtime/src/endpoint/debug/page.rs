//! What is known of an error comes in, the page that shows it goes out: one file that needs no other.

use super::Report;
use super::source::Place;
use crate::component;
use crate::component::{Context, Raw, Render, to_html as render_to_html};
use crate::router::Route;

pub(super) fn to_html(report: &Report) -> Vec<u8> {
    render_to_html(&page(report), &Context::default())
}

/// XSS: a constant of this program.
fn style() -> impl Render {
    Raw::dangerously_create(concat!("<style>", include_str!("page.css"), "</style>"))
}

component! {
    fn page(report: &Report) {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{report.status.to_string()}": "{report.request.as_str()}</title>
                {style()}
            </head>
            <body>
                <header>
                    <p class="status"><b>{report.status.as_str()}</b>{report.status.canonical_reason()}</p>
                    <h1>{report.message.as_str()}</h1>
                    <p class="request"><code>{report.request.as_str()}</code></p>
                </header>
                <main>
                    if let Some(place) = &report.place {
                        <.source place={place} lines={&report.lines} />
                    }
                    <.causes causes={&report.causes} />
                    <.nearest report={report} />
                    <.route route={report.route} />
                    for (title, rows) in &report.facts {
                        <.facts title={title} rows={rows} />
                    }
                    <.all_routes routes={report.routes} />
                    if let Some(backtrace) = &report.backtrace {
                        <details>
                            <summary>Backtrace</summary>
                            <pre class="scroll">{backtrace.as_str()}</pre>
                        </details>
                    }
                </main>
                <footer>
                    "You see this page because "<code>debug_errors</code>" is on, as it is by default in a debug build. Visitors must not."
                </footer>
            </body>
        </html>
    }
}

component! {
    /// The place of the error with the lines around it.
    fn source(place: &Place, lines: &[(usize, String)]) {
        <section class="card">
            <h2><code>{place.to_string()}</code></h2>
            <pre :if={!lines.is_empty()} class="scroll source">
                for (number, line) in lines {
                    <span class={if *number == place.line { "line here" } else { "line" }}>
                        <i>{*number}</i>{line.as_str()}
                    </span>
                }
            </pre>
        </section>
    }
}

component! {
    fn causes(causes: &[String]) {
        <section :if={!causes.is_empty()} class="card">
            <h2>Caused by</h2>
            <ol>
                <li :for={cause in causes}>{cause.as_str()}</li>
            </ol>
        </section>
    }
}

component! {
    /// What may have been meant where no route answers.
    fn nearest(report: &Report) {
        <section :if={!report.nearest.is_empty()} class="card">
            <h2>"Routes that are near"</h2>
            <.route_table routes={&report.nearest} />
        </section>
    }
}

component! {
    fn route(route: Option<&Route>) {
        if let Some(route) = route {
            <section class="card">
                <h2>Route</h2>
                <table>
                    <.fact name="Path" value={&format!("{} {}", route.verb, route.path)} />
                    <.fact name="Handler" value={route.handler} />
                    <.fact name="Pipelines" value={&route.pipelines.join(", ")} />
                    if let Some(name) = route.name {
                        <.fact name="Name" value={name} />
                    }
                </table>
            </section>
        }
    }
}

component! {
    fn facts(title: &str, rows: &[(String, String)]) {
        <section :if={!rows.is_empty()} class="card">
            <h2>{title}</h2>
            <table>
                for (name, value) in rows {
                    <.fact name={name} value={value} />
                }
            </table>
        </section>
    }
}

component! {
    fn fact(name: &str, value: &str) {
        <tr><th scope="row">{name}</th><td><code>{value}</code></td></tr>
    }
}

component! {
    fn all_routes(routes: &'static [Route]) {
        <details :if={!routes.is_empty()}>
            <summary>"All routes ("{routes.len()}")"</summary>
            <.route_table routes={&routes.iter().collect::<Vec<_>>()} />
        </details>
    }
}

component! {
    fn route_table(routes: &[&Route]) {
        <table class="routes">
            <tr :for={route in routes}>
                <td><b>{route.verb.as_str()}</b></td>
                <td><code>{route.path}</code></td>
                <td><code>{route.handler}</code></td>
            </tr>
        </table>
    }
}
