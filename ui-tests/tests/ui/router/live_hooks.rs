//! Hooks of a live session that are none: a value of another type, a function of other arguments, a misspelt option; and a live
//! session that is declared twice.

use bennu::prelude::*;

pub struct HomeLive;

impl LiveView for HomeLive {
    type State = ();

    async fn mount(_: Params, _: &Session, _: &mut Socket<Self>) -> Result<Self> {
        Ok(Self)
    }

    fn render(&self) -> impl Render {
        html! { <p>home</p> }
    }
}

#[events]
impl HomeLive {}

pub struct RequireUser;

async fn require_user(_: &mut Conn<()>) -> Result {
    Ok(())
}

mod hooks {
    bennu::router! {
        pub Router for ();

        live_session a, on_mount: [super::RequireUser, super::require_user, super::require_usr] {
            live "/a" => super::HomeLive;
        }
    }
}

bennu::router! {
    pub Router for ();

    live_session a, on_mont: [RequireUser] {
        live "/a" => HomeLive;
    }

    live_session a, on_mount: "RequireUser" {
        live "/b" => HomeLive;
    }
}

fn main() {}
