//! A pipeline that passes through itself never ends.

bennu::router! {
    pub Router for ();

    pipeline browser {
        plug auth;
    }

    pipeline auth {
        pipe_through [api];
    }

    pipeline api {
        plug browser;
    }

    pipeline alone {
        plug alone;
    }
}

fn main() {}
