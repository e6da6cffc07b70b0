//! A live counter: state lives here, the page follows.

use std::collections::VecDeque;

use bennu::prelude::*;

use crate::App;
use crate::web::core_components::*;

/// How many clicks are shown.
const KEPT: usize = 10;

/// The counter of one browser window.
#[derive(Debug, Default)]
pub struct CounterLive {
    count: i64,
    clicked: u64,
    clicks: VecDeque<Click>,
}

/// One click on a button, and where it brought the counter.
#[derive(Debug)]
struct Click {
    number: u64,
    change: &'static str,
    count: i64,
}

impl LiveView for CounterLive {
    type State = App;

    async fn mount(_params: Params, _session: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        socket.put_page_title("Counter");
        Ok(Self::default())
    }

    fn render(&self) -> impl Render {
        html! {
            <.header>
                "Counter"
                <:subtitle>"Each window counts for itself; the server keeps the state."</:subtitle>
            </.header>
            <section class="card">
                <div class="counter">
                    <.button
                        id="decrement"
                        variant="soft"
                        phx-click={Self::decrement}
                        aria-label="decrement"
                    >"−"</.button>
                    <output id="count">{self.count}</output>
                    <.button id="increment" phx-click={Self::increment} aria-label="increment">"+"</.button>
                </div>
            </section>
            <section class="card">
                <p :if={self.clicks.is_empty()} class="empty">"No clicks yet."</p>
                <ol id="clicks" class="clicks">
                    <li
                        :for={click in &self.clicks}
                        :key={click.number}
                        id={format!("click-{}", click.number)}
                    >
                        <span class="number">{click.number}</span>
                        <span>{click.change}</span>
                        <span class="total">{click.count}</span>
                    </li>
                </ol>
            </section>
        }
    }
}

#[bennu::events]
impl CounterLive {
    /// One up.
    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.click(1, "+1");
        Ok(())
    }

    /// One down.
    async fn decrement(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.click(-1, "−1");
        Ok(())
    }
}

impl CounterLive {
    fn click(&mut self, by: i64, change: &'static str) {
        self.count = self.count.saturating_add(by);
        self.clicked += 1;
        self.clicks.push_front(Click { number: self.clicked, change, count: self.count });
        self.clicks.truncate(KEPT);
    }
}
