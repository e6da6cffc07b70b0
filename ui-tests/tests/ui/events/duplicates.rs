use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        Ok(())
    }

    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += 2;
        Ok(())
    }
}

fn main() {}
