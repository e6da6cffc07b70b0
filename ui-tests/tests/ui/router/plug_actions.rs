//! Plugs for actions that no route has, an option of a plug that there is none of, a plug of a pipeline for some actions only.

bennu::router! {
    pub Router for ();

    pipeline browser {
        plug load, only: [show];
    }

    resources "/videos" => videos, except: [edit] {
        plug load, only: [shwo, edit];
        plug load, only: [show], except: [index];
    }

    scope "/admin" {
        plug load, except: [delete];
        plug load, onyl: [index];
        get "/" => pages::home;
    }

    plug load;
}

fn main() {}
