//! Everything that an event handler may be; also without a prelude and where `Result` means something else.
#![no_implicit_prelude]

use ::std::option::Option;
use ::std::string::String;
use ::std::vec::Vec;

::ui_tests::view!(CounterLive);

#[allow(dead_code)]
type Result = ();
#[allow(dead_code)]
struct Ok;

#[::bennu::events]
impl CounterLive {
    async fn increment(&mut self, _: &mut ::bennu::live::Socket<Self>) -> ::bennu::Result {
        self.count += 1;
        ::std::result::Result::Ok(())
    }

    async fn add(
        &mut self,
        by: i64,
        mut twice: Option<bool>,
        r#type: String,
        tags: Vec<String>,
        params: ::bennu::Params,
        socket: &mut ::bennu::live::Socket<Self>,
    ) -> ::bennu::Result<::bennu::live::Reply> {
        if twice.take() == Option::Some(true) && !tags.is_empty() && !params.is_empty() && socket.connected() {
            self.count += by;
        }
        ::bennu::live::Reply::new(&r#type)
    }

    #[cfg(any())]
    async fn never(&mut self, _: &mut ::bennu::live::Socket<Self>) -> ::bennu::Result {
        compile_error!("not there")
    }
}

fn main() {
    let route = ::bennu::live::LiveRoute::of::<CounterLive>("CounterLive");
    ::std::assert_eq!(route.name(), "CounterLive");
    ::std::assert_eq!(CounterLive::increment_event.name(), "increment");
}
