use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn add(&mut self, (a, b): (i64, i64), _socket: &mut Socket<Self>) -> Result {
        self.count += a + b;
        Ok(())
    }
}

fn main() {}
