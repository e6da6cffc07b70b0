use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn look(&self, _socket: &mut Socket<Self>) -> Result {
        Ok(())
    }
}

fn main() {}
