use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn increment(&mut self, _socket: &mut Socket<Self>) -> i64 {
        self.count += 1;
        self.count
    }
}

fn main() {}
