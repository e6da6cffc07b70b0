use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn increment(&mut self, _socket: &mut Socket<Self>) {
        self.count += 1;
    }
}

fn main() {}
