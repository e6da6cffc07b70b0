//! What `forward` names is a tower service.

bennu::router! {
    pub Router for ();

    forward "/jobs" => jobs();
}

fn jobs() -> String {
    String::new()
}

fn main() {}
