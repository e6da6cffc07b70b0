//! Benches side by side with the peers: the name of a bench comes in, a table with ratios goes out.

mod measure;
mod router;
mod router_paths;
mod router_routes;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: measure::Counting = measure::Counting;

fn main() -> ExitCode {
    let benches: [(&str, fn()); 1] = [("router", router::run)];
    let wanted = std::env::args().nth(1).unwrap_or_default();
    match benches.iter().find(|(name, _)| *name == wanted) {
        Some((_, run)) => {
            run();
            ExitCode::SUCCESS
        }
        None => {
            let names: Vec<_> = benches.iter().map(|(name, _)| *name).collect();
            measure::print(format_args!("usage: cargo run --release -p benches -- {}", names.join("|")));
            ExitCode::FAILURE
        }
    }
}
