use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    async fn add<T: Into<i64>>(&mut self, by: T, _socket: &mut Socket<Self>) -> Result {
        self.count += by.into();
        Ok(())
    }
}

fn main() {}
