//! A LiveView whose event handlers name the runtime by an option.

use web::prelude::*;

/// Counts.
pub struct CounterLive {
    count: i64,
}

impl LiveView for CounterLive {
    type State = ();

    async fn mount(_: Params, _: &Session, _: &mut Socket<Self>) -> Result<Self> {
        Ok(Self { count: 0 })
    }

    fn render(&self) -> impl Render {
        html! { <button phx-click={Self::add} phx-value-by="2">{self.count}</button> }
    }
}

#[events(crate = web)]
impl CounterLive {
    async fn add(&mut self, by: i64, _socket: &mut Socket<Self>) -> Result {
        self.count += by;
        Ok(())
    }
}
