use bennu::prelude::*;

ui_tests::view!(CounterLive);

struct Step(i64);

#[events]
impl CounterLive {
    async fn add(&mut self, by: Step, _socket: &mut Socket<Self>) -> Result {
        self.count += by.0;
        Ok(())
    }
}

fn main() {}
