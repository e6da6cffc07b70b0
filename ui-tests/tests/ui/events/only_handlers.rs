use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    const STEP: i64 = 1;

    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += Self::STEP;
        Ok(())
    }
}

fn main() {}
