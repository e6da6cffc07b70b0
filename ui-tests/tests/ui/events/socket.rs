use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn add(&mut self, by: i64) -> Result {
        self.count += by;
        Ok(())
    }
}

fn main() {}
