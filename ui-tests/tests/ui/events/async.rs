use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {
    fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        Ok(())
    }
}

fn main() {}
