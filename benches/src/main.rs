//! Benches side by side with the peers: the name of a bench comes in, a table with ratios goes out.

mod data;
mod data_bare;
mod data_peers;
mod diff;
mod http;
mod http_page;
mod http_peers;
mod http_rumbl;
mod http_rumbl_peer;
mod load;
mod measure;
mod render;
mod render_data;
mod render_floors;
mod render_macros;
mod render_peers;
mod router;
mod router_gitlab;
mod router_paths;
mod router_peers;
mod router_routes;
mod telemetry;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: measure::Counting = measure::Counting;

/// What prints a table.
type Bench = fn() -> ExitCode;

fn main() -> ExitCode {
    let benches: [(&str, Bench); 7] = [
        ("data", || done(data::run)),
        ("diff", || done(diff::run)),
        ("http", http::run),
        ("load", load::run),
        ("render", || done(render::run)),
        ("router", || done(router::run)),
        ("telemetry", telemetry::run),
    ];
    let wanted = std::env::args().nth(1).unwrap_or_default();
    match benches.iter().find(|(name, _)| *name == wanted) {
        Some((_, run)) => run(),
        None => {
            let names: Vec<_> = benches.iter().map(|(name, _)| *name).collect();
            measure::print(format_args!("usage: cargo run --release -p benches -- {}", names.join("|")));
            ExitCode::FAILURE
        }
    }
}

/// A bench that needs nothing that may be missing.
fn done(run: fn()) -> ExitCode {
    run();
    ExitCode::SUCCESS
}
