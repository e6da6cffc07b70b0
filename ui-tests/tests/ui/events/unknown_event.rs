use bennu::prelude::*;

struct CounterLive {
    count: i64,
}

impl LiveView for CounterLive {
    type State = ();

    async fn mount(_: Params, _: &Session, _: &mut Socket<Self>) -> Result<Self> {
        Ok(Self { count: 0 })
    }

    fn render(&self) -> impl Render {
        html! { <button phx-click={Self::incremnt}>{self.count}</button> }
    }
}

#[events]
impl CounterLive {
    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        Ok(())
    }
}

fn main() {}
